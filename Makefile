# Every way to build, run and test Weir. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help build run test unit clients campaign-kill bench lint fmt clean

N ?= 50
SOURCES := Package.swift Sources Tests

help: ## Shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Builds bin/weir (release, static Swift runtime, stripped)
	@scripts/install-packages build
	@scripts/build

run: build ## Starts a node and shows it working on real data; Ctrl-C ends it
	@scripts/install-packages run
	@scripts/run-demo

test: ## Runs every test; the last line is "N passed, N failed"
	@scripts/run-tests

unit: ## Runs the Swift unit tests alone
	@scripts/run-tests unit

clients: ## Runs the tests with real Kafka clients and of the CLI alone
	@scripts/run-tests clients

campaign-kill: build ## Kills a producing node N times (default 50) and checks that nothing acknowledged is lost
	@scripts/install-packages test
	@scripts/setup-venv test
	@.build/venv/bin/python Campaigns/KillLoop/kill_loop.py --weir bin/weir --cycles $(N)

bench: build ## Runs the benchmarks (see docs/BENCHMARKS.md)
	@Benchmarks/run.sh

lint: ## Checks the format of the Swift sources
	@swift format lint --recursive --parallel --strict $(SOURCES)

fmt: ## Formats the Swift sources
	@swift format --in-place --recursive --parallel $(SOURCES)

clean: ## Removes everything that was built
	rm -rf .build bin
