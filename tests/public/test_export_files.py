"""Each list as a file: the rows of its page and the objects of the API, whole, in a stream, and refused where it cannot be."""

import csv
import gzip
import io
import json
import re
from collections import Counter

import html5lib
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from dara.local import defaults
from dara.models import Statement
from dara.public import exports
from dara.public.exports import EXPORTS
from tests import factories

SELECTIONS = [
    ("statements", ""),
    ("statements", "?topic=courts"),
    ("statements", "?q=bail&sort=relevance"),
    ("statements", "?candidate=ann-smith&kind=quote&topic=&year=2020"),
    ("statements", "?year=none"),
    ("endorsements", "?stance=funds"),
    ("endorsements", "?candidate=bea-jones&sort=date"),
    ("sources", "?kind=campaign+page"),
    ("sources", "?sort=title"),
    ("results", "?candidate=bea-jones"),
    ("results", "?candidate=ann-smith"),
    ("facts", "?race=2020"),
    ("elections", "?race=2020"),
    ("topics", "?q=bail"),
]


def whole(response) -> bytes:
    assert response.status_code == 200, response.content
    assert response.streaming
    return b"".join(response)


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@pytest.fixture
def get(as_public):
    """The whole of a file: get("/statements.csv") → bytes."""

    def of(path: str) -> bytes:
        with as_public() as client:
            return whole(client.get(path))

    return of


# --- what is in them --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "query"), SELECTIONS)
def test_a_file_holds_what_the_api_gives(name, query, archive, as_public, get):
    with as_public() as client:
        found = client.get(f"/api/v1/{name}/{query}").json()
    assert found["next"] is None
    objects = [json.loads(line) for line in get(f"/{name}.jsonl{query}").decode().splitlines()]
    assert objects == found["results"]
    assert [list(each) for each in objects] == [list(each) for each in found["results"]]
    rows = rows_of_csv(get(f"/{name}.csv{query}"))
    identity = "key" if name not in ("elections", "topics") else "slug"
    assert [row[identity] for row in rows] == [each[identity] for each in objects]


