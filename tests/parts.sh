#!/usr/bin/env bash
# Runs parts of the Makefile one after another and says in the end how long each took: tests/parts.sh lint test-unit …
set -euo pipefail
report=()
tell() {
	echo
	printf '%-16s %s\n' "part" "minutes"
	printf '%s\n' "${report[@]}"
	awk -v s=$SECONDS 'BEGIN { printf "%-16s %.1f\n", "all", s / 60 }'
}
trap tell EXIT
for part in "$@"; do
	start=$SECONDS
	printf '\n== make %s\n' "$part"
	status=0
	"${MAKE:-make}" --no-print-directory "$part" || status=$?
	report+=("$(awk -v p="$part" -v s=$((SECONDS - start)) 'BEGIN { printf "%-16s %.1f", p, s / 60 }')")
	[ $status -eq 0 ] || { report[-1]+=" failed"; exit $status; }
done
