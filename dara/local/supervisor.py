"""What `make run` runs: the database, the import, and both sites, until Ctrl-C.

It stops in the opposite order: the webs first, which finish the requests that they are answering, then the database,
unless somebody else still uses it. What ends by itself is started again; what does so again and again takes everything down, with a message
and exit status 1.

Standard library only; Django runs in child processes, each site with its own database address.
"""

import contextlib
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dara.local import defaults, postgres
from dara.local.child_processes import die_with_parent
from dara.local.secret_files import SecretFileError, read_secret_files

HOST = "127.0.0.1"
ANSWER_SECONDS = 60  # for a site to answer after its start
NO_CONTACT = "DARA_CONTACT is not set: the about page names nobody who runs this copy, and no address for corrections."
# Requests that a site's process works on at once. Few of the public site's need the database; with as many threads as busy connections, pages
# from memory have half again the pace that they have with four. Each of the admin's has one of the pool's connections (dara/wsgi.py).
THREADS = {"public": 16, "admin": 8}
FINISH_SECONDS = 20  # for the requests in flight after Ctrl-C
# So often within so many seconds is a process started again that ends by itself. What fails at once, each time, is not mended by trying on.
MOST_RESTARTS, RESTART_SECONDS = 3, 30


class CannotRun(Exception):
    """Why the archive cannot be run, or no longer runs, and what to do."""


@dataclass(frozen=True)
class Ports:
    public: int
    admin: int


@dataclass(frozen=True)
class Database:
    """The addresses of the database for the two roles. `alive` says whether a server of our own still runs, `start_again` starts it."""

    owner: str
    public: str
    described: str
    alive: Callable[[], bool] = lambda: True
    start_again: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Web:
    name: str
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes]


def main() -> int:
    """Runs until Ctrl-C or SIGTERM (0) or until something fails (1)."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        read_secret_files()
        run()
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    except (CannotRun, SecretFileError, postgres.PostgresError) as problem:
        print(f"\nmake run: {problem}", file=sys.stderr, flush=True)
        return 1
    return 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def run() -> None:
    data_dir = defaults.data_dir()
    ports = Ports(_port("PORT", "8000"), _port("ADMIN_PORT", "8001"))
    if ports.public == ports.admin:
        raise CannotRun(f"PORT and ADMIN_PORT are both {ports.public}. Give them different numbers.")
    with only_one(data_dir, ports):
        _require_free("PORT", ports.public)
        _require_free("ADMIN_PORT", ports.admin)
        with database(data_dir) as base:
            say(f"Database: {base.described}")
            if not os.environ.get("DARA_CONTACT"):
                say(NO_CONTACT)
            had_password = defaults.admin_password_file(data_dir).exists()
            prepare(base, ports)
            with serving(base, ports) as webs:
                wait_until_answering(webs)
                print(banner(data_dir, ports, show_password=not had_password), flush=True)
                with making_downloads(base, ports):
                    watch(webs, base)


def say(text: str) -> None:
    print(text, flush=True)


# --- before anything starts -------------------------------------------------------------------------


def _port(name: str, default: str) -> int:
    value = os.environ.get(name) or default
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise CannotRun(f"{name} is {value!r}: it must be a port number, 1 to 65535.")
    return int(value)


@contextlib.contextmanager
def only_one(data_dir: Path, ports: Ports) -> Iterator[None]:
    """One run at a time on a data folder. The kernel drops the lock of a run that is killed."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data_dir / "run.lock").open("a+") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(
                f"The archive is already running here: {lock.read().strip() or 'it is just starting'}. "
                "Open it, or stop it with Ctrl-C in its terminal."
            ) from None
        lock.truncate(0)
        lock.write(f"http://{HOST}:{ports.public}/ (process {os.getpid()})\n")
        lock.flush()
        yield


