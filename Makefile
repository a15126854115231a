# Every way to build, run and test Weir. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help build run test unit clients campaign-kill campaign-declarations campaign-control bench lint fmt clean

N ?= 50
SOURCES := Package.swift Sources Tests

help: ## Shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-21s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

campaign-declarations: N = 200
campaign-declarations: build ## Kills a node (and etcd) in the middle of N declarations (default 200), and compares
	@scripts/install-packages test
	@scripts/setup-venv test
	@scripts/fetch-etcd
	@.build/venv/bin/python Campaigns/Declarations/kill_declarations.py --weir bin/weir --declarations $(N)
	@.build/venv/bin/python Campaigns/Declarations/kill_declarations.py --weir bin/weir --declarations $(N) --etcd

campaign-control: build ## Declares 10,000 topics at once, takes etcd away, and lets many watchers be slow
	@scripts/install-packages test
	@scripts/setup-venv test
	@scripts/fetch-etcd
	@.build/venv/bin/python Campaigns/Declarations/many_topics.py --weir bin/weir
	@.build/venv/bin/python Campaigns/Declarations/etcd_away.py --weir bin/weir
	@.build/venv/bin/python Campaigns/Declarations/slow_watchers.py --weir bin/weir

bench: build ## Runs the benchmarks (see docs/BENCHMARKS.md)
	@Benchmarks/run.sh

lint: ## Checks the format of the Swift sources
	@swift format lint --recursive --parallel --strict $(SOURCES)

fmt: ## Formats the Swift sources
	@swift format --in-place --recursive --parallel $(SOURCES)

clean: ## Removes everything that was built
	rm -rf .build bin
