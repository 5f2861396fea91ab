#!/usr/bin/env bash
# The life of Studios on a Platform, as its operator sees it. Runs in a cluster of the testbed: `make demo`.
set -euo pipefail
# The stack file stays as it is: settings are changed in a copy.
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cp -r Pulumi.yaml go.mod go.sum component internal stacks "$project"
platform=$PWD/tests/testbed/platform
cd "$project"
export PULUMI_STACK=local
kubectl() { command kubectl --namespace seqera "$@"; }
step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
quiet() { "$@" --non-interactive >log 2>&1 || { cat log; exit 1; }; }
pods() { kubectl get pods --no-headers -o custom-columns=POD:.metadata.name,STATUS:.status.phase | sort; }

step "Compiling the stack program"
go build -o /dev/null ./stacks
quiet pulumi stack init local
quiet pulumi config set allowedWorkspaces 12345
step "The Platform as its owner installed it"
pods
kubectl get configmap platform-backend-cfg -o yaml >before.yml
kubectl get configmap tower-yml -o jsonpath='{.data.tower\.yml}' >before.tower.yml

step "pulumi preview"
pulumi preview --suppress-progress
step "pulumi up"
pulumi up --yes --skip-preview --suppress-progress
step "Pods, and what changed in the Platform"
pods
kubectl get configmap tower-yml -o jsonpath='{.data.tower\.yml}' | diff -U1 before.tower.yml - || true
kubectl get configmap platform-backend-cfg -o yaml | diff before.yml - | grep -E '^[<>]   *TOWER' |
	sed -E 's/(ACCESS_TOKEN: )[A-Za-z0-9]{32}/\1[secret]/' || true

step "pulumi preview: no change"
pulumi preview --expect-no-changes --suppress-progress | tail -3

step "Studios for a second workspace: what changes, and what restarts"
pulumi config set allowedWorkspaces 12345,67890
pods >before.pods
pulumi preview --diff --suppress-progress
pulumi up --yes --skip-preview --suppress-progress >up.log || { cat up.log; exit 1; }
sleep 1
pods | diff before.pods - | grep '^[<>]' || true

step "pulumi destroy"
pulumi destroy --yes --skip-preview --suppress-progress | tail -4
for deployment in cron backend frontend; do kubectl rollout status "deployment/$deployment" | tail -1; done
step "What the owner's next kubectl apply would still put back"
kubectl diff -f "$platform/configmap.yml" -f "$platform/platform.yml" 2>/dev/null | grep -E '^[+-] ' || true
