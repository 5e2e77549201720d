# Everything a newcomer needs, on a bare Debian 12 with python3, python3-venv, git and make.
# .boot holds uv alone; .venv holds the locked dependencies, installed with their hashes.

PYTHON ?= python3
UV := .boot/bin/uv
BIN := .venv/bin
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := yes

.PHONY: help setup spark audit test unit lint types contracts dev lock docs bench clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.installed  ## make .venv with the locked dependencies

.boot/bin/uv:
	$(PYTHON) -m venv .boot
	.boot/bin/pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock | .boot/bin/uv
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	ln -sf ../../bin/vigia $(BIN)/vigia
	touch $@

spark: setup  ## the extra for `vigia check --engine spark` (Java is Debian's openjdk-17-jre-headless)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-spark.lock

audit: setup  ## run three nights on the invented Peru, through Dagster
	$(BIN)/vigia audit --sandbox --as-of 2026-11-18 --nights 3

test: setup lint types contracts  ## everything: lint, types, import contracts, all tests, on two cores
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=30

unit: setup  ## the fast tests alone
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests/unit -m "not proof and not night and not kill and not browser"

lint: setup  ## ruff
	$(BIN)/ruff check .

types: setup  ## mypy, strict
	$(BIN)/mypy

contracts: setup  ## which room may import which
	$(BIN)/lint-imports

dev: setup  ## Dagster's pages on loopback, on the same run history
	DAGSTER_HOME=$(CURDIR) $(BIN)/dagster dev --host 127.0.0.1

lock: .boot/bin/uv  ## compile requirements.lock anew (hashes, no index addresses)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra dev pyproject.toml -o requirements.lock
	$(BIN)/python -c "import tomllib; \
	  print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['spark'], sep='\n')" \
	| $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url - -o requirements-spark.lock

docs: setup  ## write the generated pages of docs/
	$(BIN)/python -m pipelines.handbook

bench: setup  ## the figures of bench/RESULTS.md
	$(BIN)/python -m bench

clean:  ## remove environments and run-time state
	rm -rf .venv .boot .dagster data
