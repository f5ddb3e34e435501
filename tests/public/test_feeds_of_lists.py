"""The feed of any list under its filters, and of any search: the rows of the page, the last changed first, in one order, nobody private."""

import html
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.models import Endorsement, Entity, Source, Statement
from tests import factories

BASE = "https://dara.example.org"
SELECTIONS = [
    ("statements", "?kind=post"),
    ("statements", "?q=begin"),
    ("statements", "?q=commence"),  # a synonym
    ("statements", "?q=commence&synonyms=no"),
    ("statements", "?topic=courts&candidate=ann-smith"),
    ("statements", "?topic=bail-money"),  # which was merged
    ("statements", "?year=none&topic="),
    ("statements", "?q=elephants"),
    ("endorsements", ""),
    ("endorsements", "?stance=funds"),
    ("endorsements", "?q=backed&candidate=bea-jones"),
    ("sources", ""),
    ("sources", "?kind=news+article"),
    ("sources", "?q=begin"),
]


def keys(found) -> list[str]:
    return [each.id.removesuffix("/").rpartition("/")[2] for each in found.entries]


@pytest.mark.parametrize(("name", "query"), SELECTIONS)
def test_it_has_the_rows_of_the_page_with_the_same_parameters(name, query, archive, feed, public):
    listed = {row.pk for row in public(f"/{name}/{query}").context["object_list"]} - {archive.private.pk}
    found = feed(f"/feeds/{name}.atom{query}")
    assert set(keys(found)) == listed
    assert all(each.id == each.link == f"{BASE}/{name}/{key}/" for each, key in zip(found.entries, keys(found), strict=True))


@pytest.mark.parametrize(
    "query", ["", "?candidate=bea-jones", "?candidate=ann-smith", "?election=november-2020", "?status=partial"]
)
def test_counts_have_the_rows_of_the_api(query, archive, feed, public):
    query = query.replace("november-2020", archive.election.slug)
    found = feed(f"/feeds/results.atom{query}")
    assert keys(found) == [each["key"] for each in public(f"/api/v1/results/{query}").json()["results"]]
    if query.startswith("?election"):
        assert found.feed.link == f"{BASE}{archive.election.get_absolute_url()}"


def test_what_was_corrected_last_comes_first_whatever_the_order_of_the_list(archive, feed):
    yesterday = Endorsement.objects.get(pk=archive.money.pk).version - timedelta(days=1)
    Endorsement.objects.exclude(pk=archive.money.pk).update(version=yesterday)
    for query in ("", "?sort=date", "?sort=candidate"):
        found = feed(f"/feeds/endorsements.atom{query}")
        assert keys(found) == [archive.money.pk, archive.backing.pk]
        assert found.feed.id == f"{BASE}/feeds/endorsements.atom"


def test_an_entry_of_each_kind(archive, feed):
    def said(name, record):
        (entry,) = [each for each in feed(f"/feeds/{name}.atom").entries if each.id.endswith(f"/{record.pk}/")]
        assert not re.findall(r'(?:href|cite)="/', entry.content[0].value)
        return entry.title, " ".join(html.unescape(re.sub(r"<[^>]*>", " ", entry.content[0].value)).split())

    title, text = said("endorsements", archive.backing)
    assert title == f"Unions, reported as supporting Bea Jones, in The Paper (record {archive.backing.pk})"
    assert "Reported as supporting Bea Jones . The source’s word: “ backed ”" in text
    assert archive.backing.passage.exact in text
    assert "News: descriptions of people are the publisher’s." in text
    assert "“ $1.5 Million ”" in said("endorsements", archive.money)[1]
    title, text = said("results", archive.count)
    assert title.startswith("Count for Bea Jones")
    assert (
        "Partial count, not a final result. Reported on November 6, 2020 (date inferred) by The Paper, citing The Registrar."
        in text
    )
    title, text = said("sources", archive.page)
    assert "Campaign material: written to win votes." in text


