"""Clusters of the tests' own, and processes that use them."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg

from dara.local import defaults, postgres
from dara.local.postgres.process import server_process, servers_of

QUICK = ("fsync=off",)

# A process that uses the cluster until its standard input ends (or it is killed).
USER = """
import sys
from pathlib import Path
from dara.local import postgres
with postgres.running(Path(sys.argv[1]), ("fsync=off",)) as cluster:
    print(cluster.url(), flush=True)
    sys.stdin.read()
"""


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
