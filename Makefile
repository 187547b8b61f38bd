# Two commands matter: make demo, make test. Everything lives in .venv; nothing is installed elsewhere.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
# uv does not read pip's configuration: pass a mirror that pip knows on to it.
export UV_DEFAULT_INDEX ?= $(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null || echo https://pypi.org/simple)
SYNC := $(UV) pip sync -q --python $(BIN)/python --require-hashes --only-binary :all:
DEMO_DIR ?= .earmark/demo

.PHONY: help demo setup setup-dev check test bench lock samples clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Earmark needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	command -v uv >/dev/null 2>&1 || $(BIN)/python -m pip install -q uv

$(VENV)/.runtime: $(BIN)/python locks/runtime.txt pyproject.toml
	$(SYNC) locks/runtime.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation-package none -e .
	rm -f $(VENV)/.dev; touch $@

$(VENV)/.dev: $(BIN)/python locks/dev.txt pyproject.toml
	$(SYNC) locks/dev.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps -e .
	touch $(VENV)/.runtime $@
