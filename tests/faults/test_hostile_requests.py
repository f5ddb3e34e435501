"""Requests made up at random over the public site as it is served: no error of the server, none slow, and no path, query or trace in an answer.

tests/admin/test_hostile_requests.py has those over the admin, with sessions of each role."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import psycopg
import pytest

from dara.local import defaults, postgres
from tests.admin.test_hostile_requests import CONTENT_TYPES, LOOKUPS, VALUES
from tests.faults.processes import Answer, ask, percentile, served

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(3 * 3600)]
AT_ONCE = 4
FIXED = (
    *(
        "/",
        "/candidates/",
        "/compare/",
        "/topics/",
        "/statements/",
        "/endorsements/",
        "/elections/",
        "/sources/",
        "/voices/",
        "/search/",
    ),
    *(
        "/search/paragraphs/",
        "/check/",
        "/corrections/",
        "/data/",
        "/office/",
        "/about/",
        "/llms.txt",
        "/mcp",
        "/oembed",
        "/sitemap.xml",
        "/robots.txt",
    ),
    *(
        "/healthz",
        "/readyz",
        "/data/downloads.json",
        "/data/dara.sqlite",
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/check/",
        "/static/",
        "/admin/",
        "/share/qr/x/qr.svg",
    ),
    *(f"/feeds/{name}.atom" for name in ("statements", "endorsements", "results", "sources", "search", "corrections")),
    *(
        f"/{name}.{ending}"
        for name in ("statements", "endorsements", "results", "sources", "facts")
        for ending in ("csv", "json", "jsonl", "bib")
    ),
    *(
        f"/api/v1/{name}/"
        for name in (
            "statements",
            "endorsements",
            "results",
            "facts",
            "sources",
            "entities",
            "topics",
            "races",
            "elections",
            "passages",
            "paragraphs",
        )
    ),
)
NAMES = [
    *(
        "q",
        "page",
        "page_size",
        "order",
        "candidate",
        "topic",
        "speaker",
        "about",
        "kind",
        "source",
        "source_kind",
        "year",
        "race",
        "election",
        "stance",
    ),
    *(
        "from",
        "to",
        "after",
        "before",
        "as",
        "format",
        "url",
        "maxwidth",
        "maxheight",
        "text",
        "speaker_as_named",
        "whose",
        "ground",
        "key",
        "lang",
        "utm_source",
    ),
]
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE")
HEADERS = {
    "Accept": ("*/*", "text/html;q=x", "application/json", "text/markdown", "x" * 3000, ",,,", "*/*;q=-1"),
    "Accept_Language": ("es", "en;q=nan", "xx", "*", "es-419,es;q=0.9", ";;;", "a" * 500),
    "Accept_Encoding": ("br", "gzip", "identity;q=0", "zstd", "*;q=0", "gzip;q=x"),
    "Range": ("bytes=0-10", "bytes=-1", "bytes=5-1", "bytes=0-1,3-4", "bytes=99999999999-", "lines=1", "bytes=x"),
    "If_None_Match": ('"x"', "*", "W/", '"' * 50),
    "If_Modified_Since": ("x", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 40),
    "Host": ("evil.example", "127.0.0.1:99999", "", "[::1", "a b"),
    "Origin": ("null", "https://evil.example", "x"),
    "Cookie": ("sessionid=x", "=", ";" * 100, "a=" + "b" * 3000),
    "X_Forwarded_For": ("1.2.3.4", "x", "::1, y"),
    "Content_Length": ("0",),
    "Content_Type": tuple(each for each in CONTENT_TYPES if each.isascii()),
    "Mcp_Method": ("tools/call", "x"),
    "X_Forwarded_Proto": ("https", "x"),
}
BODIES = (
    b"",
    b"{}",
    b"[" * 5000,
    b"\x00\xff",
    b"q=%FF&q=%00",
    b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search"}}',
    b'{"text":1e999}',
    b'{"text":"\\ud800"}',
    b"x" * 100_000,
)
LEAKS = re.compile(
    rf"Traceback \(most recent|site-packages|psycopg\.|{re.escape(str(defaults.CHECKOUT))}|dara_statement|FROM \"dara"
)


class Requests:
    """Makes requests at random, the same ones for the same seed."""

    def __init__(self, url: str, chance: random.Random):
        self.chance = chance
        with psycopg.connect(url) as connection:
            keys = [
                f"/{table}s/{key}/{end}"
                for table, name in (
                    ("statement", "statement"),
                    ("endorsement", "endorsement"),
                    ("result", "electionresult"),
                    ("source", "source"),
                )
                for (key,) in connection.execute(f"SELECT key FROM dara_{name} ORDER BY key LIMIT 5".encode()).fetchall()
                for end in ("", "citation.json", "citation.ris", "annotation.jsonld", "embed")
            ]
            slugs = [
                f"/{page}/{slug}/"
                for page, table in (("topics", "topic"), ("elections", "election"), ("voices", "entity"))
                for (slug,) in connection.execute(f"SELECT slug FROM dara_{table} LIMIT 5".encode())
            ]
        self.addresses = [*FIXED, *keys, *slugs]

    def make(self) -> tuple[str, str, bytes | None, dict[str, str]]:
        """A method, an address, a body and headers."""
        chance = self.chance
        path = chance.choice(self.addresses)
        if chance.random() < 0.2:
            parts = path.split("/")
            parts[chance.randrange(len(parts))] = self._value()[:2000]
            path = f"/{'/'.join(parts).lstrip('/')}"
        path = f"/es{path}" if chance.random() < 0.2 else path
        query = "&".join(
            f"{chance.choice(NAMES)}{chance.choice(LOOKUPS) if chance.random() < 0.1 else ''}={self._value()[:4000]}"
            for _ in range(chance.choice((0, 1, 1, 2, 4)))
        )
        method = chance.choice(METHODS)
        headers = {
            name: chance.choice(HEADERS[name])
            for name in chance.sample(sorted(HEADERS), chance.choice((0, 0, 1, 2)))
            if name != "Content_Length"
        }
        body = chance.choice(BODIES) if method in ("POST", "PUT", "PATCH", "DELETE") else None
        return method, f"{path}?{query}" if query else path, body, headers

    def _value(self) -> str:
        return quote(self.chance.choice(VALUES), safe="%&=+:/{}[]'\"<>()|-._~!*,;$@")


def test_of_the_public_site(folder, times, chance):
    number = times(1000, 100_000)
    with postgres.running(folder) as cluster, served(folder, cluster.url(role=defaults.public_role())) as site:
        requests = Requests(cluster.url(), chance)
        made = [requests.make() for _ in range(number)]

        def send(request: tuple[str, str, bytes | None, dict[str, str]]) -> Answer:
            method, path, body, headers = request
            return ask(site, path.replace(" ", "%20"), method, body, **headers)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(send, made))
        wrong = [
            (request, answer.status)
            for request, answer in zip(made, answers, strict=True)
            if answer.status >= 500 or answer.status == 0
        ]
        slow = [(request, answer.seconds) for request, answer in zip(made, answers, strict=True) if answer.seconds > 5]
        leaking = [
            request for request, answer in zip(made, answers, strict=True) if LEAKS.search(answer.body.decode(errors="replace"))
        ]
        assert ask(site, "/").status == 200
    times_taken = [answer.seconds for answer in answers]
    print(
        f"{number} requests: {len(wrong)} errors of the server, the slowest {max(times_taken):.2f} s, the 99th percentile {percentile(times_taken):.2f} s"
    )
    assert wrong[:5] == []
    assert slow[:5] == []
    assert leaking[:5] == []
