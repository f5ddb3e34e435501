"""What the archive needs of its PostgreSQL is said before anything is migrated."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from dara import checks
from dara.local import defaults

pytestmark = pytest.mark.django_db


def test_the_tests_own_database_will_do():
    assert checks.check_databases(["default"]) == []
    assert checks.check_databases(None) == []


def test_an_old_server_is_named(monkeypatch):
    monkeypatch.setattr(checks, "OLDEST", 99)
    (error,) = checks.check_databases(["default"])
    assert "the archive needs 99 or newer" in error.msg


@contextmanager
def database(cluster, name: str, options: str = "") -> Iterator[str]:
    """The address of an empty database."""
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name}")
        owner.execute(f"CREATE DATABASE {name} {options}")
        try:
            yield make_conninfo(cluster.url(), dbname=name)
        finally:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=defaults.CHECKOUT,
        env={"DATABASE_URL": url, "DARA_SECRET_KEY": "x"},
        capture_output=True,
        text=True,
    )


def test_a_database_that_is_not_utf8_is_refused_before_it_is_migrated(cluster):
    with database(cluster, "test_dara_ascii", "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0") as url:
        migrated = manage(url, "migrate")
        assert migrated.returncode == 1
        assert "has the encoding SQL_ASCII; the archive needs UTF8" in migrated.stderr
        with psycopg.connect(url) as empty:
            assert empty.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("command", ["migrate", "prepare"])  # `make run` prepares before it starts the sites
def test_a_database_of_an_earlier_version_is_refused_with_what_to_do(cluster, command):
    with database(cluster, "test_dara_earlier") as url:
        with psycopg.connect(url) as earlier:
            earlier.execute("CREATE TABLE django_migrations (id bigint, app text, name text, applied timestamptz)")
            earlier.execute("INSERT INTO django_migrations VALUES (1, 'dara', '0001_initial', now())")
        refused = manage(url, command)
        assert refused.returncode == 1
        assert "was made by an earlier version of the archive, and this version cannot migrate it: export it" in refused.stderr
        assert "Traceback" not in refused.stderr
        with psycopg.connect(url) as untouched:
            tables = untouched.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert tables == [("django_migrations",)]
