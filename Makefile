# One-line calls of what CI calls too.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
AREA   ?= 16.06
SCALE  ?= default
PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder
# what stands beside each other is printed one after the other, by a make that can
ORDER  := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# a Java that lives a minute is not worth its best compiler
BRIEF  := -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
# compiled Python is kept: every command and every process of a test would compile it anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-clean test lint types layers docs suite spark suite-sqlite suite-postgres bench format lock clean

help:            ## this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: $(VENV)/.app   ## an invented district in your browser (PORT=8000 AREA=16.06 SCALE=default)
	@$(BIN)/rembuk serve --demo --port $(PORT) --area $(AREA) --scale $(SCALE)

demo-clean: $(VENV)/.app   ## throw the demo's data away (only the demo's)
	@$(BIN)/rembuk demo clean --area $(AREA)

test: $(VENV)/.dev   ## everything: lint, types, layers, docs, the suite on SQLite and PostgreSQL, browser
	@$(PYTHON) scripts/needs.py
	@$(BIN)/python -m compileall -q -j 0 src bench   # once, not in every worker
	@$(MAKE) --no-print-directory -j 3 $(ORDER) suite-sqlite suite-postgres lint types layers docs spark

lint: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint src --lint --quiet

types: $(VENV)/.dev
	@REMBUK_DEMO=1 $(BIN)/mypy

layers: $(VENV)/.dev
	@PYTHONPATH=src $(BIN)/lint-imports

docs: $(VENV)/.dev
	@$(BIN)/python scripts/spec_chapter.py && NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir var/site

suite: suite-sqlite suite-postgres

# two beside the two of PostgreSQL: each more loads everything and keeps an office and a browser
suite-sqlite: $(VENV)/.dev
	@$(PYTEST) -n 2

suite-postgres: $(VENV)/.dev
	@$(BIN)/python scripts/postgres.py $(PYTEST) -n 2 -m "(django_db and not browser and not once) or both"

spark: $(VENV)/.dev   ## DuckDB and Spark make the same persons (needs Java 17)
	@REMBUK_SPARK=1 JAVA_TOOL_OPTIONS="$(BRIEF)" $(BIN)/python -m pytest -q -m spark tests/contract

bench: $(VENV)/.bench   ## speed and memory, as rows per second and ratios
	@for part in growth fgt linkage intake pages ledger audits documents convergence choice programmes programmes_choice forums publication oversight; do $(BIN)/python -m bench.$$part || exit 1; done

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . 

lock:            ## resolve again (maintainers; needs uv)
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra postgres --group build pyproject.toml -o requirements/app.lock
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra postgres --extra spark --group dev -c requirements/app.lock pyproject.toml -o requirements/dev.lock
	@uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra postgres --extra spark --group dev --group bench -c requirements/dev.lock pyproject.toml -o requirements/bench.lock

clean:
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.app: requirements/app.lock pyproject.toml scripts/setup.py
	@$(PYTHON) scripts/setup.py $(VENV) requirements/app.lock $@

$(VENV)/.bench: requirements/bench.lock $(VENV)/.dev
	@$(PYTHON) scripts/setup.py $(VENV) requirements/bench.lock $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml scripts/setup.py
	@$(PYTHON) scripts/setup.py $(VENV) requirements/dev.lock $@
