#!/usr/bin/env bash
# Generates the SDKs from the schema into sdk/ and compiles each with the toolchain of its language: `make sdks`. There
# is no .NET toolchain among the requirements of this repository, so the .NET SDK is generated only.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
cache=${SEQERA_STUDIOS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-seqera-studios}
step() { printf '== %s (%d s)\n' "$*" $SECONDS; }

step "Generating the SDKs"
mkdir -p sdk
(cd provider/sdkgen && go run . -version "$version" ../schema.json ../../sdk)

step "Node.js: tsc"
cp provider/toolchain/package{,-lock}.json sdk/
(
	cd sdk
	npm ci --silent --ignore-scripts
	npx tsc --project nodejs
	cp nodejs/{package.json,README.md} nodejs/bin/
	mkdir -p node_modules/@seqeralabs
	ln -sfn ../../nodejs/bin node_modules/@seqeralabs/seqera-studios
)

step "Python: import and mypy"
python3 -m venv sdk/venv
sdk/venv/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement provider/toolchain/requirements.txt
sdk/venv/bin/pip install --quiet --disable-pip-version-check --no-deps \
	--config-settings editable_mode=compat --editable sdk/python
sdk/venv/bin/python -c 'import seqeralabs_seqera_studios as s; s.Studios, s.RedisArgs'
# The generator's own helpers do not pass the check, so it is silent about what is only imported.
(cd sdk/python && ../venv/bin/mypy --no-error-summary --follow-imports silent seqeralabs_seqera_studios/{studios,_inputs}.py)

step "Go: vet"
cp go.mod go.sum sdk/go/seqerastudios/
(
	cd sdk/go/seqerastudios
	go mod edit -module github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios
	go mod tidy
	go vet ./...
)

step "Java: mvn install"
cp provider/toolchain/pom.xml sdk/java/
resources=sdk/java/src/main/resources/com/seqeralabs/seqera-studios
mkdir -p $resources
printf '%s' "$version" >$resources/version.txt
printf '{"resource":true,"name":"seqera-studios","version":"%s"}' "$version" >$resources/plugin.json
# A repository of its own, so that what is not released does not get into the user's.
mkdir -p sdk/java/.mvn
printf -- '-Dmaven.repo.local=%s\n' "$cache/m2" >sdk/java/.mvn/maven.config
(cd sdk/java && mvn --batch-mode --quiet -Drevision="$version" install)
step "All SDKs are in sdk"
