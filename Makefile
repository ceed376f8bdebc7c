# Filao: `make demo` shows it, `make test` proves it. Both set up all they need in .venv.

PYTHON ?= python3
SERVE ?= 1
PORT ?= 8765
BIN := .venv/bin
PIP = $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install -q --no-warn-script-location
HASHED = $(PIP) --require-hashes

.DEFAULT_GOAL := help
.PHONY: help demo install test check bench soak lock oracles screenshots translations reference clean system

help:
	@echo "make demo         load the Mauritius example, write its deliverables into demo-output/, serve it (SERVE=0: only write)"
	@echo "make test         every check and every test"
	@echo "make check        style, types, floors, migrations, translations, documentation"
	@echo "make soak         an hour of kills and damaged files, kept in benchmarks/soak"
	@echo "make bench        times beside named peers, kept in benchmarks/"
	@echo "make screenshots  the pictures of the documentation, made anew"
	@echo "make translations the catalogues of messages, brought up to date"
	@echo "make reference    the reference pages, written anew from the code"
	@echo "make lock         the lock files, resolved anew (needs uv)"

# --- environments: each stamp holds while its lock files do

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Filao needs Python 3.11 or later: name it with PYTHON=..."; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "Filao needs pip for $(PYTHON): install python3-pip."; exit 1; }
	@$(PYTHON) -m venv --without-pip .venv
	@touch $@

.venv/runtime: .venv/python requirements/runtime.txt requirements/build.txt
	@echo "Installing what Filao runs on ..."
	@$(HASHED) -r requirements/build.txt -r requirements/runtime.txt
	@touch $@

SOURCES := pyproject.toml hatch_build.py src/filao/documents/tokens.json src/filao/documents/templates/page.css $(wildcard frontend/package-lock.json frontend/build.mjs frontend/src/* frontend/styles/*) $(wildcard src/filao/locale/*/LC_MESSAGES/*.po src/filao/web/locale/*/LC_MESSAGES/*.po)

.venv/filao: .venv/runtime $(SOURCES)
	@echo "Building scripts, styles, fonts and translations ..."
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/filao requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(HASHED) -r requirements/dev.txt
	@touch $@

install: .venv/filao

# --- for people

demo: .venv/filao
	@$(BIN)/filao demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,--serve)

# --- for us

system:
	@sh tools/system_packages.sh

test: system .venv/dev oracles check
	@echo "The tests of tables on PostgreSQL ..."
	@FILAO_DATA=$(CURDIR)/.venv/tests $(BIN)/python tools/on_postgresql.py $(BIN)/python -m pytest -m database -n 2 --dist worksteal
	@echo "The core, with its coverage; then all other tests, with SQLite ..."
	@FILAO_DATA=$(CURDIR)/.venv/tests $(BIN)/python -m pytest tests/core -n 2 --dist worksteal --cov --cov-report=term
	@FILAO_DATA=$(CURDIR)/.venv/tests $(BIN)/python -m pytest --ignore=tests/core -n 2 --dist worksteal

check: .venv/dev
	@$(BIN)/ruff check src tests tools benchmarks hatch_build.py
	@$(BIN)/ruff format --check -q src tests tools benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@DJANGO_SETTINGS_MODULE=filao.settings FILAO_DATA=.venv/checks $(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/python tools/translations.py check
	@$(BIN)/python tools/reference.py check
	@$(BIN)/python -m pytest tests/docs -q

soak: system .venv/dev
	@$(BIN)/python benchmarks/soak.py

bench: .venv/dev .oracles/weasyprint/done
	@$(BIN)/python benchmarks/run.py

screenshots: .venv/dev
	@$(BIN)/python tools/screenshots.py

reference: .venv/dev
	@$(BIN)/python tools/reference.py

translations: .venv/dev
	@$(BIN)/python tools/translations.py update

.oracles/%/done: requirements/oracles-%.txt
	@$(PYTHON) -m venv --without-pip .oracles/$*
	@$(PYTHON) -m pip --disable-pip-version-check --python .oracles/$*/bin/python install -q --no-warn-script-location --require-hashes -r $<
	@touch $@

oracles: .oracles/ortools/done

LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
lock:
	@$(LOCK) --extra postgres --extra statistics pyproject.toml -o requirements/runtime.txt
	@$(LOCK) requirements/build.in -o requirements/build.txt
	@$(LOCK) requirements/dev.in -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt
	@$(LOCK) requirements/oracles-ortools.in -o requirements/oracles-ortools.txt
	@$(LOCK) requirements/oracles-weasyprint.in -o requirements/oracles-weasyprint.txt

clean:
	@rm -rf .venv .oracles .demo demo-output build dist frontend/node_modules
