"""How an election stood, at the first glance and with every count that is held; nothing is worked out, nothing called final that is not."""

import html5lib
import pytest

from tests import factories

SVG = "{http://www.w3.org/2000/svg}"
STANDING = (
    "Partial count, not a final result. Reported on November 6, 2020 (date inferred) by The Paper, citing The Registrar. "
    "When the count was taken is not stated. “more than 790,000” ballots remained; who said so is not stated. "
    "We hold no certified result."
)


def main_of(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False).find(".//main")


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(tree, tag: str, name: str) -> list:
    return [element for element in tree.iter(tag) if name in (element.get("class") or "").split()]


@pytest.fixture
def page(archive, public):
    """The parsed main part of the election's page, in a language."""
    return lambda prefix="": main_of(public(f"{prefix}{archive.election.get_absolute_url()}"))


@pytest.fixture
def official(archive):
    """A later source, of the count of two days, with the votes of both; the second of them certified."""
    text = factories.source(
        "On November 5 Jones had 1,200 votes. On November 5 Smith had 800 votes.\n"
        "On November 30 Jones had 60.5% and 2,420 votes, certified. On November 30 Smith had 39.5% and 1,580 votes, certified.\n",
        publisher=factories.organization("The County"),
        kind="official results",
        published_on="2020-12-01",
    )

    def result(words, candidate, day, **figures):
        factories.result(text, words, candidate=candidate, election=archive.election, as_of=day, **figures)

    result("On November 5 Jones had 1,200 votes.", archive.jones, "2020-11-05", votes=1200, status="not stated")
    result("On November 5 Smith had 800 votes.", archive.smith, "2020-11-05", votes=800, status="not stated")
    for name, candidate, percent, votes in (("Jones", archive.jones, "60.5", "2,420"), ("Smith", archive.smith, "39.5", "1,580")):
        words = f"On November 30 {name} had {percent}% and {votes} votes, certified."
        counted = {"percent": percent, "votes": int(votes.replace(",", "")), "status": "certified"}
        result(words, candidate, "2020-11-30", **counted)


def test_the_first_thing_said_is_how_it_stood_and_whether_it_was_final(page):
    first, second = list(page())[1:3]
    assert words(first) == "2020 race for Los Angeles County District Attorney, November 2020 (inferred)"
    assert words(second) == STANDING


def test_a_count_is_drawn_and_says_the_same_in_words(page):
    (picture,) = [element for element in page().iter("div") if element.get("role") == "img"]
    assert picture.get("aria-label") == "Bars: Bea Jones, “almost” 53.7%. Partial count, not a final result."
    bars = [rect.get("width") for rect in by_class(picture, f"{SVG}rect", "length")]
    assert bars == ["53.70%"]
    assert [text.text for text in picture.iter(f"{SVG}text")] == ["0", "25", "50", "75", "100%"]
    hatched = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("fill", "").startswith("url(#hatch-")]
    assert [rect.get("width") for rect in hatched] == bars
    (table,) = page().iter("table")
    assert words(table.find("caption")) == "Reported on November 6, 2020 (date inferred) by The Paper"
    assert [words(row) for row in table.find("tbody")] == ["Bea Jones “almost” 53.7% This record In context"]
    assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}
    assert "No figure of another candidate is held for this count." in words(page())


def test_a_single_count_is_not_said_twice(page):
    assert words(page()).count("When the count was taken is not stated.") == 1


def test_that_figures_are_of_this_election_is_marked_where_we_infer_it(archive, page):
    assert "That these figures are of this election is our inference" not in words(page())
    archive.count.inferred = {"election": "the sentence names none"}
    archive.count.save()
    told = "That these figures are of this election is our inference, not the source’s statement: the sentence names none."
    assert words(page()).count(told) == 1


def test_several_counts_stand_side_by_side_the_latest_first(official, page):
    main = page()
    assert words(list(main)[2]).startswith(
        "Of the 3 counts held, the latest certified: Certified, as the source says. Reported on December 1, 2020 by The County. "
        "Count as of November 30, 2020."
    )
    assert words(list(main)[3]) == "BJBea Jones 60.5% · ASAnn Smith 39.5%"
    assert "We hold no certified result." not in words(main)
    (side_by_side,) = by_class(main, "section", "moved")
    latest, reported, first = (words(row) for row in side_by_side.find("table/tbody"))
    assert latest.startswith("Count as of November 30, 2020 60.5% 39.5% Certified Not stated")
    assert latest.endswith("The County, official results, December 1, 2020")
    assert reported == (
        "Reported on November 6, 2020 (date inferred) by The Paper “almost” 53.7% – Partial count “more than 790,000” "
        "The Paper, news article, November 6, 2020 (inferred)"
    )
    assert first.startswith("Count as of November 5, 2020 1,200 votes 800 votes Not stated Not stated")
    held = by_class(main, "article", "held-count")
    assert [f"#{article.get('id')}" for article in held] == [
        a.get("href") for a in side_by_side.iter("a") if a.get("href")[0] == "#"
    ]
    assert [words(article.find("h3")) for article in held] == [
        "Count as of November 30, 2020",
        "Reported on November 6, 2020 (date inferred) by The Paper",
        "Count as of November 5, 2020",
    ]
    assert STANDING.removesuffix(" We hold no certified result.") in words(held[1])


