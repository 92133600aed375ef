# The commands of the house. `make` alone lists them.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help setup run test check check-long bench bench-screens bench-mails bench-alike bench-evaluation bench-recalculating bench-importing bench-impact assets messages wheel lock docs

help:            ## this list
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 28

$(VENV)/.ok: requirements-dev.lock pyproject.toml hatch_build.py
	@$(PY) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 15) else "Fettle needs Python 3.11 to 3.14: try make PY=python3.12")'
	@$(PY) -m venv $(VENV) || { echo "Python has no venv module here: install it (Debian: apt install python3-venv)."; exit 1; }
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src   # a first start would compile in each of its processes at once
	@touch $@

src/fettle/static/dist/manifest.json: $(VENV)/.ok $(shell find frontend src/fettle -name node_modules -prune -o \( -name '*.ts' -o -name '*.css' -o -name '*.mjs' -o -name '*.html' -o -name 'icons.txt' -o -name 'package-lock.json' \) -print)
	@$(BIN)/python hatch_build.py assets

setup: $(VENV)/.ok src/fettle/static/dist/manifest.json messages   ## make .venv, front-end assets and translations
assets: src/fettle/static/dist/manifest.json                      ## build the front end

messages: $(VENV)/.ok                                             ## compile translations
	@$(BIN)/python hatch_build.py messages

run: setup       ## start everything on this machine, with demo data on the first start
	@exec $(BIN)/fettle serve --demo

# Tracebacks as Python draws them: pytest's own drawing can end the run where a browser test fails under Python 3.11.
SUITE := $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder -q -rs --tb=native
test: setup      ## the whole suite, in a real PostgreSQL and a real Chromium
	@$(SUITE)

check: setup     ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

check-long: check test                                            ## everything, also what is too long for each change
	FETTLE_CLOCK_CASES=100000 $(SUITE) -m long

bench: setup     ## the measured claims; results in bench/results
	$(BIN)/python -m bench

bench-screens: setup   ## what a person waits for, in a real Chromium; fails where docs/screens.md is not kept
	$(BIN)/python -m bench.screens

bench-mails: setup     ## mails taken in over 1,000 and 100,000 records
	$(BIN)/python -m bench.mails

bench-alike: setup     ## similar records found again, and how soon
	$(BIN)/python -m bench.alike

bench-evaluation: setup   ## a month of 200 agreements
	$(BIN)/python -m bench.evaluation

bench-recalculating: setup   ## 100,000 open clocks counted anew
	$(BIN)/python -m bench.recalculating

bench-importing: setup   ## 5,000 events of a log brought in
	$(BIN)/python -m bench.importing

bench-impact: setup   ## how far a failure reaches over 100,000 items
	$(BIN)/python -m bench.impact

wheel: setup     ## build the package to install elsewhere, into dist/
	@$(BIN)/python -m hatchling build -t wheel -d dist

docs: setup      ## write anew what is generated: REST description, permission table, addresses, workflows
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/conformance

lock:            ## maintainers: pin every dependency by hash
	uv lock --no-config
	uv export -q --frozen --no-dev --no-emit-project --no-header -o requirements.lock
	uv export -q --frozen --no-emit-project --no-header -o requirements-dev.lock
