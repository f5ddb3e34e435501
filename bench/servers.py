"""The servers that are measured, on a processor core of their own, each for as long as a context is open.

Large archives are kept in var/bench/, one folder for each number of statements with a database cluster of its own, and made anew when the
generator or the tables change."""

import contextlib
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from dara.local import defaults, postgres, supervisor
from dara.local.child_processes import die_with_parent

START_SECONDS = 60
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
CLIENT, SERVER = (CORES[0], CORES[1]) if len(CORES) > 1 else (None, None)
FOLDER = defaults.data_dir() / "bench"


class BenchError(Exception):
    """Why something cannot be measured, and what to do."""


# --- processor cores ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """What is started meanwhile runs on that core alone; None leaves it to the system."""
    before = os.sched_getaffinity(0) if core is not None else set()
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        if core is not None:
            os.sched_setaffinity(0, before)


def pinned() -> str:
    """A sentence on what runs where."""
    if CLIENT is None:
        return "Client and servers share the processor: it has one core, or the system cannot pin processes."
    return "The client has one core, the servers have another one."


# --- archives -----------------------------------------------------------------------------------------------


def archive(statements: int) -> Path:
    """The data folder of an archive of that many statements, which is made where there is none. Raises BenchError."""
    folder = FOLDER / str(statements)
    complete = folder / "complete"
    if not complete.exists() or complete.read_text() != _version():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Making an archive of {statements:,} statements in {folder} …", file=sys.stderr, flush=True)
        run(folder, [sys.executable, "-m", "bench.large_archive", str(statements)])
        run(folder, [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"])
        complete.write_text(_version())
    return folder


def sqlite_file(folder: Path) -> Path:
    """The public SQLite file of an archive, as its downloads have it."""
    path = folder / "dara.sqlite"
    if not path.exists():
        code = f"from pathlib import Path; from dara.archive import sqlite; sqlite.write(Path({str(path) + '.unfinished'!r}), {{}})"
        run(folder, [sys.executable, "manage.py", "shell", "--no-imports", "-c", code])
        path.with_name(f"{path.name}.unfinished").replace(path)
    return path


def run(folder: Path, command: list[str]) -> None:
    """Run a command of the project on the archive in that folder. Raises BenchError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if subprocess.run(command, cwd=defaults.CHECKOUT, env=environment(folder), check=False).returncode:
        raise BenchError(f"{' '.join(command[1:4])} failed; what it said is above. Remove {folder} to begin again.")


def environment(folder: Path, **names: str) -> dict[str, str]:
    """The environment of a child that works on the archive in that folder, and on nothing else."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DARA_", "DATABASE_"))}
    return ours | {"DARA_DATA_DIR": str(folder)} | names


def _version() -> str:
    """A digest of what decides what is in an archive."""
    paths = [*(Path(__file__).parent / "large_archive").glob("*.py"), *(defaults.CHECKOUT / "dara" / "migrations").glob("*.*")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paths) if path.is_file())).hexdigest()


# --- servers ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def database(folder: Path) -> Iterator[postgres.Cluster]:
    """The cluster of an archive, running."""
    with contextlib.ExitStack() as stack:
        with on_core(SERVER):
            cluster = stack.enter_context(postgres.running(folder))
        yield cluster


@contextlib.contextmanager
def site(folder: Path, cluster: postgres.Cluster, **names: str) -> Iterator[str]:
    """The public site, as `make run` starts it; `names` are further names of its environment. Yields its address."""
    port = free_port()
    address = f"http://{supervisor.HOST}:{port}"
    names |= {
        "DARA_SITE": "public",
        "DATABASE_URL": cluster.url(role=postgres.PUBLIC),
        "DARA_SECRET_KEY": "of a site that is measured, for its own hour",
    }
    with _server(
        supervisor.web_command("public", port), environment(folder, DARA_BASE_URL=address, **names), port, folder / "site.log"
    ):
        yield address


@contextlib.contextmanager
def datasette(folder: Path) -> Iterator[str]:
    """Datasette, with its own defaults, on the public SQLite file."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        "-i",
        str(sqlite_file(folder)),
        "--host",
        supervisor.HOST,
        "--port",
        str(port),
    ]
    with _server(command, environment(folder), port, folder / "datasette.log"):
        yield f"http://{supervisor.HOST}:{port}/dara"


@contextlib.contextmanager
def nginx(program: str, folder: Path, pages: dict[str, bytes], encoding: str) -> Iterator[str]:
    """nginx with one worker, which serves `pages` (name: compressed bytes) from files."""
    port = free_port()
    root = folder / "nginx"
    shutil.rmtree(root, ignore_errors=True)
    (root / "pages").mkdir(parents=True)
    for name, body in pages.items():
        (root / "pages" / name).write_bytes(body)
    temporary = "".join(f"{kind}_temp_path {root}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (root / "nginx.conf").write_text(
        f"""daemon off; worker_processes 1; pid {root}/pid; {"user root;" if os.geteuid() == 0 else ""}
        events {{ worker_connections 256; }}
        http {{ access_log off; {temporary} sendfile on; tcp_nopush on; keepalive_requests 100000000;
            open_file_cache max=100; open_file_cache_valid 1h; default_type "text/html; charset=utf-8";
            server {{ listen {supervisor.HOST}:{port}; root {root}/pages;
                add_header Content-Encoding {encoding}; add_header Vary Accept-Encoding; }} }}"""
    )
    command = [program, "-e", f"{root}/error.log", "-p", str(root), "-c", f"{root}/nginx.conf"]
    with _server(command, dict(os.environ), port, root / "nginx.log"):
        yield f"http://{supervisor.HOST}:{port}"


@contextlib.contextmanager
def _server(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """A server in a session of its own, on the servers' core. Whatever ends us ends it. Raises BenchError where it does not answer."""
    parent = os.getpid()
    with log.open("ab") as output, on_core(SERVER):
        process = subprocess.Popen(
            command,
            cwd=defaults.CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"{command[0]} did not start; what it said is in {log}.")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(supervisor.HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def free_port() -> int:
    with socket.socket() as one:
        one.bind((supervisor.HOST, 0))
        return one.getsockname()[1]


def drain(cluster: postgres.Cluster) -> None:
    """Wait until the database works for nobody: what a client has left behind is answered to the end."""
    with psycopg.connect(cluster.url(role=postgres.SUPERUSER)) as connection:  # others do not see what sessions are at
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            busy = connection.execute(
                "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()"
            ).fetchall()
            if not busy:
                return
            connection.rollback()
            time.sleep(0.05)
