"""Requests made up at random over both sites as they are served: no error of the server, none slow, and no path, query or trace in an answer.

Over the admin with sessions of each role, begun at its form. tests/admin/test_hostile_requests.py sends the same in process."""

import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import quote

import psycopg
import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

import dara.settings
from dara.local import defaults, postgres
from tests.admin.test_hostile_requests import CONTENT_TYPES, FORMS, LOOKUPS, ROLES, VALUES, Sender
from tests.faults.browser import Browser
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
TRACES = rf"Traceback \(most recent|site-packages|psycopg\.|{re.escape(str(defaults.CHECKOUT))}|FROM \"dara"
LEAKS = re.compile(rf"{TRACES}|dara_statement")
LEAKS_OF_THE_ADMIN = re.compile(TRACES)  # in which addresses and names of permissions are made of those of tables
SAFE = "%&=+:/{}[]'\"<>()|-._~!*,;$@"


class Made(NamedTuple):
    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]


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

    def make(self) -> Made:
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
        return Made(method, f"{path}?{query}" if query else path, body, headers)

    def _value(self) -> str:
        return quote(self.chance.choice(VALUES), safe=SAFE)


def send_all(site: str, made: list[Made]) -> list[Answer]:
    def send(request: Made) -> Answer:
        return ask(site, request.path.replace(" ", "%20"), request.method, request.body, **request.headers)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(send, made))


def judge(what: str, made: list[Made], answers: list[Answer], leaks: re.Pattern[str]) -> None:
    pairs = list(zip(made, answers, strict=True))
    # 501 is what oEmbed has for a format that is not given (oembed.com, 2.3.3)
    allowed = {501} if what == "public site" else set()
    wrong = [
        (request, answer.status)
        for request, answer in pairs
        if (answer.status >= 500 or answer.status == 0) and answer.status not in allowed
    ]
    slow = [(request, answer.seconds) for request, answer in pairs if answer.seconds > 5]
    leaking = [request for request, answer in pairs if leaks.search(answer.body.decode(errors="replace"))]
    seconds = [answer.seconds for answer in answers]
    print(
        f"{len(made)} requests over the {what}: {len(wrong)} errors of the server, {len(leaking)} leaks, "
        f"the slowest {max(seconds):.2f} s, the 99th percentile {percentile(seconds):.2f} s; "
        f"{dict(sorted(Counter(answer.status for answer in answers).items()))}"
    )
    assert wrong[:5] == []
    assert slow[:5] == []
    assert leaking[:5] == []


def test_of_the_public_site(folder, times, chance):
    with postgres.running(folder) as cluster, served(folder, cluster.url(role=defaults.public_role())) as site:
        requests = Requests(cluster.url(), chance)
        made = [requests.make() for _ in range(times(8000, 80_000))]
        answers = send_all(site, made)
        assert ask(site, "/").status == 200
    judge("public site", made, answers, LEAKS)


# --- the admin --------------------------------------------------------------------------------------

TOGETHER = 250  # requests after which whoever is logged out logs in again, and addresses and forms are read anew
PASSWORD = "a password for drills: 27 pelicans"


class Curators:
    """Users of each role, with sessions of the admin. A request may log somebody out, or delete their account."""

    def __init__(self, admin: str):
        self.admin, self.log_ins = admin, 0
        self.browsers: dict[str, Browser] = {}

    def log_in(self) -> None:
        for role in ROLES[1:]:
            browser = self.browsers.get(role)
            if browser is None or not self._is_logged_in(browser):
                self._make(role)
                self.browsers[role] = Browser(self.admin)
                self.browsers[role].log_in(PASSWORD, role)
                self.log_ins += 1
                assert self._is_logged_in(self.browsers[role]), role

    def headers(self, role: str) -> dict[str, str]:
        """The session of a role, and what its forms send with it. Nobody who is anonymous has any."""
        if role not in self.browsers:
            return {}
        cookies = {each.name: each.value or "" for each in self.browsers[role].cookies}
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X_CSRFToken": cookies.get("csrftoken", ""),
        }

    def in_process(self) -> dict[str, Client]:
        """What Sender reads the addresses and forms with."""
        reader = Client(raise_request_exception=False)
        reader.force_login(User.objects.get(username="root"))
        return {"root": reader}

    @staticmethod
    def _is_logged_in(browser: Browser) -> bool:
        page = browser.ask("/admin/")
        return page.status == 200 and b"/admin/logout/" in page.body

    @staticmethod
    def _make(role: str) -> None:
        User.objects.filter(username=role).delete()
        user = User.objects.create_user(role, password=PASSWORD, is_staff=True, is_superuser=role == "root")
        if group := Group.objects.filter(name=role).first():
            user.groups.add(group)


@pytest.mark.django_db(transaction=True)
def test_of_the_admin(folder, cluster, curated_archive, times, chance, settings):
    settings.PASSWORD_HASHERS = dara.settings.PASSWORD_HASHERS  # the served admin's
    url = cluster.url(database=connection.settings_dict["NAME"])
    number, made, answers = times(2000, 20_000), [], []
    with served(folder, url, "admin", DARA_TWO_PERSONS="0") as one, served(folder, url, "admin", DARA_TWO_PERSONS="1") as two:
        curators = Curators(one)
        while len(made) < number:
            curators.log_in()
            sender = Sender(curated_archive, curators.in_process(), chance.randrange(10**6), FORMS)
            batch = [to_be_sent(sender, curators) for _ in range(TOGETHER)]
            made += batch
            answers += send_all(two if len(made) > 2 * number / 3 else one, batch)
        curators.log_in()
    print(f"{curators.log_ins} times somebody logged in")
    judge("admin", made, answers, LEAKS_OF_THE_ADMIN)
    assert sum(answer.status == 200 for answer in answers) > number / 10, "hardly any had a session"


def to_be_sent(sender: Sender, curators: Curators) -> Made:
    role, method, address, body, kind = sender.request()
    headers = curators.headers(role) | {"Content_Type": kind}
    return Made(method, quote(address, safe=f"{SAFE}?#"), body, headers)
