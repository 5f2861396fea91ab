#!/usr/bin/env bash
# Gives the Go SDK, which is generated and in no branch, the tag by which Go finds its module: one commit beside the release, which
# has the SDK besides. The release workflow runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
module=sdk/go/seqerastudios
tag=$module/v$(cat internal/version/VERSION)
git add --force "$module"
git -c user.name=release -c user.email=release@users.noreply.github.com commit --quiet --message "Go SDK of $(cat internal/version/VERSION)"
git tag "$tag"
git push "https://x-access-token:$GITHUB_TOKEN@github.com/$GITHUB_REPOSITORY" "refs/tags/$tag"
