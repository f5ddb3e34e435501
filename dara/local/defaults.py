"""What a local run fills in where the environment says nothing: data folder, secret key, embedded database.

Used by manage.py and the supervisor. In production all of it comes from the environment, and nothing here is called.
"""

import contextlib
import os
import secrets
import signal
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from dara.local import postgres

CHECKOUT = Path(__file__).resolve().parents[2]


def data_dir() -> Path:
    """DARA_DATA_DIR, or `var/` in the checkout: the database, the collected static files, local secrets."""
    return Path(os.environ.get("DARA_DATA_DIR") or CHECKOUT / "var").absolute()


def public_role() -> str:
    """The name of the role that the public site connects as."""
    return os.environ.get("DARA_PUBLIC_ROLE") or postgres.PUBLIC


def is_own_machine(host: str) -> bool:
    """Return whether a host name or address leads nowhere but to the machine that asks."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def admin_password_file(folder: Path) -> Path:
    """Where a local run keeps the password of its user `admin`, readable by its owner only, until the user is given another."""
    return folder / "admin-password"


def kept_secret(path: Path, length: int) -> str:
    """The secret kept in a file (mode 0600), made of `length` random bytes on first use."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_urlsafe(length) + "\n")
    # a link fails when the name is taken: of two processes one wins, and no reader sees half a secret
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, path)
    unfinished.unlink()
    return path.read_text().strip()


def set_secret_key() -> None:
    """Gives a local run a secret key of its own, the same on every start."""
    if not os.environ.get("DARA_SECRET_KEY"):
        os.environ["DARA_SECRET_KEY"] = kept_secret(data_dir() / "secret-key", 48)


@contextlib.contextmanager
def embedded(folder: Path) -> Iterator[postgres.Cluster]:
    """The embedded server, running. Raises postgres.PostgresError."""
    if public_role() != postgres.PUBLIC:
        raise postgres.PostgresError(
            f"DARA_PUBLIC_ROLE is {public_role()!r}: the embedded PostgreSQL's public role is {postgres.PUBLIC}. "
            "Unset it, or name a server of your own in DATABASE_URL."
        )
    with postgres.running(folder) as cluster:
        yield cluster


@contextlib.contextmanager
def environment() -> Iterator[None]:
    """Fills in DATABASE_URL and DARA_SECRET_KEY where they are missing; the embedded server runs meanwhile.

    A SIGTERM becomes an ordinary exit, so that the server is released. Raises postgres.PostgresError.
    """
    if os.environ.get("DATABASE_URL"):
        yield  # a server of one's own: the rest has to be said as well
        return
    set_secret_key()
    role = public_role() if os.environ.get("DARA_SITE") == "public" else postgres.OWNER
    with exit_on_sigterm(), embedded(data_dir()) as cluster:
        os.environ["DATABASE_URL"] = cluster.url(role=role)
        # for `manage.py dbshell`, which runs psql
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(cluster.binaries.folder)])
        yield


@contextlib.contextmanager
def no_database() -> Iterator[None]:
    """Fills in what the settings ask for where a command uses no database: an address that is never opened, a key that signs nothing."""
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or "postgresql:///never_opened"
    os.environ["DARA_SECRET_KEY"] = os.environ.get("DARA_SECRET_KEY") or secrets.token_urlsafe(48)
    yield


@contextlib.contextmanager
def exit_on_sigterm() -> Iterator[None]:
    """Python ends without cleaning up on SIGTERM; here it raises SystemExit instead."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
