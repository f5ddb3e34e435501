"""The Atom feeds of statements, read by two readers: every entry a record, its words exact, nobody private, no two titles alike."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.models import Entity, Statement
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/feeds/statements.atom", "/feeds/candidates/ann-smith.atom", "/feeds/topics/courts.atom")


def entry(found, record):
    return next(each for each in found.entries if each.id.endswith(f"/statements/{record.key}/"))


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_read_by_others(path, archive, feed):
    found = feed(path)
    assert found.feed.id == f"https://dara.example.org{path}"
    assert found.feed.title.endswith(" — dara")
    assert found.feed.author.startswith("dara")
    assert "not the texts of others" in found.feed.rights
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == found.feed.id
    assert links["alternate"].startswith("https://dara.example.org/")
    assert len(found.entries) > 1
    assert len({each.id for each in found.entries}) == len(found.entries)
    for each in found.entries:
        assert each.id == each.link == f"https://dara.example.org/statements/{each.id[-9:-1]}/"
        statement = Statement.objects.get(key=each.id[-9:-1])
        assert datetime.fromisoformat(each.updated).replace(microsecond=0) == statement.version.replace(microsecond=0)
        assert "published" not in each
        assert [tag.term for tag in each.tags] == [topic.name for topic in statement.topics.all()] if "tags" in each else True


@pytest.mark.parametrize("path", FEEDS)
def test_every_address_in_an_entry_is_absolute(path, archive, feed):
    for each in feed(path).entries:
        addresses = re.findall(r'(?:href|cite)="([^"]*)"', each.content[0].value)
        assert addresses
        assert all(address.startswith("https://dara.example.org/") for address in addresses)


def test_which_statements_a_feed_holds(archive, feed):
    def held(path):
        return {each.id[-9:-1] for each in feed(path).entries}

    everything = set(Statement.objects.exclude(pk=archive.private.pk).values_list("pk", flat=True))
    assert held(FEEDS[0]) == everything
    assert held(FEEDS[1]) == {each.key for each in (archive.quote, archive.in_post, archive.own, archive.post, archive.position)}
    assert held(FEEDS[2]) == {each.key for each in (archive.quote, archive.cheers, archive.own)}


def test_an_entry_says_whose_words_it_holds(archive, feed):
    found = feed()
    quote = entry(found, archive.quote)
    assert quote.title == "Ann Smith, November 6, 2020 (date inferred): “We begin <today> & go on” [...]"
    text = " ".join(re.sub(r"<[^>]*>", "", quote.content[0].value).split())
    assert text.startswith("Ann Smith, as quoted in The Paper “We begin &lt;today&gt; &amp; go on” [...] “We shall not stop.”")
    assert (
        f"Said November 6, 2020 (inferred). [Document {archive.story.key}], The Paper, news article, November 6, 2020 (inferred)."
        in text
    )
    position = entry(found, archive.position).content[0].value
    assert "campaign’s own words" in position
    assert "Campaign material: written to win votes." in position
    assert "“" not in re.sub(r"<[^>]*>", "", position).split("Date not stated")[0]
    assert "<b>In the archive’s words:</b> A summary." in entry(found, archive.report).content[0].value


def test_no_words_of_a_post_are_in_a_title(archive, feed):
    post = entry(feed(), archive.post)
    assert post.title == f"Rob Reporter on Ann Smith, November 4, 2020, in The Paper (record {archive.post.key})"
    assert "#hope" in post.content[0].value


def test_a_title_is_plain_text(archive, feed):
    Entity.objects.filter(pk=archive.smith.pk).update(name="Ann “D’A” O'Smith & <Sons>")
    assert entry(feed(), archive.own).title_detail.type == "text/plain"
    assert entry(feed(), archive.own).title == "Ann “D’A” O'Smith & <Sons>: “I am for open courts.”"
    assert feed(FEEDS[1]).feed.title == "Statements by or about Ann “D’A” O'Smith & <Sons> — dara"


def test_lines_of_a_post_stay_lines(archive, feed):
    source = factories.source("One line.\nAnother.\n", kind="social post", publisher=archive.rob)
    post = factories.statement(source, "One line.\nAnother.", kind=Statement.Kind.POST, speaker=archive.rob)
    assert re.search(r"“One line.<br ?/?>Another.”", entry(feed(), post).content[0].value)


def test_private_persons_are_kept_out(archive, feed, public):
    source = factories.source("“Byron said: ‘Well.’” Smith told of him. And of that day.\n", kind="press release")
    outer = factories.statement(source, "Byron said: ‘Well.’", kind=Statement.Kind.POST, speaker=archive.bystander)
    factories.statement(source, "Well.", speaker=archive.smith, within=outer)
    factories.statement(source, "told of him", speaker=archive.smith, about=[archive.bystander, archive.jones])
    kept = factories.statement(source, "And of that day.", speaker=archive.smith, about=[archive.jones])
    for path in (FEEDS[0], FEEDS[1]):
        found = feed(path)
        assert [each.id for each in found.entries if each.id.endswith(f"/{kept.key}/")]
        assert "Byron" not in public(path).content.decode()
        assert "told of him" not in public(path).content.decode()
        assert len([each for each in found.entries if f"/sources/{source.key}/" in each.content[0].value]) == 1


def test_what_was_corrected_last_comes_first(archive, feed):
    yesterday = Statement.objects.get(pk=archive.quote.pk).version - timedelta(days=1)
    Statement.objects.exclude(pk=archive.in_post.pk).update(version=yesterday)  # what is made in a test is of one moment
    found = feed()
    assert found.entries[0].id.endswith(f"/{archive.in_post.key}/")
    assert found.feed.updated == found.entries[0].updated
    others = [each.id[-9:-1] for each in found.entries[1:]]
    in_order = Statement.objects.without_private_persons().exclude(pk=archive.in_post.pk).in_order()
    assert others == list(in_order.values_list("pk", flat=True))


def test_what_xml_cannot_hold_is_replaced(archive, feed):
    source = factories.source("One\x0cpage,\x1b and\ufffe more.\n", kind="press release", publisher=archive.committee)
    statement = factories.statement(source, "One\x0cpage,\x1b and\ufffe more.", speaker=archive.smith)
    Entity.objects.filter(pk=archive.smith.pk).update(name="Ann\x0cSmith")
    assert "One\ufffdpage,\ufffd and\ufffd more." in entry(feed(), statement).content[0].value
    assert feed(FEEDS[1]).feed.title.startswith("Statements by or about Ann\ufffdSmith")


@pytest.mark.parametrize(
    "path", ["/feeds/candidates/nobody.atom", "/feeds/candidates/rob-reporter.atom", "/feeds/topics/nothing.atom"]
)
def test_no_feed_of_what_is_not_there(path, archive, public):
    assert public(path).status_code == 404


def test_empty_archive(db, feed):
    assert feed().entries == []


def test_an_unchanged_feed_is_not_sent_again(archive, as_public):
    with as_public() as client:
        first = client.get(FEEDS[0])
        again = client.get(FEEDS[0], headers={"if-none-match": first["ETag"]})
        refused = client.post(FEEDS[0])
    assert (again.status_code, again.content) == (304, b"")
    assert refused.status_code == 405


QUESTIONS = dict(zip(FEEDS, (3, 4, 4), strict=True))


def questions(as_public, path: str) -> int:
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([query for query in asked if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]])


def test_questions_of_a_short_archive(archive, as_public):
    assert {path: questions(as_public, path) for path in FEEDS} == QUESTIONS


def test_a_long_archive_has_short_feeds(enlarged_archive, feed, as_public):
    assert {path: questions(as_public, path) for path in FEEDS} == QUESTIONS
    assert [len(feed(path).entries) for path in FEEDS] == [50, 50, 50]


@pytest.mark.parametrize("path", ["/feeds/statements.atom", "/feeds/corrections.atom"])
def test_an_empty_feed_was_never_updated(path, db, feed, public):
    assert feed(path).feed.updated == "1970-01-01T00:00:00+00:00"
    assert public(path).content == public(path).content


def test_pages_name_their_feeds(archive, public):
    for page, feed in {
        "/": FEEDS[0],
        "/statements/": FEEDS[0],
        "/candidates/ann-smith/": FEEDS[1],
        "/topics/courts/": FEEDS[2],
    }.items():
        html = public(page).content.decode()
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{feed}">', html), page


@pytest.mark.usefixtures("seeds")
def test_the_feeds_of_the_seeds(feed):
    from dara.models import Candidate, Topic

    paths = [f"/feeds/candidates/{each.slug}.atom" for each in Candidate.objects.all()]
    paths += [f"/feeds/topics/{each.slug}.atom" for each in Topic.objects.all()]
    for path in [FEEDS[0], *paths]:
        found = feed(path)
        assert len({each.id for each in found.entries}) == len(found.entries) <= 50
        for each in found.entries:
            assert not re.search(r"[#@]", each.title), each.title
        assert len({each.title for each in found.entries}) == len(found.entries), path


def test_it_is_the_markup_of_rfc_4287(archive, public):
    root = ElementTree.fromstring(public(FEEDS[0]).content)
    assert root.tag == f"{ATOM}feed"
    for each in root.iter(f"{ATOM}entry"):
        assert {child.tag.removeprefix(ATOM) for child in each} <= {"id", "title", "updated", "link", "category", "content"}
        assert [len(each.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated", "content")] == [1, 1, 1, 1]
        assert each.find(f"{ATOM}content").get("type") == "html"
