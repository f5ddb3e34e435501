# Needs Python 3.11 or newer, git and make; everything else is installed into .venv. PYTHON names another python3.
# Programs run as modules (python -m …), because the scripts in .venv/bin break when the path is moved.

.DEFAULT_GOAL := help
.PHONY: help run test test-all drill check audit sbom bench messages lock clean runtime development

python := .venv/bin/python
uv := $(python) -m uv
lock_options := --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

help:
	@echo "On the first day:"
	@echo "  make run        opens the archive on http://127.0.0.1:8000/ and the admin on http://127.0.0.1:8001/admin/ (PORT, ADMIN_PORT); Ctrl-C stops it"
	@echo "  make test       runs the tests, in a browser and on an older PostgreSQL too; ARGS=\"-k bail\" selects some"
	@echo "  make check      lints code and templates, checks types, import contracts, pending migrations, the Compose file and licences"
	@echo "  .venv/bin/python -m pytest tests/text/test_snippets.py   runs one file of tests; CONTRIBUTING.md has more"
	@echo "  .venv/bin/python manage.py help                          lists the commands, import_archive and verify_archive among them"
	@echo "Later:"
	@echo "  make test-all   runs the long forms of the tests: all of what make test takes samples of"
	@echo "  make audit      asks whether vulnerabilities are known of what is installed with the archive; make sbom lists it (CycloneDX)"
	@echo "  make drill      kills, freezes, fills, attacks: what docs/reliability.md tells; ARGS=--whole: as often as it asks, in hours"
	@echo "  make bench      measures, in a quarter of an hour; ARGS=serving, memory, growth, search, import, drafting or lighthouse: one of them"
	@echo "  make messages   brings the Spanish catalogue (locale/) in step with what pages say, and compiles it"
	@echo "  make lock       pins the newest packages that pyproject.toml allows, with their hashes"
	@echo "  make clean      removes .venv and the caches; the archive in var/ stays"

run: runtime
	@exec $(python) -m dara.local.supervisor

test: development
	@$(python) -m tests $(ARGS)

test-all: development
	@$(python) -m tests --long $(ARGS)

drill: development
	@$(python) -m pytest tests/faults --long -s $(ARGS)

check: development
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m djlint templates --lint --quiet
	DATABASE_URL=postgresql://none@/none DARA_SECRET_KEY=none $(python) -m mypy
	$(python) -c "from importlinter.cli import lint_imports_command; lint_imports_command()" --no-logo
	$(python) manage.py makemigrations --check --dry-run
	.ci/compose-config
	$(python) .ci/licences requirements.lock

audit: development
	@.ci/audit

sbom: development
	@mkdir -p var
	@$(python) -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --output-file var/sbom.cdx.json requirements.lock
	@echo "What is installed with the archive, by name, version and checksum (CycloneDX): var/sbom.cdx.json"

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
