"""The page store, around an application that counts what it is asked for. No database."""

import concurrent.futures
import gc
import gzip
import threading
import time
import tracemalloc
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import brotli
import pytest

from dara.public.page_store import DAY, ENTRY_OVERHEAD, IS_CURRENT, MAX_BODY, TIDY_EVERY, PageStore

HTML = [("Content-Type", "text/html; charset=utf-8")]


class State(NamedTuple):
    number: int = 1
    removals: int = 0


FIRST = State()


@dataclass(frozen=True)
class Known:
    state: State | None = FIRST
    is_current: bool = True
    seen_at: float = field(default_factory=time.monotonic)
    former: State | None = None
    former_until: float = 0


class Site:
    """A store around an application whose pages say which rendering they are: “page 1 of /path?query”."""

    def __init__(self, max_bytes: int = 2**20, status: str = "200 OK", headers=(), filling: str = " and more words" * 100):
        self.known = Known()
        self.status, self.headers, self.filling = status, list(headers), filling
        self.rendered: list[str] = []
        self.closed = 0
        self.tidied: list[int] = []  # after how many renderings
        self.gate = threading.Event()  # renderings wait for it
        self.gate.set()
        self.store = PageStore(
            self.application,
            look=lambda: self.known,
            read_of=lambda query: None if "unknown" in query else "&".join(p for p in query.split("&") if "utm" not in p),
            is_host=lambda host: host == "dara.example",
            max_bytes=max_bytes,
            at_once=2,
            skipped=("/static/",),
            files=("/files/",),
            tidy=lambda: self.tidied.append(len(self.rendered)),
        )

    def application(self, environ, start_response):
        self.asked = environ
        address = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        self.rendered.append(address)
        body = f"page {len(self.rendered)} of {address}{self.filling}".encode()
        assert self.gate.wait(10)
        headers = [*HTML, ("Content-Length", str(len(body))), *self.headers]
        start_response(
            self.status, [(name, value.encode().decode()) for name, value in headers]
        )  # texts of its own, as Django's answers
        return Body(self, [body])

    def get(self, address: str = "/", method: str = "GET", host: str = "dara.example", **headers: str) -> "Answer":
        path, _, query = address.partition("?")
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        begun: list = []
        body = self.store(environ, lambda *answer: begun.extend(answer))
        try:
            return Answer(begun[0], {name.lower(): value for name, value in begun[1]}, b"".join(body))
        finally:
            getattr(body, "close", lambda: None)()


class Body(list):
    def __init__(self, site: Site, parts):
        super().__init__(parts)
        self.site = site

    def close(self):
        self.site.closed += 1


class Answer(NamedTuple):
    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def words(self) -> str:
        return self.body.decode().partition(" and more")[0]


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


class TestKeeping:
    def test_a_page_is_rendered_once(self):
        site = Site()
        assert [site.get("/a/").words for _ in range(3)] == ["page 1 of /a/"] * 3
        assert site.closed == 1

    def test_another_state_is_another_page(self):
        site = Site()
        site.get("/a/")
        site.known = Known(State(2))
        assert site.get("/a/").words == "page 2 of /a/"

    def test_parameters_that_follow_readers_leave_the_address(self):
        site = Site()
        site.get("/a/?utm_source=x")
        assert site.get("/a/").words == "page 1 of /a/"

    def test_pages_with_parameters_are_kept_when_they_are_asked_for_again(self):
        site = Site()
        answers = [site.get("/search/?q=bail").words for _ in range(3)]
        assert answers == [f"page {number} of /search/?q=bail" for number in (1, 2, 2)]

    def test_unknown_parameters_are_never_kept(self):
        site = Site()
        assert len({site.get("/?unknown=1").words for _ in range(3)}) == 3

    @pytest.mark.parametrize("status", ["404 Not Found", "503 Service Unavailable", "301 Moved Permanently"])
    def test_only_what_is_found_is_kept(self, status):
        site = Site(status=status)
        first, second = site.get("/"), site.get("/")
        assert first.words != second.words
        assert "etag" not in first.headers
        assert "cache-control" not in first.headers

    @pytest.mark.parametrize("header", [("Cache-Control", "no-store"), ("Cache-Control", "private"), ("Set-Cookie", "a=b")])
    def test_what_is_for_one_reader_is_not_kept(self, header):
        site = Site(headers=[header])
        assert site.get("/").words != site.get("/").words

    @pytest.mark.parametrize(
        "request_",
        [{"method": "POST"}, {"method": "OPTIONS"}, {"range": "bytes=0-"}, {"host": "evil.example"}, {"address": "/static/x.css"}],
    )
    def test_other_requests_are_passed_on(self, request_):
        site = Site()
        site.get("/")
        assert "etag" not in site.get(**request_).headers
        assert len(site.rendered) == 2

    def test_files_have_validators_of_their_own(self):
        site = Site(headers=[("ETag", '"theirs"')])
        assert site.get("/files/a", if_none_match='"theirs"').headers["etag"] == '"theirs"'
        assert site.asked["HTTP_IF_NONE_MATCH"] == '"theirs"'
        assert site.get("/files/a").words == "page 2 of /files/a"

    def test_what_is_long_is_passed_on_as_it_comes(self):
        site = Site(filling="x" * MAX_BODY)
        assert len(site.get("/").body) > MAX_BODY
        assert "etag" not in site.get("/", method="HEAD").headers
        assert site.closed == len(site.rendered)

    def test_the_least_recently_used_page_goes_first(self):
        site = Site(max_bytes=3 * (ENTRY_OVERHEAD + 2000))
        for address in ("/a", "/b", "/c", "/a", "/d"):
            site.get(address)
        site.rendered.clear()
        for address in ("/a", "/c", "/d"):
            site.get(address)
        assert site.rendered == []
        site.get("/b")
        assert site.rendered == ["/b"]
        assert site.store._bytes <= site.store.max_bytes
        assert site.store._bytes == sum(page.size for page in site.store._pages.values())

    def test_a_page_takes_no_more_memory_than_is_counted(self):
        policies = [(f"X-Policy-{number}", "self " * 20) for number in range(12)]  # as many headers as pages of the site have
        site = Site(max_bytes=2**25, headers=policies)
        site.get("/first")
        gc.collect()
        tracemalloc.start()
        try:
            for number in range(300):
                site.get(f"/statements/{number}/")
            site.rendered.clear()
            gc.collect()
            taken, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        counted = sum(page.size for page in list(site.store._pages.values())[1:])
        assert 0.75 * counted < taken < counted

    def test_without_memory_nothing_is_kept_but_pages_are_finished(self):
        site = Site(max_bytes=0)
        first, second = site.get("/"), site.get("/")
        assert first.words != second.words
        assert first.headers["etag"]


class TestAnswers:
    def test_each_encoding_has_its_own_strong_etag(self):
        site = Site()
        answers = [site.get("/", accept_encoding=accepted) for accepted in ("", "gzip", "br, gzip;q=0.5")]
        assert [answer.headers.get("content-encoding") for answer in answers] == [None, "gzip", "br"]
        assert len({answer.headers["etag"] for answer in answers}) == 3
        plain, zipped, brotlied = (answer.body for answer in answers)
        assert gzip.decompress(zipped) == brotli.decompress(brotlied) == plain
        for answer in answers:
            assert answer.headers["content-length"] == str(len(answer.body))
            assert answer.headers["vary"] == "Accept-Encoding"
            assert not answer.headers["etag"].startswith("W/")

    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("br;q=0, gzip", "gzip"),
            ("gzip;q=0", None),
            ("deflate", None),
            ("*", None),
            ("GZIP ; q=1.0", "gzip"),
            ("br;q=0.000", None),
        ],
    )
    def test_only_what_the_reader_accepts(self, accepted, encoding):
        assert Site().get("/", accept_encoding=accepted).headers.get("content-encoding") == encoding

    def test_who_has_the_page_gets_304(self):
        site = Site()
        etag = site.get("/", accept_encoding="br").headers["etag"]
        for held in (etag, f'"other", W/{etag}', "*"):
            answer = site.get("/", accept_encoding="br", if_none_match=held)
            assert answer.status == "304 Not Modified"
            assert answer.body == b""
            assert answer.headers["etag"] == etag
            assert "content-type" not in answer.headers
        assert site.get("/", if_none_match='"other"').status == "200 OK"

    def test_the_first_request_may_be_for_a_change(self):
        site = Site()
        assert site.get("/", if_none_match='"an older one"').status == "200 OK"
        assert site.get("/").words == "page 1 of /"

    def test_head_has_the_headers_alone(self):
        site = Site()
        head, whole = site.get("/", method="HEAD"), site.get("/")
        assert head.headers == whole.headers
        assert head.body == b""
        assert len(site.rendered) == 1

    def test_caches_ask_again_soon(self):
        caching = Site().get("/").headers["cache-control"]
        assert caching == "public, max-age=0, s-maxage=5, stale-while-revalidate=5, stale-if-error=86400"

    def test_what_the_page_says_of_caching_stays(self):
        assert Site(headers=[("Cache-Control", "max-age=60")]).get("/").headers["cache-control"] == "max-age=60"


