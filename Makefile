# onrecord: `make demo` and `make test` set up all that they need in .venv, from nothing. `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench score gate reliability train docs clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 16

demo: .venv/.onrecord ## set up, read a sample report into a ledger, and show its record
	@bash examples/demo.sh $(BIN)/onrecord

test: .venv/.dev ## set up and run the tests
	$(BIN)/python -m pytest

lint: .venv/.dev ## style, types and the direction of the data flow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-cache

format: .venv/.dev ## put the source into the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## speed, start-up, memory and installed size (some minutes)
	$(BIN)/python -m bench.speed

score: .venv/.dev ## quality on the development sets in $(SHARED)/data
	ONRECORD_SHARED=$(SHARED) $(BIN)/python -m bench.score

gate: .venv/.dev ## fail if the quality is below bench/floors.json
	ONRECORD_SHARED=$(SHARED) $(BIN)/python -m bench.gate

reliability: .venv/.dev ## whether a confidence means what it says; draws docs/reliability.svg
	ONRECORD_SHARED=$(SHARED) $(BIN)/python -m bench.reliability --svg docs/reliability.svg

train: .venv/.training ## train the reading model anew from $(SHARED)/data, into trained/ (about an hour on two cores)
	ONRECORD_SHARED=$(SHARED) $(BIN)/python -m training.train --out trained
	ONRECORD_SHARED=$(SHARED) $(BIN)/python -m training.export trained/last.pt trained/model

docs: .venv/.dev ## fill in the outputs of the commands in the documentation, and describe the interface
	$(BIN)/python docs/outputs.py
	$(BIN)/python docs/openapi.py

setup: .venv/.dev ## set up .venv for development

clean: ## remove what the other targets made
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# One stamp a set of packages: pip runs again only when pyproject.toml changes.
$(BIN)/pip:
	@PYTHON=$(PYTHON) .ci/venv .venv

.venv/.onrecord: pyproject.toml | $(BIN)/pip
	@echo "setting up .venv: onrecord and what it needs (a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.dev: pyproject.toml | $(BIN)/pip
	@echo "setting up .venv: onrecord and what its development needs (a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.onrecord

.venv/.training: pyproject.toml | $(BIN)/pip
	@echo "setting up .venv: onrecord and what its training needs (some minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,training]'
	@touch $@ .venv/.dev .venv/.onrecord
