"""Lists as they are narrowed: each facet's count is the length of the list that it leads to."""

import html5lib
import pytest
from django.http import QueryDict
from django.utils import translation

from dara.public.filters.facets import MAX_FREQUENT_VALUES
from dara.public.filters.parameters import ListFilterSet
from dara.public.pages.endorsements import EndorsementList
from dara.public.pages.sources import SourceList
from dara.public.pages.statements import StatementList
from tests import factories

LISTS = {"/statements/": StatementList, "/endorsements/": EndorsementList, "/sources/": SourceList}


def filtered(view, query: str) -> ListFilterSet:
    found = view.filterset_class.of(QueryDict(query.removeprefix("?")))
    assert found.is_valid(), (query, found.errors)
    return found


def walk(view, query: str, depth: int, seen: set[str], lengths: dict[str, int] | None = None) -> None:
    """Every facet of the list, and of the lists that they lead to. `lengths`: of the lists that were counted already."""
    if query in seen:
        return
    seen.add(query)
    lengths = {} if lengths is None else lengths

    def length_of(query: str) -> int:
        if query not in lengths:
            lengths[query] = filtered(view, query).qs.count()
        return lengths[query]

    found = filtered(view, query)
    length = length_of(query)
    assert length == len(found.qs)
    for facet in found.facets():
        for option in facet.options:
            if option.chosen:
                assert option.count == length, (query, facet.name, option)
            else:
                assert option.count == length_of(option.query) > 0, (query, facet.name, option)
            if depth:
                walk(view, option.query, depth - 1, seen, lengths)
    for removal in found.removals():
        assert length_of(removal.query) >= length


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("view", LISTS.values(), ids=LISTS)
def test_every_facet_of_every_list_of_the_seeds_counts_what_it_leads_to(view, long):
    seen: set[str] = set()
    walk(view, "", depth=1 if long else 0, seen=seen)
    walk(view, "?q=lacey", depth=0, seen=seen)
    walk(view, "?q=reform&year=2020", depth=0, seen=seen)
    walk(view, "?q=zebras", depth=0, seen=seen)
    assert len(seen) > (10 if long else 3)


@pytest.mark.parametrize("view", LISTS.values(), ids=LISTS)
def test_every_facet_of_the_example_archive(view, archive, long):
    walk(view, "", depth=3 if long else 1, seen=set())


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("view", LISTS.values(), ids=LISTS)
def test_facets_count_the_same_in_spanish_under_spanish_names(view, long):
    def counted() -> dict[tuple[str, str], tuple[str, int]]:
        options = [(facet.name, option) for facet in filtered(view, "").facets() for option in facet.options]
        return {(name, option.query): (option.label, option.count) for name, option in options}

    english = counted()
    with translation.override("es"):
        spanish = counted()
        walk(view, "", depth=1 if long else 0, seen=set())
    assert {key: count for key, (_, count) in spanish.items()} == {key: count for key, (_, count) in english.items()}
    ours = {key for key in english if key[0] in ("topic", "race", "source")}
    assert ours
    assert [key for key in ours if spanish[key][0] == english[key][0]] == []


def links(html: str) -> dict[str, list[tuple[str, str]]]:
    """The facets as a reader sees them: {facet: [(value with its count, address)]}."""
    nav = html5lib.parse(html, namespaceHTMLElements=False).find(".//nav[@class='facets']")
    return {
        details.find("summary").text: [("".join(a.itertext()), a.get("href")) for a in details.iter("a")]
        for details in nav.iter("details")
    }


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("path", LISTS)
def test_the_counts_on_the_page_are_the_numbers_on_the_pages_behind_them(path, as_public, sample):
    with as_public() as client:
        shown = links(client.get(path).content.decode())
        assert len(shown) == len(LISTS[path].filterset_class.FACETS)
        for values in shown.values():
            for value, address in sample(values, 3):
                count = int(value.rsplit("(", 1)[1].rstrip(")"))
                assert client.get(address).context["paginator"].count == count, address