def test_the_feed_says_what_it_follows(archive, feed):
    assert feed("/feeds/endorsements.atom").feed.title == "Reported support and opposition — dara"
    found = feed("/feeds/statements.atom?sort=date&q=%22we+begin%22&topic=courts&utm_source=x")
    assert found.feed.title == 'Statements (Topic: Courts; “"we begin"”) — dara'
    assert found.feed.id == f"{BASE}/feeds/statements.atom?q=%22we+begin%22&topic=courts"
    links = {link.rel: link.href for link in found.feed.links}
    assert links["alternate"] == f"{BASE}/statements/?q=%22we+begin%22&topic=courts"


def test_one_feed_has_one_id(archive, feed):
    for query, path in {
        "?candidate=ann-smith&sort=date": "/feeds/candidates/ann-smith.atom",
        "?topic=courts": "/feeds/topics/courts.atom",
    }.items():
        found, own = feed(f"/feeds/statements.atom{query}"), feed(path)
        assert found.feed.id == own.feed.id == f"{BASE}{path}"
        assert keys(found) == keys(own)


def test_a_name_of_a_private_person_is_in_no_title(archive, feed):
    assert "Stander" not in feed("/feeds/statements.atom?speaker=byron-stander").feed.title


def test_an_unknown_parameter_is_ignored_as_on_the_page_and_said(archive, feed, public):
    assert "topics" in public("/statements/?topics=courts&utm_source=x").context["filter"].unknown()
    found = feed("/feeds/statements.atom?topics=courts&utm_source=x")
    assert keys(found) == keys(feed())
    assert found.feed.subtitle.endswith("Ignored, as there is no such filter: topics")
    assert "Ignored" not in feed().feed.subtitle


@pytest.mark.parametrize("query", ["?kind=rumour", "?topic=nothing", "?q=%00", "?year=20"])
def test_what_the_page_refuses_the_feed_refuses(query, archive, public):
    for path in (f"/statements/{query}", f"/feeds/statements.atom{query}"):
        assert public(path).status_code == 400, path
    assert public("/feeds/search.atom?q=%00").status_code == public("/feeds/search.atom?synonyms=yes").status_code == 400


def test_private_persons_are_kept_out(archive, feed):
    source = factories.source("Byron Stander backed Jones. Byron: “Unions back her, too.”\n", publisher=archive.bystander)
    factories.endorsement(
        source,
        "Byron Stander backed Jones.",
        endorser=archive.bystander,
        candidate=archive.jones,
        race=archive.race,
        verb="backed",
        stance="supports",
    )
    outer = factories.statement(source, "Unions back her, too.", speaker=archive.bystander)
    factories.endorsement(
        source,
        "Unions back her, too.",
        endorser=archive.unions,
        candidate=archive.jones,
        race=archive.race,
        verb="back",
        stance="supports",
        within=outer,
    )
    assert set(keys(feed("/feeds/endorsements.atom"))) == {archive.backing.pk, archive.money.pk}
    assert set(keys(feed("/feeds/sources.atom"))) == {archive.story.pk, archive.page.pk}
    assert set(keys(feed("/feeds/search.atom?q=backed"))) == {archive.backing.pk, archive.story.pk}


# --- searches ---------------------------------------------------------------------------------------


def test_a_search_is_followed_in_statements_stances_and_sources(archive, feed):
    found = feed("/feeds/search.atom?q=commence&utm_source=x")
    assert found.feed.title == "Search: commence — dara"
    assert found.feed.id == f"{BASE}/feeds/search.atom?q=commence"
    assert {each.id for each in found.entries} == {f"{BASE}{row.get_absolute_url()}" for row in (archive.quote, archive.story)}
    assert {each.id for each in feed("/feeds/search.atom?q=unions").entries} == {
        f"{BASE}{row.get_absolute_url()}" for row in (archive.backing, archive.story)
    }
    assert keys(feed("/feeds/search.atom?q=commence&synonyms=no")) == []


def test_a_search_that_finds_only_by_less_strict_ways_follows_nothing_yet(archive, feed, public):
    assert public("/search/?q=begin+elephants").context["found"].total
    assert keys(feed("/feeds/search.atom?q=begin+elephants")) == []
    assert keys(feed("/feeds/search.atom")) == []
    factories.source("Elephants begin to walk.\n", kind="press release", key="elephant")
    assert keys(feed("/feeds/search.atom?q=begin+elephants")) == ["elephant"]


