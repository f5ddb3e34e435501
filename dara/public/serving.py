"""The public site as it is served: Django, with its pages kept in memory below it (`page_store`)."""

import contextlib
import ctypes
import functools
import gc
import time
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http.request import split_domain_port, validate_host

from dara.public.api.parameters import PAGING
from dara.public.connections import ImpatientConnection
from dara.public.filters import lists
from dara.public.filters.parameters import ListFilterSet
from dara.public.filters.tracking import without_tracking
from dara.public.long_answers import LongAnswers
from dara.public.page_store import PageStore
from dara.public.pages import compare
from dara.public.pages.embeds import OEMBED_PARAMETERS
from dara.public.request_counts import RequestCounts, kinds, pool_in_use
from dara.public.revision import Known, watch

AT_ONCE = 4  # pages that are rendered at the same time: each holds one of the pool's connections, and Python works on one at a time
LONG_AT_ONCE = 4  # long files that are sent at the same time: a quarter of the threads (dara/local/supervisor.py)
SKIPPED = (settings.STATIC_URL, "/healthz", "/readyz", "/mcp")  # no pages
FILES = ("/data/dara",)
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # of malloc.h
LARGE = 128 * 1024  # bytes. The C library begins with this limit, and would raise it
# The last is 10 in Python: rows that refer to each other would take some 10 MiB before they are looked for.
COLLECTOR = (700, 10, 2)
OF_OTHER_PAGES = ("q", "synonyms", "page", "record", *compare.PARAMETERS, *PAGING, *OEMBED_PARAMETERS)


def with_pages_kept(application: WSGIHandler) -> RequestCounts:
    """Return the application with its pages kept in memory: DARA_PAGE_STORE MiB of them, none with 0. Requests are counted."""
    connection.settings_dict["OPTIONS"]["pool"]["connection_class"] = ImpatientConnection
    _share_one_heap()
    store = PageStore(
        LongAnswers(application, LONG_AT_ONCE),
        look=_look,
        read_of=_read_of,
        is_host=_is_host,
        max_bytes=settings.DARA_PAGE_STORE * 2**20,
        at_once=AT_ONCE,
        skipped=SKIPPED,
        files=FILES,
        tidy=_give_back_memory,
    )
    counted = RequestCounts(store, kinds(), lambda: _facts(store))  # which loads every view
    gc.set_threshold(*COLLECTOR)
    gc.freeze()  # what was loaded stays: the collector looks through what pages leave behind alone, and so does it soon
    return counted


def _facts(store: PageStore) -> dict[str, object]:
    known = watch.known
    age = round(time.monotonic() - known.seen_at, 1) if known.state else None
    facts: dict[str, object] = {
        "from_memory": store.given,
        "revision": known.state and known.state.revision.changes,
        "revision_read_seconds_ago": age,
    }
    return facts | pool_in_use()


def _share_one_heap() -> None:
    """Have threads share one heap of the C library. Each would keep some 5 MiB of its own, for nothing: Python runs one at a time.

    What is large is taken from the system and given back by itself: in the heap it would leave gaps behind."""
    _ask_c_library("mallopt", M_ARENA_MAX, 1)
    _ask_c_library("mallopt", M_MMAP_THRESHOLD, LARGE)


def _give_back_memory() -> None:
    """Have the C library give back to the system what is free."""
    _ask_c_library("malloc_trim", 0)


def _ask_c_library(function: str, *arguments: int) -> None:
    with contextlib.suppress(AttributeError, OSError):  # another library than glibc, which needs no asking
        getattr(ctypes.CDLL(None), function)(*arguments)


def _look() -> Known:
    known = watch.look()
    if getattr(watch.thread, "has_read", False):  # in this thread: the connection goes back to the pool, as no request does it
        watch.thread.has_read = False
        connection.close()
    return known


@functools.lru_cache(maxsize=2000)
def _read_of(query: str) -> str | None:
    """Return what pages read of a query string: all but parameters that follow readers. None if there is one that no page knows."""
    pairs = [pair for pair in query.split("&") if pair]
    names = {pair: unquote_plus(pair.partition("=")[0]) for pair in pairs}
    kept = set(without_tracking(names.values()))
    return "&".join(pair for pair in pairs if names[pair] in kept) if kept <= _known_parameters() else None


@functools.cache
def _known_parameters() -> frozenset[str]:
    filters = (each for each in vars(lists).values() if isinstance(each, type) and issubclass(each, ListFilterSet))
    return frozenset(name for each in filters for name in each.base_filters) | set(OF_OTHER_PAGES)


@functools.lru_cache(maxsize=200)
def _is_host(host: str) -> bool:
    """Tell whether the site answers for this name, as Django decides it. For others, Django gives its refusal."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
