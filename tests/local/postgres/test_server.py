"""The embedded PostgreSQL's life, with real processes: first start, sharing, its log, and clear refusals."""

import os
import stat
import time
from pathlib import Path

import psycopg
import pytest

from dara.local import postgres
from tests.local.postgres.clusters import QUICK, ask, assert_stopped, eventually, postmaster, spawn_user, start_user


def test_first_start_makes_an_ordinary_owner_and_its_database(data_dir: Path) -> None:
    with postgres.running(data_dir, QUICK) as cluster, psycopg.connect(cluster.url()) as connection:
        one = connection.execute(
            "SELECT current_user, current_database(), rolsuper, rolcreatedb, rolcreaterole, rolbypassrls,"
            " (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert one == ("dara", "dara", False, True, False, False, "dara")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET session_replication_role = replica")
    assert_stopped(cluster)


def test_text_is_unicode_and_sorts_by_code_point_whatever_the_machine_speaks(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("PGOPTIONS", "")
    monkeypatch.setenv("PGPORT", "9999")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    with postgres.running(data_dir, QUICK) as cluster:
        url = cluster.url()
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SELECT array_agg(w ORDER BY w)::text FROM unnest(ARRAY['é', 'a', 'Z']) w") == "{Z,a,é}"
        assert ask(url, "SELECT lower('É')") == "é"
        assert ask(url, "SELECT to_tsvector('simple', '“justice”')::text") == "'justice':1"
        assert ask(url, "SHOW TimeZone") == "UTC"


def test_only_the_socket_and_only_for_us(data_dir: Path) -> None:
    with postgres.running(data_dir, QUICK) as cluster:
        assert ask(cluster.url(), "SHOW listen_addresses") == ""
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
        assert len(f"{cluster.sockets}/.s.PGSQL.5432") <= 103  # what macOS allows; Linux allows 107
        rules = (cluster.data / "pg_hba.conf").read_text()
        assert {line.split()[-1] for line in rules.splitlines() if line.startswith("host")} == {"reject"}


def test_what_was_written_is_there_after_a_restart(data_dir: Path) -> None:
    with postgres.running(data_dir, QUICK) as cluster, psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with postgres.running(data_dir, QUICK) as cluster:
        assert ask(cluster.url(), "SELECT answer FROM kept") == 42


@pytest.mark.long_form
def test_a_relative_folder_and_a_link_to_it_are_the_same_cluster(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_dir.parent / "link").symlink_to(data_dir)
    monkeypatch.chdir(data_dir.parent)
    places = {postgres.locate(Path(name)).sockets for name in ("var", "link", str(data_dir))}
    assert len(places) == 1


@pytest.mark.long_form
def test_two_folders_are_two_clusters(tmp_path: Path) -> None:
    assert postgres.locate(tmp_path / "one").sockets != postgres.locate(tmp_path / "two").sockets


def test_the_last_of_two_users_stops_it(data_dir: Path, users) -> None:
    other, url = start_user(users, data_dir)
    with postgres.running(data_dir, QUICK) as cluster:
        assert cluster.url() == url
        first = postmaster(cluster)
    assert ask(url, "SELECT 1") == 1, "stopped while another process used it"
    assert postmaster(cluster) == first
    other.communicate()
    assert_stopped(cluster)


def test_many_processes_may_start_it_at_once(data_dir: Path, users) -> None:
    users += [spawn_user(data_dir) for _ in range(4)]
    assert {process.stdout.readline().strip() for process in users} == {postgres.locate(data_dir).url()}
    for process in users:
        process.communicate()
    assert_stopped(postgres.locate(data_dir))


@pytest.mark.long_form
def test_an_exception_inside_releases_it(data_dir: Path) -> None:
    with pytest.raises(ZeroDivisionError), postgres.running(data_dir, QUICK) as cluster:
        raise ZeroDivisionError
    assert_stopped(cluster)


def test_its_log_is_kept_for_a_week_in_lines_without_what_was_said(data_dir: Path) -> None:
    """A file a day, which is written anew after a week: what went wrong is there after a restart, and no more than the disk has room for."""
    with postgres.running(data_dir, QUICK) as cluster, psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (words text CHECK (words = ''))")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("INSERT INTO kept VALUES ('a withheld word')")
        assert eventually(lambda: "violates check constraint" in log_of(cluster))
    stale = cluster.log_folder / ("Mon.log" if time.gmtime().tm_wday == 4 else "Fri.log")
    stale.write_text("of last week")
    os.utime(stale, (0, 0))
    with postgres.running(data_dir, QUICK) as again:
        assert "violates check constraint" in log_of(again), "the log of before is gone"
        assert "a withheld word" not in log_of(again), "the log repeats rows, or statements"
        assert not stale.exists()
        ask(again.url(), "SELECT 1")
        rotation = "SELECT concat_ws(' ', current_setting('log_rotation_age'), current_setting('log_truncate_on_rotation'))"
        assert ask(again.url(), rotation) == "1d on"


def log_of(cluster: postgres.Cluster) -> str:
    return "".join(path.read_text() for path in cluster.log_folder.iterdir())


def test_a_folder_made_by_another_version(made: postgres.Cluster, data_dir: Path) -> None:
    version = (made.data / "PG_VERSION").read_text()
    (made.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(postgres.PostgresError, match=r"was made by PostgreSQL 12, and the programs found are"):
        postgres.locate(data_dir)
    older = made.data.rename(data_dir / "postgres-12")
    with pytest.raises(postgres.PostgresError, match=r"holds an archive made by PostgreSQL 12.*export the archive"):
        postgres.locate(data_dir)
    older.rename(made.data)
    (made.data / "PG_VERSION").write_text(version)


@pytest.mark.parametrize(
    "fault", ["open to all", *(pytest.param(each, marks=pytest.mark.long_form) for each in ("a link", "somebody else's"))]
)
def test_a_socket_folder_that_is_not_ours(made: postgres.Cluster, data_dir: Path, tmp_path: Path, fault: str) -> None:
    if fault == "a link":
        made.sockets.symlink_to(tmp_path)
    else:
        made.sockets.mkdir(mode=0o700)
    if fault == "open to all":
        made.sockets.chmod(0o755)
    if fault == "somebody else's":
        if os.getuid() != 0:
            made.sockets.rmdir()
            pytest.skip("only root can make another user's folder")
        os.chown(made.sockets, 65533, 65533)
    try:
        with pytest.raises(postgres.PostgresError, match="is not a private folder"), postgres.running(data_dir, QUICK):
            pass
    finally:
        made.sockets.unlink() if made.sockets.is_symlink() else made.sockets.rmdir()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("postgresql.auto.conf", r"could not set up its roles.*\n.*unrecognized configuration parameter"),
        ("pg_hba.conf", r"(?s)did not start.*could not load .*pg_hba\.conf"),
    ],
)
def test_a_server_that_does_not_start_says_why(made: postgres.Cluster, data_dir: Path, file: str, message: str) -> None:
    good = (made.data / file).read_text()
    (made.data / file).write_text("nonsense = 1\n")
    with pytest.raises(postgres.PostgresError, match=message), postgres.running(data_dir, QUICK):
        pass
    (made.data / file).write_text(good)
