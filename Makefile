# Every target installs what it needs into .venv by itself; none needs root.
#   make demo PYTHON=python3.12    picks the interpreter (3.11 or newer)

SHELL := /bin/sh
.DEFAULT_GOAL := help

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.installed
OUT ?= outputs
PYTEST ?=

.PHONY: help demo test check format docs bench proof lock install

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(STAMP): pyproject.toml requirements-dev.lock
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed: make ... PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo '$(PYTHON) is older than Python 3.11: make ... PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || $(PYTHON) -m virtualenv -q $(VENV) || { \
		echo 'Python has no venv module here: install it (Debian, Ubuntu: python3-venv)' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

install: $(STAMP) ## the command in .venv, with all that development needs

demo: $(STAMP) ## the documents of the sample org's accounts and managers, in outputs/
	$(BIN)/accountdocs generate --all --org sample --out '$(OUT)'
	$(BIN)/accountdocs packet --manager 'Helena Voss' --config samples/accountdocs.toml --out '$(OUT)'
	for rollup in topx audit lost calendar; do \
		$(BIN)/accountdocs $$rollup --config samples/accountdocs.toml --out '$(OUT)' || exit 1; done
	@echo "Start with $(OUT)/kestrel-rowe-foods--001Hq000LAd4JvtIYE, an account's documents, and $(OUT)/team, those about many."

test: $(STAMP) ## all tests; those that need LibreOffice or Node are skipped where it is absent
	$(BIN)/python -m pytest -n auto $(PYTEST)

check: $(STAMP) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## put the sources in the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP) ## the references that are made from the program
	$(BIN)/python docs/make.py

bench: $(STAMP) ## the times and API calls that are promised, the engine beside others, in benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/calls.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/peers.py

proof: $(STAMP) ## the full counts of every reliability class, in benchmarks/PROOF.md
	$(BIN)/python benchmarks/proof.py

lock: $(STAMP) ## the lock files, from the newest versions that fit pyproject.toml
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet --upgrade --strip-extras --no-header --no-emit-options \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate \
		--output-file requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile --quiet --upgrade --strip-extras --no-header --no-emit-options \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate --extra dev \
		--constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
