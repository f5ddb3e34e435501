"""The tests' surroundings: a PostgreSQL of their own, with the public role in it, and views of the site as the public has it.

Tests of pure parts start no database: the server starts with the first test that uses it. Each checkout has its own
cluster, shared by the test runs in it, and each run has its own database in it.
"""

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import hypothesis
import psycopg
import psycopg.sql
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client

from dara.local import defaults, postgres

# Losing these data in a crash does not matter.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DATABASE_PREFIX = "test_dara_"

hypothesis.settings.register_profile("dara", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("dara")


def _data_dir() -> Path:
    return defaults.CHECKOUT / "var" / "test" / str(postgres.find_binaries().major)


def _set_environment() -> None:
    """Says where the database will answer, before Django reads its settings; nothing is started yet."""
    # whatever a developer has exported, the tests do not touch it
    kept = ("DARA_POSTGRES_BINDIR", "DARA_TEST_BROWSER")
    for name in [name for name in os.environ if name.startswith(("DARA_", "PG")) and name not in kept]:
        del os.environ[name]
    os.environ.pop("DATABASE_REPLICA_URL", None)
    os.environ["DARA_DATA_DIR"] = str(_data_dir())
    os.environ["DARA_SECRET_KEY"] = "for tests only"
    os.environ["DARA_CONTACT"] = "corrections@example.org"
    os.environ["DJANGO_SETTINGS_MODULE"] = "dara.settings"  # not in pyproject.toml: it would be read before this
    os.environ["DATABASE_URL"] = postgres.locate(_data_dir(), SETTINGS).url()


_set_environment()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hostile", type=int, default=1000, help="hostile search requests that are made (tests/public/pages/test_search_page.py)"
    )
    parser.addoption(
        "--hostile-files", type=int, default=500, help="hostile files that are imported (tests/ingest/test_hostile.py)"
    )


def pytest_configure() -> None:
    # The manifest would need collectstatic before each run.
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns when it is missing
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that use the database, and those that use a browser."""
    database = {"db", "transactional_db", "django_db_setup", "live_server"}
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if database & fixtures or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")


# --- the database -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """The test cluster, running."""
    with postgres.running(_data_dir(), SETTINGS) as found:
        with psycopg.connect(found.url(), autocommit=True) as connection:
            # one test run at a time: roles belong to the whole cluster
            connection.execute("SELECT pg_advisory_lock(1)")
            _drop_abandoned_databases(connection)
        yield found


def _drop_abandoned_databases(connection: psycopg.Connection) -> None:
    """Drops the databases of test runs that were killed. A database's name ends with the process id of its run."""
    names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [DATABASE_PREFIX])
    for (name,) in names.fetchall():
        pid = name.removeprefix(DATABASE_PREFIX).split("_")[0]
        if not Path(f"/proc/{pid}").exists():
            connection.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Two test runs at once have a database each."""
    django_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{DATABASE_PREFIX}{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(cluster: postgres.Cluster, django_db_setup: None) -> None:
    """pytest-django's own, on a running server. Migrating gives the public role its rights (dara/apps.py)."""


def _emptied_by_tests_only() -> list[str]:
    from dara.models import EVENTS

    tracked = [model._meta.db_table for pair in EVENTS.items() for model in pair]
    return ["dara_original", "dara_sourcetext", "dara_paragraph", *tracked]


@pytest.fixture(scope="session", autouse=True)
def _let_tests_empty_the_tables() -> None:
    """Tests with transactions of their own end by TRUNCATE, which the evidence chain and the history refuse to everybody else."""
    from django.db import connection

    flush = connection.ops.sql_flush

    def with_the_guards_off(*args, **kwargs) -> list[str]:
        off = [f"ALTER TABLE {table} DISABLE TRIGGER dara_not_emptied" for table in _emptied_by_tests_only()]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER dara_not_emptied" for table in _emptied_by_tests_only()]
        return [*off, *flush(*args, **kwargs), *on]

    connection.ops.sql_flush = with_the_guards_off


@pytest.fixture
def seeds(db: None) -> None:
    """The archive's own record files, imported."""
    call_command("import_archive", stdout=io.StringIO())


# --- the public's view ------------------------------------------------------------------------------


@pytest.fixture
def as_public(db: None, settings) -> Callable[[], AbstractContextManager[Client]]:
    """Asks for pages as the public does: the public site's addresses and middleware, and its database role.

        with as_public() as client:
            response = client.get("/")

    Inside, the database refuses whatever it refuses to the public role; rows are made before.
    """
    from django.db import connection, transaction

    settings.ROOT_URLCONF = "dara.urls.public"
    settings.MIDDLEWARE = settings.PUBLIC_MIDDLEWARE

    @contextlib.contextmanager
    def public() -> Iterator[Client]:
        with transaction.atomic():  # whatever fails inside is rolled back, and the role with it
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, true)", [defaults.public_role()])
            yield Client()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")

    return public
