"""How the API is asked: pages, filters, what is refused and how, and how many questions it asks of the database."""

import pytest
from django.db import OperationalError, connection

from dara.models import Statement, Utterance
from dara.public.api.views import LISTS
from tests.public.pages.test_queries import questions

BASE = "http://127.0.0.1:8000"


def test_the_root_leads_everywhere(archive, ask):
    addresses = ask("/api/v1/")
    assert set(addresses) == {*LISTS, "schema"}
    for address in addresses.values():
        ask(address.removeprefix(BASE))


# --- pages ------------------------------------------------------------------------------------------


def test_pages(archive, ask):
    seen, path = [], "/api/v1/statements/?page_size=3&sort=date"
    previous = None
    while path:
        page = ask(path)
        assert page["count"] == Statement.objects.count()
        assert page["previous"] == previous
        seen += [row["key"] for row in page["results"]]
        previous = f"{BASE}{path}"
        path = (page["next"] or "").removeprefix(BASE)
    assert sorted(seen) == sorted(Statement.objects.values_list("key", flat=True))
    assert ask("/api/v1/statements/?sort=date&page_size=3&page=2")["previous"] == f"{BASE}/api/v1/statements/?page_size=3&sort=date"


@pytest.mark.parametrize("number", ["0", "-1", "last", "1e3", "", "٣", "%00", "9" * 6000])
def test_a_page_that_cannot_be(number, archive, ask):
    (reason,) = ask(f"/api/v1/statements/?page={number}", status=400)["page"]
    assert "is not a page number" in reason


@pytest.mark.parametrize("number", [2, 99_999_999])
def test_a_page_that_is_not_there(number, archive, ask):
    assert ask(f"/api/v1/statements/?page={number}", status=404) == {"detail": f"There is no page {number}."}


@pytest.mark.parametrize("size", ["0", "-1", "501", "many", "", "٣", "%00", "9" * 6000])
def test_a_size_that_cannot_be(size, archive, ask):
    assert ask(f"/api/v1/statements/?page_size={size}", status=400) == {"page_size": ["Write a number from 1 to 500."]}


# --- filters ----------------------------------------------------------------------------------------


def keys(found) -> set[str]:
    return {row["key"] for row in found["results"]}


def test_filters_are_those_of_the_pages(archive, ask):
    assert keys(ask("/api/v1/statements/?topic=cash-bail")) == {archive.quote.key, archive.position.key}
    assert keys(ask("/api/v1/statements/?topic=cash-bail&kind=position")) == {archive.position.key}
    assert keys(ask("/api/v1/statements/?q=onlookers&topic=")) == {archive.cheers.key}
    assert keys(ask("/api/v1/endorsements/?stance=funds")) == {archive.money.key}
    assert keys(ask("/api/v1/sources/?kind=campaign%20page")) == {archive.page.key}


def test_filters_of_other_lists(archive, ask):
    assert keys(ask("/api/v1/results/?candidate=bea-jones&status=partial")) == {archive.count.key}
    assert keys(ask("/api/v1/results/?candidate=ann-smith")) == set()
    assert keys(ask(f"/api/v1/facts/?race=2020&kind=conceded&source={archive.story.key}")) == {archive.conceded.key}
    assert {each["slug"] for each in ask("/api/v1/entities/?q=smith&kind=organization")["results"]} == {"committee-for-smith"}
    assert {each["slug"] for each in ask(f"/api/v1/groups/?source={archive.story.key}")["results"]} == {"donors", "some-onlookers"}
    (paragraph,) = ask(f"/api/v1/paragraphs/?q=neighbour&source={archive.story.key}")["results"]
    assert paragraph["body"].startswith("A neighbour of the post.")
    assert [each["candidate"]["slug"] for each in ask("/api/v1/candidacies/?race=2020")["results"]] == ["bea-jones", "ann-smith"]
    assert ask("/api/v1/elections/?race=2020")["count"] == 1
    assert ask("/api/v1/tombstones/?ground=legal")["count"] == 0


def test_what_is_misspelt_is_refused_by_name(archive, ask):
    refused = ask("/api/v1/statements/?topics=cash-bail&kind=quotation&candidate=nobody", status=400)
    assert set(refused) == {"topics", "kind", "candidate"}
    assert "candidate, kind, page, page_size, q, sort" in refused["topics"][0]
    assert "“quote”" in refused["kind"][0]
    assert ask("/api/v1/statements/?kind=quote&kind=post", status=400).keys() == {"kind"}
    assert ask(f"/api/v1/statements/{archive.quote.key}/?fields=text", status=400).keys() == {"fields"}
    assert ask("/api/v1/races/?format=json", status=400).keys() == {"format"}


def test_what_only_follows_readers_is_not_refused(archive, ask):
    assert keys(ask("/api/v1/results/?candidate=ann-smith&utm_source=mail&utm_source=x&fbclid=%00")) == set()
    assert ask(f"/api/v1/statements/{archive.quote.key}/?gclid=x")["key"] == archive.quote.key


