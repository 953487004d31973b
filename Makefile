# The house's doors. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOLS   := $(CURDIR)/.cache/tools
RESULTS := $(CURDIR)/.cache/results
MEMBERS ?= 200

.PHONY: help demo build test vet lint test-go gcc test-web verify bench fmt docs clean tools

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## build, run russia-2022 with 200 members, write its report page and say how to open it
	@scripts/demo $(MEMBERS)

build: ## build bin/haven (needs Go only: the page's bundle is committed)
	CGO_ENABLED=0 go build -trimpath -o bin/haven ./cmd/haven

test: vet lint test-go test-web ## vet, lint, Go tests with -race, web unit and browser tests (under 10 minutes)
	@scripts/closing $(RESULTS)

# vet and lint read what the race detector's tests are compiled from, so that on a
# fresh machine all is compiled once.
vet: gcc ## go vet, and whether go.mod and go.sum are as they should be
	go mod verify
	go mod tidy -diff
	CGO_ENABLED=1 go vet -race ./...

lint: tools gcc ## golangci-lint at its pinned version
	CGO_ENABLED=1 GOFLAGS=-race $(TOOLS)/golangci-lint run ./...

# Under the race detector a program waits a second before it ends unless told otherwise.
# movement takes longest after cmd/haven; begun in turn, it ran alone at the end.
test-go: tools gcc ## Go tests with -race
	@mkdir -p $(RESULTS)
	CGO_ENABLED=1 GORACE=atexit_sleep_ms=100 $(TOOLS)/gotestsum --format pkgname --jsonfile $(RESULTS)/go-race.jsonl -- -race -vet=off -timeout 20m ./movement ./...

gcc:
	@scripts/need gcc gcc libc6-dev

test-web: ## types, unit tests, bundle freshness and browser tests of web/ (needs Node 20)
	@scripts/web $(RESULTS)

verify: tools ## long tests, long fuzzing, cross-builds, arm64 and reproducibility (under 30 minutes)
	@scripts/verify $(RESULTS)

bench: build ## the benchmarks and the charts behind docs/performance.md
	go test -run '^$$' -bench . -benchmem ./...
	go run ./internal/house/measure

fmt: ## format the Go code
	gofmt -l -w $$(git ls-files '*.go')

clean: ## remove what was built (runs/ stays)
	rm -rf bin .cache web/node_modules

tools: ## install the pinned tools into .cache/tools
	@scripts/tools $(TOOLS)
