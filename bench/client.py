"""An HTTP client that keeps its connection open, asks for one answer after the other, and times them."""

import http.client
import time
from typing import NamedTuple
from urllib.parse import urlsplit

ENCODINGS = "br, gzip"
TIMEOUT = 60


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes  # as sent
    seconds: float


class Client:
    """The client of one server, by the beginning of its addresses."""

    def __init__(self, base: str):
        self.base = urlsplit(base)
        self.connection = http.client.HTTPConnection(self.base.netloc, timeout=TIMEOUT)

    def get(self, path: str, *, only_first_byte: bool = False, **headers: str) -> Answer:
        """Ask for a page. With `only_first_byte`, the time is that to it, and the rest is not awaited."""
        try:
            return self._get(path, headers, only_first_byte)
        except http.client.RemoteDisconnected:  # an open connection that was idle for long
            self.connection.close()
            return self._get(path, headers, only_first_byte)

    def _get(self, path: str, headers: dict[str, str], only_first_byte: bool) -> Answer:
        start = time.perf_counter()
        self.connection.request("GET", self.base.path + path, headers={"Accept-Encoding": ENCODINGS} | headers)
        response = self.connection.getresponse()
        body = response.read(1 if only_first_byte else None)
        seconds = time.perf_counter() - start
        if only_first_byte:
            self.connection.close()  # it is opened anew by the next request
        return Answer(response.status, response.headers, body, seconds)
