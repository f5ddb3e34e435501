"""A cluster whose server or user is killed serves the next one."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres
from dara.local.postgres.process import is_alive
from tests.local.postgres.clusters import QUICK, ask, assert_stopped, eventually, postmaster, spawn_user, start_user


@pytest.mark.long_form
def test_kill_of_the_server(data_dir: Path) -> None:
    with postgres.running(data_dir, QUICK) as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
            os.kill(postmaster(cluster), signal.SIGKILL)
        # at once, while its children may still be there
        with postgres.running(data_dir, QUICK) as again:
            assert ask(again.url(), "SELECT answer FROM kept") == 42
    assert_stopped(cluster)


def test_kill_of_the_server_with_a_query_in_flight(data_dir: Path) -> None:
    """A backend in the middle of a query outlives its postmaster for a while and blocks a new one."""
    with postgres.running(data_dir, QUICK) as cluster:
        busy = psycopg.connect(cluster.url())
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000)")
        busy.pgconn.flush()
        assert eventually(lambda: ask(cluster.url(), "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'") == 2)
        os.kill(postmaster(cluster), signal.SIGKILL)
        with postgres.running(data_dir, QUICK) as again:
            assert ask(again.url(), "SELECT 1") == 1
        busy.close()
    assert_stopped(cluster)


def test_kill_of_the_only_user_leaves_a_server_that_the_next_one_takes_over(data_dir: Path, users) -> None:
    user, _ = start_user(users, data_dir)
    user.kill()
    user.wait()
    orphan = postmaster(postgres.locate(data_dir))
    with postgres.running(data_dir, QUICK) as cluster:
        assert postmaster(cluster) == orphan
        assert ask(cluster.url(), "SELECT 1") == 1
    assert_stopped(cluster)


def test_kill_in_the_middle_of_the_first_start(data_dir: Path, users) -> None:
    first = spawn_user(data_dir)
    users.append(first)
    assert eventually(lambda: list(data_dir.glob("unfinished-*")))
    first.kill()
    first.wait()
    with postgres.running(data_dir, QUICK) as cluster:
        assert ask(cluster.url(), "SELECT current_database()") == "dara"


def test_stale_lock_files_that_name_another_program(made: postgres.Cluster, data_dir: Path) -> None:
    """After a crash and a restart of the machine, the numbers in the lock files may belong to anybody."""
    stranger = str(os.getpid())
    (made.data / "postmaster.pid").write_text(f"{stranger}\n{made.data}\n0\n5432\n{made.sockets}\n\n\n")
    made.sockets.mkdir(mode=0o700)
    made.runner.own(made.sockets)
    (made.sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger}\n")
    with postgres.running(data_dir, QUICK) as cluster:
        assert ask(cluster.url(), "SELECT 1") == 1


@pytest.mark.long_form
def test_a_data_folder_deleted_under_a_running_server(data_dir: Path, users) -> None:
    user, _ = start_user(users, data_dir)
    user.kill()
    user.wait()
    cluster = postgres.locate(data_dir)
    orphan = postmaster(cluster)
    cluster.data.rename(data_dir / "deleted")
    shutil.rmtree(data_dir / "deleted")
    with postgres.running(data_dir, QUICK) as fresh:
        assert postmaster(fresh) != orphan
        assert not is_alive(orphan)
        assert ask(fresh.url(), "SELECT current_database()") == "dara"


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long_form)])
def test_a_command_that_is_stopped_releases_the_database(data_dir: Path, number: int) -> None:
    """manage.py starts the server where DATABASE_URL is unset; SIGTERM would end Python without cleaning up."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DARA_DATA_DIR")}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", "print('up', flush=True); import time; time.sleep(100)"],
        cwd=defaults.CHECKOUT,
        env=kept | {"DARA_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job starts with it ignored
    )
    assert process.stdout
    while "up" not in process.stdout.readline():
        assert process.poll() is None
    assert postgres.is_running(postgres.locate(data_dir))
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert_stopped(postgres.locate(data_dir))
