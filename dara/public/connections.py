"""Connections to the database that give up on a server which is there and does not answer: frozen, or cut off.

libpq waits for an answer as long as it takes, and so would all threads of the site, one after the other. A server that works ends what takes
too long itself (`statement_timeout`), so whoever has to give up here has no server."""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.rows import Row

TIMEOUT = "transaction_timeout"
GRACE = 0.3  # seconds for which a new query waits for a server that did not answer before

_of_thread = threading.local()
_away = threading.Event()  # the server has not answered what takes no time


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give up on each query of this thread after so many seconds."""
    _of_thread.seconds = seconds
    try:
        yield
    finally:
        _of_thread.seconds = None


def note(*, is_away: bool) -> None:
    """Note that the server does not answer, so that whoever waits for it gives up; or that it does."""
    (_away.set if is_away else _away.clear)()


class ImpatientConnection(psycopg.Connection[Row]):
    """Raises OperationalError where the server does not answer, and is closed then.

    It says that its transactions have no limit in time, on top of what settings say of the site's sessions: the public role could give itself one
    of a millisecond (see _PUBLIC_SESSION in dara/settings.py). PostgreSQL 16 and older do not know that setting, and refuse who names it."""

    _names_timeout = True  # until a server has refused it

    @classmethod
    def connect(cls, conninfo: str = "", **parameters: Any) -> Self:  # type: ignore[override]  # theirs names some of the parameters
        if ImpatientConnection._names_timeout:
            named = parameters | {"options": f"{parameters.get('options', '')} -c {TIMEOUT}=0"}
            try:
                return super().connect(conninfo, **named)
            except psycopg.OperationalError as error:
                if TIMEOUT not in str(error):
                    raise
                ImpatientConnection._names_timeout = False
        return super().connect(conninfo, **parameters)

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        return super().wait(self._until_given_up(gen), interval, timeout)

    def _until_given_up(self, steps: PQGen[RV]) -> Generator[Any, Any, RV]:
        """The steps of libpq, with a look at the clock each time that psycopg wakes up in between: every 0.1 s."""
        seconds = getattr(_of_thread, "seconds", None)
        began = time.monotonic()
        try:
            wanted = next(steps)
            while True:
                ready = yield wanted
                waited = time.monotonic() - began
                if not ready and (waited > seconds if seconds else _away.is_set() and waited > GRACE):
                    self.pgconn.finish()
                    raise psycopg.OperationalError("The database does not answer.")
                wanted = steps.send(ready)
        except StopIteration as end:
            value: RV = end.value
            return value
