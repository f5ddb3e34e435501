"""The address of what was merged leads on: pages in both languages, their files, feeds, the API; filters follow."""

import itertools

import pytest
from django.utils.html import escape

from dara.curation.merge import merge
from dara.models import Redirect
from tests import factories


@pytest.fixture
def merged(archive):
    """The archive with duplicates merged: a candidate, a voice, a topic, a statement."""
    double = factories.person("A. Smith", slug="a-smith")
    factories.race("2024", double)
    paper = factories.organization("Paper, The", slug="paper-the")
    money = factories.topic("Money bail", slug="money-bail")
    twice = factories.statement(
        archive.story, "We begin <today> & go on", pieces=["We begin <today> & go on"], speaker=double, topics=[money]
    )
    merge("statements", twice.pk, archive.quote.pk)
    merge("entities", double.slug, archive.smith.slug)
    merge("entities", paper.slug, archive.paper.slug)
    merge("topics", money.slug, archive.bail.slug)
    return archive


FORMS = ["/statements/{}/", "/statements/{}/citation.json", "/statements/{}/citation.bib", "/statements/{}/annotation.jsonld"]


def test_pages_lead_on_in_their_language(merged, public):
    pages = (
        ("/candidates/a-smith/", "/candidates/ann-smith/"),
        ("/voices/paper-the/", "/voices/the-paper/"),
        ("/topics/money-bail/", "/topics/cash-bail/"),
        ("/topics/money-bail/?page=2", "/topics/cash-bail/?page=2"),
        ("/statements/merged22/", f"/statements/{merged.quote.pk}/"),
    )
    for language, (old, new) in itertools.product(("", "/es"), pages):
        response = public(f"{language}{old}")
        assert (response.status_code, response["Location"]) == (301, f"{language}{new}")
        assert not response.cookies


def test_nobody_keeps_a_redirect_but_nginx_for_a_moment(merged, public):
    """Or nginx gives the page from before the merge for as long as the site is down."""
    for path in ("/topics/money-bail/", "/es/statements/merged22/", "/api/v1/topics/money-bail/", "/voices/ann-smith/", "/topics"):
        response = public(path)
        assert response.status_code == 301
        assert (response["Cache-Control"], response["X-Accel-Expires"]) == ("no-store", "5")
        names = list(response.headers)
        assert names.index("X-Accel-Expires") < names.index("Cache-Control")


def test_files_of_a_page_lead_on(merged, public):
    for form in FORMS:
        response = public(form.format("merged22"))
        assert (response.status_code, response["Location"]) == (301, form.format(merged.quote.pk))


def test_feeds_and_objects_lead_on(merged, public):
    for old, new in (
        ("/feeds/candidates/a-smith.atom", "/feeds/candidates/ann-smith.atom"),
        ("/feeds/topics/money-bail.atom", "/feeds/topics/cash-bail.atom"),
        ("/api/v1/entities/a-smith/", "/api/v1/entities/ann-smith/"),
        ("/api/v1/topics/money-bail/", "/api/v1/topics/cash-bail/"),
        ("/api/v1/statements/merged22/", "/api/v1/statements/{quote.pk}/"),
    ):
        response = public(old)
        assert (response.status_code, response["Location"]) == (301, new.format(**vars(merged)))
        assert public(response["Location"]).status_code == 200


def test_what_was_never_there_is_not_found(merged, public):
    for path in (
        "/candidates/nobody/",
        "/topics/a-smith/",
        "/endorsements/merged22/",
        "/api/v1/topics/a-smith/",
        "/es/voices/nobody/",
        "/elections/a-smith/",
        "/no-such-page/",
    ):
        assert public(path).status_code == 404, path


def test_merged_then_withdrawn_says_so(merged, public):
    from dara.models import Tombstone

    Redirect.objects.create(kind="statements", old="before22", new=merged.withdrawn.pk)
    assert Tombstone.objects.filter(pk=merged.withdrawn.pk).exists()
    response = public("/statements/before22/")
    assert response.status_code == 301
    assert public(response["Location"]).status_code == 410


def test_filters_follow(merged, public):
    for old, new in (
        ("/statements/?speaker=a-smith", "/statements/?speaker=ann-smith"),
        ("/statements/?topic=money-bail&kind=quote", "/statements/?topic=cash-bail&kind=quote"),
        ("/statements.jsonl?candidate=a-smith", "/statements.jsonl?candidate=ann-smith"),
        ("/api/v1/statements/?speaker=a-smith", "/api/v1/statements/?speaker=ann-smith"),
        ("/sources/?publisher=paper-the", "/sources/?publisher=the-paper"),
        ("/compare/?c=a-smith&c=bea-jones&t=money-bail", "/compare/?c=ann-smith&c=bea-jones&t=cash-bail"),
    ):
        old_page, new_page = public(old), public(new)
        assert old_page.status_code == new_page.status_code == 200
        asked_old, asked_new = (escape(path.partition("?")[2]) for path in (old, new))  # a page links itself in the other language
        assert old_page.getvalue().decode().replace(asked_old, asked_new) == new_page.getvalue().decode()


def test_filters_by_nothing_are_refused_as_before(merged, public):
    for path in (
        "/statements/?speaker=nobody",
        "/statements/?topic=a-smith",
        "/compare/?c=nobody&c=a-smith",
        "/statements/?topic=%00",
    ):
        assert public(path).status_code == 400, path


def test_site_maps_and_lists_have_the_new_ones_only(merged, public):
    for section in ("candidates", "topics", "voices", "statements"):
        listed = public(f"/sitemap-{section}.xml").content.decode()
        assert not any(old in listed for old in ("a-smith/", "money-bail/", "paper-the/", "merged22"))
    assert "ann-smith/" in public("/sitemap-candidates.xml").content.decode()


def test_the_api_lists_what_leads_where(merged, public):
    found = public("/api/v1/redirects/?kind=topics").json()["results"]
    assert found == [
        {"kind": "topics", "old": "bail-money", "new": "cash-bail"},
        {"kind": "topics", "old": "money-bail", "new": "cash-bail"},
    ]
