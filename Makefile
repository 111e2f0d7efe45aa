# `make demo` and `make test` need Python 3.11 or newer, make and git; everything else they install into .venv.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
PROMPT ?= folding drone

.PHONY: demo test test-thorough check format bench bench-qc bench-library gallery soak test-as-nobody clean

demo: .venv/.demo
	@$(BIN)/articraft gen "$(PROMPT)"

test: .venv/.dev
	@$(BIN)/python -m pytest -n auto --dist worksteal

# Fifty parameter sets of every mechanism swept finely, more values of every library entry, and what is marked slow.
test-thorough: .venv/.dev
	@ARTICRAFT_THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/sdk/mechanisms/test_hardware.py tests/test_examples_library.py
	@ARTICRAFT_THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal -m slow tests/sdk/cad tests/harness/test_resume.py

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@$(BIN)/codespell

format: .venv/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.dev
	@$(BIN)/python -m benchmarks.geometry
	@$(BIN)/python -m benchmarks.compile
	@$(BIN)/python -m benchmarks.qc_time

bench-qc: .venv/.dev
	@$(BIN)/python -m benchmarks.qc --write

# Every family of the library in other sizes: share that is sound, seconds, triangles.
bench-library: .venv/.dev
	@$(BIN)/python -m benchmarks.library

gallery: .venv/.dev
	@$(BIN)/python -m benchmarks.gallery

soak: .venv/.dev
	@$(BIN)/python -m benchmarks.soak

test-as-nobody: .venv/.dev
	@$(BIN)/python -m tests.harness.compiler.ordinary_user

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis

# The stamps make a second call free; a changed pin or dependency installs again.
.venv/.demo: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing articraft into .venv (about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . \
		|| { echo "make: installing failed; want a reachable Python package index (see the message above)"; exit 1; }
	@touch $@

.venv/.dev: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing articraft and its development tools into .venv (CadQuery and MuJoCo among them: some minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]' \
		|| { echo "make: installing failed; want a reachable Python package index (see the message above)"; exit 1; }
	@touch $@ .venv/.demo

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "make: python3 not found; want Python 3.11 or newer on the PATH"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: $(PYTHON) is $$($(PYTHON) -V 2>&1); want Python 3.11 or newer (make demo PYTHON=/path/to/python3.11)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "make: $(PYTHON) has no venv module; want the system package python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
