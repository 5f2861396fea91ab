# Everything runs from pinned Go modules; see tests/testbed.
.DEFAULT_GOAL := help
.PHONY: help testbed demo preview up destroy test test-unit test-testbed fmt lint generate provider sdks

STACK ?= local
VERSION ?= 0.1.0
TESTBED := go run ./tests/testbed/cmd/testbed

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Put Studios on a sample Platform in a simulated cluster, change it and remove it
	@$(TESTBED) run ./tests/demo.sh

preview: ## Show what `make up` would change: make preview STACK=production
	pulumi preview --diff --stack $(STACK)

up: ## Put Studios on the Platform of a stack: make up STACK=production
	pulumi up --stack $(STACK)

destroy: ## Remove Studios from the Platform of a stack: make destroy STACK=production
	pulumi destroy --stack $(STACK)

test: lint test-unit sdks test-testbed ## Run everything

test-unit: ## Run the tests that need no cluster, in seconds
	go test ./...

test-testbed: testbed ## Run the stories on the real engine, providers and API server; needs make sdks
	go test -tags testbed -count=1 -timeout 30m -parallel 6 ./tests/...

testbed: ## Build engine, providers and control plane into a cache outside the checkout
	@$(TESTBED) build

lint: ## Check formatting and vet
	@files=$$(gofmt -l .); test -z "$$files" || { echo "not formatted, run make fmt:" $$files; exit 1; }
	go vet ./...
	go vet -tags testbed ./tests/...

fmt: ## Format the code
	gofmt -w .

generate: ## Write anew what is generated: descriptions, schema, expected graphs. Read the difference
	go generate ./component
	go test ./provider ./component -update

provider: ## Build the plugin for other languages into bin
	go build -ldflags "-s -w -X main.version=$(VERSION)" -o bin/pulumi-resource-seqera-studios ./provider

sdks: ## Generate the SDKs for all languages into sdk and compile each with its own toolchain
	@./provider/sdks.sh $(VERSION)
