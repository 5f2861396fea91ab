#!/usr/bin/env bash
# Previews a stack and explains it on the pull request of this job: ci/preview.sh DIR STACK. On your own machine it prints the comment.
set -euo pipefail
dir=$1 stack=$2
# shellcheck source=ci/tell.sh
. "$(dirname "$0")/tell.sh"

[ -z "$forge" ] || explain --publish "$forge" --mark-stale
preview
conclude ${forge:+--publish "$forge"}
