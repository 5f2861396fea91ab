#!/usr/bin/env bash
# Makes the release of the tag that is checked out: the plugin for all platforms, signed. The release workflow runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
notes=$(mktemp)
trap 'rm "$notes"' EXIT
provider/notes.sh >"$notes"
# Programs that need no C library, and the same bytes wherever they are built. A snapshot takes what the tests have compiled instead.
export CGO_ENABLED=0 GOFLAGS=-trimpath
go run ./tests/testbed/cmd/testbed chore goreleaser release --clean --release-notes "$notes"
