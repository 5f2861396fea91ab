# Everything runs from pinned Go modules; see tests/testbed.
.DEFAULT_GOAL := help
.PHONY: help testbed bench picture recording mutants mutants-long fuzz demo preview up destroy rights doctor test test-unit test-testbed test-long fmt lint audit generate provider sdks release-snapshot

STACK ?= local
ROLE ?= deploy
VERSION := $(shell cat internal/version/VERSION)
TESTBED := go run ./tests/testbed/cmd/testbed
REQUIRE := @./tests/require.sh "make $(MAKECMDGOALS)"
# A right that is missing may show as no more than a wait in vain.
OR_POINT_TO_RIGHTS := || { status=$$?; echo "In case a right is missing, this names it: make rights STACK=$(STACK)" >&2; exit $$status; }

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Put Studios on a sample Platform in a simulated cluster, change it and remove it
	$(REQUIRE) go
	@$(TESTBED) run ./tests/demo.sh

preview: ## Show what `make up` would change: make preview STACK=production
	$(REQUIRE) go pulumi
	pulumi preview --diff --stack $(STACK)

up: ## Put Studios on the Platform of a stack: make up STACK=production
	$(REQUIRE) go pulumi
	@pulumi up --stack $(STACK) $(OR_POINT_TO_RIGHTS)

destroy: ## Remove Studios from the Platform of a stack: make destroy STACK=production
	$(REQUIRE) go pulumi
	@pulumi destroy --refresh --stack $(STACK) $(OR_POINT_TO_RIGHTS)

rights: ## Tell which rights are missing for a stack: make rights STACK=production ROLE=deploy (or preview)
	$(REQUIRE) go pulumi
	@go run ./cmd/rights -stack $(STACK) -role $(ROLE)

doctor: ## Say what is wrong with the Studios of a stack: make doctor STACK=production
	$(REQUIRE) go pulumi
	@go run ./cmd/doctor -stack $(STACK)

# What imports Pulumi's SDKs is fuzzed by hand only: Go would compile them once more for it, to see where inputs lead.
test: ## Run everything, and say how long each part took
	$(REQUIRE) go git node npm python3 javac mvn openssl ssh-keygen
	@FUZZTIME=$(or $(FUZZTIME),5s) FUZZIN='./internal ./cmd ./tests' ./tests/parts.sh lint test-unit fuzz testbed release-snapshot demo test-testbed

test-unit: ## Run the tests that need no cluster, in seconds
	$(REQUIRE) go
	go test ./...

test-testbed: testbed ## Run the stories on the real engine, providers and API server; needs make release-snapshot
	$(REQUIRE) go node python3 javac mvn openssl ssh-keygen
	go test -tags testbed -count=1 -timeout 60m -parallel 6 ./tests/...

test-long: testbed ## Run the stories that are too slow for every change: one right less at a time, fifty random changes
	$(REQUIRE) go openssl ssh-keygen
	go test -tags testbed,long -count=1 -timeout 480m -parallel 4 -v -run 'Long|TestRandomChanges' ./tests/...
	go test -tags testbed,long -count=1 -timeout 30m -v -run TestVerdicts ./component

testbed: ## Build engine, providers and control plane into a cache outside the checkout
	$(REQUIRE) go
	@$(TESTBED) build

bench: ## Measure beside flat programs, Helm and kubectl, say which goals are met, and write docs/performance.md
	$(REQUIRE) go
	go run ./tests/bench

picture: ## Draw what an update declares, by pulumi stack graph, for the README
	$(REQUIRE) go
	@$(TESTBED) run ./tests/picture.sh

recording: ## Draw what make demo shows, as a picture that plays, for the README
	$(REQUIRE) go
	@$(TESTBED) run go run ./tests/recording docs/demo.svg ./tests/demo.sh

mutants: ## Make mistakes in the component, one at a time, and see that a test notices each, in minutes
	$(REQUIRE) go
	go run ./tests/mutants

mutants-long: testbed ## Take back the mend of each harm, one at a time, and see that its story notices, in an hour
	$(REQUIRE) go
	go run ./tests/mutants -reverse

fuzz: ## Give each fuzz target inputs of chance, as long as FUZZTIME says: make fuzz FUZZTIME=5s; 30 minutes in all by default
	$(REQUIRE) go
	@FUZZTIME=$(FUZZTIME) ./tests/fuzz.sh

lint: ## Check formatting, vet, and who imports whom
	@$(TESTBED) chore golangci-lint run
	go vet ./...
	go vet -tags testbed,long ./tests/... ./component

audit: ## Look for known vulnerabilities, changed sources, and licences that do not go with ours
	$(REQUIRE) go git
	@./tests/audit.sh

fmt: ## Format the code
	gofmt -w .

generate: ## Write anew what is generated: schema, reference, settings, expected graphs. Read the difference
	go generate ./...
	go test ./component -update

provider: ## Build the plugin for other languages into bin
	go build -ldflags "-s -w" -o bin/pulumi-resource-seqera-studios ./provider/cmd/pulumi-resource-seqera-studios

sdks: ## Generate the SDKs for all languages into sdk and compile each with its own toolchain
	$(REQUIRE) go node npm python3 javac mvn
	@./provider/sdks.sh $(VERSION)

release-snapshot: sdks ## Pack into dist what a release has: the plugin for this machine, and the SDKs
	$(REQUIRE) go git node npm python3 javac mvn
	@./provider/snapshot.sh $(VERSION)
