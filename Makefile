# Two commands matter: `make demo` and `make test`. Everything is installed into .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= .earmark/demo
# uv does not read pip's configuration: a mirror that pip knows is passed on.
export UV_DEFAULT_INDEX ?= $(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null || echo https://pypi.org/simple)
UV := $(shell command -v uv || echo $(BIN)/uv)
SYNC := $(UV) pip sync -q --python $(BIN)/python --require-hashes --only-binary :all: --compile-bytecode
EDITABLE := $(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
INVITE := $(BIN)/qa users add --db sqlite:///$(DEMO)/earmark.db --invite
LOCK := $(UV) pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11

# What an installation in place builds: the call page's JavaScript.
PLAYER := hatch_build.py $(wildcard qa/ui/player/src/* qa/ui/player/*.json qa/ui/player/build.mjs)

.PHONY: help demo serve-demo setup check format test bench docs lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Earmark needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	command -v uv >/dev/null || $(BIN)/python -m pip install -q uv

$(VENV)/.runtime: $(BIN)/python locks/runtime.txt pyproject.toml $(PLAYER)
	$(SYNC) locks/runtime.txt
	$(EDITABLE)
	@rm -f $(VENV)/.dev; touch $@

$(VENV)/.dev: $(BIN)/python locks/dev.txt pyproject.toml $(PLAYER)
	$(SYNC) locks/dev.txt
	$(EDITABLE)
	@touch $(VENV)/.runtime $@

setup: $(VENV)/.runtime ## install what running needs, and the recogniser's weights
	$(BIN)/qa models fetch base

demo: setup ## judge the sample calls, show the night's report, start the workbench with them
	@mkdir -p $(DEMO)
	@# Exit code 1 means that some calls failed, as two of the samples are made to.
	@$(BIN)/qa nightly sample_audio/manifest.csv --db sqlite:///$(DEMO)/earmark.db --report $(DEMO)/report.md \
	  || test $$? -eq 1
	@echo '→ 例如 / for example: $(BIN)/qa show in05-promise --db sqlite:///$(DEMO)/earmark.db'
	@echo '→ 报告 / the report: $(DEMO)/report.md'
	@test -n "$$EARMARK_DEMO_NO_SERVE" || $(MAKE) --no-print-directory serve-demo

serve-demo: $(DEMO)/people
	@$(BIN)/qa serve --db sqlite:///$(DEMO)/earmark.db

# Nobody has a password that is known beforehand: each opens the own link once and sets one.
$(DEMO)/people:
	@echo '→ 登录:先用各自的链接设置密码 / to sign in, set a password with the link of each:'
	@$(INVITE) inspector --name 质检员 --role inspector
	@$(INVITE) manager --name 质检主管 --role manager
	@$(INVITE) lead --name 夜班组长 --role lead --team 夜班组
	@$(INVITE) agent --name 马骏 --role agent --agent-id 1088
	@touch $@

check: $(VENV)/.dev ## format, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: $(VENV)/.dev ## every test
	$(BIN)/qa models fetch base
	$(BIN)/pytest -n 2 --dist worksteal

bench: $(VENV)/.dev ## speed, error rates and verdicts, measured in one run
	$(BIN)/qa models fetch base
	$(BIN)/python -m bench

docs: $(VENV)/.dev ## write the references that are generated from the code
	$(BIN)/python -m qa.cli.reference docs
	$(BIN)/python -m qa.rules.reference docs/rules

lock: $(BIN)/python ## choose versions anew
	$(LOCK) pyproject.toml --extra weights --group build -o locks/runtime.txt
	$(LOCK) pyproject.toml --extra weights --group build --group dev -c locks/runtime.txt -o locks/dev.txt
	$(LOCK) --group samples -c locks/runtime.txt -o locks/samples.txt

clean: ## remove what make made
	rm -rf $(VENV) .earmark .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
