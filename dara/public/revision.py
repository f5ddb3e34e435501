"""The archive's revision as this process knows it, and what is kept for as long as it stays the same.

The revision is read at most every 200 ms, however many requests come: a query for each request would cost more than all else."""

import contextlib
import functools
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar

from django.db import Error, connection

from dara.models import Revision
from dara.models.downloads import made_at
from dara.public.connections import note, within

P = ParamSpec("P")
T = TypeVar("T")

INTERVAL = 0.2  # seconds between two readings
RETRY_INTERVAL = 1  # seconds, after a reading that failed
READING = 1  # seconds that a reading may take, which takes a millisecond
TRUSTED = 0.8  # seconds for which a reading counts while another one is under way
WAIT = 0.3  # seconds for which a request waits for a reading that another one does


MAX_KEPT = 300  # values of a function that is kept per revision


class State(NamedTuple):
    """What pages depend on: the archive's revision, and when the downloads were made (in nanoseconds; 0: never)."""

    revision: Revision
    downloads: int

    @classmethod
    def read(cls) -> Self:
        """Read it, with one query. Raises django.db.Error while the database does not answer."""
        return cls(Revision.read(), made_at())

    @property
    def removals(self) -> int:
        """Grow when something may have been taken from the public."""
        return self.revision.removals


class Known(NamedTuple):
    """What is known of the archive's state. `state` is the last one that was read, None before the first; `former` the one before."""

    state: State | None = None
    is_current: bool = False  # False while the state cannot be read
    seen_at: float = float("-inf")  # when it was read last (`time.monotonic`)
    former: State | None = None
    former_until: float = float("-inf")  # when a second has passed since the former state was seen last


class Watch:
    """Reads the state at most every 200 ms. `look()` is called by every request, from any thread."""

    def __init__(self, read: Callable[[], State], clock: Callable[[], float] = time.monotonic):
        self._read, self._clock = read, clock
        self.thread = threading.local()  # its `has_read` is set in the thread that reads
        self._reading = threading.Lock()
        self._known = Known()
        self._next = float("-inf")  # when it is read next

    @property
    def known(self) -> Known:
        """What was known last, without reading."""
        return self._known

    def look(self) -> Known:
        """Return what is known now. Does not raise: where the database does not answer, it says so."""
        now = self._clock()
        if now < self._next:
            return self._known
        needs_waiting = now - self._known.seen_at >= TRUSTED and (self._known.is_current or self._known.state is None)
        if not self._reading.acquire(timeout=WAIT if needs_waiting else 0):
            return self._known._replace(is_current=False) if needs_waiting else self._known
        try:
            return self._known if self._clock() < self._next else self._look()
        finally:
            self._reading.release()

    def _look(self) -> Known:
        now = self._clock()
        self.thread.has_read = True
        try:
            with within(READING):
                state = self._read()
        except Error:
            note(is_away=True)
            self._known = self._known._replace(is_current=False)
            self._next = self._clock() + RETRY_INTERVAL
            return self._known
        note(is_away=False)
        known = self._known
        if state == known.state:
            self._known = known._replace(is_current=True, seen_at=now)
        else:
            self._known = Known(state, True, now, former=known.state, former_until=known.seen_at + 1)
        self._next = now + INTERVAL
        return self._known


watch = Watch(State.read)


Keep = Callable[
    [object, Callable[[], Any]], Any
]  # takes what a value depends on, and the function that makes it; returns the value
_keep_of_moment: ContextVar[Keep | None] = ContextVar("keep_of_moment", default=None)


@contextlib.contextmanager
def kept_by(keep: Keep) -> Iterator[None]:
    """Have `keep` keep the values of functions that are kept per revision. For a transaction that sees one moment of the archive."""
    token = _keep_of_moment.set(keep)
    try:
        yield
    finally:
        _keep_of_moment.reset(token)


def per_moment(function: Callable[P, T]) -> Callable[P, T]:
    """Have what a function returns, by its arguments, kept by `kept_by` alone: elsewhere it is called each time.

    For what several addresses of a record need, which a bake makes one after another. What depends on the language takes it as an argument."""

    @functools.wraps(function)
    def value(*args: P.args, **kwargs: P.kwargs) -> T:
        if keep := _keep_of_moment.get():
            return keep((function, args, tuple(kwargs.items())), lambda: function(*args, **kwargs))
        return function(*args, **kwargs)

    return value


def per_revision(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function returns, by its arguments, for as long as the archive's state stays the same.

    For what a page needs of the whole archive, such as counts. Pages of one revision share the value: it must not be changed. What
    depends on the language takes it as an argument. In a transaction, which may see what nobody else sees yet, nothing is kept, but
    by `kept_by`."""
    kept: dict[object, T] = {}
    state: State | None = None
    lock = threading.Lock()

    @functools.wraps(function)
    def value(*args: P.args, **kwargs: P.kwargs) -> T:
        nonlocal state
        key = (args, tuple(kwargs.items()))
        if keep := _keep_of_moment.get():
            return keep((function, *key), lambda: function(*args, **kwargs))
        if connection.in_atomic_block or not (known := watch.look()).is_current:
            return function(*args, **kwargs)
        with lock:
            if state != known.state or len(kept) >= MAX_KEPT:
                kept.clear()
                state = known.state
            if key in kept:
                return kept[key]
        found = function(*args, **kwargs)
        with lock:
            if state == known.state:
                kept[key] = found
        return found

    return value
