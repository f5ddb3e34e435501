"""What the roles of a cluster may do, and what they may not."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres
from dara.local.postgres import server
from tests.local.postgres.clusters import QUICK, ask

TOO_MUCH = (
    "GRANT pg_execute_server_program TO dara",  # then COPY … TO PROGRAM 'psql -U postgres …'
    "GRANT pg_write_server_files TO dara",
    "ALTER ROLE dara SUPERUSER",
    "ALTER ROLE dara CREATEROLE",
    "CREATE ROLE x",
    "SET ROLE postgres",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
)
ADVISORY_LOCKS = (
    "pg_advisory_lock(1)",
    "pg_try_advisory_xact_lock(1, 2)",
    "pg_advisory_xact_lock(3)",
    "pg_try_advisory_lock_shared(4)",
)


def refuses(url: str, statement: str) -> bool:
    with psycopg.connect(url) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        return False


def assert_roles_are_confined(cluster: postgres.Cluster) -> None:
    owner, public = cluster.url(), cluster.url(role="dara_public")
    assert [statement for statement in TOO_MUCH if not refuses(owner, statement)] == []
    assert refuses(public, "SELECT lo_create(0)")
    for lock in ADVISORY_LOCKS:
        assert refuses(public, f"SELECT {lock}")
        assert not refuses(owner, f"SELECT {lock}")
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(cluster.url(role="dara_public", database=database)).close()
    # Django makes its test databases from here
    assert ask(cluster.url(database="postgres"), "SELECT current_user") == "dara"
    # the owner may act as the public, never the other way round
    assert not refuses(owner, "SET ROLE dara_public")
    assert refuses(public, "SET ROLE dara")


def test_the_owner_cannot_become_superuser_and_the_public_has_one_database(each_version: None, data_dir: Path) -> None:
    with postgres.running(data_dir, QUICK) as cluster:
        assert_roles_are_confined(cluster)


@pytest.mark.long_form
def test_a_cluster_whose_owner_could_make_roles_is_mended_at_its_next_start(each_version: None, data_dir: Path) -> None:
    with (
        postgres.running(data_dir, QUICK) as cluster,
        psycopg.connect(cluster.url(role="postgres"), autocommit=True) as superuser,
        psycopg.connect(cluster.url(), autocommit=True) as owner,
    ):
        superuser.execute("DROP ROLE dara_public")
        superuser.execute("ALTER ROLE dara CREATEROLE")
        superuser.execute("GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC")
        owner.execute("CREATE ROLE dara_public LOGIN")
        owner.execute("GRANT dara_public TO CURRENT_USER")
    with postgres.running(data_dir, QUICK) as cluster:
        assert_roles_are_confined(cluster)


def test_composes_first_start_makes_the_same_roles(
    each_version: None, monkeypatch: pytest.MonkeyPatch, data_dir: Path, tmp_path: Path
) -> None:
    """deploy/postgres/owner.sh, as the postgres image runs it, in a cluster that has none of ours."""
    owner, public = tmp_path / "owner", tmp_path / "public"
    owner.write_text("o'wner\n")
    public.write_text("p'ublic\n")
    with monkeypatch.context() as bare:
        bare.setattr(server, "FIRST_START", "SELECT 1;\n")
        bare.setattr(server, "EACH_START", "SELECT 1;\n")
        bare.setattr(server, "NO_ADVISORY_LOCKS", "SELECT 1;\n")
        bare.setattr(server, "DATABASE", "template1")
        with postgres.running(data_dir, QUICK) as cluster:
            path = os.pathsep.join([str(cluster.binaries.folder), os.environ["PATH"]])
            if not shutil.which("psql", path=path):
                pytest.skip("no psql")
            done = subprocess.run(
                ["sh", "deploy/postgres/owner.sh"],
                cwd=defaults.CHECKOUT,
                env={
                    "PATH": path,
                    "PGHOST": str(cluster.sockets),
                    "POSTGRES_USER": "postgres",
                    "DARA_OWNER_PASSWORD_FILE": str(owner),
                    "DARA_PUBLIC_PASSWORD_FILE": str(public),
                },
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            assert_roles_are_confined(cluster)
            query = "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'dara%' AND rolpassword LIKE 'SCRAM-SHA-256%'"
            assert ask(cluster.url(role="postgres"), query) == 2
