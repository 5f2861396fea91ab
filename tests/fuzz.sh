#!/usr/bin/env bash
# Runs each fuzz target that there is in the source, or below the folders FUZZIN, such as ./internal, for FUZZTIME; without
# that, 30 minutes are shared among them.
set -euo pipefail
targets=$(grep -rHoE --include='*_test.go' '^func Fuzz\w+' ${FUZZIN:-.} | sort)
each=${FUZZTIME:-$((1800 / $(wc -l <<<"$targets")))s}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fuzz() { # folder, target
	# An input that reaches something new is made smaller for a minute by default, in which nothing else is tried.
	go test "$1" -run '^$' -fuzz "^$2\$" -fuzztime "$each" -fuzzminimizetime 20x </dev/null 2>&1 | tee "$log"
}

# Until 1.27, Go may take the end of the time for a failure (go.dev/issue/75804). An input that fails is written down.
ended_on_time() { grep -qx '    context deadline exceeded' "$log" && ! grep -q 'Failing input' "$log"; }

while IFS=: read -r file declared; do
	folder=$(dirname "$file") target=${declared#func }
	echo "== $target in $folder, $each"
	fuzz "$folder" "$target" || { ended_on_time && echo "== $target once more: Go ended it by mistake" && fuzz "$folder" "$target"; }
done <<<"$targets"
