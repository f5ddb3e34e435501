"""The sites and commands as they run, and what the sites answer."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg

from dara.local import defaults, supervisor
from tests.faults.public_site import until
from tests.running_site import environment, free_ports

KEY = "a key for drills only: 0123456789 abcdefghijklmnopqrstuvwxyz"


class Answer(NamedTuple):
    """`status` is 0 where nobody answers."""

    status: int
    seconds: float
    body: bytes = b""
    headers: dict[str, str] = {}


def settings(folder: Path, url: str, site: str = "admin", **more: str) -> dict[str, str]:
    """The environment of a process."""
    return environment(folder) | {"DATABASE_URL": url, "DARA_SITE": site, "DARA_SECRET_KEY": KEY} | more


def command(*arguments: object) -> list[str]:
    return [sys.executable, "manage.py", *map(str, arguments)]


def manage(folder: Path, url: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """A command of manage.py, to its end. Fails with what it said."""
    done = subprocess.run(
        command(*arguments), cwd=defaults.CHECKOUT, env=settings(folder, url), capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done


def started(folder: Path, url: str, *arguments: object) -> subprocess.Popen[bytes]:
    """A command of manage.py that runs on, with its children in a group of their own."""
    return subprocess.Popen(
        command(*arguments),
        cwd=defaults.CHECKOUT,
        env=settings(folder, url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextlib.contextmanager
def served(folder: Path, url: str, site: str = "public", **more: str) -> Iterator[str]:
    """A site, at the address that this gives. `more`: of its environment."""
    with served_by(folder, url, site, **more) as (address, _):
        yield address


@contextlib.contextmanager
def served_by(folder: Path, url: str, site: str = "public", **more: str) -> Iterator[tuple[str, int]]:
    """The same, and the process that serves it, whose child answers."""
    port, _ = free_ports()
    with (folder / f"{site}-{port}.log").open("wb") as log:
        web = subprocess.Popen(
            supervisor.web_command(site, port),
            cwd=defaults.CHECKOUT,
            env=settings(folder, url, site, **more),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        address = f"http://{supervisor.HOST}:{port}"
        until(lambda: ask(address, "/healthz").status == 200)
        yield address, web.pid
    finally:
        web.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            web.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(web.pid, signal.SIGKILL)
        web.wait()


def ask(address: str, path: str, method: str = "GET", body: bytes | None = None, timeout: float = 30, **headers: str) -> Answer:
    """What a site answers; redirects are not followed. Headers by their names with underscores: content_type."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=timeout)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        content = answer.read()
        return Answer(answer.status, time.monotonic() - began, content, {k.lower(): v for k, v in answer.getheaders()})
    except (OSError, http.client.HTTPException):
        return Answer(0, time.monotonic() - began)
    finally:
        connection.close()


def percentile(seconds: list[float], share: float = 0.99) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


class Readers:
    """Who ask for pages, stored ones and others, until they are told to stop."""

    def __init__(self, site: str):
        self.site, self.answers, self._stop = site, [], threading.Event()
        self._thread = threading.Thread(target=self._read)

    def _read(self) -> None:
        while not self._stop.wait(0.05):
            for path in ("/", f"/search/?q=bail{len(self.answers)}", f"/statements/?q=court{len(self.answers)}"):
                self.answers.append(ask(self.site, path))

    def __enter__(self) -> list[Answer]:
        self._thread.start()
        return self.answers

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def worker_of(web: int) -> int:
    found: list[str] = []

    def is_there() -> bool:
        found[:] = subprocess.run(["pgrep", "-P", str(web)], capture_output=True, text=True, check=False).stdout.split()
        return bool(found)

    until(is_there)
    return int(found[-1])


def is_group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


# --- what the database holds ------------------------------------------------------------------------


def rows(url: str) -> dict[str, tuple[int, int]]:
    """The number of rows of each table, and a number made of all their contents: equal where all rows are."""
    with psycopg.connect(url) as connection:
        tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^dara_' ORDER BY 1"
        return {
            name: connection.execute(
                f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM "{name}" AS t'.encode()
            ).fetchone()
            for (name,) in connection.execute(tables).fetchall()
        }


def counts(url: str) -> dict[str, int]:
    return {name: number for name, (number, _) in rows(url).items()}