def _require_free(name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was in use a moment ago is free
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "taken by another program" if error.errno == errno.EADDRINUSE else f"not to be had ({error.strerror})"
            raise CannotRun(f"Port {port} is {why}. Choose another: {name}={port + 80} make run") from error


# --- the database -----------------------------------------------------------------------------------


@contextlib.contextmanager
def database(data_dir: Path) -> Iterator[Database]:
    """The server that DATABASE_URL names, or the embedded one."""
    owner = os.environ.get("DATABASE_URL")
    if owner:
        public = os.environ.get("DARA_PUBLIC_DATABASE_URL")
        if not public:
            raise CannotRun(
                "DATABASE_URL is set, and the public site needs an address of its own: set DARA_PUBLIC_DATABASE_URL to the "
                f"same database with the role {defaults.public_role()} (`manage.py public_role` makes it, with the password in "
                "DARA_PUBLIC_PASSWORD). Or unset DATABASE_URL to run on the embedded PostgreSQL."
            )
        yield Database(owner, public, "the one in DATABASE_URL")
        return
    with defaults.embedded(data_dir) as cluster:
        yield Database(
            owner=cluster.url(),
            public=cluster.url(role=defaults.public_role()),
            described=f"PostgreSQL {cluster.binaries.version} in {_short(cluster.data)}",
            alive=lambda: postgres.is_running(cluster),
            start_again=lambda: postgres.start_again(cluster),
        )


def _environment(site: str, url: str, ports: Ports) -> dict[str, str]:
    """What a child process is told: its site and that site's database address, not the other's."""
    defaults.set_secret_key()
    environment = os.environ | {"DARA_SITE": site, "DATABASE_URL": url}
    environment.setdefault("DARA_BASE_URL", f"http://{HOST}:{ports.public}")
    for name in ("DARA_SECRET_KEY", "DARA_PUBLIC_DATABASE_URL", "DARA_PUBLIC_PASSWORD") if site == "public" else ():
        environment.pop(name, None)
    return environment


# --- preparing --------------------------------------------------------------------------------------


def prepare(base: Database, ports: Ports) -> None:
    """Brings the database and the static files up to date, in one process. Raises CannotRun when that fails."""
    process = _child([sys.executable, "manage.py", "prepare"], _environment("admin", base.owner, ports))
    try:
        process.wait()
    finally:
        _kill_group(process)
    if process.returncode != 0:
        raise CannotRun("The archive could not be prepared (see above). Mend that, then run `make run` again.")


# --- serving ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(base: Database, ports: Ports) -> Iterator[list[Web]]:
    """Both sites, running for as long as this context is open."""
    webs: list[Web] = []
    try:
        webs.append(_start_web("public", ports.public, _environment("public", base.public, ports)))
        webs.append(_start_web("admin", ports.admin, _environment("admin", base.owner, ports)))
        yield webs
    finally:
        stop(webs)


@contextlib.contextmanager
def making_downloads(base: Database, ports: Ports) -> Iterator[None]:
    """What `/data/` offers is made meanwhile: of a large archive that takes minutes, and the sites need not wait for it."""
    command = [sys.executable, "manage.py", "build_downloads", "--verbosity=0"]
    process = _child(command, _environment("admin", base.owner, ports))
    try:
        yield
    finally:
        _kill_group(process)  # what it made is put in place in one step, or not at all


def web_command(site: str, port: int) -> list[str]:
    """The command that serves a site, in an environment that names the same."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    # granian warns of that many threads at each start: of what is meant. It starts a worker again that was killed, while requests wait.
    command += [
        "--workers",
        "1",
        "--respawn-failed-workers",
        "--blocking-threads",
        str(THREADS[site]),
        "--no-ws",
        "--log-level",
        "error",
    ]
    return [*command, "--workers-kill-timeout", str(FINISH_SECONDS), "dara.wsgi:application"]


def _start_web(site: str, port: int, environment: dict[str, str]) -> Web:
    return Web(site, port, environment, _child(web_command(site, port), environment))


def wait_until_answering(webs: list[Web]) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    for web in webs:
        while not _answers(web):
            _require_alive(web)
            if time.monotonic() > deadline:
                raise CannotRun(f"The {web.name} site did not answer on port {web.port} within {ANSWER_SECONDS} seconds.")
            time.sleep(0.05)


def _answers(web: Web) -> bool:
    connection = http.client.HTTPConnection(HOST, web.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if status != 200:
        raise CannotRun(
            f"The {web.name} site answers http://{HOST}:{web.port}/healthz with status {status}. What it said is above."
        )
    return True


def _require_alive(web: Web) -> None:
    if how := _end_of(web):
        raise CannotRun(
            f"The {web.name} site {how}; everything else has been stopped too. What it said is above; run `make run` again."
        )


def _end_of(web: Web) -> str | None:
    """How its process ended; None while it runs."""
    status = web.process.poll()
    if status is None:
        return None
    return f"was killed by signal {-status}" if status < 0 else f"ended with exit status {status}"


def watch(webs: list[Web], base: Database) -> None:
    """Starts again what ends by itself. Returns never: Ctrl-C interrupts it, and it raises CannotRun when starting again does not help."""
    restarts = Restarts()
    while True:
        for number, web in enumerate(webs):
            if how := _end_of(web):
                restarts.note(f"The {web.name} site", how)
                _kill_group(web.process)  # its worker has the port
                webs[number] = _start_web(web.name, web.port, web.environment)
        if not base.alive():
            restarts.note("The database server", "has ended")
            base.start_again()
        time.sleep(0.25)


class Restarts:
    """What was started again of late, and when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: dict[str, list[float]] = {}

    def note(self, what: str, how: str) -> None:
        """Says that it is started again. Raises CannotRun where that was done too often."""
        now = self._clock()
        recent = [each for each in self._times.get(what, []) if now - each < RESTART_SECONDS]
        if len(recent) >= MOST_RESTARTS:
            raise CannotRun(
                f"{what} {how}, after it had been started again {MOST_RESTARTS} times within {RESTART_SECONDS} seconds; "
                "everything else has been stopped too. What it said is above; run `make run` again."
            )
        self._times[what] = [*recent, now]
        say(f"{what} {how}; it is started again.")


def stop(webs: list[Web]) -> None:
    """Ends the webs. They finish the requests in flight first; a second Ctrl-C ends them at once."""
    if any(web.process.poll() is None for web in webs):
        say("\nStopping; requests in flight are finished first (Ctrl-C again: at once) …")
    deadline = time.monotonic() + FINISH_SECONDS
    try:
        for web in webs:
            web.process.terminate()
        for web in webs:
            with contextlib.suppress(subprocess.TimeoutExpired):
                web.process.wait(max(0.0, deadline - time.monotonic()))
    finally:
        for web in webs:
            _kill_group(web.process)


def banner(data_dir: Path, ports: Ports, *, show_password: bool) -> str:
    """What is where. The password is shown by the run that made it, and by no later one: terminals are recorded, and looked at."""
    password = defaults.admin_password_file(data_dir)
    login = "user admin, with the password that you gave it (`manage.py changepassword admin` gives it another)"
    if password.exists():
        login = f"user admin, with the password kept in {_short(password)}"
        if show_password:
            login = f"user admin, password {password.read_text().strip()} (shown this once; kept in {_short(password)})"
    return (
        f"\n  The archive   http://{HOST}:{ports.public}/\n"
        f"  The admin     http://{HOST}:{ports.admin}/admin/\n"
        f"                log in with {login}\n\n"
        "  Ctrl-C stops everything, the database too.\n"
    )


def _short(path: Path) -> str:
    return str(path.relative_to(defaults.CHECKOUT)) if path.is_relative_to(defaults.CHECKOUT) else str(path)


# --- child processes --------------------------------------------------------------------------------


def _child(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own, so that Ctrl-C on the terminal reaches us alone and we stop it in order.

    On Linux it is told to stop when we are killed.
    """
    parent = os.getpid()
    return subprocess.Popen(
        command,
        cwd=defaults.CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(parent),
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of a child and of its own children (a web's worker outlives a killed web)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: a group of zombies alone
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    sys.exit(main())
