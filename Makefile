# Every command of the project. `make` lists them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help run dev test check style types rules kit unit unit-postgres server browser seed reset migrate migration messages format bench attack outages clean

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
TOOLS := $(VENV)/.installed-tools
KIT := tools/kit
KIT_TOOLS := $(KIT)/node_modules/.installed
NOT_INSTALLED := echo 'Not installed: is there a network, and room on the disk? Start it again then.'; exit 1
# Nothing but the package registries is asked for anything.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What is compiled once need not be compiled by each of a hundred processes.
unexport PYTHONDONTWRITEBYTECODE
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export REFLEX_USE_NPM := 1
export REFLEX_CHECK_LATEST_VERSION := 0

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(VENV)/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	"$(PYTHON)" -m venv $(VENV)

$(READY): requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet -r requirements.txt || { $(NOT_INSTALLED); }
	@touch $@

$(TOOLS): requirements-dev.txt $(READY)
	@$(BIN)/python -m pip install --quiet -r requirements-dev.txt || { $(NOT_INSTALLED); }
	@touch $@

$(KIT_TOOLS): $(KIT)/package-lock.json | $(READY)
	@cd $(KIT) && npm ci --silent --ignore-scripts || { $(NOT_INSTALLED); }
	@touch $@

run: $(READY)  ## the site on http://localhost:3000, with a demonstration world in an empty database
	@exec $(BIN)/python -m wtsocial run

ifdef stripe
dev: export WTSOCIAL_STRIPE_SECRET_KEY = sk_test_standing_in
dev: export WTSOCIAL_STRIPE_WEBHOOK_SECRET = whsec_standing_in
dev: export WTSOCIAL_STRIPE_API_BASE = http://127.0.0.1:12111
STAND_IN = $(BIN)/python -m tests.stripe_server --webhook $${WTSOCIAL_SITE_URL:-http://localhost:3000}/webhooks/stripe & trap "kill $$!" EXIT;
endif

dev: $(TOOLS)  ## the same with hot reload: save a file, reload the page after some seconds (stripe=1: with a test server to donate at)
	@$(STAND_IN) $(BIN)/python -m wtsocial.ops.dev

GROUPS := check unit unit-postgres server browser
CHECKS := tests/test_architecture.py tests/i18n/test_keys.py tests/core/test_settings_documented.py tests/db/test_migrations.py tests/test_licences.py
# The core is all that has no group of its own.
CORE := tests $(patsubst %,--ignore %,$(CHECKS) tests/server tests/browser)

test:  ## everything: checks, the core on SQLite and PostgreSQL, servers, browsers; one that fails keeps no other from running
	@failed=(); \
	for group in $(GROUPS); do $(MAKE) --no-print-directory $$group || failed+=($$group); done; \
	if [ $${#failed[@]} -gt 0 ]; then echo "Failed: $${failed[*]}"; exit 1; fi; \
	echo "Passed: $(GROUPS)"

# Most of the checks use one core alone: two run beside each other, and what each says stays together.
check: $(TOOLS) $(KIT_TOOLS)  ## style, types, which way imports flow, the rules of the house, migrations, licences; the browser's scripts
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target types kit style rules

style: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(TOOLS)
	$(BIN)/pyright

rules: $(TOOLS)
	$(BIN)/python -m pytest -q -n 2 $(CHECKS)

kit: $(KIT_TOOLS)  ## the browser's scripts: types, likely mistakes, the rules of hooks, style, tests in node
	@cd $(KIT) && npm run --silent check

unit: $(TOOLS)  ## the core's tests on SQLite
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup $(CORE)

unit-postgres: $(TOOLS)  ## the core's tests on a PostgreSQL of their own
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup --postgres $(CORE)

server: $(TOOLS)  ## tests against a running server
	$(BIN)/python -m wtsocial build
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup tests/server

browser: $(TOOLS)  ## journeys in a real browser
	$(BIN)/python -m wtsocial build
	$(BIN)/python -m tests.ensure_chromium
	$(BIN)/python -m pytest -q -n 3 --dist loadgroup tests/browser

seed: $(READY)  ## make the demonstration world
	$(BIN)/python -m wtsocial migrate
	$(BIN)/python -m wtsocial seed

reset: $(READY)  ## forget the SQLite database, pictures and unsent mails, and start anew
	rm -rf .data .states
	$(BIN)/python -m wtsocial migrate

migrate: $(READY)  ## bring the database to its newest shape
	$(BIN)/python -m wtsocial migrate

migration: $(TOOLS)  ## write a migration for what changed in the models: make migration m="what changed"
	@test -n "$(m)" || { echo 'Say what changed: make migration m="what changed"'; exit 2; }
	$(BIN)/python -m wtsocial migrate
	$(BIN)/alembic revision --autogenerate -m "$(m)"

messages: $(TOOLS)  ## write the types of the messages for the browser's scripts, after a change in core/messages.py
	$(BIN)/python -m tests.message_declarations

format: $(TOOLS) $(KIT_TOOLS)  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd $(KIT) && npm run --silent format

bench: $(TOOLS)  ## measure, against a reference in the same run
	$(BIN)/python -m wtsocial build
	$(BIN)/python -m benchmarks

attack: $(TOOLS)  ## search for the texts that cost most to read, within what the fields take (minutes=60: longer)
	$(BIN)/python -m pytest -q -m attack tests/text
	@$(BIN)/python -m tests.worst_inputs --minutes $(or $(minutes),10)

outages: $(TOOLS)  ## take each service away under load: is every press answered, nothing lost, every reader right again?
	$(BIN)/python -m wtsocial build
	$(BIN)/python -m benchmarks.outages

clean:  ## remove what can be made again (not the data)
	rm -rf .web .states .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(KIT)/node_modules $(VENV)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
