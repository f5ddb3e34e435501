"""The page on the office: what curators chose, of nobody; and what is not held."""

import pytest

from dara.models import Entity, Statement, Topic
from tests import factories


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("language", ["", "/es"])
def test_what_it_shows_speaks_of_no_person(public, language):
    response = public(f"{language}/office/")
    shown = list(response.context["object_list"])
    assert shown
    names = {name for person in Entity.objects.filter(kind="person") for name in (person.name, person.surname)}
    for statement in shown:
        assert [name for name in names if name in statement.text] == []
        assert statement.passage.exact == statement.text
        assert f"/statements/{statement.key}/" in response.content.decode()
        assert statement.topics.count() > 1  # it stands under an issue, too


@pytest.mark.usefixtures("seeds")
def test_it_says_that_this_is_not_all_and_leads_to_the_official_site(public, text_of):
    text = text_of("/office/")
    assert "Nothing else of this kind in the 3 sources held. This does not mean that it is all the office does." in text
    html = public("/office/").content.decode()
    assert '<a href="https://da.lacounty.gov/" rel="nofollow noopener">' in html
    assert "not ours, and no source of this archive" in text
    for topic in Topic.objects.listed():
        assert f"{topic} {topic.description}" in text
    assert 'href="/office/"' in public("/about/").content.decode()


def test_where_nothing_is_held_it_says_so(archive, text_of):
    text = text_of("/office/")
    assert "Nothing on this in the 2 sources held." in text
    assert "Nothing else" not in text


def test_the_files_choose_what_it_shows_and_no_list_of_issues_has_it(archive, public, text_of):
    office = factories.topic("What the office does", description="What it does.")
    assert office.slug == Topic.OFFICE
    archive.cheers.topics.add(office)
    assert archive.cheers.text in text_of("/office/")
    assert office not in public("/candidates/ann-smith/").context["gaps"]
    for path in ("/", "/topics/", "/candidates/ann-smith/", "/compare/?c=ann-smith&c=bea-jones"):
        assert f'href="{office.get_absolute_url()}"' not in public(path).content.decode(), path
    assert 'value="what-the-office-does"' not in public("/compare/").content.decode()
    page = text_of(office.get_absolute_url())
    assert archive.cheers.text in page
    assert "had no position" not in page
    assert Statement.objects.on_topic(office).count() == 1
