# The only entry point: everything the project can do starts here.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:

TOOLS := .tools
VENV := $(TOOLS)/venv
NODE := $(TOOLS)/clients
HOSTS := $(TOOLS)/hosts
PYTHON_SERVER := $(TOOLS)/python-server
DENY_VERSION := 0.20.2
FUZZ_VERSION := 0.13.2
CYCLONEDX_VERSION := 0.5.9
MACHETE_VERSION := 0.9.2
MUTANTS_VERSION := 27.1.0
# Seconds for each fuzzing target.
FUZZ_SECONDS ?= 60
# Which part of the mutants is tried: 0/20 is the first of twenty.
SHARD ?= 0/1
MODULES ?= guard screen audit
BINARY := target/release/mcp-defectdojo

.PHONY: help build static packages static-check deb-check sbom unused mutants demo test check lint deny advisories clients long fuzz bench bench-python docs

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

build: ## Build the release binary
	cargo build --release --locked

static: ## Build the release binary without shared libraries
	packaging/static

packages: ## Put archive, bundle and Debian package of the static binary into target/packages
	binary=$$(packaging/static)
	packaging/archive "$$(dirname "$$binary")" target/packages linux "$$(uname -m | sed s/aarch64/arm64/)"
	packaging/debian/build "$$binary" target/packages

static-check: clients ## Run the tests of packages with the static binary, in roots that hold nothing else
	MCP_TEST_STATIC=$$(realpath "$$(packaging/static)") MCP_TEST_CLIENTS=$(CURDIR)/$(TOOLS) cargo test --locked --test it packaging::

deb-check: packages ## Install and purge the Debian package in a fresh Debian (for root, with debootstrap)
	packaging/debian/check target/packages/*.deb

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

sbom: $(TOOLS)/bin/cargo-cyclonedx ## Write the bill of materials into target/packages
	mkdir -p target/packages
	$(TOOLS)/bin/cargo-cyclonedx cyclonedx --format json --spec-version 1.5 --no-build-deps --all-features --override-filename mcp-defectdojo
	mv mcp-defectdojo.json target/packages/mcp-defectdojo.cdx.json

$(TOOLS)/bin/cargo-cyclonedx:
	cargo install --locked --debug --quiet --version $(CYCLONEDX_VERSION) --root $(TOOLS) cargo-cyclonedx

unused: $(TOOLS)/bin/cargo-machete ## Look for dependencies that nothing uses
	$(TOOLS)/bin/cargo-machete --with-metadata

$(TOOLS)/bin/cargo-machete:
	cargo install --locked --debug --quiet --version $(MACHETE_VERSION) --root $(TOOLS) cargo-machete

mutants: $(TOOLS)/bin/cargo-mutants ## Change guard, screen and audit place by place and list what no unit test notices (SHARD=0/20, MODULES=guard)
	CARGO_MUTANTS=$(CURDIR)/$(TOOLS)/bin/cargo-mutants tests/mutants $(SHARD) $(MODULES)

$(TOOLS)/bin/cargo-mutants:
	cargo install --locked --debug --quiet --version $(MUTANTS_VERSION) --root $(TOOLS) cargo-mutants

clients: $(VENV)/.done $(NODE)/.done $(HOSTS)/.done $(PYTHON_SERVER)/.done ## Install the MCP clients that the tests run (1.3 GB in .tools)

$(TOOLS)/apt.done:
	mkdir -p $(TOOLS)
	tests/clients/install-packages
	touch $@

$(VENV)/.done: tests/clients/requirements.txt $(TOOLS)/apt.done
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
	touch $@

# The server that this one takes the place of: it asks for Python 3.12 and runs on 3.11.
$(PYTHON_SERVER)/.done: tests/clients/python-server.txt $(TOOLS)/apt.done
	python3 -m venv $(PYTHON_SERVER)
	$(PYTHON_SERVER)/bin/pip install --quiet --disable-pip-version-check --no-deps --ignore-requires-python -r tests/clients/python-server.txt
	touch $@

$(NODE)/.done: tests/clients/package.json tests/clients/package-lock.json tests/clients/.npmrc $(TOOLS)/apt.done
	rm -rf $(NODE)
	mkdir -p $(NODE)
	cp tests/clients/package.json tests/clients/package-lock.json tests/clients/.npmrc $(NODE)/
	cd $(NODE) && npm ci --loglevel=error
	touch .done

$(HOSTS)/.done: tests/clients/hosts/package.json tests/clients/hosts/package-lock.json $(NODE)/.done
	rm -rf $(HOSTS)
	mkdir -p $(HOSTS)
	cp tests/clients/hosts/package.json tests/clients/hosts/package-lock.json tests/clients/hosts/.npmrc $(HOSTS)/
	cd $(HOSTS) && npm ci --loglevel=error
	touch .done

long: clients ## Run the full counts: kill -9 rounds, deaths and cut networks around forwarding, many property cases, fuzzing
	ROUNDS=200 cargo test --locked --test it audit::killing -- --nocapture
	PROPTEST_CASES=10000 cargo test --locked --lib audit::model
	ROUNDS=150 cargo test --locked --test it -- forward::killing forward::cutting
	PROPTEST_CASES=8000 cargo test --locked -- proptest window_is_strict never_survives detect::
	cargo build --release --locked
	MCP_TEST_CLIENTS=$(CURDIR)/$(TOOLS) MCP_TEST_SERVER=$(CURDIR)/$(BINARY) IDLE_CONNECTIONS=2000 SLOW_SECONDS=60 SILENT_CONNECTIONS=5000 \
		HALF_OPEN_HANDSHAKES=5000 ABANDONED_SESSIONS=20000 cargo test --locked --test it service:: -- --nocapture --test-threads=1
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
	cargo bench --locked --manifest-path benches/screen/Cargo.toml
	cargo run --release --locked --manifest-path benches/screen/Cargo.toml --bin worst

bench-python: build ## Measure beside the Python server (MCP_BENCH_CLIENT, MCP_BENCH_UPSTREAM name load client and upstream)
	benches/beside-python $(BINARY)

docs: ## Write the generated tables anew
	UPDATE_DOCS=1 cargo test --locked --test it docs::
