"""Cards: the titles, descriptions and Open Graph of pages that are no records."""

import html5lib
import pytest

from tests import factories


@pytest.fixture
def head(public):
    """{name or property: content} of a page's meta tags, and its `title`."""

    def read(path: str) -> dict[str, str]:
        found = html5lib.parse(public(path).content.decode(), namespaceHTMLElements=False).find("head")
        tags = {}
        for meta in found.iter("meta"):
            for name in (meta.get("name"), meta.get("property")):
                tags[name or ""] = meta.get("content")
        return tags | {"title": found.find("title").text}

    return read


PAGES = {
    "/candidates/ann-smith/": "Ann Smith, 2020 race",
    "/topics/courts/": "Courts: what the sources held say",
    "/compare/?c=ann-smith&c=bea-jones": "Bea Jones and Ann Smith, topic by topic",
    "/voices/unions/": "Unions",
    "/statements/": "Statements",
    "/statements/?topic=courts&candidate=ann-smith": "Statements (Candidate: Ann Smith; Topic: Courts)",
    "/endorsements/?stance=supports": "Reported support and opposition (Reported stance: supporting)",
    "/sources/?kind=news+article": "Sources (Kind: News article)",
}


def test_each_page_has_a_title_and_a_description_of_its_own(archive, head):
    seen = {}
    for path, title in PAGES.items():
        tags = head(path)
        assert tags["og:title"].startswith(title), path
        assert tags["title"] == f"{tags['og:title']} — dara"
        assert tags["og:description"] == tags["description"]
        assert tags["og:url"].startswith("http://127.0.0.1:8000/")
        assert tags["og:site_name"] == "dara"
        seen[path] = (tags["og:title"], tags["og:description"])
    assert len(set(seen.values())) == len(seen)


def test_a_race_within_a_spanish_title_begins_with_a_small_letter(archive, head):
    archive.race.translations = {"es": {"name": "Contienda de 2020"}}
    archive.race.save()
    assert head("/es/candidates/ann-smith/")["og:title"] == "Ann Smith, contienda de 2020"


def test_a_second_page_says_so(enlarged_archive, head):
    assert head("/statements/?page=2")["title"] == "Statements, page 2 — dara"


def test_what_somebody_searches_for_is_on_no_card(archive, head):
    tags = head("/statements/?q=smith+is+a+crook&topic=courts")
    assert tags["og:title"] == "Statements (Topic: Courts)"
    assert "crook" not in tags["description"]


def test_neither_a_slanted_title_nor_a_private_name_is_on_a_card(archive, head):
    slanted = factories.source("Smith went.\n", title="#Shame", publisher=archive.paper)
    factories.statement(slanted, "Smith went.", speaker=archive.smith)
    assert head(f"/statements/?source={slanted.key}")["og:title"] == "Statements (Source: News article, The Paper, undated)"
    assert head("/statements/?speaker=byron-stander")["og:title"] == "Statements"
    assert "og:title" not in head("/voices/byron-stander/")


def test_in_spanish(archive, head):
    assert head("/es/statements/?topic=courts")["og:url"] == "http://127.0.0.1:8000/es/statements/?topic=courts"


def test_the_address_is_there_without_javascript(archive, public):
    for path in (archive.quote.get_absolute_url(), "/topics/courts/", archive.story.get_absolute_url()):
        assert f"<code>http://127.0.0.1:8000{path}</code>" in public(path).content.decode()


def test_a_topics_feed_is_visible(archive, public):
    html = public("/topics/courts/").content.decode()
    assert '<a href="/feeds/topics/courts.atom">Follow</a>' in html
