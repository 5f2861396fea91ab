#!/usr/bin/env bash
# Runs a command if the change since a commit touches a stack: ci/if-touched.sh BASE DIR STACK COMMAND…
set -euo pipefail
base=$1 dir=$2 stack=$3
shift 3

touched=$("$(dirname "$0")/stacks.sh" "$base")
if grep -qxF -- "$dir $stack" <<<"$touched"; then
	exec "$@"
fi
echo "nothing here touches $stack"
