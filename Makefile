# Two commands for a start: `make report` and `make test`. `make help` lists all.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup report lab notebooks validate test test-slow bench lock clean

PYTHON ?= python3
UV_VERSION := 0.13.9
NEEDED_MB := 2500
BIN := .venv/bin
STAMP := .venv/.installed
LAB_SETTINGS := .venv/share/jupyter/lab/settings
NO_NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}
NOTEBOOKS := notebooks reports/templates

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## install everything into .venv (done by the others when needed)

# A lock or project file newer than the stamp, or a .venv that does not run, installs anew.
ifneq ($(shell $(BIN)/python -c 'print("runs")' 2>/dev/null),runs)
.PHONY: $(STAMP)
endif
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: no '$(PYTHON)' found. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: '$(PYTHON)' is $$($(PYTHON) -V); Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "make: '$(PYTHON)' cannot make virtual environments. Install its venv package (Debian: python3-venv)."; exit 1; }
	@free=$$(df -Pm . | awk 'NR==2 {print $$4}'); [ "$$free" -ge $(NEEDED_MB) ] || { echo "make: $$free MB free here, $(NEEDED_MB) MB are needed. Free some space and try again."; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Installing the locked packages into .venv ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) 2>.venv/setup.log && $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock 2>>.venv/setup.log && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . 2>>.venv/setup.log || { tail -n 15 .venv/setup.log; echo "make: installing failed (log: .venv/setup.log). Is a package registry reachable and the disk not full? Then run the same command again."; exit 1; }
	@mkdir -p $(LAB_SETTINGS) && echo '$(NO_NEWS)' > $(LAB_SETTINGS)/overrides.json
	@touch $@

report: setup ## render the default report (the last full year) and print its path
	@$(BIN)/relations report period

lab: setup ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab --notebook-dir=. notebooks/02_engagement_frequency.ipynb

notebooks: setup ## run the stored notebooks anew, and the figures in README.md (after a change of data)
	@$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False --ExecutePreprocessor.extra_arguments=--log-level=CRITICAL --log-level WARN $(addsuffix /*.ipynb,$(NOTEBOOKS))
	@$(BIN)/nbstripout --keep-count --keep-output --keep-id $(addsuffix /*.ipynb,$(NOTEBOOKS))
	@$(BIN)/relations audit --readme

validate: setup ## check the data package
	@$(BIN)/relations validate

test: setup ## ruff, validate, unit, data, notebook and browser tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/relations validate
	@$(BIN)/python -m pytest --nbval-lax --nbval-current-env -n 2 --dist loadfile tests $(NOTEBOOKS)

test-slow: setup ## proofs that take minutes or need the network
	@$(BIN)/python -m pytest -m slow tests

bench: setup ## measure speeds; results go to benchmarks/results
	@$(BIN)/python benchmarks/validate.py
	@$(BIN)/python benchmarks/render.py

lock: setup ## resolve the newest packages into requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements.lock

clean: ## remove the environment and rendered reports
	@rm -rf .venv reports/rendered
