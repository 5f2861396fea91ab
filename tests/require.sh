#!/usr/bin/env bash
# Says at once, not after a build, which programs a command does not find: tests/require.sh "make test" go mvn …
set -euo pipefail
command=$1
shift
missing=()
for program in "$@"; do
	case $program in
	go) hint="Go, https://go.dev/dl" ;;
	git) hint="git" ;;
	node) hint="Node.js 18 or newer, for the TypeScript SDK" ;;
	npm) hint="npm, for the TypeScript SDK" ;;
	python3) hint="Python 3.9 or newer with its venv module, for the Python SDK" ;;
	javac) hint="a JDK, 11 or newer, for the Java SDK" ;;
	mvn) hint="Maven, for the Java SDK" ;;
	openssl) hint="OpenSSL, which checks the signing key" ;;
	pulumi) hint="the Pulumi CLI, https://www.pulumi.com/docs/install" ;;
	*) hint=$program ;;
	esac
	command -v "$program" >/dev/null && { [ "$program" != python3 ] || python3 -c 'import ensurepip' 2>/dev/null; } ||
		missing+=("  $program: $hint")
done
[ ${#missing[@]} -eq 0 ] && exit
{
	echo "$command needs what is not on PATH:"
	printf '%s\n' "${missing[@]}"
	case $command in "make test" | "make test-testbed" | "make sdks" | "make release-snapshot") echo "make test-unit needs only Go, make demo Go and git." ;; esac
} >&2
exit 1
