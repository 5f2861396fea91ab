#!/usr/bin/env bash
# Prints what CHANGELOG.md says of the version; fails where it says nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
awk -v heading="## [$(cat internal/version/VERSION)]" '
	/^## / { on = index($0, heading) == 1; next }
	/^\[.*\]: / { on = 0 }
	on { print; said = said $0 }
	END { exit said == "" }' CHANGELOG.md