PAGES = {
    "statements": "object_list",
    "endorsements": "object_list",
    "sources": "object_list",
    "topics": "topics",
    "voices": "voices",
    "candidates": "candidacies",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_file_holds_what_the_page_lists(name, archive, as_public, get):
    with as_public() as client:
        shown = list(client.get(f"/{name}/").context[PAGES[name]])
    rows = rows_of_csv(get(f"/{name}.csv"))
    if name == "candidates":
        assert [(row["candidate"], row["race"]) for row in rows] == [(each.candidate.slug, each.race.slug) for each in shown]
    else:
        assert [row.get("key") or row["slug"] for row in rows] == [getattr(each, "key", None) or each.slug for each in shown]
    assert rows


def test_bystanders_are_not_among_the_voices(archive, get):
    assert b"Stander" not in get("/voices.csv") + get("/voices.jsonl")
    assert b"Byron Stander,true" in get("/statements.csv")


@pytest.mark.parametrize("name", EXPORTS)
def test_a_csv_says_all_that_the_object_does(name, archive, get):
    """Every value of an object stands in its row; what is derived or said elsewhere is named here."""
    objects = [json.loads(line) for line in get(f"/{name}.jsonl").decode().splitlines()]
    rows = rows_of_csv(get(f"/{name}.csv"))
    assert len(rows) == len(objects) > 0
    left_out = {"sources": {"paragraphs"}, "voices": {"private", "candidate"}}.get(name, set())
    columns = set(rows[0])
    for each, row in zip(objects, rows, strict=True):
        for field, value in each.items():
            if field in left_out:
                continue
            assert {column for column in columns if column == field or column.startswith(f"{field}_")}, field
            if isinstance(value, str):
                assert row[field].removeprefix("'") == value.removeprefix("'")
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert float(row[field]) == value
            elif value is None:
                assert row[field] == "" if field in row else True


def test_a_row(archive, get):
    (row,) = [row for row in rows_of_csv(get("/statements.csv")) if row["key"] == archive.quote.key]
    body = archive.story.text.body
    start, end = int(row["passage_start"]), int(row["passage_end"])
    assert body[start:end] == row["passage_exact"]
    assert body[:start].endswith(row["passage_prefix"])
    assert body[end:].startswith(row["passage_suffix"].removeprefix("'"))
    assert row["passage_suffix"].startswith("'\n")  # a line break begins a cell: disarmed
    assert json.loads(row["pieces"]) == archive.quote.pieces
    assert row["text"] == " … ".join(archive.quote.pieces)
    assert (row["topics"], row["topic_names"]) == ("cash-bail; courts", "Cash bail; Courts")
    assert (row["speaker"], row["speaker_name"], row["speaker_private"]) == ("ann-smith", "Ann Smith", "false")
    assert (row["source_publisher"], row["source_publisher_name"]) == ("the-paper", "The Paper")
    assert json.loads(row["source_inferred"])["title"] == "ours"
    assert json.loads(row["inferred"]) == archive.quote.inferred
    assert row["permalink"] == f"http://127.0.0.1:8000/statements/{archive.quote.key}/"


def test_a_post_that_begins_like_a_formula_is_disarmed(archive, get):
    text = factories.source("=HYPERLINK(1) she wrote\n@smith hello\n", kind="social post")
    for words in ("=HYPERLINK(1) she wrote", "@smith hello"):
        factories.statement(text, words, kind="post", speaker=archive.rob)
    rows = [row for row in rows_of_csv(get("/statements.csv")) if row["source_key"] == text.key]
    assert [row["text"] for row in rows] == ["'=HYPERLINK(1) she wrote", "'@smith hello"]
    assert not [value for row in rows for value in row.values() if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]
    objects = [json.loads(line) for line in get(f"/statements.jsonl?source={text.key}").decode().splitlines()]
    assert [each["text"] for each in objects] == ["=HYPERLINK(1) she wrote", "@smith hello"]


@pytest.mark.usefixtures("seeds")
def test_the_seeds_open_in_a_spreadsheet(get):
    """The byte order mark, by which Excel knows the encoding; CRLF; one header."""
    content = get("/statements.csv")
    assert content.startswith("\ufeffkey,kind,text".encode())
    assert content.count(b"\xef\xbb\xbf") == 1
    rows = rows_of_csv(content)
    assert len(rows) == Statement.objects.count()
    assert Counter(len(row) for row in rows) == {len(EXPORTS["statements"].columns): len(rows)}
    assert {row["text"].removeprefix("'") for row in rows} == set(Statement.objects.values_list("text", flat=True))
    assert "George Gascón" in content.decode()


# --- how they come ----------------------------------------------------------------------------------


def test_headers(archive, as_public):
    with as_public() as client:
        response = client.get("/statements.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith('attachment; filename="dara-statements-2')
        assert not response.cookies
        assert client.get("/topics.jsonl")["Content-Type"] == "application/jsonl; charset=utf-8"
        assert "dara-statements-2" in client.get("/statements.csv?sort=date&topic=")["Content-Disposition"]
        assert "dara-statements-selection-2" in client.get("/statements.csv?topic=courts")["Content-Disposition"]


def test_nothing_held_is_a_header_alone(db, get):
    assert rows_of_csv(get("/statements.csv")) == []
    assert get("/statements.csv").count(b"\r\n") == 1
    assert get("/statements.jsonl") == b""


def statements_asked(asked: CaptureQueriesContext) -> int:
    return len([query for query in asked if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]])


def test_it_comes_in_a_stream(archive, as_public, monkeypatch):
    """As much is read as is sent: a chunk, with what belongs to it, at a time."""
    monkeypatch.setattr(exports, "CHUNK", 3)
    held = Statement.objects.count()
    assert held == 8
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        response = client.get("/statements.csv")
        assert statements_asked(asked) == 1 + 4  # the first keys; rows, topics, about and contexts of the first chunk
        assert " LIMIT 3" in next(query["sql"] for query in asked if "dara_statement" in query["sql"])
        parts = iter(response)
        sizes = [len(list(csv.reader(io.StringIO(next(parts).decode("utf-8-sig"), newline="")))) for _ in range(3)]
        assert sizes == [1, 3, 3]
        assert statements_asked(asked) == 2 + 2 * 4  # the cursor of all keys
        rest = b"".join(parts)
        assert len(rest.splitlines()) >= 2
        assert statements_asked(asked) == 2 + 3 * 4


@pytest.mark.parametrize("size", ["example_archive", "enlarged_archive"])
def test_questions_grow_by_the_chunk(size, request, as_public):
    request.getfixturevalue(size)

    def questions(path):
        with as_public() as client, CaptureQueriesContext(connection) as asked:
            whole(client.get(path))
        return statements_asked(asked)

    a_chunk = {"statements": 4, "endorsements": 2, "results": 2, "facts": 2, "elections": 2}  # of others, only the rows
    for name, export in EXPORTS.items():
        rows = export.rows.count()
        chunks = (rows > 0) + -(-max(rows - exports.FIRST, 0) // exports.CHUNK)
        expected = 1 + (rows >= exports.FIRST) + a_chunk.get(name, 1) * chunks  # the first keys, all keys
        assert questions(f"/{name}.jsonl") == expected, name
        if size == "example_archive":
            assert questions(f"/{name}.csv") == expected, name


def test_a_fault_in_the_middle_breaks_it_off(archive, as_public, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 3)

    def fail(*args):
        raise OperationalError("the server closed the connection")

    with as_public() as client:
        parts = iter(client.get("/statements.jsonl"))
        next(parts)
        with connection.execute_wrapper(fail), pytest.raises(OperationalError):
            list(parts)
        client.raise_request_exception = False
        with connection.execute_wrapper(fail):
            assert client.get("/statements.jsonl").status_code == 503  # nothing was sent yet


@pytest.mark.django_db(transaction=True)
def test_a_cursor_outside_of_a_transaction(as_public):
    """As the site serves it: the public role, read only, each statement its own transaction."""
    story = factories.source("".join(f"Line {n} says yes.\n" for n in range(1200)), kind="other")
    speaker = factories.person("Ann Smith")
    for n in range(exports.CHUNK + 1):
        factories.statement(story, f"Line {n} says", speaker=speaker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, false)", [defaults.public_role()])
        cursor.execute("SET default_transaction_read_only = on")
    try:
        rows = EXPORTS["statements"].file("jsonl", EXPORTS["statements"].rows.order_by("key"))
        assert sum(part.count(b"\n") for part in rows) == exports.CHUNK + 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("RESET default_transaction_read_only")


def test_parts_that_somebody_has_kept_are_not_made_again(archive, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 3)
    export = EXPORTS["statements"]
    for suffix in export.suffixes:
        whole, kept = b"".join(export.file(suffix, export.rows)), {}

        def keep(keys, make, kept=kept):
            return kept.setdefault(tuple(keys), make(keys))

        assert b"".join(export.file(suffix, export.rows, keep)) == whole
        assert [len(keys) for keys in kept] == [3, 3, 2]
        with CaptureQueriesContext(connection) as asked:
            again = export.file(suffix, export.rows, lambda keys, make, kept=kept: kept[tuple(keys)])
            assert b"".join(again) == whole
        assert len(asked) == 2, "only the keys were read"


# --- what is refused --------------------------------------------------------------------------------


def test_what_cannot_be_followed_is_refused_in_words(archive, as_public):
    with as_public() as client:
        response = client.get("/statements.csv?topics=courts&kind=quotation&page=2")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "Content-Disposition" not in response
    text = response.content.decode()
    assert "topics: There is no such parameter here" in text
    assert "kind: It is one of “quote”" in text
    assert "page: There is no such parameter here" in text


@pytest.mark.parametrize("name", EXPORTS)
def test_hostile_values(name, archive, as_public):
    values = ["%00", "%ED%A0%80", "😀", "' OR 1=1 --", "a" * 10_000, '"(', "-"]
    with as_public() as client:
        for parameter in (*EXPORTS[name].view.filterset_class.base_filters, "nope", "%00"):
            for value in values:
                response = client.get(f"/{name}.csv?{parameter}={value}")
                assert response.status_code in (200, 400), (parameter, value)
                if response.streaming:
                    whole(response)


@pytest.mark.parametrize("path", ["/statement.csv", "/statements.xml", "/statements.csv/", "/statements.csv%00", "/.csv"])
def test_there_is_no_other_file(path, archive, as_public):
    with as_public() as client:
        assert client.get(path).status_code == 404


def test_only_reading(archive, as_public):
    with as_public() as client:
        assert client.post("/statements.csv").status_code == 405
        assert client.options("/statements.csv").status_code == 200
        with CaptureQueriesContext(connection) as asked:
            response = client.head("/statements.csv")
        assert (response.status_code, b"".join(response), statements_asked(asked)) == (200, b"", 0)
        assert client.head("/statements.csv?nope=1").status_code == 400


# --- the way to them --------------------------------------------------------------------------------


def test_pages_lead_to_their_files(archive, as_public):
    with as_public() as client:
        voices = client.get("/voices/?page=1").content.decode()
        assert 'href="/voices.csv?"' in voices or 'href="/voices.csv"' in voices
        assert 'href="/api/v1/entities/' in voices
        election = client.get(archive.election.get_absolute_url()).content.decode()
        assert f'href="/results.jsonl?election={archive.election.slug}"' in election
        for page in ("candidates", "topics", "elections"):
            html = client.get(f"/{page}/").content.decode()
            assert f'href="/{page}.csv"' in html
            assert f'href="/{page}.jsonl"' in html


WAYS = [
    ("/statements/?topic=courts&page=1&q=%22begin%22&sort=date&utm_source=news", "?q=%22begin%22&topic=courts&sort=date"),
    ("/statements/?utm_source=news", ""),
    ("/endorsements/?candidate=bea-jones&page=&fbclid=x", "?candidate=bea-jones"),
    ("/sources/?nope=1&kind=", ""),
    ("/voices/?utm_source=news&page=1", ""),
    ("/search/paragraphs/?q=beside+evidence&utm_source=news", "?q=beside+evidence"),
]


@pytest.mark.parametrize(("page", "query"), WAYS)
def test_the_ways_to_the_files_keep_the_filters_and_lead_somewhere(page, query, archive, as_public):
    """Files and the API refuse what they do not know; pages do not, so nothing that is no filter may go along."""
    with as_public() as client:
        tree = html5lib.parse(client.get(page.replace("page=&", "")).content.decode(), namespaceHTMLElements=False)
        ways = [a.get("href") for a in tree.iter("a") if re.search(r"\.csv|\.jsonl|/api/v1/", a.get("href"))]
        assert len(set(ways)) == 3  # lists have the CSV above their rows too
        for way in ways:
            assert way.endswith(f"/{query}" if "/api/" in way else f".{way.partition('.')[2].partition('?')[0]}{query}")
            assert client.get(way).status_code == 200, way


def test_paragraphs_are_those_that_the_public_may_read(archive, get):
    rows = rows_of_csv(get("/paragraphs.csv"))
    assert {row["source"] for row in rows} == {archive.story.pk, archive.page.pk}
    assert not any("nobody may read" in row["body"] for row in rows)
    found = rows_of_csv(get(f"/paragraphs.csv?q=beside+evidence&source={archive.story.pk}"))
    assert [row["body"].strip() for row in found] == ["A paragraph that holds no evidence, beside one that does."]


def test_a_stream_is_compressed_as_it_is_sent(example_archive, as_public):
    with as_public() as client:
        response = client.get("/statements.csv", headers={"Accept-Encoding": "gzip"})
        content = whole(response)
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(content) == whole(client.get("/statements.csv"))
