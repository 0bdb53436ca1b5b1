# On a fresh Debian or Ubuntu with Python: `make demo` shows the program at work, `make test`
# proves it. Both set up what they need first; the second time that takes no time.

BIN := .venv/bin
WORKERS ?= 2
PYTEST_ARGS ?=

# Tests start processes by the hundred: each module is compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# `on`: a broken promise of coverage fails the build. `off`: it is only told.
COVERAGE_GATE ?= on

LOCK_TOOL := pip-tools==7.6.2
LOCK = CUSTOM_COMPILE_COMMAND='make lock' .lock-venv/bin/pip-compile --quiet --no-config $(UPGRADE) \
  --generate-hashes --allow-unsafe --strip-extras \
  --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test setup check format-check lint imports types tests soak coverage format wheel lock bench clean

help: ## say what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

demo: setup ## set up, then run the main job over examples/
	$(BIN)/dunghan --settings settings.toml demo

test: setup check ## set up, then check everything

setup: ## system packages, .venv, locked packages, the command `dunghan`
	@scripts/setup.sh

check: format-check lint imports types tests coverage ## everything CI checks, without the set-up

format-check: ## would the formatter change anything?
	$(BIN)/ruff format --check

lint: ## ruff
	$(BIN)/ruff check

imports: ## who may import whom
	$(BIN)/lint-imports --no-logo

types: ## mypy, strict
	$(BIN)/mypy

tests: ## pytest, with coverage; PYTEST_ARGS="-k calendar" for some
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal --cov --cov-report=term $(PYTEST_ARGS)

soak: setup ## the property tests over twenty times as many examples, every point to die at, a minute of kills, the flows on PostgreSQL
	DUNGHAN_EXAMPLES_TIMES=20 $(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal tests/domain tests/reports tests/rules tests/flows tests/sources tests/store tests/crash tests/same tests/daemon/test_idle.py tests/benchmarks/test_papers.py tests/security/test_fuzz.py tests/cli/test_dry_run.py tests/test_wheel.py
	DUNGHAN_TEST_STORE=postgresql $(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal tests/flows

coverage: ## is each part tested as well as promised? (after `make tests`)
	$(BIN)/python scripts/coverage_gate.py || test $(COVERAGE_GATE) != on

bench: ## how fast is the deadline engine, beside its peers? JSON lines; fails when a target is missed
	@scripts/bench.sh

format: ## format, and repair what can be repaired
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

wheel: setup ## what an office installs: dist/dunghan-*.whl
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	rm -rf build

lock: ## resolve requirements*.in anew into requirements*.lock; UPGRADE=--upgrade for newer versions
	test -x .lock-venv/bin/pip-compile || { python3 -m venv .lock-venv && .lock-venv/bin/pip install --quiet '$(LOCK_TOOL)'; }
	$(LOCK) --output-file requirements.lock requirements.in requirements-cluster.in requirements-dev.in
	$(LOCK) --constraint requirements.lock --output-file requirements-bench.lock requirements-bench.in

clean: ## remove what the tools left; .venv and var/ stay
	rm -rf .coverage .coverage.* htmlcov build dist *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .lock-venv .bench
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
