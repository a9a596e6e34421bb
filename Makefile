# A visitor needs `make brief` and `make test`; both set up .venv themselves.
# Another interpreter: make brief PYTHON=python3.13

PYTHON ?= python3
PYTEST_FLAGS ?= -n auto
VENV := .venv
BRIEF := $(VENV)/bin/detente brief --on 2025-07-28 USA CHN

# pip reads these: exact versions for what is installed, and for what builds it.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help brief test lint docs clean
.DELETE_ON_ERROR:

help:
	@echo "make brief   the brief of 28 July 2025, printed and as stockholm.html"
	@echo "make test    the tests"
	@echo "make lint    style and types"
	@echo "make docs    write the generated pages, check all pages"
	@echo "make clean   remove .venv and everything generated"

brief: $(VENV)/.ready
	$(BRIEF)
	$(BRIEF) --out stockholm.html

test: $(VENV)/.ready-dev
	OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python -m pytest $(PYTEST_FLAGS)

lint: $(VENV)/.ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/pyright

docs: $(VENV)/.ready-dev
	mkdir -p docs/reference
	$(VENV)/bin/typer detente.cli utils docs --name detente --output docs/reference/commands.md
	$(VENV)/bin/detente ledger coverage --markdown > docs/reference/coverage.md
	$(VENV)/bin/python docs/examples/pages.py
	$(VENV)/bin/python -m pytest tests/test_docs.py

clean:
	rm -rf $(VENV) build dist stockholm.html .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.ready

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "detente: no $(PYTHON) on this machine. Install Python 3.11 or newer (Debian: apt install python3 python3-venv)," \
	       "or name another interpreter: make brief PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "detente: $(PYTHON) is $$($(PYTHON) -V 2>&1). Python 3.11 or newer is needed." \
	       "Name another interpreter: make brief PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "detente: $(PYTHON) cannot make virtual environments." \
	       "Install its venv module (Debian: apt install python3-venv) and run make again."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
