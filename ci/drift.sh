#!/usr/bin/env bash
# Tells in an issue what in a stack is not as its program says, and closes the issue when all is: ci/drift.sh DIR STACK.
# On your own machine it prints the issue.
set -euo pipefail
dir=$1 stack=$2
# shellcheck source=ci/tell.sh
. "$(dirname "$0")/tell.sh"

preview --refresh
conclude --kind drift ${forge:+--publish "$forge-issue"}
