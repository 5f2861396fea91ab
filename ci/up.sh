#!/usr/bin/env bash
# Updates a stack: ci/up.sh DIR STACK [NEWEST]. Where NEWEST, a commit, changes the stack further, it refuses: an approval that comes
# late must not bring back what was.
set -euo pipefail
dir=$1 stack=$2 newest=${3-}

if [ -n "$newest" ]; then
	later=$("$(dirname "$0")/stacks.sh" HEAD "$newest")
	if grep -qxF -- "$dir $stack" <<<"$later"; then
		echo "ci/up.sh: $newest changes $stack further; let the run of that commit through instead" >&2
		exit 1
	fi
fi
pulumi --cwd "$dir" --non-interactive up --yes --stack "$stack" || {
	status=$?
	echo "ci/up.sh: in case a right is missing, this names it: go run github.com/seqeralabs/pulumi-seqera-studios/cmd/rights@v0.1.0 -stack $stack" >&2
	exit "$status"
}