def test_filters_add_up_and_come_off_one_by_one(archive, public):
    response = public("/statements/?q=begin&topic=courts&speaker=ann-smith&sort=date&page=1&utm_source=x")
    assert [row.key for row in response.context["object_list"]] == [archive.quote.key]
    assert [(each.label, each.value, each.query) for each in response.context["removals"]] == [
        ("Words", "begin", "?topic=courts&speaker=ann-smith&sort=date"),
        ("Topic", "Courts", "?q=begin&speaker=ann-smith&sort=date"),
        ("Speaker", "Ann Smith", "?q=begin&topic=courts&sort=date"),
    ]
    assert b'<meta name="robots" content="noindex">' in response.content
    assert "<mark>begin</mark> &lt;today&gt; &amp; go on" in response.content.decode()


def test_the_order_is_part_of_the_address(archive, public):
    by_date = [row.said_on for row in public("/statements/?sort=date").context["object_list"]]
    dated = [date for date in by_date if date]
    assert dated == sorted(dated, reverse=True)
    assert by_date[len(dated) :] == [None] * (len(by_date) - len(dated))
    words = public("/statements/?q=all+or+good+or+begin").context
    assert [each.value for each in words["orders"] if each.chosen] == ["relevance"]
    assert [each.value for each in public("/statements/?sort=relevance").context["orders"] if each.chosen] == ["source"]


def test_a_list_without_a_match_says_what_was_searched_and_what_to_do(archive, text_of, public):
    text = text_of("/statements/?q=zebras&topic=courts")
    assert "0 statements" in text
    assert "No statement matches in the 2 sources held." in text
    page = public("/statements/?q=Smiht+begin").content.decode()
    assert '<a href="/statements/?q=Smith+begin">Smith begin</a>?' in page
    assert '<a href="/search/?q=Smiht%20begin">' in page


def test_did_you_mean_leads_to_something(archive, public):
    """Under the same filters: “Smith begin” is there, but on no other topic."""
    assert "Did you mean" not in public("/statements/?q=Smiht+begin&kind=report").content.decode()
    assert "Did you mean" in public("/statements/?q=Smiht+begin&kind=quote").content.decode()


def test_what_was_ignored_is_said(archive, text_of):
    assert "Ignored, as this list has no such filter: speeker" in text_of("/statements/?speeker=ann-smith&page=1")
    assert "Ignored" not in text_of("/statements/?speaker=ann-smith&page=1&utm_source=mail&fbclid=x")


@pytest.fixture
def many(archive):
    """More of everything than a facet shows of the most frequent."""
    several = MAX_FREQUENT_VALUES + 5
    body = "".join(f"Sentence number {number}.\n" for number in range(several))
    for number in range(several):
        source = factories.source(f"{number}\n{body}", kind="other", title=f"Text {number}", published_on=f"{1990 + number}")
        candidate = factories.person(f"Candidate Number{number:02}")
        factories.race(f"race-{number}", candidate)
        factories.statement(
            source,
            f"Sentence number {number}.",
            kind="position",
            speaker=candidate,
            said_on=f"{1990 + number}",
            topics=[factories.topic(f"Topic {number}")],
        )
    return several


def test_what_has_an_order_of_its_own_is_shown_whole(many, public):
    facets = {facet.name: facet for facet in public("/statements/").context["facets"]}
    for name in ("candidate", "topic", "year"):
        assert len(facets[name].options) >= many
        assert not facets[name].more
    for name in ("speaker", "source"):
        assert len(facets[name].options) == MAX_FREQUENT_VALUES
        assert facets[name].more


def test_the_value_that_is_set_is_always_shown(many, public):
    response = public(f"/statements/?speaker=candidate-number{many - 1:02}")
    speaker = next(facet for facet in response.context["facets"] if facet.name == "speaker")
    assert (len(speaker.options), [each.count for each in speaker.options if each.chosen]) == (MAX_FREQUENT_VALUES + 1, [1])
    html = response.content.decode()
    assert html.count("The most frequent are shown.") == sum(facet.more for facet in response.context["facets"]) == 1


def test_what_is_undated_has_a_facet_of_its_own(archive, public):
    rows = public("/statements/?year=none").context["object_list"]
    assert rows
    assert all(row.said_on is None for row in rows)
    assert public("/sources/?year=2020").context["object_list"][0].key == archive.story.key


def test_words_find_sources_by_what_may_be_read_of_them(archive, public):
    found = public("/sources/?q=neighbour").context["object_list"]
    assert [row.key for row in found] == [archive.story.key]
    assert "<mark>neighbour</mark>" in public("/sources/?q=neighbour").content.decode()
    assert not public("/sources/?q=%22nobody+may+read%22").context["object_list"]