def test_votes_without_percentages_are_drawn_without_a_scale_and_said_so(official, page):
    count = by_class(page(), "article", "held-count")[2]
    assert not list(count.iter(f"{SVG}text"))
    assert "No percentage is stated." in words(count)
    assert "Whether this figure is final is not stated. Bars:" in words(count)
    assert [words(th) for th in count.find(".//thead/tr")] == ["Candidate", "Votes", "Evidence"]
    assert "%" not in words(count)


def test_no_count_is_said_to_be_none(archive, public):
    primary = factories.election(archive.race, archive.story, "Unions backed Jones.", held_on="2020-03", stage="primary")
    text = words(main_of(public(primary.get_absolute_url())))
    assert "No count of this election in the sources held." in text
    assert "Partial count" not in text
    assert "TurnoutNo record of it is held" in text


def test_stages_of_a_race_lead_to_each_other_with_the_words_that_speak_of_them(archive, public, page):
    primary = factories.election(
        archive.race, archive.story, "Unions backed Jones.", name="The primary", held_on="2020-03", stage="primary"
    )
    for main, other in ((page(), primary), (main_of(public(primary.get_absolute_url())), archive.election)):
        assert [a.text for a in main.iter("a") if a.get("href") == other.get_absolute_url()] == [other.name, other.name]
        (section,) = [s for s in main.iter("section") if s.get("aria-labelledby") == "others"]
        assert other.passage.exact in words(section)
        assert "The Paper, news article, November 6, 2020 (inferred)" in words(section)
    stages = by_class(main_of(public("/elections/")), "ol", "stages")
    assert [words(h3) for ol in stages for h3 in ol.iter("h3")] == ["The primary", archive.election.name]


def test_the_list_says_how_each_election_stands_and_ended(archive, text_of, request):
    conceded = "Conceded: Ann Smith, November 6, 2020"
    assert f"BJBea Jones “almost” 53.7% {STANDING} {conceded}" in text_of("/elections/")
    archive.count.inferred = {"election": "the sentence names none"}
    archive.count.save()
    assert f"{STANDING} That these figures are of this election is our inference. {conceded}" in text_of("/elections/")
    request.getfixturevalue("official")
    told = "Certified, as the source says. Reported on December 1, 2020 by The County. Count as of November 30, 2020."
    assert f"BJBea Jones 60.5% · ASAnn Smith 39.5% {told} {conceded}" in text_of("/elections/")
    primary = factories.election(archive.race, archive.story, "Unions backed Jones.", held_on="2020-03", stage="primary")
    assert f"March 2020 · Primary {primary} No count of the whole election in the sources held. November" in text_of("/elections/")


def test_a_sources_words_have_their_language_on_a_page_in_another(page):
    marked = [words(element) for element in page("/es").iter() if element.get("lang") == "en" and element.tag != "a"]
    assert "“almost”" in marked
    assert "“more than 790,000”" in marked
    assert "Jones has almost 53.7% of the vote; more than 790,000 ballots remain." in marked
    assert not [element for element in page().iter() if element.get("lang")]


def test_many_counts_come_a_page_at_a_time_each_whole(archive, public):
    lines = [f"Jones has {n} votes. Smith has {n} votes.\n" for n in range(1, 31)]
    text = factories.source("".join(lines), published_on="2020-11-05")
    for n, line in enumerate(lines, 1):
        for candidate in (archive.jones, archive.smith):
            factories.result(text, line.strip(), candidate=candidate, election=archive.election, votes=n, status="partial")
    path = archive.election.get_absolute_url()
    first, second = (by_class(main_of(public(f"{path}?page={n}")), "article", "held-count") for n in (1, 2))
    assert (len(first), len(second)) == (20, 11)
    assert all(len(article.find(".//tbody")) == 2 for article in [*first[1:], *second])
    assert all("Partial count, not a final result. Reported on" in words(article) for article in second)
