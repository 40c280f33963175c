# The only entry point: everything the project can do starts here.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:

TOOLS := .tools
VENV := $(TOOLS)/venv
NODE := $(TOOLS)/clients
DENY_VERSION := 0.20.2
FUZZ_VERSION := 0.13.2
# Seconds for each fuzzing target.
FUZZ_SECONDS ?= 60
BINARY := target/release/mcp-defectdojo

.PHONY: help build demo test check lint deny advisories clients long fuzz bench docs

help: ## Show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## Build the release binary
	cargo build --release --locked

demo: build ## Show the main job on an embedded DefectDojo (ARGS=--once exits after the tour)
	@$(BINARY) demo $(ARGS)

test: lint deny clients ## Install what tests need, check everything, run every test
	cargo build --locked --bins
	MCP_TEST_CLIENTS=$(CURDIR)/$(TOOLS) cargo test --locked

check: lint ## Lint and test without other people's clients
	cargo test --locked

lint: ## Format and lint
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

deny: $(TOOLS)/bin/cargo-deny ## Check licences, bans and sources of dependencies
	$(TOOLS)/bin/cargo-deny --all-features check bans licenses sources

advisories: $(TOOLS)/bin/cargo-deny ## Check dependencies against published advisories (needs their database)
	$(TOOLS)/bin/cargo-deny check advisories

$(TOOLS)/bin/cargo-deny:
	cargo install --locked --debug --quiet --version $(DENY_VERSION) --root $(TOOLS) cargo-deny

clients: $(VENV)/.done $(NODE)/.done ## Install the MCP clients that the tests run

$(TOOLS)/apt.done:
	mkdir -p $(TOOLS)
	tests/clients/install-packages
	touch $@

$(VENV)/.done: tests/clients/requirements.txt $(TOOLS)/apt.done
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
	touch $@

$(NODE)/.done: tests/clients/package.json tests/clients/package-lock.json tests/clients/.npmrc $(TOOLS)/apt.done
	rm -rf $(NODE)
	mkdir -p $(NODE)
	cp tests/clients/package.json tests/clients/package-lock.json tests/clients/.npmrc $(NODE)/
	cd $(NODE) && npm ci --loglevel=error
	touch .done

long: clients ## Run the full counts: 200 rounds of kill -9, many property cases, a minute for each fuzzing target
	for round in $$(seq 10); do cargo test --locked --test it audit::killing; done
	PROPTEST_CASES=8000 cargo test --locked -- proptest window_is_strict never_survives detect::
	$(MAKE) fuzz

fuzz: $(TOOLS)/bin/cargo-fuzz ## Fuzz every target for FUZZ_SECONDS (60) each
	# The instrumentation is an unstable flag of the pinned compiler; the code holds no unsafe block for a sanitizer to watch.
	export RUSTC_BOOTSTRAP=1 PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH"
	for target in $$(cargo fuzz list); do
		cargo fuzz run --sanitizer none "$$target" -- \
			-max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -dict=fuzz/words.dict
	done

$(TOOLS)/bin/cargo-fuzz:
	cargo install --locked --debug --quiet --version $(FUZZ_VERSION) --root $(TOOLS) cargo-fuzz

bench: ## Measure the budgets of docs/performance.md
	cargo bench --locked

docs: ## Write the generated tables anew
	UPDATE_DOCS=1 cargo test --locked --test it docs::
