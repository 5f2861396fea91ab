#!/usr/bin/env bash
# Generates the SDKs from the schema into sdk/ and compiles each with the toolchain of its language: `make sdks`. There
# is no .NET toolchain among the requirements of this repository, so the .NET SDK is generated only.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
toolchain=$PWD/provider/toolchain
cache=${SEQERA_STUDIOS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-seqera-studios}
step() { printf '== %s (%d s)\n' "$*" $SECONDS; }

nodejs() {
	cp "$toolchain"/package{,-lock}.json .
	npm ci --silent --ignore-scripts
	npx tsc --project nodejs
	cp nodejs/{package.json,README.md} nodejs/bin/
	mkdir -p node_modules/@seqeralabs
	ln -sfn ../../nodejs/bin node_modules/@seqeralabs/seqera-studios
	step "Node.js: compiled with tsc"
}

python() {
	python3 -m venv venv
	local install=(venv/bin/pip install --quiet --disable-pip-version-check --no-deps)
	"${install[@]}" --requirement "$toolchain"/requirements.txt
	"${install[@]}" --config-settings editable_mode=compat --editable python
	venv/bin/python -c 'import seqeralabs_seqera_studios as s; s.Studios, s.RedisArgs'
	# The generator's own helpers do not pass the check, so it is silent about what is only imported.
	(cd python && ../venv/bin/mypy --no-error-summary --follow-imports silent seqeralabs_seqera_studios/{studios,_inputs}.py)
	step "Python: imported, and checked with mypy"
}

golang() {
	cp ../go.mod ../go.sum go/seqerastudios/
	cd go/seqerastudios
	go mod edit -module github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios
	go mod tidy
	go vet ./...
	step "Go: compiled and vetted"
}

java() {
	cd java
	sed "s/\${revision}/$version/" "$toolchain"/pom.xml >pom.xml
	local resources=src/main/resources/com/seqeralabs/seqera-studios
	mkdir -p $resources .mvn
	printf '%s' "$version" >$resources/version.txt
	printf '{"resource":true,"name":"seqera-studios","version":"%s"}' "$version" >$resources/plugin.json
	# A repository of its own, so that what is not released does not get into the user's.
	printf -- '-Dmaven.repo.local=%s\n' "$cache/m2" >.mvn/maven.config
	mvn --batch-mode --quiet package
	step "Java: compiled with Maven"
}

step "Generating the SDKs, then compiling them side by side"
mkdir -p sdk
rm -f sdk/VERSION
# The Kubernetes package, whose types some arguments have, is that of the testbed.
kubernetes=$(cd tests/testbed/tools/kubernetes-provider &&
	go mod download -json github.com/pulumi/pulumi-kubernetes/provider/v4 | sed -n 's/.*"Dir": "\(.*\)",/\1/p')
(cd provider/sdkgen && go run . -version "$version" \
	-kubernetes "$kubernetes/cmd/pulumi-resource-kubernetes/schema.json" ../schema.json ../../sdk)
cd sdk
jobs=()
for language in nodejs python golang java; do
	(set -e; $language) &
	jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done
echo "$version" >VERSION
step "All SDKs are in sdk"