NOTHING_KNOWN = [
    "",
    "%00",
    "%ED%A0%80",  # half of a surrogate pair
    "%F0%9F%98%80",
    "' OR 1=1 --",
    "%25%5F\\",
    "a" * 10_000,
    "((((\"'",
    "-",
    "or or",
    "[]",
    "١٢٣٤",
    "\u202e",
]


@pytest.mark.parametrize("name", LISTS)
def test_hostile_values(name, archive, as_public):
    parameters = [*LISTS[name].filterset_class.base_filters, "page", "page_size", "unknown", "%00", "😀"]
    with as_public() as client:
        for parameter in parameters:
            for value in NOTHING_KNOWN:
                response = client.get(f"/api/v1/{name}/?{parameter}={value}")
                assert response.status_code in (200, 400, 404), (parameter, value)
                assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nope/",
        "/api/v1/%00/",
        "/api/v1/statements/%00/",
        "/api/v1/statements/%ED%A0%80/",
        "/api/v1/statements/AAAAAAAA/",
        "/api/v1/statements/aaaaaaaa/",
        "/api/v1/statements/aaaaaaa%0a/",
        "/api/v1/topics/' OR 1=1/",
        "/api/v1/topics/" + "a" * 4000 + "/",
        "/api/v1/entities/😀/",
        "/api/v1/paragraphs/1/",
        "/api/v2/",
    ],
    ids=lambda path: path[:40],
)
def test_hostile_addresses_are_not_found(path, archive, as_public):
    with as_public() as client:
        response = client.get(path)
    assert response.status_code == 404
    if path.startswith("/api/v1/"):
        assert set(response.json()) == {"detail"}


def test_a_missing_slash_is_put_right(archive, as_public):
    with as_public() as client:
        assert client.get("/api/v1/statements?kind=quote")["Location"] == "/api/v1/statements/?kind=quote"


# --- reading only -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/statements/", "/api/v1/schema/", "/api/v1/topics/cash-bail/"])
def test_nothing_can_be_written(path, archive, as_public):
    with as_public() as client:
        for method in ("post", "put", "patch", "delete", "trace"):
            response = getattr(client, method)(path)
            assert response.status_code == 405, method
            assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert client.post(path, b"<x>", content_type="text/xml").status_code == 405
        assert client.options(path).status_code == 200
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")


def test_there_is_one_form(archive, as_public):
    with as_public() as client:
        for accept in ("text/html", "application/xml", "nonsense", ""):
            response = client.get("/api/v1/topics/", headers={"accept": accept})
            assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_an_unreachable_database_is_said_in_json(archive, as_public):
    def fail(*args):
        raise OperationalError("the server closed the connection")

    with as_public() as client, connection.execute_wrapper(fail):
        client.raise_request_exception = False
        response = client.get("/api/v1/statements/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert response.json() == {"detail": "The archive cannot be read just now."}


# --- the database -----------------------------------------------------------------------------------

QUESTIONS = {  # how many each list asks: the count, the rows, what hangs on them, what stands around their passages
    "sources": 2,
    "paragraphs": 2,
    "passages": 3,
    "statements": 5,
    "endorsements": 3,
    "results": 3,
    "facts": 3,
    "entities": 2,
    "groups": 2,
    "candidacies": 2,
    "races": 2,
    "elections": 3,
    "topics": 2,
    "utterances": 3,
    "tombstones": 2,
    "redirects": 2,
    "withholdings": 2,
    "replies": 2,
    "synonyms": 2,
}
QUESTIONS_OF_ONE = {  # without the count
    "sources": "story.key",
    "statements": "quote.key",
    "endorsements": "backing.key",
    "results": "count.key",
    "facts": "conceded.key",
    "entities": "smith.slug",
    "elections": "election.slug",
}


def asked(as_public, archive) -> tuple[dict[str, int], dict[str, int]]:
    lists = {name: questions(as_public, f"/api/v1/{name}/?page_size=500") for name in LISTS}
    ones = {}
    for name, where in QUESTIONS_OF_ONE.items():
        thing, field = where.split(".")
        ones[name] = questions(as_public, f"/api/v1/{name}/{getattr(getattr(archive, thing), field)}/") + 1
    return lists, ones


@pytest.mark.parametrize("size", ["example_archive", "enlarged_archive"])
def test_questions_do_not_grow_with_the_archive(size, request, as_public):
    archive = request.getfixturevalue(size)
    expected = QUESTIONS, {name: QUESTIONS[name] for name in QUESTIONS_OF_ONE}
    utterance = Utterance.objects.create(slug="all-will-be-well", reason="The same sentence.")
    Statement.objects.filter(pk__in=[archive.in_post.pk, archive.own.pk]).update(utterance=utterance)
    assert asked(as_public, archive) == expected
    assert questions(as_public, "/api/v1/schema/") == 0
    assert questions(as_public, "/api/v1/") == 0
