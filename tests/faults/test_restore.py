"""An archive with hostile addresses, names, dates and encodings, by every door, is restored onto an empty machine: every page and the history are the same."""

import contextlib
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import psycopg
import pytest

from dara.archive.proving import differences
from dara.local import defaults, postgres
from tests.archive.test_every_door import ADDRESSES, ODD
from tests.faults.processes import ask, manage, served
from tests.ingest import hostile

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(7200)]
LINK = re.compile(rb'(?:href|src|<loc>)(?:=")?([^"<>]+)')
STARTS = (
    *("/", "/es/", "/sitemap.xml", "/llms.txt", "/statements.csv", "/endorsements.csv", "/results.csv", "/corrections/"),
    *(
        f"/api/v1/{name}/?page_size=500"
        for name in ("statements", "endorsements", "results", "facts", "sources", "entities", "tombstones")
    ),
)
OF_A_SITE = "/data/"  # says when this site's downloads were made
BASE = "https://archive.example.org"


def soil(folder: Path, url: str, documents: Path, number: int) -> None:
    """Bring in hostile documents, put into rows what the database takes from plain SQL, and correct and withdraw some."""
    documents.mkdir()
    chance = random.Random(5)
    for each in range(number):
        content, ending = hostile.MAKERS[each % len(hostile.MAKERS)](chance)
        (documents / os.fsdecode(b"%04d%s%s" % (each, hostile.NAMES[each % len(hostile.NAMES)], ending.encode()))).write_bytes(
            content
        )
    manage(folder, url, "import_archive", documents)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (
            each for each in ODD.values() if "translations" not in each and "inferred" not in each
        ):  # verify_archive names those
            with contextlib.suppress(psycopg.Error):  # not everything fits every archive: a slug for all, for example
                connection.execute(statement.encode())
        keys = [key for (key,) in connection.execute("SELECT key FROM dara_source ORDER BY key")]
        for key, address in zip(keys, ADDRESSES * len(keys), strict=False):
            connection.execute("UPDATE dara_source SET url = %s WHERE key = %s", [address, key])
        connection.execute("UPDATE dara_statement SET note = U&'\\202E<b>&amp;' || key || E'\\r\\n\\t\"; DROP TABLE'")
        connection.execute("UPDATE dara_statement SET summary = 'corrected' WHERE key = (SELECT min(key) FROM dara_statement)")


def addresses(site: str) -> dict[str, bytes]:
    """What the site answers at each of its addresses without a query that a link leads to, by address: the status, and the body."""
    found: dict[str, bytes] = {}
    waiting = list(STARTS)
    while waiting:
        path = waiting.pop()
        if path in found or path.removeprefix("/es").startswith(OF_A_SITE):
            continue
        answer = ask(site, path)
        location = answer.headers.get("location", "")
        found[path] = b"%d %s\n%s" % (answer.status, location.encode(), answer.body)
        assert answer.status < 500, (path, answer.status)
        kind = answer.headers.get("content-type", "")
        links = LINK.findall(answer.body) if kind.startswith(("text/html", "application/xml", "application/atom")) else []
        waiting += inner(
            path,
            [
                location,
                *(link.decode() for link in links),
                *re.findall(r'"permalink":"([^"]+)"', answer.body.decode(errors="replace")),
            ],
        )
    return found


def inner(page: str, links: list[str]) -> Iterator[str]:
    for link in links:
        try:
            parts = urlsplit(urljoin(f"{BASE}{page}", link.replace("&amp;", "&")))
        except ValueError:  # a source's own, hostile address
            continue
        if parts.netloc == urlsplit(BASE).netloc and not parts.query and unquote(parts.path) == parts.path:
            yield parts.path


def test_an_empty_machine(folder, times, tmp_path):
    bag, again, other = tmp_path / "bag", tmp_path / "again", tmp_path / "other"
    role = defaults.public_role()
    with postgres.running(folder) as cluster:
        soil(folder, cluster.url(), tmp_path / "documents", times(60, 1000))
        manage(folder, cluster.url(), "export_archive", "--prove", bag)
        with served(folder, cluster.url(role=role), DARA_BASE_URL=BASE) as site:
            expected = addresses(site)
    shutil.rmtree(folder)
    folder.mkdir()
    with postgres.running(other) as cluster:
        for step in (
            ("migrate", "--verbosity=0"),
            ("public_role", "--verbosity=0"),
            ("import_archive", bag),
            ("verify_archive",),
            ("collectstatic", "--noinput"),
        ):
            manage(other, cluster.url(), *step)
        with served(other, cluster.url(role=role), DARA_BASE_URL=BASE) as site:
            found = {path: ask(site, path) for path in expected}
        manage(other, cluster.url(), "export_archive", again)
    found = {
        path: b"%d %s\n%s" % (each.status, each.headers.get("location", "").encode(), each.body) for path, each in found.items()
    }
    assert [path for path in expected if found[path] != expected[path]] == []
    assert list(differences(bag, again)) == [], "of the history, too"
    events = sum(len((bag / "data/history" / file.name).read_bytes().splitlines()) for file in (bag / "data/history").iterdir())
    print(f"{len(expected)} addresses and {events} events of the history are the same after a restore onto an empty machine")
    assert len(expected) > 300
