# Needs Python 3.11 or newer and make; everything else goes into .venv, from lock files with hashes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

.PHONY: help install demo test torture check readme bench bundle locks sbom audit
.DEFAULT_GOAL := help

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.installed-dev ## Install everything for working on the code

demo: .venv/.installed ## Try the bot in a browser, without Slack (FRESH=1 starts empty, PORT=8123, OPEN=0 opens no browser)
	@exec $(BIN)/idejakt demo $(if $(PORT),--port $(PORT)) $(if $(filter 1 yes true,$(FRESH)),--fresh) \
		$(if $(filter 0 no false,$(OPEN)),--no-open)

test: .venv/.installed-dev ## Run every test, on SQLite and PostgreSQL (ARGS="-k round" chooses)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

readme: .venv/.installed-dev ## Write the tables of the README anew
	@$(BIN)/python -m tests.readme

torture: .venv/.installed-dev ## Run the long tests too: hundreds of killed processes, thousands of votes
	@$(BIN)/python -m pytest -m torture $(ARGS)

check: .venv/.installed-dev ## Check format, lint, types, the arrows between modules, and known vulnerabilities
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python .ci/audit.py

audit: .venv/.installed ## Look up what is known against the locked packages (make check does where there is a network)
	@$(BIN)/python .ci/audit.py --must

bench: .venv/.installed-dev ## Measure what must stay fast, in a quarter of an hour (ARGS="--quick --part floors" chooses)
	@exec $(BIN)/python -m tests.benchmarks $(ARGS)

bundle: .venv/.installed ## Gather what installing without a network takes (dist/idejakt-bundle.tar.gz)
	@rm -rf dist/idejakt-bundle && mkdir -p dist/idejakt-bundle/wheels
	@$(PIP) download --only-binary :all: --no-deps --require-hashes -r requirements.lock --dest dist/idejakt-bundle/wheels
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist/idejakt-bundle/wheels .
	@cp deploy/*.service deploy/nginx.conf deploy/idejakt.env.example docs/install.md docs/nothing-lost.md LICENSE dist/idejakt-bundle
	@cd dist/idejakt-bundle && sha256sum wheels/* > SHA256SUMS
	@tar -C dist -czf dist/idejakt-bundle.tar.gz idejakt-bundle && ls -sh dist/idejakt-bundle.tar.gz

sbom: .venv/.installed ## Write sbom.json: every package that runs, with version, hashes and licence (CycloneDX)
	@$(BIN)/python .ci/sbom.py

locks: ## Resolve the lock files anew (needs uv; UPGRADE=1 moves to the newest versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock
	$(LOCK) $(if $(UPGRADE),--upgrade) --group dev pyproject.toml -o requirements-dev.lock
	$(LOCK) $(if $(UPGRADE),--upgrade) --group build -o requirements-build.lock

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] \
		+ ". Name another one: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@echo "Installing into .venv; the first time takes a minute."
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

.venv/.locked: .venv/.created requirements.lock requirements-build.lock
	@$(PIP) install --require-hashes -r requirements-build.lock -r requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
