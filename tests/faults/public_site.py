"""The public site as it is served, and what it answers."""

import contextlib
import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from dara.local import defaults, supervisor
from tests.running_site import free_ports


@contextlib.contextmanager
def public_site(folder: Path, url: str, **settings: str) -> Iterator[str]:
    """A process that serves the public site, at its address, with these settings besides: public_site(folder, url, DARA_ACCEL="1")."""
    with serving("public", folder, url, **settings) as address:
        yield address


@contextlib.contextmanager
def serving(site: str, folder: Path, url: str, **settings: str) -> Iterator[str]:
    port, _ = free_ports()
    environment = os.environ | {
        "DARA_SITE": site,
        "DARA_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DARA_SECRET_KEY": secrets.token_urlsafe(48),
        **settings,
    }
    web = subprocess.Popen(supervisor.web_command(site, port), cwd=defaults.CHECKOUT, env=environment)
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
