"""The server's operating-system processes: start one, wait for it, find it again after a crash, and end it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dara.local.postgres.binaries import PostgresError, clean_environment
from dara.local.postgres.cluster import PORT, Cluster, first_line, is_private_folder

START_SECONDS = 120  # crash recovery after a kill may take this long
STOP_SECONDS = 30  # for a fast shutdown; afterwards an immediate one, which is safe but recovers at the next start
LEFTOVER_SECONDS = 20  # for the children of a killed postmaster to end

SETTINGS = ["log_checkpoints=off", "max_connections=60"]
if sys.platform == "linux":  # after a kill, one call for all of its files: to open and sync each of a thousand took seconds
    SETTINGS.append("recovery_init_sync_method=syncfs")
# Its log: a file for each day of the week, written anew after a week. Errors are one line each: details and statements repeat what rows say.
LOG_SETTINGS = (
    "logging_collector=on",
    "log_directory=log",
    "log_filename=%a.log",
    "log_rotation_age=1d",
    "log_rotation_size=0",
    "log_truncate_on_rotation=on",
    "log_line_prefix=%m [%p] %q%u@%d ",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)
LAST_WORDS_SECONDS = 2
WEEK_SECONDS = 6.5 * 24 * 3600

# --- starting ---------------------------------------------------------------------------------------


def start_server(cluster: Cluster) -> int:
    """Starts the server and returns its process id.

    The shell in between ends at once: the server is nobody's child, in a session of its own, so that Ctrl-C on
    the terminal does not reach it and it cannot become a zombie of the process that happened to start it.
    """
    options = [f"unix_socket_directories={cluster.sockets}", "unix_socket_permissions=0700", "listen_addresses=", f"port={PORT}"]
    command = [*cluster.runner.prefix, cluster.binaries.program("postgres"), "-D", str(cluster.data)]
    for setting in (*options, *SETTINGS, *LOG_SETTINGS, *cluster.settings):
        command += ["-c", setting]
    account = cluster.runner.account
    drop: dict = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    _remove_old_logs(cluster)
    with cluster.log.open("wb") as log:  # what is said before it writes to its log folder
        shell = subprocess.run(
            ["/bin/sh", "-c", '"$@" 1>&2 & echo $!', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            check=True,
            **drop,
        )
    return int(shell.stdout)


def wait_until_ready(cluster: Cluster, pid: int, deadline: float) -> bool:
    """True when the server answers, False when its process has ended. Raises PostgresError after the deadline."""
    probe = [cluster.binaries.program("pg_isready"), "-q", "-h", str(cluster.sockets), "-p", PORT, "-d", "postgres"]
    while time.monotonic() < deadline:
        if subprocess.run(probe, env=clean_environment(), check=False).returncode == 0:
            return True
        if not is_alive(pid):
            return False
        time.sleep(0.03)
    raise PostgresError(
        f"PostgreSQL (process {pid}) did not answer within {START_SECONDS} seconds. The end of its log:\n{log_tail(cluster)}"
    )


def log_tail(cluster: Cluster) -> str:
    """The last lines of what it said at its start, and of its log, with the files' names."""
    _wait_for_end(servers_of(cluster), LAST_WORDS_SECONDS)  # the process that writes the log is the last to end
    newest = sorted(_logs(cluster), key=lambda path: path.stat().st_mtime)[-1:]
    found = [(path, path.read_text(errors="replace").splitlines()) for path in (cluster.log, *newest)]
    return "\n".join("\n".join([f"{path}:", *lines[-10:]]) for path, lines in found if lines)


def _remove_old_logs(cluster: Cluster) -> None:
    """A server that was down when a day's file was to be written anew would go on with last week's."""
    for path in _logs(cluster):
        if time.time() - path.stat().st_mtime > WEEK_SECONDS:
            path.unlink()


def _logs(cluster: Cluster) -> list[Path]:
    return list(cluster.log_folder.glob("*.log"))


# --- what a killed process leaves behind ------------------------------------------------------------


def server_process(cluster: Cluster) -> int | None:
    """The process id of the server that runs on the data folder, or None.

    After a crash postmaster.pid is stale, and its number may belong to another program by now.
    """
    pid = number(first_line(cluster.data / "postmaster.pid"))
    return pid if pid and pid in servers_of(cluster, pid) else None


def clear_leftovers(cluster: Cluster) -> None:
    """Ends what is left of a killed server and removes its stale lock files. Only called when no server runs."""
    socket_lock = cluster.sockets / f".s.PGSQL.{PORT}.lock"
    lingering = {number(first_line(socket_lock))} & set(_all_servers()) if socket_lock.exists() else set()
    # children of a killed postmaster, and a server whose data folder was deleted under it: nobody can use them any more
    _end_processes([*servers_of(cluster), *(pid for pid in lingering if pid)])
    # each lock may name a number that another program has been given since, and PostgreSQL would then not start
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    remove_sockets(cluster)


def remove_sockets(cluster: Cluster) -> None:
    for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
        (cluster.sockets / name).unlink(missing_ok=True)


def _end_processes(pids: Sequence[int]) -> None:
    for kill, seconds in ((signal.SIGQUIT, LEFTOVER_SECONDS), (signal.SIGKILL, LEFTOVER_SECONDS)):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, kill)
        if _wait_for_end(pids, seconds):
            return
    raise PostgresError(
        f"What is left of an earlier PostgreSQL does not end: processes {', '.join(map(str, pids))}. End them, then try again."
    )


def servers_of(cluster: Cluster, *asked: int) -> list[int]:
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
        return first_line(Path(f"/proc/{pid}/comm"))
    answer = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()).name or None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = first_line(Path(f"/proc/{pid}/stat")) if sys.platform == "linux" else None
    return not (state and state.rpartition(")")[2].split()[0] == "Z")  # a zombie has ended


def _wait_for_end(pids: Sequence[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


# --- stopping ---------------------------------------------------------------------------------------


def stop_server(cluster: Cluster) -> None:
    """Fast shutdown: open transactions are rolled back, and what was committed is on disk. Removes the socket folder."""
    pid = server_process(cluster)
    if pid:
        os.kill(pid, signal.SIGINT)
        if not _wait_for_end([pid], STOP_SECONDS):
            _end_processes([pid])
    if is_private_folder(cluster.sockets, cluster.runner):  # or it was refused, and is not ours to touch
        remove_sockets(cluster)  # of a killed server; one that stops in order has done so
        cluster.sockets.rmdir()
