"""Both sites as `make run` serves them, with the seeds, in a folder of their own: what browsers look at."""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dara.local import defaults, postgres, supervisor
from dara.local.child_processes import die_with_parent

START_SECONDS = 120  # on a busy machine; usually under ten


class Site(NamedTuple):
    """The two sites' addresses, the password of the curators' user “admin”, and the data directory."""

    public: str
    admin: str
    password: str
    data_dir: str


@contextlib.contextmanager
def shared_site(folder: Path, furnish: Callable[[Site], None]) -> Iterator[Site]:
    """The sites, for all test processes of a run, which name the same folder.

    The first process to ask starts them and calls `furnish`; it stops them once no other process uses them any more."""
    folder.mkdir(exist_ok=True)
    started = folder / "site.json"
    with (folder / "starting").open("w") as starting, (folder / "using").open("w") as using:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if started.exists():
            fcntl.flock(using, fcntl.LOCK_SH)
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield Site(*json.loads(started.read_text()))
            return
        with running_site(Path(tempfile.mkdtemp(dir=folder))) as site:
            furnish(site)
            started.write_text(json.dumps(site))
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield site
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(using, fcntl.LOCK_EX)
            started.unlink()


@contextlib.contextmanager
def running_site(data_dir: Path) -> Iterator[Site]:
    """The sites, for as long as this context is open. If we are killed, all of it stops too."""
    port, admin_port = free_ports()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = environment(data_dir) | {"PORT": str(port), "ADMIN_PORT": str(admin_port), "DARA_CONTACT": "corrections@example.org"}
    with _process([sys.executable, "-m", "dara.local.supervisor"], ours, data_dir / "run.log", (port, admin_port)):
        addresses = (f"http://{supervisor.HOST}:{each}" for each in (port, admin_port))
        yield Site(*addresses, defaults.admin_password_file(data_dir).read_text().strip(), str(data_dir))


@contextlib.contextmanager
def another_admin(site: Site, **settings: str) -> Iterator[Site]:
    """The same, with a second process of the admin, which has these settings: another_admin(site, DARA_TWO_PERSONS="1"). Sessions are those of both."""
    port, _ = free_ports()
    data_dir = Path(site.data_dir)
    url, key = postgres.locate(data_dir).url(), (data_dir / "secret-key").read_text().strip()
    ours = environment(data_dir) | {"DARA_SITE": "admin", "DATABASE_URL": url, "DARA_SECRET_KEY": key, "DARA_BASE_URL": site.public}
    with _process(supervisor.web_command("admin", port), ours | settings, data_dir / f"admin-{port}.log", (port,)):
        yield site._replace(admin=f"http://{supervisor.HOST}:{port}")


def environment(data_dir: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DARA_", "DATABASE_"))}
    return ours | {"DARA_DATA_DIR": str(data_dir)}


@contextlib.contextmanager
def _process(command: list[str], ours: dict[str, str], log: Path, ports: Iterable[int]) -> Iterator[None]:
    """A process that serves, once it is ready."""
    parent = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
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
        while not all(map(_is_ready, ports)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The site did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield
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
