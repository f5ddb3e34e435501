"""Runs of `make run`, and what is left of them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dara.local import defaults, postgres
from dara.local.postgres.process import is_alive
from tests.running_site import free_ports

START_SECONDS = 120  # on a busy machine; usually under ten


class Run:
    """A `make run` (without make) on ports of its own."""

    def __init__(
        self, data_dir: Path, log: Path, module: str, sigint: signal.Handlers = signal.SIG_DFL, **environment: str
    ) -> None:
        self.data_dir, self.log = data_dir, log
        self.port, self.admin_port = free_ports()
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("DARA_", "DATABASE_")) or k == "DARA_POSTGRES_BINDIR"}
        ours |= {"DARA_DATA_DIR": str(data_dir), "PORT": str(self.port), "ADMIN_PORT": str(self.admin_port)} | environment
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=defaults.CHECKOUT,
                env=ours,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: signal.signal(signal.SIGINT, sigint),
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def until_ready(self) -> "Run":
        assert eventually(lambda: "Ctrl-C stops" in self.said() or self.process.poll() is not None, START_SECONDS)
        assert self.process.poll() is None, self.said()
        return self

    def webs(self) -> dict[int, str]:
        """The process ids of the two granians, with their commands."""
        return {pid: command for pid, command in children_of(self.process.pid).items() if "granian" in command}

    def web(self, site: str) -> int:
        """The process id of a site's granian; 0 while there is none."""
        port = f"--port {self.port if site == 'public' else self.admin_port} "
        return next((pid for pid, command in self.webs().items() if port in command), 0)

    def family(self) -> list[int]:
        """The supervisor, the webs and their workers."""
        webs = list(self.webs())
        return [self.process.pid, *webs, *(pid for web in webs for pid in children_of(web))]

    def cluster(self) -> postgres.Cluster:
        return postgres.locate(self.data_dir)

    def interrupt(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


def eventually(condition, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def get(port: int, path: str, timeout: float = 60) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def answers(port: int, path: str) -> bool:
    try:
        return get(port, path) == 200
    except (OSError, http.client.HTTPException):
        return False


def children_of(parent: int) -> dict[int, str]:
    """The process ids of its children, with their commands. One `ps` for all: a busy machine has hundreds of processes."""
    table = subprocess.run(["ps", "-ww", "-axo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in table.splitlines())
    return {int(pid): command for pid, of, command in rows if int(of) == parent}


def assert_nothing_left(run: Run, family: list[int]) -> None:
    assert eventually(lambda: not any(is_alive(pid) for pid in family)), "a process was left running"
    for port in (run.port, run.admin_port):
        with pytest.raises(ConnectionRefusedError):
            get(port, "/healthz")


def assert_database_stopped(run: Run) -> None:
    cluster = run.cluster()
    assert not postgres.is_running(cluster)
    assert not cluster.sockets.exists()
