"""The server as its users share it: initialise the cluster on first use, start it, and stop it with the last user."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from dara.local.postgres.binaries import PostgresError
from dara.local.postgres.cluster import DATABASE, OWNER, PUBLIC, PUBLIC_CONNECTIONS, Cluster, locate, make_private_folder
from dara.local.postgres.process import (
    START_SECONDS,
    clear_leftovers,
    log_tail,
    server_process,
    start_server,
    stop_server,
    wait_until_ready,
)

SUPERUSER = "postgres"

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
ALTER ROLE {PUBLIC} CONNECTION LIMIT {PUBLIC_CONNECTIONS};
REVOKE {PUBLIC} FROM {OWNER} CASCADE;
GRANT {PUBLIC} TO {OWNER};
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO {OWNER};
"""
# In each database of its own: any role may take advisory locks unless that is taken away, and with those that the archive's rules take, or with as
# many as the server has room for, the public role could keep everybody from writing.
NO_ADVISORY_LOCKS = f"""\
DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname ~ '^pg_(try_)?advisory_(xact_)?lock' AND has_function_privilege('public', oid, 'EXECUTE') LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f); EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {OWNER}', f); END LOOP; END $$;
"""


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
                _release(cluster, users)
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
            _release(cluster, users)


def start_again(cluster: Cluster) -> None:
    """Starts the server of an open context anew, after it has ended by itself. Raises PostgresError."""
    with _locked(cluster):
        _ensure_running(cluster, is_set_up=True)


def is_running(cluster: Cluster) -> bool:
    """Whether the server's process is there (it may still be starting)."""
    return server_process(cluster) is not None


def _release(cluster: Cluster, users: int) -> None:
    """Gives up our share of the cluster; stops the server when nobody else holds one."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another user is there, and will do this
    else:
        stop_server(cluster)
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


def _ensure_running(cluster: Cluster, *, is_set_up: bool = False) -> None:
    """`is_set_up`: its roles are as they should be, as it has run a moment ago."""
    make_private_folder(cluster.sockets, cluster.runner)
    deadline = time.monotonic() + START_SECONDS
    found = server_process(cluster)
    if found and wait_until_ready(cluster, found, deadline):
        return  # a server that a killed user left behind, or that another user runs
    clear_leftovers(cluster)
    if not is_set_up:
        _initialise(cluster)
        _as_superuser(cluster, cluster.data, EACH_START + NO_ADVISORY_LOCKS, "set up its roles")
        _as_superuser(cluster, cluster.data, NO_ADVISORY_LOCKS, "set up its roles", database=DATABASE)
    if not wait_until_ready(cluster, start_server(cluster), deadline):
        raise PostgresError(f"PostgreSQL did not start. The end of its log:\n{log_tail(cluster)}")


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


def _as_superuser(cluster: Cluster, data: Path, statements: str, purpose: str, *, database: str = "template1") -> None:
    """Runs statements, one a line, on a data folder that no server runs on."""
    command = [cluster.binaries.program("postgres"), "--single", "-D", str(data)]
    for setting in ("exit_on_error=on", *cluster.settings):
        command += ["-c", setting]
    _must_succeed(cluster.runner.run([*command, database], input=statements), purpose)


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