# --- the ways to them -------------------------------------------------------------------------------

WAYS = {
    "/statements/": "/feeds/statements.atom",
    "/statements/?sort=date&utm_source=x&page=1": "/feeds/statements.atom",
    "/statements/?candidate=ann-smith": "/feeds/candidates/ann-smith.atom",
    "/statements/?topic=courts": "/feeds/topics/courts.atom",
    "/statements/?topic=courts&candidate=ann-smith": "/feeds/statements.atom?candidate=ann-smith&topic=courts",
    "/statements/?q=courts&kind=position": "/feeds/statements.atom?q=courts&kind=position",
    "/endorsements/?stance=funds&sort=date": "/feeds/endorsements.atom?stance=funds",
    "/sources/?q=begin&nope=1": "/feeds/sources.atom?q=begin",
    "/search/?q=begin&synonyms=no": "/feeds/search.atom?q=begin&synonyms=no",
}


@pytest.mark.parametrize("page", WAYS)
def test_a_page_names_and_shows_the_feed_of_its_rows(page, archive, public):
    for language in ("", "/es"):
        text = html.unescape(public(f"{language}{page}").content.decode())
        assert re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]*)">', text) == [WAYS[page]]
        assert set(re.findall(r'<a href="([^"]*)" type="application/atom\+xml">', text)) == {WAYS[page]}


def test_pages_with_a_list_of_theirs_lead_to_its_feed(archive, public):
    for page, path in {
        archive.election.get_absolute_url(): f"/feeds/results.atom?election={archive.election.slug}",
        "/voices/rob-reporter/": "/feeds/statements.atom?speaker=rob-reporter",
        "/topics/courts/": "/feeds/topics/courts.atom",
    }.items():
        shown = public(page).content.decode()
        assert f'<a href="{path}" type="application/atom+xml">' in shown, page
        assert public(unquote(path)).status_code == 200
    assert "atom+xml" not in public("/voices/").content.decode()


# --- how much is read -------------------------------------------------------------------------------

QUESTIONS = {
    "/feeds/statements.atom?kind=quote": 3,
    "/feeds/statements.atom?q=line&topic=courts": 5,  # the topic and the synonyms, too
    "/feeds/endorsements.atom": 1,
    "/feeds/sources.atom?q=line": 2,
    "/feeds/results.atom": 1,
    "/feeds/search.atom?q=line": 6,
}


def questions(as_public, path: str) -> int:
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([query for query in asked if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]])


def test_questions_do_not_grow_and_feeds_are_short(enlarged_archive, feed, as_public):
    assert {path: questions(as_public, path) for path in QUESTIONS} == QUESTIONS
    lengths = {path: len(feed(path).entries) for path in QUESTIONS}
    assert {length for path, length in lengths.items() if "sources" not in path} == {50}
    assert lengths["/feeds/sources.atom?q=line"] == Source.objects.filter(text__body__contains="Line").count()


def test_an_empty_archive_has_empty_feeds(db, feed):
    for name in ("statements", "endorsements", "results", "sources"):
        assert feed(f"/feeds/{name}.atom").entries == []


def test_the_feed_of_corrections_is_read_by_both(archive, feed):
    Statement.objects.filter(pk=archive.quote.pk).update(said_on="2020-11")
    assert any(each.link == f"{BASE}{archive.quote.get_absolute_url()}" for each in feed("/feeds/corrections.atom").entries)


@pytest.mark.usefixtures("seeds")
def test_the_lists_of_the_seeds_are_read_by_both(feed):
    """Titles have no handle, hashtag or private name; a record has one title in every feed."""
    titles: dict[str, str] = {}
    private = list(Entity.objects.filter(private=True).values_list("name", flat=True))
    for path in (
        "statements.atom?kind=post",
        "statements.atom?q=bail",
        "endorsements.atom",
        "results.atom",
        "sources.atom",
        "search.atom?q=Lacey",
    ):
        for each in feed(f"/feeds/{path}").entries:
            assert titles.setdefault(each.id, each.title) == each.title
            assert not re.search(r"[#@]", each.title)
            assert not any(name in each.title for name in private)
