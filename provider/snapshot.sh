#!/usr/bin/env bash
# Packs into dist what a release has, for this machine only: the plugin's archive, and the SDKs of sdk/ as their registries take them.
# `make release-snapshot`
set -euo pipefail
cd "$(dirname "$0")/.."
export VERSION=$1
step() { printf '== %s (%d s)\n' "$*" $SECONDS; }

# Signatures and bills of materials are made in the release workflow.
sed "s/goos: .*/goos: [$(go env GOOS)]/; s/goarch: .*/goarch: [$(go env GOARCH)]/" .goreleaser.yml |
	go run ./tests/testbed/cmd/testbed chore goreleaser release --snapshot --clean --skip sign,sbom --config -
step "Plugin: an archive"

(cd dist && npm pack --silent --ignore-scripts ../sdk/nodejs/bin)
step "Node.js: a tarball"
sdk/venv/bin/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist sdk/python
step "Python: a wheel"
(cd sdk/java && mvn --batch-mode --quiet deploy -DaltDeploymentRepository="dist::file://$OLDPWD/dist/maven")
step "Java: a Maven repository"
# The module of the SDK, and this one, of which a program in Go may have the component without a plugin.
mkdir -p dist/go/pulumi-seqera-studios
cp -R sdk/go/seqerastudios dist/go/
git ls-files -z go.mod go.sum component internal ':!*_test.go' | tar -c --null -T - | tar -x -C dist/go/pulumi-seqera-studios
step "Go: modules"
