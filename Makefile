# Two commands matter: `make run` and `make test`. Both prepare everything they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT
ARITHMETIC := tests/core/test_calendar.py tests/maintenance/test_metering.py tests/maintenance/test_schedule.py \
  tests/reminders/test_planning.py tests/warranty/test_coverage.py tests/warranty/test_coverage_properties.py \
  tests/warranty/test_rule_packs.py tests/warranty/test_standing.py

.PHONY: help install run test check shots storefront bench translations migrations browsers clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(BIN)/.installed: pyproject.toml constraints.txt
	@echo "== Installing Python packages into $(VENV) (about a minute the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar off -c constraints.txt -e '.[dev,s3,sentry]'
	@touch $@

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po $(BIN)/.installed
	@$(BIN)/pybabel --quiet compile -i $< -o $@ -l $*

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

install: $(BIN)/.installed $(CATALOGUES)

run: install ## Serve the app with demo data on SQLite: web and worker
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo load
	@exec $(BIN)/honcho -d . -f deploy/Procfile start

test: install ## Run every test on SQLite and PostgreSQL, browsers included
	@.ci/browsers
	@echo "== The arithmetic of cover, schedules and reminders: every branch"
	@$(BIN)/python -m pytest -q $(ARITHMETIC) --cov=webapp --cov-report=term
	@echo "== Rooms, on every database that answers"
	@$(BIN)/python -m pytest -n 2 --ignore tests/browser
	@echo "== Browsers"
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests/browser

check: install ## Lint, types, one-way imports, templates, migrations, translations
	@.ci/check

shots: install ## Write pictures of every page into build/shots/
	@.ci/browsers
	@$(BIN)/python -m tests.browser.shots

storefront: install ## Retake the pictures of the README and the install dialogue
	@.ci/browsers
	@$(BIN)/python -m tests.browser.storefront

bench: install ## Measure the ratios the README shows; writes build/bench.json
	@$(BIN)/python -m benchmarks

translations: install ## Gather new texts into the catalogues
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract -F babel.cfg --no-location --sort-output -k _l -k '_n:1,2' -o build/messages.pot .
	@for l in vi ru th; do $(BIN)/pybabel --quiet update -N --no-wrap --ignore-obsolete -i build/messages.pot -l $$l -d translations; done

migrations: install ## Write a migration for what the models changed (m="what changed")
	@$(BIN)/flask db migrate -m "$(m)"

clean: ## Remove what was built (not the data in instance/)
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache
