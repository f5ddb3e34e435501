"""Finished pages, kept in memory below Django: a page is rendered once for each state of the archive, however many ask for it.

A WSGI application around another one (PEP 3333), as WhiteNoise is for files. It knows nothing of Django or of the archive: what pages
depend on is given to it. ETags are strong, one for each encoding, and revalidated by RFC 9110; caching headers are those of RFC 9111
and RFC 5861."""

import functools
import gzip
import hashlib
import itertools
import re
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

import brotli

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

MAX_BODY = 2**20  # bytes of an answer that is finished here; a longer one, or one without a length, is passed on as it comes
MAX_SEEN = 10_000  # addresses with parameters that are remembered as asked for
TIDY_EVERY = 10  # pages rendered
MAX_WAIT = 10  # seconds that a request waits for the page that another one renders
ENTRY_OVERHEAD = 3000  # bytes of memory that a page takes besides its bodies: headers, and what Python adds to each thing
DAY = 24 * 3600  # seconds for which pages are given while the state of the archive cannot be read
# Browsers ask each time. A shared cache asks again after 5 s; it may give the former page while it asks, and for a day if nobody answers.
CACHE_CONTROL = f"public, max-age=0, s-maxage=5, stale-while-revalidate=5, stale-if-error={DAY}"

IS_CURRENT = "dara.is_current"  # in the environ of what is rendered: whether the state of the archive can be read
IDENTITY = "identity"
WINDOW = 18  # brotli looks back 2^18 bytes, further than most pages are long: with its 2^22, compressing takes megabytes of memory
# Each suffix tells an encoding's ETag from the others'. Brotli 5 takes about as long as gzip 6, and pages get some 7 % shorter.
ENCODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    IDENTITY: ("", bytes),
    "br": ("-br", functools.partial(brotli.compress, quality=5, lgwin=WINDOW)),
    "gzip": ("-gzip", functools.partial(gzip.compress, compresslevel=6, mtime=0)),
}
MIN_COMPRESSED = 200  # bytes; less does not get shorter
COMPRESSED_TYPES = ("text/", "application/json", "application/ld+json", "application/atom+xml", "application/xml", "image/svg+xml")
# Pages are rendered without what makes the answer to one request differ from that to another.
OF_ONE_REQUEST = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_COOKIE")
OF_NOT_MODIFIED = (
    "cache-control",
    "content-location",
    "etag",
    "expires",
    "vary",
    "access-control-allow-origin",
)  # RFC 9110, 15.4.5


class Known(Protocol):
    """What is known of the archive's state (`dara.public.revision.Known`). Times are those of `time.monotonic`."""

    @property
    def state(self) -> Any:
        """What pages depend on, as last read, None before that. Its `removals` grows when something may have been taken from the public."""

    @property
    def is_current(self) -> bool:
        """False while the state cannot be read."""

    @property
    def seen_at(self) -> float:
        """When it was read last."""

    @property
    def former(self) -> Any:
        """The state before."""

    @property
    def former_until(self) -> float:
        """Until when pages of the state before may be given."""


class Answer(NamedTuple):
    headers: Headers
    body: bytes
    of_not_modified: Headers  # the headers of a 304


class Page:
    """A finished answer: its body as it is, and in each encoding that somebody has asked for."""

    __slots__ = ("_answers", "_headers", "_is_compressed", "digest", "is_found", "is_kept", "size", "state", "status")

    def __init__(self, status: str, headers: Headers, body: bytes, state: Any = None):
        self.status, self.state = sys.intern(status), state
        self.size = 0  # bytes of memory, once it is kept
        self.is_found = status.startswith("200")
        self.digest = hashlib.sha256(body).hexdigest()[:32]
        self._is_compressed = len(body) >= MIN_COMPRESSED and _value(headers, "content-type").startswith(COMPRESSED_TYPES)
        caching = _value(headers, "cache-control")
        # whether it may be given to others, too
        self.is_kept = (
            self.is_found and "no-store" not in caching and "private" not in caching and not _value(headers, "set-cookie")
        )
        self._headers = _without(headers, "content-length")
        if self._is_compressed:
            vary = ", ".join(filter(None, (_value(headers, "vary"), "Accept-Encoding")))
            self._headers = [*_without(self._headers, "vary"), ("Vary", vary)]
        if self.is_found and not _value(headers, "cache-control"):
            self._headers = [*_without(self._headers, "etag"), ("Cache-Control", CACHE_CONTROL)]
        self._headers = [_shared(*each) for each in self._headers]
        self._answers: dict[str, Answer] = {}
        self._answers[IDENTITY] = self._answer(IDENTITY, body)

    def finish(self) -> int:
        """Make the answers in all encodings. Return the memory that they take, in bytes."""
        answers = {id(answer): answer for answer in map(self.answer, ENCODINGS)}  # one for several, where compressing does not pay
        return ENTRY_OVERHEAD + sum(len(answer.body) for answer in answers.values())

    def answer(self, encoding: str) -> Answer:
        """Return the answer in this encoding, or as it is where compressing does not pay."""
        if not self._is_compressed:
            encoding = IDENTITY
        if encoding not in self._answers:
            _, compress = ENCODINGS[encoding]
            self._answers[encoding] = self._answer(encoding, compress(self._answers[IDENTITY].body))
        return self._answers[encoding]

    def _answer(self, encoding: str, body: bytes) -> Answer:
        headers = [*self._headers, ("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(_shared("Content-Encoding", encoding))
        if self.is_found:
            headers.append(("ETag", f'"{self.digest}{ENCODINGS[encoding][0]}"'))
        return Answer(headers, body, [each for each in headers if each[0].lower() in OF_NOT_MODIFIED])

    def is_what_reader_has(self, if_none_match: str) -> bool:
        """Tell whether the reader has this page, in whatever encoding (RFC 9110, 13.1.2)."""
        return self.is_found and (self.digest in if_none_match or if_none_match.strip() == "*")


class PageStore:
    """Gives the pages of `application` from memory.

    `look` says what is known of the archive's state; each request calls it, so it must be quick. `read_of` takes a query string and
    returns what a page reads of it (a query string), or None for parameters that no page knows. `is_host` says whether the site
    answers for a host name. `max_bytes` is the memory for pages; with 0 none is kept. `at_once` pages are rendered at the same time, others
    wait: so many threads can give what is kept. Paths that begin with one of `skipped` are left alone; those that begin with one of `files`
    have ETags and ranges of their own, and are not kept. `tidy` is called now and then
    after pages were rendered."""

    def __init__(
        self,
        application: Application,
        *,
        look: Callable[[], Known],
        read_of: Callable[[str], str | None],
        is_host: Callable[[str], bool],
        max_bytes: int,
        at_once: int = 4,
        skipped: tuple[str, ...] = (),
        files: tuple[str, ...] = (),
        tidy: Callable[[], object] = lambda: None,
    ):
        self.application, self.look, self.read_of, self.is_host = application, look, read_of, is_host
        self.max_bytes, self.skipped, self.files, self.tidy = max_bytes, skipped, files, tidy
        self._turns = threading.BoundedSemaphore(at_once)  # to render
        self._rendered = itertools.count(1)
        self._lock = threading.Lock()  # of the following
        self.given = 0  # how often a page was given from memory
        self._pages: OrderedDict[str, Page] = OrderedDict()  # the least recently used first
        self._bytes = 0
        self._seen: OrderedDict[str, None] = OrderedDict()  # addresses with parameters that were asked for
        self._renderings: dict[str, threading.Event] = {}  # set when the page is there

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path.startswith(self.skipped) or not self.is_host(environ.get("HTTP_HOST", "")):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_RANGE" in environ or path.startswith(self.files):
            known = self.look()
            with self._turns:
                return self.application(environ | {IS_CURRENT: known.is_current}, start_response)
        query: str = environ["QUERY_STRING"]
        read = self.read_of(query) if query else ""
        key = f"{path}?{read}" if read else path
        known = self.look()
        if (page := self._kept(key, known)) is not None:
            return self._give(page, environ, start_response)
        environ = environ | {IS_CURRENT: known.is_current}
        if read is None or not self._will_keep(key, known, has_parameters=bool(read)):
            return self._render(environ, start_response)
        return self._render_once(key, known, environ | {"QUERY_STRING": read}, start_response)

    # --- which pages are kept -------------------------------------------------------------------------

    def _kept(self, key: str, known: Known) -> Page | None:
        """Return the page in memory if it may be given now."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or not _may_be_given(page, known):
                return None
            self._pages.move_to_end(key)
            self.given += 1
            return page

    def _will_keep(self, key: str, known: Known, *, has_parameters: bool) -> bool:
        """Tell whether the page will be kept. With parameters it is from the second time on: most searches are never repeated."""
        if not (self.max_bytes and known.is_current):
            return False
        with self._lock:
            if not has_parameters or key in self._seen:
                return True
            self._seen[key] = None
            if len(self._seen) > MAX_SEEN:
                self._seen.popitem(last=False)
            return False

    def _keep(self, key: str, page: Page) -> None:
        page.size = page.finish()
        with self._lock:
            if (former := self._pages.pop(key, None)) is not None:
                self._bytes -= former.size
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self.max_bytes:
                _, least_used = self._pages.popitem(last=False)
                self._bytes -= least_used.size

    # --- rendering and giving -------------------------------------------------------------------------

    def _render_once(self, key: str, known: Known, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Render a page and keep it. Whoever asks meanwhile gets the page of a moment ago, or waits."""
        with self._lock:
            former, rendering = self._pages.get(key), self._renderings.get(key)
            if rendering is None:
                done = self._renderings[key] = threading.Event()
        if rendering is None:
            try:
                return self._render(environ, start_response, key, known)
            finally:
                with self._lock:
                    del self._renderings[key]
                done.set()
        if former is not None and _is_of_a_moment_ago(former, known):
            return self._give(former, environ, start_response)
        rendering.wait(MAX_WAIT)
        known_now = self.look()
        if (page := self._kept(key, known_now)) is not None:
            return self._give(page, environ, start_response)
        if known_now.state != known.state and known_now.is_current:  # it was outdated before it was there
            return self._render_once(key, known_now, environ, start_response)
        return self._render(environ, start_response)  # it is none that is kept

    def _render(
        self, environ: Environ, start_response: StartResponse, key: str | None = None, known: Known | None = None
    ) -> Iterable[bytes]:
        """Ask the application, and keep what it answers under `key`. What is not finished, such as a long file, is passed on."""
        begun: list[Any] = []
        asked = {name: value for name, value in environ.items() if name not in OF_ONE_REQUEST} | {"REQUEST_METHOD": "GET"}
        with self._turns:
            body = self.application(asked, lambda *answer: begun.extend(answer))
            status, headers = begun[:2]
            length = _value(headers, "content-length")
            is_finished = length.isdecimal() and int(length) <= MAX_BODY and not _value(headers, "content-encoding")
            content = b"".join(body) if is_finished else b""
            if is_finished or environ["REQUEST_METHOD"] == "HEAD":
                getattr(body, "close", lambda: None)()
        if next(self._rendered) % TIDY_EVERY == 0:
            self.tidy()
        if not is_finished:
            if environ["REQUEST_METHOD"] == "HEAD":
                return self.application(environ, start_response)
            start_response(*begun)
            return body
        page = Page(status, headers, content, known and known.state)
        if key is not None and page.is_kept:
            self._keep(key, page)
        return self._give(page, environ, start_response)

    def _give(self, page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = page.answer(_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match and page.is_what_reader_has(if_none_match):
            start_response("304 Not Modified", answer.of_not_modified)
            return []
        start_response(page.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _may_be_given(page: Page, known: Known) -> bool:
    """Tell whether a page says what the archive says, or what it last said, where nobody can know."""
    if known.is_current:
        return bool(page.state == known.state)
    is_allowed = known.state is not None and page.state.removals == known.state.removals
    return is_allowed and time.monotonic() - known.seen_at < DAY


def _is_of_a_moment_ago(page: Page, known: Known) -> bool:
    is_allowed = page.state == known.former and page.state.removals == known.state.removals
    return is_allowed and time.monotonic() < known.former_until


@functools.lru_cache(maxsize=500)
def _encoding(accepted: str) -> str:
    """Return the shortest encoding that an Accept-Encoding header allows (RFC 9110, 12.5.3)."""
    weights = dict(each.replace(" ", "").partition(";q=")[::2] for each in accepted.lower().split(","))
    return next((name for name in ("br", "gzip") if name in weights and not re.fullmatch(r"0(\.0*)?", weights[name])), IDENTITY)


@functools.lru_cache(maxsize=500)
def _shared(name: str, value: str) -> tuple[str, str]:
    """Return one header for all pages that have it: most are those of every page, and would take more memory than what a page itself needs."""
    return name, value


def _value(headers: Headers, name: str) -> str:
    """Return the value of the header, "" if there is none. Names are in small letters."""
    return next((value for each, value in headers if each.lower() == name), "")


def _without(headers: Headers, name: str) -> Headers:
    return [each for each in headers if each[0].lower() != name]
