"""`make run` with real processes: start, refusals, Ctrl-C with a request in flight, kills, and what is left afterwards."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres, supervisor
from dara.local.postgres.process import is_alive, server_process
from tests.local.runs import START_SECONDS, Run, answers, assert_database_stopped, assert_nothing_left, children_of, eventually, get

STAND_IN, DARA = "tests.local.stand_in", "dara.local.supervisor"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: the first start makes the archive, the others find it."""
    return tmp_path_factory.mktemp("run") / "with a space" / "var"


@pytest.fixture
def start(data_dir: Path, tmp_path: Path) -> Iterator:
    """Starts runs; whatever a failing test leaves running is ended."""
    runs: list[Run] = []

    def start(module: str = DARA, **arguments) -> Run:
        runs.append(Run(data_dir, tmp_path / f"run{len(runs)}.log", module, **arguments))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.interrupt(signal.SIGTERM)
            run.process.kill()
            run.process.wait()
    if data_dir.exists() and postgres.is_running(postgres.locate(data_dir)):
        with postgres.running(data_dir):
            pass


# --- the ordinary life ------------------------------------------------------------------------------


def test_start_serve_and_ctrl_c(start, data_dir: Path) -> None:
    first = not (data_dir / "admin-password").exists()
    run = start().until_ready()
    assert_it_said_what_is_where(run, first)
    assert_both_sites_serve(run)

    again = start()
    assert again.process.wait(60) == 1
    assert f"already running here: http://127.0.0.1:{run.port}/ (process {run.process.pid})" in again.said()
    assert get(run.port, "/healthz") == 200, "a second run disturbed the first"

    kill("database", run)
    family = run.family()
    assert_a_request_in_flight_is_finished(run)
    assert run.process.wait(60) == 0
    assert "Stopped." in run.said()
    assert "Traceback" not in run.said()
    assert_nothing_left(run, family)
    assert_database_stopped(run)


def assert_it_said_what_is_where(run: Run, first: bool) -> None:
    said = run.said()
    assert f"http://127.0.0.1:{run.port}/" in said
    assert f"http://127.0.0.1:{run.admin_port}/admin/" in said
    password = (run.data_dir / "admin-password").read_text().strip()
    assert (f"user admin, password {password} (shown this once; kept in " in said) is first
    assert f"kept in {run.data_dir}/admin-password" in said
    assert said.count("DARA_CONTACT is not set") == 1
    for secret in ("admin-password", "secret-key"):
        assert (run.data_dir / secret).stat().st_mode & 0o777 == 0o600


def assert_both_sites_serve(run: Run) -> None:
    assert get(run.port, "/healthz") == 200
    assert get(run.port, "/readyz") == 200, "the public role cannot read what it needs"
    assert get(run.port, "/") == 200
    # they are made while the sites serve
    assert eventually(lambda: answers(run.port, "/data/dara.sqlite"), START_SECONDS), "no downloads, or the public cannot read them"
    assert get(run.port, "/admin/") == 404, "the admin is on the public site"
    assert get(run.admin_port, "/admin/") == 302


def assert_a_request_in_flight_is_finished(run: Run) -> None:
    """The page waits for a table that psql has locked while Ctrl-C arrives, and is delivered after the lock is gone."""
    answers: list[int] = []
    with psycopg.connect(run.cluster().url()) as connection:
        connection.execute("LOCK TABLE dara_source IN ACCESS EXCLUSIVE MODE")
        reader = threading.Thread(target=lambda: answers.append(get(run.port, "/sources/")))
        reader.start()
        assert eventually(lambda: waiting_for_a_lock(run) == 1)
        run.process.send_signal(signal.SIGINT)
        assert eventually(lambda: "Stopping" in run.said())
        time.sleep(1)
        assert run.process.poll() is None, "did not wait for the request in flight"
        connection.rollback()
    reader.join(60)
    assert answers == [200]


def waiting_for_a_lock(run: Run) -> int:
    with psycopg.connect(run.cluster().url(role=postgres.SUPERUSER)) as connection:
        return connection.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()[0]


@pytest.mark.long_form
def test_sigint_stops_it_even_where_it_was_started_with_sigint_ignored(start) -> None:
    """As a background job of a shell is."""
    run = start(sigint=signal.SIG_IGN).until_ready()
    family = run.family()
    assert run.interrupt() == 0
    assert_nothing_left(run, family)
    assert_database_stopped(run)


@pytest.mark.long_form
def test_the_public_site_is_not_told_the_owners_address(start) -> None:
    run = start().until_ready()
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    environments = [Path(f"/proc/{pid}/environ").read_bytes().decode() for pid in run.webs()]
    public = next(text for text in environments if "DARA_SITE=public" in text)
    assert "dara_public@" in public
    assert "//dara@" not in public
    url = run.cluster().url(role="dara_public")
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM dara_original")
    assert run.interrupt(signal.SIGTERM) == 0


