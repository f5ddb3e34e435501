"""How many requests a process has answered, of which kinds and how: one line of the log a minute, with nothing of who asked for what.

A WSGI application around another one (PEP 3333). A process knows its own counts only, and the public sites' processes have no place that they could
write to together; lines of a log are added up by whatever collects it."""

import functools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.urls import LocalePrefixPattern, get_resolver

from dara.public.page_store import Application, Environ, StartResponse

EVERY = 60  # seconds
OTHER = "other"
HOME = "home"

log = logging.getLogger("dara.requests")


class RequestCounts:
    """Counts the answers of `application` by kind of address and status, and says so in the log with the first request after each minute.

    `kinds`: first parts of addresses; what has none of them is “other”. `facts` are told beside the counts, as they are then."""

    def __init__(
        self,
        application: Application,
        kinds: Iterable[str],
        facts: Callable[[], dict[str, Any]] = dict,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.application, self._facts, self._clock = application, facts, clock
        self._kinds = frozenset(kinds)
        self._kind = functools.lru_cache(maxsize=2000)(self._kind_of)
        self._lock = threading.Lock()  # of the following
        self._counts: dict[tuple[str, str], int] = {}
        self._since = clock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def counted(status: str, *rest: Any) -> Any:
            self._count(environ["PATH_INFO"], status)
            return start_response(status, *rest)

        return self.application(environ, counted)

    def _count(self, path: str, status: str) -> None:
        """In a microsecond or two: a stored page takes thirty."""
        key = self._kind(path), status
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1
        if self._clock() - self._since >= EVERY:
            self._tell()

    def _tell(self) -> None:
        with self._lock:
            now = self._clock()
            seconds = now - self._since
            if seconds < EVERY:  # another thread has told it
                return
            counts, self._counts, self._since = self._counts, {}, now
        requests = {f"{kind} {status[:3]}": number for (kind, status), number in sorted(counts.items())}
        failed = sum(number for (_, status), number in counts.items() if status.startswith("5"))
        extra = {"requests": requests, "seconds": round(seconds, 1)} | self._facts()
        log.info("%d requests in %d s, %d failed.", sum(counts.values()), seconds, failed, extra=extra)

    def _kind_of(self, path: str) -> str:
        first, _, rest = path[1:].partition("/")
        if first == "es":
            first = rest.partition("/")[0]
        first = first.partition(".")[0].partition("-")[0]
        if not first:
            return HOME
        return first if first in self._kinds else OTHER


def kinds() -> Iterator[str]:
    """Yield the first parts of the addresses of this process's site: statements, api, feeds …"""
    yield from _first_parts(get_resolver().url_patterns)
    yield "static"


def _first_parts(patterns: Iterable[Any]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each.pattern, LocalePrefixPattern):  # below /es/, the same pages again
            yield from _first_parts(each.url_patterns)
        else:
            yield str(each.pattern).partition("/")[0].partition(".")[0].partition("-")[0]


def pool_in_use() -> dict[str, int]:
    """Return how many of this process's connections to the database are open and in use, and how many requests wait for one."""
    if not connection.settings_dict["OPTIONS"].get("pool"):
        return {}
    pooled: Any = connection
    stats = pooled.pool.get_stats()
    open_now = stats["pool_size"]
    return {"connections": open_now, "in_use": open_now - stats["pool_available"], "waiting": stats["requests_waiting"]}
