#!/usr/bin/env bash
# Holds what we build from to what is known of it: `make audit`. Of our own modules every vulnerability counts that a call reaches; of the
# tools, which nobody gets from us, those in what is built are listed.
set -euo pipefail
cd "$(dirname "$0")/.."
step() { printf '== %s (%d s)\n' "$*" $SECONDS; }
tool() { go run ./tests/testbed/cmd/testbed chore "$@"; }
shipped=(./provider/cmd/... ./cmd/... ./stacks ./component)
# Those of the examples require what is not published yet. A module without checksums of its own is built as a part of another, by that one's.
mapfile -t modules < <(git ls-files '*go.sum' | grep -v ^examples/ | xargs dirname)

for module in "${modules[@]}"; do
	step "Sources of $module"
	(cd "$module" && go mod verify)
done

step "Licences of what is in plugin, commands and stack program"
go run ./tests/audit "${shipped[@]}"

step "Known vulnerabilities"
status=0
known=$(tool govulncheck "${shipped[@]}" 2>&1) || status=$?
echo "$known"
if [[ $status -ne 0 && $known == *"fetching vulnerabilities"* && -z ${GITHUB_ACTIONS:-} ]]; then
	echo "NOT LOOKED FOR: the database of vulnerabilities is not reached from here. The release workflow demands it."
	exit
fi
[ "$status" -eq 0 ] || exit "$status"
for module in "${modules[@]}"; do
	[ "$module" != . ] || continue
	step "Known vulnerabilities in the tools of $module"
	tool govulncheck -scan package -C "$module" ./... tool || true
done
