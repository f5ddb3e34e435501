# Needs Python 3.11 or newer, git and make; everything else is installed into .venv. PYTHON names another python3.
# Programs run as modules (python -m …), because the scripts in .venv/bin break when the path is moved.

.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench messages lock clean runtime development

python := .venv/bin/python
uv := $(python) -m uv
lock_options := --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

help:
	@echo "make run     the archive in a browser: http://127.0.0.1:8000/ and /admin/ on 8001 (PORT, ADMIN_PORT move them)"
	@echo "make test    the tests, in a browser too, and the database's once more on an older PostgreSQL where found"
	@echo "make test-all  their long forms: all of what make test takes samples of"
	@echo "make check   lint of code and templates, types, import contracts, pending migrations, the Compose file"
	@echo "make bench   measurements"
	@echo "make messages  what pages say, gathered into the Spanish catalogue (locale/), and compiled"
	@echo "make lock    pins the newest packages that pyproject.toml allows, with their hashes"
	@echo "make clean   removes .venv and the caches; the archive in var/ stays"

run: runtime
	@exec $(python) -m dara.local.supervisor

test: development
	@$(python) -m tests $(ARGS)

test-all: development
	@$(python) -m tests --long $(ARGS)

check: development
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m djlint templates --lint --quiet
	DATABASE_URL=postgresql://none@/none DARA_SECRET_KEY=none $(python) -m mypy
	$(python) -c "from importlinter.cli import lint_imports_command; lint_imports_command()" --no-logo
	$(python) manage.py makemigrations --check --dry-run
	.ci/compose-config

bench: development
	@$(python) -m bench $(ARGS)

messages: development
	$(python) .ci/messages

lock: development
	$(python) -m pip install --quiet --disable-pip-version-check uv
	$(uv) pip compile $(lock_options) --upgrade --group dev pyproject.toml -o requirements-dev.lock
	$(uv) pip compile $(lock_options) --constraint requirements-dev.lock pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@.ci/install requirements.lock

development:
	@.ci/install requirements-dev.lock
