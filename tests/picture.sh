#!/usr/bin/env bash
# Draws the graph of a real update for the README. Runs in a cluster of the testbed: `make picture`.
set -euo pipefail
here=$PWD
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cp -r Pulumi.yaml go.mod go.sum component internal stacks "$project"
export PULUMI_STACK=local
cd "$project"
pulumi stack init local
pulumi up --yes --skip-preview --suppress-progress
pulumi stack graph --ignore-parent-edges graph.dot
cd "$here"
go run ./tests/picture docs/graph-light.svg docs/graph-dark.svg <"$project/graph.dot"
