#!/usr/bin/env bash
# Which stacks a change touches: ci/stacks.sh [--json] [BASE [HEAD]]
#
# Prints a line for each, the folder of its project and its name; as JSON for a matrix. A file with the settings of a stack touches
# that stack, any other file in the folder of a project all stacks of it, but for documentation. Of projects within projects the
# innermost counts. Without BASE, or where it is no commit that is here, it prints all stacks.
#
# STACKS_SHARED: files and folders outside of projects that touch all stacks (default: go.mod go.sum package.json package-lock.json)
# STACKS_SKIP:   stacks that are never printed, such as those of one's own machine
set -euo pipefail
shopt -s inherit_errexit

json=
if [ "${1-}" = --json ]; then
	json=yes
	shift
fi
base=${1-} head=${2-HEAD}
shared=${STACKS_SHARED-go.mod go.sum package.json package-lock.json}
cd "$(git rev-parse --show-toplevel)"
mapfile -t projects < <(git ls-files -- ':(glob)**/Pulumi.yaml' | sed 's|/*Pulumi\.yaml$||; s|^$|.|')

# settings prints what the files with the settings of a project's stacks begin with.
settings() {
	local conf folder
	conf=$(sed -n 's/^stackConfigDir:[[:space:]]*//p' "$1/Pulumi.yaml" | sed "s/[[:space:]]*#.*//; s/[\"']//g; s|^\./||; s|/*\$||")
	folder=$1/${conf:+$conf/}
	echo "${folder#./}Pulumi."
}

# stacks prints all stacks of a project.
stacks() {
	local file stack begin
	begin=$(settings "$1")
	while read -r file; do
		stack=${file#"$begin"}
		stack=${stack%.yaml}
		case " ${STACKS_SKIP-} " in *" $stack "*) continue ;; esac
		case $1$stack in *[!A-Za-z0-9._/-]*)
			echo "ci/stacks.sh: $file: a folder or stack may have letters, digits and . _ - in its name" >&2
			return 1
			;;
		esac
		echo "$1 $stack"
	done < <(git ls-files -- ":(glob)$begin*.yaml")
}

# owner prints the innermost project that a file belongs to.
owner() {
	local project best=
	for project in "${projects[@]}"; do
		if [ "$project" = . ]; then
			best=${best:-.}
		elif [[ $1 == "$project"/* ]] && { [ "${best:-.}" = . ] || [ ${#project} -gt ${#best} ]; }; then
			best=$project
		fi
	done
	echo "$best"
}

# touched prints the stacks that a file touches.
touched() {
	local project stack begin
	project=$(owner "$1")
	[ -n "$project" ] || return 0
	begin=$(settings "$project")
	case $1 in
	*.md) ;;
	"$begin"*.yaml)
		stack=${1#"$begin"}
		stacks "$project" | { grep -xF -- "$project ${stack%.yaml}" || true; }
		;;
	*) stacks "$project" ;;
	esac
}

all() {
	local project
	for project in "${projects[@]}"; do stacks "$project"; done
}

changed() {
	git -c core.quotePath=off diff --name-only --no-renames "$base" "$head" -- "$@"
}

list() {
	local file
	# shellcheck disable=SC2086 # a list of words
	if ! git rev-parse --quiet --verify "${base:-none}^{commit}" >/dev/null; then
		all
	elif [ -n "$shared" ] && [ -n "$(changed $shared)" ]; then
		all
	else
		changed | while read -r file; do touched "$file"; done
	fi
}

found=$(list | sort -u)
if [ -z "$json" ]; then
	[ -z "$found" ] || echo "$found"
else
	awk 'BEGIN { printf "[" } NF { printf "%s{\"dir\":\"%s\",\"stack\":\"%s\"}", n++ ? "," : "", $1, $2 } END { print "]" }' <<<"$found"
fi