class TestAtOnce:
    def ask(self, site: Site, number: int) -> list:
        answers: list = []
        threads = [threading.Thread(target=lambda: answers.append(site.get("/").words)) for _ in range(number)]
        for thread in threads:
            thread.start()
        return [threads, answers]

    def test_one_renders_and_the_others_wait(self):
        site = Site()
        site.gate.clear()
        threads, answers = self.ask(site, 8)
        time.sleep(0.1)
        site.gate.set()
        for thread in threads:
            thread.join(10)
        assert answers == ["page 1 of /"] * 8

    def changed(self, state: State) -> tuple[Site, threading.Thread]:
        """Return a site whose page was kept, whose state has just become this, and whose page somebody renders again."""
        site = Site()
        site.get("/")
        site.known = Known(state, former=State(1), former_until=time.monotonic() + 60)
        site.gate.clear()
        (thread,), _ = self.ask(site, 1)
        while len(site.rendered) < 2:
            time.sleep(0.01)
        return site, thread

    def test_meanwhile_the_page_of_a_moment_ago_is_given(self):
        site, thread = self.changed(State(2))
        assert site.get("/").words == "page 1 of /"
        site.known = replace(site.known, former_until=time.monotonic())
        threading.Timer(0.1, site.gate.set).start()
        assert site.get("/").words == "page 2 of /"
        thread.join(10)

    def test_but_not_if_something_was_removed(self):
        site, thread = self.changed(State(2, removals=1))
        threading.Timer(0.1, site.gate.set).start()
        assert site.get("/").words == "page 2 of /"
        thread.join(10)

    def test_what_is_kept_is_given_while_as_many_as_may_are_rendering(self):
        site = Site()
        site.get("/kept/")
        site.gate.clear()
        with concurrent.futures.ThreadPoolExecutor(4) as executor:
            others = [executor.submit(site.get, f"/{number}/") for number in range(4)]
            until(lambda: len(site.rendered) == 3)
            assert site.get("/kept/").words == "page 1 of /kept/"
            assert len(site.rendered) == 3  # the other two wait for their turns
            site.gate.set()
        assert {each.result().status for each in others} == {"200 OK"}
        assert len(site.rendered) == 5

    def test_memory_is_tidied_now_and_then(self):
        site = Site(max_bytes=0)
        for _ in range(2 * TIDY_EVERY + 1):
            site.get("/")
        assert site.tidied == [TIDY_EVERY, 2 * TIDY_EVERY]

    def test_a_rendering_that_fails_stops_nobody_else(self):
        site = Site()
        working, site.store.application = site.store.application, lambda environ, start_response: 1 / 0
        with pytest.raises(ZeroDivisionError):
            site.get("/")
        site.store.application = working
        assert site.get("/").words == "page 1 of /"


class TestWithoutTheDatabase:
    def test_the_last_known_page_is_given_for_a_day(self):
        site = Site()
        site.get("/")
        outage = replace(site.known, is_current=False)
        site.known = outage
        assert site.get("/").words == "page 1 of /"
        site.known = replace(outage, seen_at=time.monotonic() - DAY - 1)
        assert site.get("/").words == "page 2 of /"

    def test_a_page_from_before_a_correction_is_given_but_none_from_before_a_removal(self):
        site = Site()
        site.get("/")
        site.known = Known(State(2), is_current=False)
        assert site.get("/").words == "page 1 of /"
        site.known = Known(State(3, removals=1), is_current=False)
        assert site.get("/").words == "page 2 of /"

    @pytest.mark.parametrize("asked", [{"address": "/files/a"}, {"method": "POST"}, {"range": "bytes=0-1"}])
    def test_what_is_not_kept_is_told_too(self, asked):
        site = Site()
        site.known = Known(None, is_current=False)
        site.get(**asked)
        assert site.asked[IS_CURRENT] is False

    def test_before_anything_was_read_nothing_is_kept(self):
        site = Site()
        site.known = Known(None, is_current=False)
        assert site.get("/").words != site.get("/").words
