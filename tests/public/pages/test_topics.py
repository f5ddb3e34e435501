"""A topic with topics below it: it leads to them, and is no empty topic in any list."""

import html5lib
import pytest

from dara.models import Statement, Topic
from tests import factories

PARTS = ["experience", "the-campaign", "count-and-concession", "how-the-office-is-run"]
PARENT = "the-office-and-the-race"
OF_PARENT = f"/topics/{PARENT}/"

seeds = pytest.mark.usefixtures("seeds")


def links(response) -> set[str]:
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return {anchor.get("href") for anchor in tree.find(".//main").iter("a")}


@pytest.fixture
def office(archive):
    """The topic of courts and that of bail stand below another."""
    office = factories.topic("The office")
    Topic.objects.filter(slug__in=("courts", "cash-bail")).update(parent=office)
    return office


@seeds
@pytest.mark.parametrize("language", ["", "/es"])
def test_its_page_names_its_topics_with_their_numbers(public, text_of, language):
    response, text = public(language + OF_PARENT), text_of(language + OF_PARENT)
    assert [part.slug for part in response.context["parts"]] == PARTS
    for part in response.context["parts"]:
        assert f"{language}/topics/{part.slug}/" in links(response)
        assert part.total == Statement.objects.filter(topics=part).count() > 0
        assert f"{part.total} " in text
    assert "Nothing on this" not in text
    assert response.context["candidates"] == []


@seeds
def test_the_pages_of_its_topics_lead_back(public):
    assert all(OF_PARENT in links(public(f"/topics/{slug}/")) for slug in PARTS)


@seeds
def test_no_list_has_it_as_an_empty_topic(public):
    for path in ("/", "/topics/", "/candidates/jackie-lacey/", "/candidates/george-gascon/", "/compare/?c=jackie-lacey"):
        response = public(path)
        assert OF_PARENT not in links(response), path
        assert f'value="{PARENT}"' not in response.content.decode(), path


@seeds
def test_what_is_below_it_is_found_under_it(public):
    everything = Statement.objects.filter(topics__slug__in=PARTS).distinct().count()
    response = public(f"/statements/?topic={PARENT}")
    assert response.context["paginator"].count == everything > 40
    facet = next(each for each in response.context["facets"] if each.name == "topic")
    counted = {option.value: option.count for option in facet.options}
    assert counted[PARENT] == everything
    for slug in (PARENT, *PARTS):
        assert public(f"/statements/?topic={slug}").context["paginator"].count == counted[slug]
        in_feeds = Statement.objects.without_private_persons().filter(
            pk__in=Statement.objects.on_topic(Topic.objects.get(slug=slug))
        )
        assert public(f"/feeds/topics/{slug}.atom").content.decode().count("<entry>") == in_feeds.count() >= counted[slug] - 1
    assert public(f"/sources/?topic={PARENT}").context["paginator"].count == 3


@seeds
def test_a_comparison_on_it_compares_on_its_topics(public):
    response = public(f"/compare/?c=jackie-lacey&c=george-gascon&t={PARENT}")
    assert sorted(row["topic"].slug for row in response.context["rows"]) == sorted(PARTS)
    assert f'<option value="{PARENT}" selected>' in response.content.decode()


def test_what_hangs_on_it_itself_is_shown_and_counted_once(archive, office, public, text_of):
    archive.quote.topics.add(office)  # which is on courts and on bail, too
    archive.cheers.topics.add(office)
    response, text = public("/topics/the-office/"), text_of("/topics/the-office/")
    assert [side.candidate.slug for side in response.context["candidates"]] == ["ann-smith"]
    assert archive.cheers.text in text
    assert "Nothing on this" not in text
    assert "/topics/the-office/" in links(public("/topics/"))
    listed = public("/statements/?topic=the-office")
    facet = next(each for each in listed.context["facets"] if each.name == "topic")
    keys = [row.key for row in listed.context["object_list"]]
    assert len(keys) == len(set(keys)) == next(option.count for option in facet.options if option.chosen)
    assert {archive.quote.key, archive.cheers.key} <= set(keys)
    gaps = public("/candidates/bea-jones/").context["gaps"]
    assert "the-office" not in {topic.slug for topic in gaps}


def test_the_api_and_the_files_name_it(office, public):
    rows = {row["slug"]: row for row in public("/api/v1/topics/").json()["results"]}
    assert rows["courts"]["parent"] == {"slug": "the-office", "name": "The office"}
    assert rows["the-office"]["parent"] is None


@pytest.mark.parametrize("kind", ["seeds", "enlarged_archive"])
def test_the_number_of_what_other_voices_say_is_that_of_the_list(kind, request, public):
    request.getfixturevalue(kind)
    numbers = set()
    for topic in Topic.objects.all():
        response = public(f"/topics/{topic.slug}/")
        paginator = response.context["paginator"]
        assert paginator.count == paginator.object_list.count(), topic
        numbers.add(paginator.count)
    assert len(numbers) > 2
