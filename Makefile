# Every target does all its set-up: a machine with Python 3.11 (or newer) and make needs nothing else.
#   make demo    the main job on an invented municipality, served at a local address (DEMO=--no-serve: not served)
#   make test    the tests
# A stamp in .venv remembers each finished step, so that a second call starts at once.

PYTHON ?= $(firstword $(foreach name,python3.11 python3 python,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && command -v $(name))))

BIN       := .venv/bin
PIP       := $(BIN)/python -m pip --disable-pip-version-check
HASHED    := $(PIP) install --quiet --require-hashes
MADE      := .venv/.made
RUN       := .venv/.run
DEV       := .venv/.dev
INSTALLED := .venv/.installed
ROOMS     := $(wildcard optimizer forecasts data webui benchmarks)
COMPILE   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras $(UPGRADE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test coverage lint format types contracts docs mutants bruteforce check lock bench bench-smoke clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(DEV) $(INSTALLED) ## everything installed in .venv, for work on the code

demo: $(RUN) $(INSTALLED) ## draw a municipality, run an allocation round on it and show it in the browser
	$(BIN)/redekasse demo $(DEMO)

test: $(DEV) $(INSTALLED) ## all tests; those that need Chromium or PostgreSQL are skipped where these are absent
	$(BIN)/pytest

coverage: $(DEV) $(INSTALLED) ## the tests, with the lines and branches that none of them reaches (twice as long)
	$(BIN)/pytest --cov --cov-report=term

lint: $(DEV) ## faults of style and likely mistakes (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV) ## write the house style into the files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV) ## types (mypy, strict)
	$(BIN)/mypy $(ROOMS)

contracts: $(DEV) $(INSTALLED) ## which room may import which (import-linter)
	$(BIN)/lint-imports

mutants: $(DEV) $(INSTALLED) ## small faults put into the rules on purpose, each of which must turn a test red (MUTANTS="--rule places")
	$(BIN)/python -m tests.mutation $(MUTANTS)

bruteforce: $(DEV) $(INSTALLED) ## N small random towns in both modes, solved, verified and compared with every decision there is (N=1000)
	$(BIN)/python -m tests.optimizer.agreement $(or $(N),1000)

docs: $(RUN) $(INSTALLED) ## write the pages that are made from the code
	$(BIN)/redekasse rules --markdown > docs/rules.md

check: lint types contracts test ## everything that must hold before a change lands

lock: $(DEV) ## pin the dependencies of pyproject.toml anew (UPGRADE=--upgrade for the newest)
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.txt
	$(COMPILE) --group build -o requirements-build.txt

bench: $(DEV) $(INSTALLED) ## the benchmarks of every size, rivals included (long)
	$(BIN)/pytest benchmarks

bench-smoke: $(DEV) $(INSTALLED) ## the smallest benchmarks once, to see that they run
	$(BIN)/pytest benchmarks -q -k "village or gap1]" --benchmark-disable-gc --benchmark-min-rounds=1 --benchmark-warmup=off

clean: ## remove what the targets above made
	rm -rf .venv build dist htmlcov demo .coverage ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks

$(MADE):
	@test -n "$(PYTHON)" || { echo "Redekasse needs Python 3.11 or newer; none was found (set PYTHON=/path/to/python3.11)."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

$(RUN): requirements.txt requirements-build.txt | $(MADE)
	$(HASHED) -r requirements.txt -r requirements-build.txt
	@touch $@

$(DEV): requirements-dev.txt | $(MADE)
	$(HASHED) -r requirements-dev.txt
	@touch $@

# The project itself, from this folder and with the pinned build tools: nothing more is downloaded.
$(INSTALLED): pyproject.toml | $(MADE)
	$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@
