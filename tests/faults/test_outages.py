"""PostgreSQL is away, or frozen: stored pages are given, others are refused at once, and all is well as soon as it is back.

The times allow for a busy machine; docs/reliability.md has those of a quiet one."""

import os
import signal
import subprocess
import time

import pytest

from dara.local import defaults, postgres
from dara.local.postgres.process import server_process
from tests.faults.public_site import ask, public_site, until

pytestmark = pytest.mark.long_form
STORED, OTHER = "/", "/search/?q=bail"


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
