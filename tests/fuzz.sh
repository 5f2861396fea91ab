#!/usr/bin/env bash
# Runs each fuzz target that there is in the source, or below the folders FUZZIN, such as ./internal, for FUZZTIME; without
# that, 30 minutes are shared among them.
set -euo pipefail
targets=$(grep -rHoE --include='*_test.go' '^func Fuzz\w+' ${FUZZIN:-.} | sort)
each=${FUZZTIME:-$((1800 / $(wc -l <<<"$targets")))s}
while IFS=: read -r file declared; do
	echo "== ${declared#func } in $(dirname "$file"), $each"
	# An input that reaches something new is made smaller for a minute by default, in which nothing else is tried.
	go test "$(dirname "$file")" -run '^$' -fuzz "^${declared#func }\$" -fuzztime "$each" -fuzzminimizetime 20x </dev/null
done <<<"$targets"
