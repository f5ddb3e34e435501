"""Readers who ask for a long file and stop reading leave the site to the others."""

import contextlib
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dara.local import defaults, postgres
from dara.models.downloads import MANIFEST, SQLITE
from tests.faults.processes import ask, percentile, served
from tests.faults.public_site import until

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(600)]
READERS = 200
LONG = 17_000_000  # bytes
REQUEST = b"GET /data/dara.sqlite HTTP/1.1\r\nHost: %s\r\n\r\n"


def stalled(address: str) -> socket.socket:
    """A reader who takes next to nothing of the file."""
    host, port = urlsplit(address).netloc.split(":")
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect((host, int(port)))
    reader.sendall(REQUEST % f"{host}:{port}".encode())
    return reader


def lengthen(folder: Path) -> None:
    """Make the file longer than what the system takes off the site's hands for readers who stop."""
    manifest = folder / "downloads" / MANIFEST
    told = json.loads(manifest.read_text())
    file = folder / "downloads" / told["folder"] / SQLITE
    with file.open("r+b") as opened:
        opened.truncate(LONG)
    told["files"][SQLITE]["bytes"] = LONG
    manifest.write_text(json.dumps(told))


def test_two_hundred_readers_stop_reading(folder):
    lengthen(folder)
    with postgres.running(folder) as cluster, served(folder, cluster.url(role=defaults.public_role())) as address:
        assert ask(address, "/data/dara.sqlite").status == 200
        with contextlib.ExitStack() as readers:
            for _ in range(READERS):
                readers.enter_context(stalled(address))
            pages = [ask(address, path) for number in range(50) for path in ("/", f"/search/?q=bail{number}")]
            file = ask(address, "/data/dara.sqlite")
        assert {answer.status for answer in pages} == {200}
        slowest = percentile([answer.seconds for answer in pages])
        print(f"the 99th percentile of {len(pages)} pages took {slowest:.2f} s; a file: {file.status}")
        assert slowest < 5
        assert file.status == 503
        assert until(lambda: ask(address, "/data/dara.sqlite").status == 200) < 10  # once they have gone
