"""PostgreSQL is away, or frozen: stored pages are given, others are refused at once, and all is well as soon as it is back.

The times allow for a busy machine; docs/reliability.md has those of a quiet one."""

import contextlib
import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dara.local import defaults, postgres, supervisor
from dara.local.postgres.process import server_process
from tests.running_site import free_ports

pytestmark = pytest.mark.long_form
STORED, OTHER = "/", "/search/?q=bail"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder with the seeds."""
    with postgres.running(tmp_path) as cluster:
        environment = os.environ | {"DARA_DATA_DIR": str(tmp_path), "DATABASE_URL": cluster.url(), "DARA_SITE": "admin"}
        subprocess.run(
            [".venv/bin/python", "manage.py", "prepare"], cwd=defaults.CHECKOUT, env=environment, check=True, capture_output=True
        )
    return tmp_path


@contextlib.contextmanager
def public_site(folder: Path, url: str) -> Iterator[str]:
    port, _ = free_ports()
    environment = os.environ | {
        "DARA_SITE": "public",
        "DARA_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DARA_SECRET_KEY": secrets.token_urlsafe(48),
    }
    web = subprocess.Popen(supervisor.web_command("public", port), cwd=defaults.CHECKOUT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: ask(address, "/healthz")[0] == 200)
        yield address
    finally:
        web.terminate()
        web.wait(30)


def ask(address: str, path: str) -> tuple[int, float]:
    """The status, 0 where nobody answers, and the seconds that it took."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return status, time.monotonic() - began


def until(condition, seconds: float = 60) -> float:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def outage(address: str, seconds: float) -> None:
    """Ask while the database is away, once something has noticed it."""
    ask(address, STORED)
    ended = time.monotonic() + seconds
    stored, others = [], []
    while time.monotonic() < ended:
        stored.append(ask(address, STORED))
        others.append(ask(address, f"{OTHER}{len(others)}"))
        time.sleep(0.2)
    assert {status for status, _ in stored} == {200}
    assert {status for status, _ in others} == {503}
    print(
        f"stored {max(took for _, took in stored):.2f} s, others {max(took for _, took in others):.2f} s at most, of {len(others)}"
    )
    assert max(took for _, took in stored + others) < 5


def test_frozen_and_away(folder):
    with postgres.running(folder) as cluster, public_site(folder, cluster.url(role=defaults.public_role())) as address:
        assert {ask(address, STORED)[0], ask(address, OTHER)[0]} == {200}
        server = server_process(cluster)
        family = [
            server,
            *map(int, subprocess.run(["pgrep", "-P", str(server)], capture_output=True, text=True, check=True).stdout.split()),
        ]
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        try:
            outage(address, 60)
        finally:
            for pid in reversed(family):
                os.kill(pid, signal.SIGCONT)
        print(f"recovered after {until(lambda: ask(address, f'{OTHER}-court')[0] == 200):.2f} s")
        os.kill(server, signal.SIGINT)
        until(lambda: not postgres.is_running(cluster))
        outage(address, 60)
        with postgres.running(folder):
            print(f"recovered after {until(lambda: ask(address, f'{OTHER}-county')[0] == 200):.2f} s")
