"""Both sites as `make run` serves them, with the seeds, in a folder of their own: what browsers look at."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dara.local import defaults, supervisor
from dara.local.child_processes import die_with_parent

START_SECONDS = 120  # on a busy machine; usually under ten


class Site(NamedTuple):
    """The two sites' addresses, and the password of the curators' user “admin”."""

    public: str
    admin: str
    password: str


@contextlib.contextmanager
def running_site(data_dir: Path) -> Iterator[Site]:
    """The sites, for as long as this context is open. If we are killed, all of it stops too."""
    port, admin_port = free_ports()
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DARA_", "DATABASE_"))}
    ours |= {"DARA_DATA_DIR": str(data_dir), "PORT": str(port), "ADMIN_PORT": str(admin_port)}
    ours |= {"DARA_CONTACT": "corrections@example.org"}
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = data_dir / "run.log"
    parent = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dara.local.supervisor"],
            cwd=defaults.CHECKOUT,
            env=ours,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not (_is_ready(port) and _is_ready(admin_port)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The site did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        addresses = (f"http://{supervisor.HOST}:{each}" for each in (port, admin_port))
        yield Site(*addresses, defaults.admin_password_file(data_dir).read_text().strip())
    finally:
        process.terminate()
        process.wait()


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind((supervisor.HOST, 0))
        two.bind((supervisor.HOST, 0))
        return one.getsockname()[1], two.getsockname()[1]


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(supervisor.HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
