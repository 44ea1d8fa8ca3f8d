# milbalance. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help env figures notebooks refresh check lint unit nbtest smoke test verify lab site workbook e2e rederive bench lock clean anew-venv

# An active environment is used as it is (conda's base is left alone); otherwise .venv is made here.
ACTIVE := $(or $(VIRTUAL_ENV),$(if $(filter-out base,$(CONDA_DEFAULT_ENV)),$(CONDA_PREFIX)))
PREFIX := $(or $(ACTIVE),.venv)
PY := $(PREFIX)/bin/python
# A Python that is asked for (PYTHON=python3.12) is taken: .venv is made anew where it has another one.
ASKED := $(if $(ACTIVE),,$(PYTHON))
PYTHON ?= python3
VERSION := -c 'import sys; print("%d.%d" % sys.version_info[:2])'
ifneq ($(ASKED),)
WANTED := $(shell $(ASKED) $(VERSION) 2>/dev/null)
HELD := $(shell test -x $(PY) && $(PY) $(VERSION) 2>/dev/null)
ANEW := $(if $(HELD),$(if $(filter-out $(WANTED),$(HELD)),anew-venv))
endif
STAMP := $(PREFIX)/.milbalance-ready
UV := $(shell command -v uv 2>/dev/null)
EXTRAS := notebooks,ingest,workbook,lab,site,cluster,test
# MPLBACKEND would take the pictures out of the notebooks.
RUN := env -u MPLBACKEND $(PY)
# Where `make lab` opens the notebooks: copies, so that what is tried and saved changes nothing that is committed.
LAB ?= build/lab
# Tests in as many processes as there are processors, four at most; those of one file stay together.
SPREAD := -n auto --maxprocesses 4 --dist loadfile
# The tests in the real programs: the site's and the statements' share one site, built once.
APART := -n auto --maxprocesses 3 --dist loadgroup

help: ## Say what there is
	@echo "milbalance: the numbers of an article about a military balance, recomputed from cited data"
	@echo
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

env: $(STAMP) ## Create the environment (uv where it is present, pip where not; an active one is used as it is)

$(STAMP): requirements.lock pyproject.toml $(ANEW)
ifneq ($(ACTIVE),)
	@echo "Using the active environment $(notdir $(ACTIVE))$(if $(filter-out file,$(origin PYTHON)),; PYTHON= is for one that is made here)."
	$(PY) -m pip install -q -e ".[$(EXTRAS)]"
else
ifneq ($(or $(ASKED),$(if $(UV),,pip)),)
	@$(PYTHON) -c '' 2>/dev/null || { echo "$(PYTHON): no such Python here; name one: make env PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; name a newer one: make env PYTHON=python3.12"; exit 2; }
endif
ifneq ($(UV),)
	uv venv -q --allow-existing --python "$(or $(ASKED),>=3.11)" .venv
	uv pip sync -q --compile-bytecode --python $(PY) requirements.lock
	uv pip install -q --python $(PY) --no-deps -e .
else
	$(PYTHON) -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install -q --disable-pip-version-check --no-deps -e .
	@env -u PYTHONDONTWRITEBYTECODE $(PY) -m compileall -q .venv/lib || true
endif
endif
	@touch $@

anew-venv:
	@test -n "$(WANTED)" || { echo "$(ASKED): no such Python here; name one: make env PYTHON=python3.12"; exit 2; }
	@echo ".venv has Python $(HELD); it is made anew with $(WANTED)."
	@rm -rf .venv

figures: $(STAMP) ## Validate the data, draw every figure that is out of date and print what was found
	@$(PY) -m milbalance figures
	@echo "      \`make lab\` opens the notebooks, \`make smoke\` tries in a minute whether all works."

notebooks: $(STAMP) ## Execute every notebook in place
	@$(RUN) -m milbalance notebooks

refresh: $(STAMP) ## After an edit to the data: check, figures, notebooks, README, ledger; which verdicts flipped
	@$(PY) -m milbalance check
	@$(PY) -m milbalance figures
	@$(RUN) -m milbalance notebooks
	@$(PY) -m milbalance readme
	-@$(PY) -m milbalance claims --write --changed

