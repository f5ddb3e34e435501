"""The tests' surroundings: a PostgreSQL of their own, with the public role in it, and views of the site as the public has it.

Tests of pure parts start no database: the server starts with the first test that uses it. Each checkout has its own
cluster, shared by the test runs in it, and each run has its own database in it.
"""

import contextlib
import hashlib
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import psycopg
import psycopg.sql
import pytest
from django.conf import settings as django_settings
from django.test import Client

from dara.local import defaults, postgres

if TYPE_CHECKING:
    from tests.databases import Databases, SharedTemplates

# Losing these data in a crash does not matter.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=128MB", "min_wal_size=32MB")
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes that it must be made for; the tests take up to one of them. A container often has 64 MB.
PREFIX = "test_dara_"  # of the names of test databases

hypothesis.settings.register_profile("dara", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("dara")


def _data_dir() -> Path:
    """In memory, where the system has room for files there: to copy a database, as each test that commits does, takes a tenth of the time."""
    folder = defaults.CHECKOUT / "var" / "test"
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).total >= ROOM:
        folder = MEMORY / f"dara-test-{os.getuid()}-{hashlib.sha256(os.fsencode(defaults.CHECKOUT)).hexdigest()[:12]}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            pytest.exit(f"{folder} is somebody else's.")
    return folder / str(postgres.find_binaries().major)


def _set_environment() -> None:
    """Says where the database will answer, before Django reads its settings; nothing is started yet."""
    # whatever a developer has exported, the tests do not touch it
    kept = ("DARA_POSTGRES_BINDIR", "DARA_TEST_BROWSER")
    for name in [name for name in os.environ if name.startswith(("DARA_", "PG")) and name not in kept]:
        del os.environ[name]
    os.environ.pop("DATABASE_REPLICA_URL", None)
    os.environ["DARA_DATA_DIR"] = str(_data_dir())
    os.environ["DARA_SECRET_KEY"] = "for tests only, and nothing else: 0123456789"
    os.environ["DARA_CONTACT"] = "corrections@example.org"
    os.environ["DJANGO_SETTINGS_MODULE"] = "dara.settings"  # not in pyproject.toml: it would be read before this
    os.environ["DATABASE_URL"] = postgres.locate(_data_dir(), SETTINGS).url()


_set_environment()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="screenshots of every page in var/screenshots/, for people")
    parser.addoption("--long", action="store_true", help="the long forms of tests: all of what is otherwise a sample")


def pytest_configure() -> None:
    # The manifest would need collectstatic before each run.
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns when it is missing
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the tests that use the database, and those that use a browser. Leaves the long forms to --long."""
    if not config.getoption("long"):
        items[:] = [item for item in items if not item.get_closest_marker("long_form")]
    database = {"db", "transactional_db", "django_db_setup", "live_server"}
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if database & fixtures or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether this is the long form: `make test-all`, or pytest's option --long."""
    return pytestconfig.getoption("long")


@pytest.fixture
def sample(long: bool) -> Callable[[Iterable, int], list]:
    """Some of many rows, the same each time, or all of them in the long form: sample(Statement.objects.all(), 20) → list."""

    def some(rows: Iterable, number: int) -> list:
        found = list(rows)
        return found if long or number >= len(found) else random.Random(2020).sample(found, number)

    return some


# --- the database -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """The test cluster, running. Test processes and test runs share it."""
    with postgres.running(_data_dir(), SETTINGS) as found:
        yield found


@pytest.fixture(scope="session")
def server(cluster: postgres.Cluster) -> Iterator[psycopg.Connection]:
    """A connection that clones and drops databases, and holds locks; a superuser's, to end whatever is still connected to a copy."""
    with psycopg.connect(cluster.url(role=postgres.SUPERUSER), autocommit=True) as connection:
        _drop_abandoned_databases(connection)
        yield connection


