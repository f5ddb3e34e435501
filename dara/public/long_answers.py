"""A limit on how many long answers are sent at the same time, so that readers who stop reading leave threads for the others.

A WSGI application around another one (PEP 3333). A server without a timeout for sending, as granian is, keeps a thread for a reader for as long as
the reader likes; a proxy that buffers, as `deploy/nginx/nginx.conf` does, takes long answers off its hands."""

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from csp.constants import HEADER as POLICY

from dara.public.page_store import MAX_BODY, Application, Environ, Headers, StartResponse

RETRY_AFTER = ("Retry-After", "10")  # seconds
# Headers of the answer that is refused, and of no refusal. The others are those of every answer.
OF_THE_LONG_ONE = ("content-", "cache-control", "etag", "last-modified", "accept-ranges", "vary")


class LongAnswers:
    """Sends at most `at_once` answers of `application` that are long, or of unknown length. Whoever asks for one more is told to come again (503)."""

    def __init__(self, application: Application, at_once: int):
        self.application = application
        self._turns = threading.BoundedSemaphore(at_once)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[Any] = []
        body = self.application(environ, lambda *answer: begun.extend(answer))
        if _is_short(begun[1]) or environ["REQUEST_METHOD"] == "HEAD":
            start_response(*begun)
            return body
        if not self._turns.acquire(blocking=False):
            getattr(body, "close", lambda: None)()
            return _refuse(begun[1], start_response)
        start_response(*begun)
        return _Sent(body, self._turns)


class _Sent:
    """The body of a long answer, which gives its turn back when the server closes it: sent, or given up."""

    def __init__(self, body: Iterable[bytes], turns: threading.Semaphore):
        self._body, self._turns = body, turns
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._turns.release()
            getattr(self._body, "close", lambda: None)()


def _is_short(headers: Headers) -> bool:
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    return length.isdecimal() and int(length) <= MAX_BODY


def _refuse(refused: Headers, start_response: StartResponse) -> Iterable[bytes]:
    body = b"Others are loading files just now. Please try again in ten seconds.\n"
    headers: Headers = [
        *(each for each in refused if not each[0].lower().startswith(OF_THE_LONG_ONE) or each[0] == POLICY),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        RETRY_AFTER,
    ]
    start_response("503 Service Unavailable", headers)
    return [body]
