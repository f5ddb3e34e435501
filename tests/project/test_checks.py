"""What the archive needs of its PostgreSQL is said before anything is migrated."""

import subprocess
import sys

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


def test_a_database_that_is_not_utf8_is_refused_before_it_is_migrated(cluster):
    name = "test_dara_ascii"
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name}")
        owner.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        try:
            url = make_conninfo(cluster.url(), dbname=name)
            migrated = subprocess.run(
                [sys.executable, "manage.py", "migrate"],
                cwd=defaults.CHECKOUT,
                env={"DATABASE_URL": url, "DARA_SECRET_KEY": "x"},
                capture_output=True,
                text=True,
            )
            assert migrated.returncode == 1
            assert "has the encoding SQL_ASCII; the archive needs UTF8" in migrated.stderr
            with psycopg.connect(url) as empty:
                assert empty.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        finally:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