check: $(STAMP) ## Validate the data only
	@$(PY) -m milbalance check

lint: $(STAMP) ## ruff and mypy
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

unit: $(STAMP) ## The unit tests
	@echo "Some 2,900 tests: three minutes on two cores. Those that need the publishers' own files are skipped where"
	@echo "these are not, and those of an extra that is not installed; the end says which and why."
	$(PY) -m pytest $(SPREAD) -p no:nbval --no-loadscope-reorder -rs

nbtest: $(STAMP) ## Run every notebook and compare each output, pictures too (strict nbval; the one with widgets lax)
	$(RUN) -m pytest $(SPREAD) -p tests.nbval_strict --nbval --nbval-current-env --nbval-cell-timeout=120 --force-enable-socket --ignore=notebooks/10_explore.ipynb notebooks articles
	$(RUN) -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout=120 --force-enable-socket notebooks/10_explore.ipynb

test: lint unit nbtest ## ruff, mypy, the unit tests and strict nbval: four minutes on two cores (`make smoke`: one)

smoke: $(STAMP) ## In a minute: the tables, the arithmetic, the rule of the verdicts and one notebook
	@$(PY) -m milbalance check
	$(PY) -m pytest tests/test_measures.py tests/test_choices.py tests/test_choices_verdicts.py tests/test_measures_ranges.py tests/test_io_files.py
	$(RUN) -m pytest -p tests.nbval_strict --nbval --nbval-current-env --force-enable-socket notebooks/02_forces.ipynb

verify: $(STAMP) ## Rebuild figures and notebooks and fail if any committed file differs
	@$(PY) -m milbalance figures --force > /dev/null
	@$(RUN) -m milbalance notebooks
	@$(PY) -m milbalance readme
	@$(PY) -m milbalance claims --write > /dev/null
	git diff --exit-code --stat -- figures notebooks ledger README.md REPLICATION.md data/README.md

site: $(STAMP) ## Write the static site to build/site
	@$(PY) -m milbalance figures > /dev/null
	@$(RUN) -m milbalance site build/site

workbook: $(STAMP) ## Write build/milbalance.xlsx: ledger, tables, native charts, every choice
	@mkdir -p build
	@$(PY) -m milbalance workbook build/milbalance.xlsx

e2e: $(STAMP) ## What a reader meets, in the real programs: JupyterLab and pages in Chromium, the workbook in LibreOffice
ifneq ($(UV),)
	uv pip install -q --compile-bytecode --python $(PY) -r requirements-e2e.lock
else
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-e2e.lock
endif
	$(RUN) -m pytest $(APART) --force-enable-socket -rs e2e

rederive: $(STAMP) ## For maintainers: every shipped row again from the publishers' own files (SOURCES=FOLDER)
	$(PY) -m pytest -n auto --maxprocesses 2 provenance $(if $(SOURCES),--sources "$(SOURCES)")

lab: $(STAMP) ## Open copies of the notebooks, in build/lab, in JupyterLab (LAB=notebooks: themselves; ARGS= for its options)
ifneq ($(LAB),notebooks)
	@mkdir -p $(LAB)
	@for file in notebooks/*.ipynb; do test -e $(LAB)/$${file##*/} || cp $$file $(LAB)/; done
	@echo "Copies of the notebooks are in $(LAB); what you save there stays there. Remove that folder to begin anew."
endif
	$(RUN) -m jupyterlab --notebook-dir=$(LAB) $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

bench: $(STAMP) ## Measure: ratios in one run, asserted nowhere
	$(RUN) benchmarks/run.py
	$(RUN) benchmarks/startup.py
	$(RUN) benchmarks/dyads.py
	$(RUN) benchmarks/ingest_text.py
	$(RUN) benchmarks/site.py
	$(RUN) benchmarks/workbook.py
	$(RUN) benchmarks/verify.py

lock: ## Resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -q -o requirements.lock
	uv pip compile --group e2e -c requirements.lock --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -q -o requirements-e2e.lock

clean: ## Remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