@pytest.mark.long_form
def test_the_database_stays_for_another_user(start, data_dir: Path) -> None:
    run = start().until_ready()
    with postgres.running(data_dir) as cluster:
        assert run.interrupt() == 0
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert_database_stopped(run)


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PORT", "ADMIN_PORT"])
def test_a_taken_port(start, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = start(**{name: str(port)})
        assert run.process.wait(60) == 1
    assert f"Port {port} is taken by another program. Choose another: {name}={port + 80} make run" in run.said()
    assert "Traceback" not in run.said()


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"PORT": "eight"}, "PORT is 'eight': it must be a port number"),
        ({"PORT": "8123", "ADMIN_PORT": "8123"}, "are both 8123"),
        ({"DATABASE_URL": "postgresql://x@/y"}, "set DARA_PUBLIC_DATABASE_URL"),
        ({"DARA_POSTGRES_BINDIR": "/nonexistent"}, "DARA_POSTGRES_BINDIR=/nonexistent has no initdb"),
        ({"DARA_PUBLIC_ROLE": "reader"}, "DARA_PUBLIC_ROLE is 'reader': the embedded PostgreSQL's public role is dara_public"),
    ],
)
def test_what_cannot_run_says_why(start, environment: dict[str, str], message: str) -> None:
    run = start(**environment)
    assert run.process.wait(60) == 1
    assert message in run.said()
    assert "Traceback" not in run.said()


def test_a_failing_step_shows_its_problem_and_stops_everything(start, data_dir: Path) -> None:
    run = start(DARA_CONTACT="not an address")
    assert run.process.wait(START_SECONDS) == 1
    assert "could not be prepared" in run.said()
    assert "DARA_CONTACT is 'not an address'" in run.said()
    assert_database_stopped(run)


def test_ctrl_c_while_it_is_still_preparing(start) -> None:
    run = start()
    assert eventually(lambda: "Migrating" in run.said(), START_SECONDS)
    assert run.interrupt() == 0
    assert "Traceback" not in run.said()
    assert_database_stopped(run)


# --- kills ------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
@pytest.mark.parametrize("whole_family", [pytest.param(False, marks=pytest.mark.long_form), True])
def test_kill_of_the_supervisor(start, whole_family: bool) -> None:
    """The webs go with it, even when they are killed in the same moment; the database stays, and the next run finds it."""
    run = start().until_ready()
    family = run.family()
    for pid in [run.process.pid, *(run.webs() if whole_family else [])]:
        os.kill(pid, signal.SIGKILL)
    run.process.wait()
    assert_nothing_left(run, family)
    assert postgres.is_running(run.cluster())
    following = start(module=STAND_IN).until_ready()
    assert get(following.port, "/readyz") == 200
    assert (run.data_dir / "admin-password").read_text().strip() not in following.said(), "a later run shows the password"
    assert following.interrupt() == 0
    assert_database_stopped(following)


@pytest.mark.parametrize("module", [STAND_IN, pytest.param(DARA, marks=pytest.mark.long_form)])
@pytest.mark.timeout(600)
def test_what_is_killed_is_back_without_a_person(start, module: str) -> None:
    """A worker, its granian, PostgreSQL; the time is in docs/reliability.md, as it is the machine's. What dies on and on ends the run."""
    run = start(module=module).until_ready()
    family = {*run.family()}
    for victim in ("worker", "web", "database"):
        kill(victim, run)
        family |= {*run.family()}
    said = run.said().split("Ctrl-C stops")[1]
    assert "The public site was killed by signal 9; it is started again." in said
    assert "The database server has ended; it is started again." in said

    while run.process.poll() is None:
        family |= {*run.family()}
        if web := run.web("public"):
            os.kill(web, signal.SIGKILL)
        time.sleep(0.1)
    assert run.process.returncode == 1
    assert (
        run.said()
        .rstrip()
        .splitlines()[-1]
        .startswith(
            "make run: The public site was killed by signal 9, after it had been started again 3 times within 30 seconds; everything else has been stopped"
        )
    )
    assert "Traceback" not in run.said().split("Ctrl-C stops")[1]
    assert_nothing_left(run, [*family])
    assert_database_stopped(run)


def kill(victim: str, run: Run) -> None:
    """Kill what serves the public site, and wait until the site is back."""
    web = run.web("public")
    assert web
    pid = {"worker": next(iter(children_of(web))), "web": web, "database": server_process(run.cluster())}[victim]
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    assert eventually(lambda: not is_alive(pid))
    if victim == "web":  # its worker answers for a moment longer
        assert eventually(lambda: run.web("public") not in (0, pid))
    assert eventually(lambda: answers(run.port, "/readyz"), START_SECONDS), f"the {victim} is not back"
    print(f"the {victim} is back after {time.monotonic() - began:.1f} s")
    assert answers(run.admin_port, "/readyz")
    assert run.process.poll() is None


# --- pure parts -------------------------------------------------------------------------------------


def test_the_supervisor_does_not_load_django() -> None:
    script = "import sys, dara.local.supervisor; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=defaults.CHECKOUT)


def test_what_ends_now_and_then_is_started_again_for_ever() -> None:
    seconds = iter(range(0, 6000, 11))
    restarts = supervisor.Restarts(clock=lambda: next(seconds))
    for _ in range(50):
        restarts.note("The public site", "ended")
        restarts.note("The database server", "has ended")
    at_once = supervisor.Restarts(clock=lambda: 0)
    for _ in range(3):
        at_once.note("The public site", "ended")
    with pytest.raises(supervisor.CannotRun, match="started again 3 times within 30 seconds"):
        at_once.note("The public site", "ended")