def _drop_abandoned_databases(server: psycopg.Connection) -> None:
    """Drops the databases of test processes that were killed. A database's name has the process id in it."""
    names = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    for (name,) in names.fetchall():
        pid = name.removeprefix(PREFIX).split("_")[0]
        if not Path(f"/proc/{pid}").exists():
            server.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Test processes have a database each."""
    django_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{PREFIX}{os.getpid()}"


@pytest.fixture(scope="session")
def shared_templates(server: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> "SharedTemplates":
    """Named after the process that all test processes of this run are children of; where there is one test process, after it."""
    from tests.databases import SharedTemplates

    side_by_side = "PYTEST_XDIST_WORKER" in os.environ
    folder = tmp_path_factory.getbasetemp()
    run = os.getppid() if side_by_side else os.getpid()
    return SharedTemplates(server, f"{PREFIX}{run}_shared", folder.parent if side_by_side else folder)


@pytest.fixture(scope="session")
def django_db_setup(server: psycopg.Connection, shared_templates: "SharedTemplates", request: pytest.FixtureRequest) -> None:
    """pytest-django's own, on a running server. Migrating gives the public role its rights (dara/apps.py)."""
    from django.db import connection

    from tests.databases import EMPTY, roles_locked

    with roles_locked(server, alone=False), shared_templates.one_at_a_time():
        made = EMPTY in shared_templates
        if made:
            django_settings.DATABASES["default"]["TEST"]["TEMPLATE"] = shared_templates.name(EMPTY)
        request.getfixturevalue("django_db_setup")
        if not made:
            shared_templates.add(EMPTY, connection.settings_dict["NAME"])


@pytest.fixture(scope="session")
def databases(
    server: psycopg.Connection, shared_templates: "SharedTemplates", django_db_setup: None, django_db_blocker
) -> Iterator["Databases"]:
    from django.db import connection
    from django.test import TransactionTestCase

    from tests.databases import Databases

    TransactionTestCase._fixture_teardown = lambda self: None  # the copy that it has committed to is dropped
    found = Databases(server, shared_templates, connection.settings_dict["NAME"])
    yield found
    with django_db_blocker.unblock():
        found.drop_all()


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: "Databases", django_db_blocker) -> Iterator[None]:
    """The database that a test runs in: the template that its fixtures ask for, or that a parameter names; a copy if it commits."""
    from tests.databases import EMPTY, FILLERS, roles_locked

    asked = [*request.fixturenames, *(request.node.callspec.params.values() if hasattr(request.node, "callspec") else ())]
    kind = next((name for name in FILLERS if name in asked), EMPTY)
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    alone = request.node.get_closest_marker("alters_roles") is not None
    with roles_locked(databases.server, alone=alone), django_db_blocker.unblock(), databases.in_use(kind, copied=commits):
        yield


@pytest.fixture
def _django_db_helper(database: None, _django_db_helper: None) -> None:
    """pytest-django's own, which begins the test's transaction: in the database chosen for the test."""


@pytest.fixture
def seeds(db: None, databases: "Databases") -> None:
    """The archive's own record files, imported."""
    databases.contents_of("seeds")


@pytest.fixture
def example_archive(db: None, databases: "Databases"):
    """An archive that holds one of everything that the public sees."""
    return databases.contents_of("example_archive")


@pytest.fixture
def enlarged_archive(db: None, databases: "Databases"):
    """The same, and 200 more of everything that pages list."""
    return databases.contents_of("enlarged_archive")


@pytest.fixture
def curated_archive(db: None, databases: "Databases"):
    """An archive that holds one of everything that curators work with."""
    return databases.contents_of("curated_archive")


# --- the public's view ------------------------------------------------------------------------------


@pytest.fixture
def as_public(db: None, settings) -> Callable[[], AbstractContextManager[Client]]:
    """Asks for pages as the public does: the public site's addresses and middleware, and its database role.

        with as_public() as client:
            response = client.get("/")

    Inside, the database refuses whatever it refuses to the public role; rows are made before.
    """
    from django.db import connection, transaction
    from django.db.backends.postgresql.base import Cursor, ServerBindingCursor

    settings.ROOT_URLCONF = "dara.urls.public"
    settings.MIDDLEWARE = settings.PUBLIC_MIDDLEWARE

    @contextlib.contextmanager
    def public() -> Iterator[Client]:
        with transaction.atomic():  # whatever fails inside is rolled back, and the role with it
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, true)", [defaults.public_role()])
            connection.connection.cursor_factory = ServerBindingCursor  # as the public site's settings have it
            try:
                yield Client()
            finally:
                connection.connection.cursor_factory = Cursor
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")

    return public
