"""Readers who ask for a long file and stop reading leave the site to the others."""

import contextlib
import socket
from urllib.parse import urlsplit

import pytest

from dara.local import defaults, postgres
from tests.faults.public_site import ask, public_site

pytestmark = pytest.mark.long_form
READERS = 200
REQUEST = b"GET /data/dara.sqlite HTTP/1.1\r\nHost: %s\r\n\r\n"


def stalled(address: str) -> socket.socket:
    """A reader who takes next to nothing of the file."""
    host, port = urlsplit(address).netloc.split(":")
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect((host, int(port)))
    reader.sendall(REQUEST % f"{host}:{port}".encode())
    return reader


def test_two_hundred_readers_stop_reading(folder):
    with postgres.running(folder) as cluster, public_site(folder, cluster.url(role=defaults.public_role())) as address:
        assert ask(address, "/data/dara.sqlite")[0] == 200
        with contextlib.ExitStack() as readers:
            for _ in range(READERS):
                readers.enter_context(stalled(address))
            pages = [ask(address, path) for number in range(50) for path in ("/", f"/search/?q=bail{number}")]
            file = ask(address, "/data/dara.sqlite")
        assert {status for status, _ in pages} == {200}
        slowest = sorted(seconds for _, seconds in pages)[-2]
        print(f"the 99th percentile of {len(pages)} pages took {slowest:.2f} s; a file: {file[0]}")
        assert slowest < 5
        assert file[0] in (200, 503)
