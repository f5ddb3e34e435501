"""Candidates side by side: whose words stand in a cell, what a gap says, and what is claimed of who stood against whom."""

import html5lib
import pytest

from dara.models import Statement
from tests import factories

BOTH = "/compare/?c=ann-smith&c=bea-jones"


def tree_of(public, path: str):
    response = public(path)
    assert response.status_code == 200, path
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def cells(tree) -> dict[str, list[str]]:
    """The words of the cells of each topic."""
    return {text(row.find("th")): [text(cell) for cell in row.findall("td")] for row in tree.findall(".//tbody/tr")}


def heads(tree) -> list[str]:
    return [text(head) for head in tree.findall(".//thead/tr/th")]


def test_each_side_beside_the_other(archive, public):
    factories.race("2024", archive.jones)
    tree = tree_of(public, BOTH)
    assert text(tree.find(".//h1")) == "Bea Jones and Ann Smith, topic by topic"
    topic, jones, smith = heads(tree)
    assert topic == "Topic"
    assert jones.startswith("BJBea Jones 2024 race for Los Angeles County District Attorney 2020 race")
    assert smith.startswith("ASAnn Smith 2020 race")
    by_topic = cells(tree)
    assert list(by_topic) == ["Cash bail", "Courts"]
    jones, smith = by_topic["Cash bail"]
    assert "Nothing on this in the 2 sources held. This does not mean Jones had no position." in jones
    assert smith.startswith("ASAnn Smith The Paper, news article, November 6, 2020 (inferred) “We begin <today> & go on”")
    assert "“We shall not stop.” Ann Smith, as quoted in The Paper · Said November 6, 2020 (inferred) Record" in smith
    assert "campaign page, undated Committee for Smith: campaign’s own words We will end cash bail. Record" in smith


def test_the_order_is_by_surname_and_so_is_the_address(archive, public):
    for path in (BOTH, "/compare/?c=bea-jones&c=ann-smith", f"{BOTH}&t="):
        tree = tree_of(public, path)
        assert text(tree.find(".//h1")).startswith("Bea Jones and Ann Smith")
        canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
        assert canonical == ["http://127.0.0.1:8000/compare/?c=bea-jones&c=ann-smith"]


def test_what_others_say_of_a_candidate_is_not_theirs(archive, public):
    jones, smith = cells(tree_of(public, BOTH))["Courts"]
    assert "onlookers" not in jones + smith
    assert "No direct words held. This does not mean Jones had no position. Others on Jones" in jones


def test_a_paraphrase_is_no_word_of_the_candidates(archive, public):
    told = {"kind": Statement.Kind.PARAPHRASE, "speaker": archive.jones, "topics": [archive.bail]}
    factories.statement(archive.story, "Unions backed Jones.", **told)
    jones, _ = cells(tree_of(public, BOTH))["Cash bail"]
    assert (
        "No direct words held. The Paper reported, in its own words: The Paper, news article, November 6, 2020 (inferred) Bea Jones, paraphrased"
        in jones
    )
    factories.statement(archive.story, "She told us: “All will be well”", pieces=["She told us"], **told | {"within": archive.post})
    jones, _ = cells(tree_of(public, BOTH))["Cash bail"]
    assert "No direct words held. Reported in other words:" in jones


def test_own_words_before_the_campaigns_before_paraphrases_and_few_in_a_cell(archive, public):
    page = factories.source("We plan. I plan. Smith plans. We go on.\n", kind="campaign page", publisher=archive.committee)
    of_committee = {"kind": Statement.Kind.POSITION, "speaker": archive.committee, "about": [archive.smith, archive.jones]}
    opioids = factories.topic("Pills")
    factories.statement(page, "Smith plans.", kind=Statement.Kind.PARAPHRASE, speaker=archive.smith, topics=[opioids])
    factories.statement(page, "We plan.", **of_committee, topics=[opioids])
    factories.statement(page, "We go on.", **of_committee, topics=[opioids])
    # whoever else it is about, it stands once in the column of who says it
    both = [archive.jones, archive.rob]
    factories.statement(page, "I plan.", kind=Statement.Kind.POSITION, speaker=archive.smith, about=both, topics=[opioids])
    _, smith = cells(tree_of(public, BOTH))["Pills"]
    assert smith.index("I plan.") < smith.index("We plan.")
    assert smith.count("I plan.") == 1
    assert "We go on." not in smith
    assert "Smith plans." not in smith
    assert "All 4 are on Smith’s page" in smith


def test_topics_without_an_entry_come_last(archive, text_of):
    shown = text_of(BOTH)
    rows, _, last = shown.partition("Topics without an entry")
    assert "Cash bail" in rows
    assert last.startswith(
        " Nothing from these candidates’ sides on these in the 2 sources held. This does not mean that they had no position. Opioids"
    )


def test_one_topic(archive, public, text_of):
    tree = tree_of(public, f"{BOTH}&t=opioids")
    assert text(tree.find(".//h1")) == "Opioids: Bea Jones and Ann Smith"
    assert list(cells(tree)) == ["Opioids"]
    assert "Topics without an entry" not in text_of(f"{BOTH}&t=opioids")
    chosen = [option.get("value") for option in tree.iter("option") if "selected" in option.attrib]
    assert chosen == ["opioids", "opioids"]  # to pick a topic, and to choose other candidates


def test_who_stood_against_whom_as_far_as_records_say(archive, text_of):
    shown = text_of(BOTH)
    assert "The sources held name Bea Jones and Ann Smith in the 2020 race for Los Angeles County District Attorney." in shown
    assert "The counts held of" not in shown  # one of Jones alone
    assert "on one ballot" not in shown
    factories.result(
        archive.story,
        "more than 790,000 ballots remain.",
        candidate=archive.smith,
        election=archive.election,
        votes=790000,
        status="not stated",
    )
    assert f"The counts held of the {archive.election} name Bea Jones and Ann Smith." in text_of(BOTH)


def test_no_ballot_is_made_up(archive, text_of):
    young = factories.person("Cy Young")
    factories.race("2024", young)
    shown = text_of(f"{BOTH}&c=cy-young")
    assert "No source held puts Bea Jones and Cy Young on one ballot." in shown
    assert "No source held puts Ann Smith and Cy Young on one ballot." in shown
    assert "Bea Jones and Ann Smith on one ballot" not in shown


def test_one_candidate_by_the_years_of_the_sources(archive, public):
    tree = tree_of(public, "/compare/?c=ann-smith")
    assert text(tree.find(".//h1")) == "Ann Smith, year by year"
    assert heads(tree) == ["Topic", f"Sources of 2020 Elections in 2020: {archive.election} (inferred)", "Undated sources"]
    dated, undated = cells(tree)["Cash bail"]
    assert "“We begin <today> & go on”" in dated
    assert "We will end cash bail." in undated
    for year in range(2021, 2025):
        story = factories.source(f"“Year {year},” Smith said.", published_on=str(year))
        factories.statement(story, f"“Year {year},”", pieces=[f"Year {year}"], speaker=archive.smith, topics=[archive.bail])
    tree = tree_of(public, "/compare/?c=ann-smith")
    assert heads(tree)[1:] == ["Sources of 2022", "Sources of 2023", "Sources of 2024", "Undated sources"]
    assert "Only the latest years are shown; all are on the candidate’s page." in text(tree.find(".//main"))
    assert cells(tree)["Courts"][0].endswith(
        "Nothing on this from Smith’s side in the sources held of 2022. This does not mean Smith had no position."
    )


def test_it_opens_on_the_candidates_of_the_latest_race_that_has_several(archive, public):
    factories.race("2024", factories.person("Cy Young"))
    tree = tree_of(public, "/compare/?t=courts")
    assert text(tree.find(".//h1")) == "Courts: Bea Jones and Ann Smith"
    canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    assert canonical == ["http://127.0.0.1:8000/compare/?c=bea-jones&c=ann-smith&t=courts"]
    boxes = [(box.get("value"), "checked" in box.attrib) for box in tree.iter("input") if box.get("type") == "checkbox"]
    assert boxes == [("bea-jones", True), ("ann-smith", True), ("cy-young", False)]


def test_topics_with_somebodys_own_words_come_first(archive, public):
    told = {"kind": Statement.Kind.PARAPHRASE, "speaker": archive.jones}
    first = factories.topic("Zeal")
    Statement.objects.filter(pk=archive.quote.pk).first().topics.add(first)
    factories.statement(archive.story, "Unions backed Jones.", topics=[factories.topic("Arson")], **told)
    assert list(cells(tree_of(public, BOTH)))[-1] == "Arson"
    factories.statement(archive.story, "Ann Smith conceded on Friday.", topics=[first], **told)
    assert next(iter(cells(tree_of(public, BOTH)))) == "Zeal", "on which both have an entry"


def test_a_table_has_thirty_topics_and_the_others_are_compared_each_on_its_own(public):
    smith, jones = factories.person("Ann Smith"), factories.person("Bea Jones")
    factories.race("2020", smith, jones)
    words = [f"Said about it {number}." for number in range(33)]
    source = factories.source(" ".join(words))
    for number, said in enumerate(words):
        topic = factories.topic(f"Topic {number:02}", position=number)
        factories.statement(source, said, kind=Statement.Kind.QUOTE, pieces=[said], speaker=smith, topics=[topic])
    tree = tree_of(public, BOTH)
    assert list(cells(tree)) == [f"Topic {number:02}" for number in range(30)]
    section = next(each for each in tree.iter("section") if each.get("aria-labelledby") == "further")
    links = {text(link): link.get("href") for link in section.iter("a")}
    assert links == {f"Topic {number}": f"/compare/?c=bea-jones&c=ann-smith&t=topic-{number}" for number in (30, 31, 32)}
    assert list(cells(tree_of(public, links["Topic 31"]))) == ["Topic 31"]


def test_a_fragment_has_the_sentence_before_it(archive, public):
    page = factories.source(
        "Cages are wrong. That is why I say no. It is late.\n\nThey wait.\n", kind="campaign page", publisher=archive.committee
    )
    topic = factories.topic("Cages")
    position = {"kind": Statement.Kind.POSITION, "speaker": archive.smith, "topics": [topic]}
    factories.statement(page, "That is why I say no.", **position)
    factories.statement(page, "They wait.", **position)
    _, smith = cells(tree_of(public, f"{BOTH}&t=cages"))["Cages"]
    assert "Context, the sentence before: Cages are wrong. That is why I say no." in smith
    assert smith.count("Context") == 1, "the other begins its paragraph"
    factories.withholding(page, "are wrong")
    _, smith = cells(tree_of(public, f"{BOTH}&t=cages"))["Cages"]
    assert "Context" not in smith


def test_the_sentence_before_is_left_out_only_where_it_stands_above(archive, public):
    """Whatever order the database gives the statements in, and whatever stands in other cells."""
    page = factories.source(
        "Cages are wrong. That is why I say no. They cost too much.\n", kind="campaign page", publisher=archive.committee
    )
    cages, costs = factories.topic("Cages"), factories.topic("Costs")
    position = {"kind": Statement.Kind.POSITION, "speaker": archive.smith}
    last = factories.statement(page, "They cost too much.", topics=[cages, costs], **position)
    factories.statement(page, "That is why I say no.", topics=[cages], **position)
    assert last.key < Statement.objects.latest("key").key, "the database gives it first"
    on = {name: words for name, (_, words) in cells(tree_of(public, BOTH)).items()}
    assert "Context, the sentence before: That is why I say no. They cost too much." in on["Costs"]
    assert on["Cages"].count("Context") == 1
    assert "Context, the sentence before: Cages are wrong. That is why I say no." in on["Cages"]


def test_where_the_latest_race_has_too_many_they_are_to_choose(archive, public):
    factories.race("2024", *(factories.person(f"Person {name}") for name in ("Able", "Baker", "Carr", "Dole", "Earl")))
    tree = tree_of(public, "/compare/?t=courts")
    boxes = [(box.get("value"), "checked" in box.attrib) for box in tree.iter("input") if box.get("type") == "checkbox"]
    assert ("ann-smith", False) in boxes
    links = {text(link): link.get("href") for link in tree.find(".//main").iter("a")}
    assert links["Bea Jones and Ann Smith"] == "/compare/?c=bea-jones&c=ann-smith&t=courts"
    assert not tree.findall(".//table")


def test_more_than_a_table_holds_are_not_suggested_together(archive, public):
    factories.race("2024", *(factories.person(f"Person {name}") for name in ("Able", "Baker", "Carr", "Dole", "Earl")))
    assert "Person" not in text(tree_of(public, "/compare/").findall(".//main/section")[0])
    links = [link.get("href") for link in tree_of(public, "/").iter("a") if text(link) == "Compare them"]
    assert links == ["/compare/", "/compare/?c=bea-jones&c=ann-smith"]
    link = next(link for link in tree_of(public, "/topics/courts/").iter("a") if link.get("href") == "/compare/?t=courts")
    assert text(link) == "Compare"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("c=nobody", "“nobody” is no candidate in this archive."),
        ("c=rob-reporter", "“rob-reporter” is no candidate in this archive."),
        ("c=", "“” is no candidate in this archive."),
        ("c=%00", "is no candidate in this archive."),
        ("c=' OR 1=1--", "is no candidate in this archive."),
        ("c=ann-smith&c=ann-smith", "A candidate is compared with others, not twice."),
        ("c=a&c=b&c=c&c=d&c=e", "At most four candidates are compared at a time."),
        ("c=ann-smith&t=nothing", "“nothing” is no topic in this archive."),
        ("t=%00", "is no topic in this archive."),
        ("c=ann-smith&topic=courts", "There is no parameter “topic” here; there are “c” for each candidate and “t” for the topic."),
        ("<b>=1", "There is no parameter “<b>” here"),
        ("page=2", "There is no parameter “page” here"),
        ("t=courts&t=courts", "Candidates are compared on one topic or on all of them."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(query, reason, archive, public):
    response = public(f"/compare/?{query}")
    assert response.status_code == 400
    assert reason in text(html5lib.parse(response.content.decode(), namespaceHTMLElements=False))


def test_a_comparison_that_was_passed_on_is_not_refused(archive, public):
    tree = tree_of(public, f"{BOTH}&utm_source=mail&utm_campaign=%00&fbclid=x&gclid=y")
    assert text(tree.find(".//h1")).startswith("Bea Jones and Ann Smith")


def test_the_table_is_one_for_whoever_hears_it(archive, public):
    tree = tree_of(public, BOTH)
    table = tree.find(".//table")
    assert text(table.find("caption"))
    for tag, role in {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}.items():
        assert {element.get("role") for element in tree.iter(tag)} == {role}
    assert {(th.get("scope"), th.get("role")) for th in table.iter("th")} == {("col", "columnheader"), ("row", "rowheader")}
    assert {label.get("aria-hidden") for label in table.iter("p") if label.get("class") == "of"} == {"true"}


def test_a_topic_gives_the_candidates_first_then_the_others_by_source(archive, public, text_of):
    for day, words in (("2020-10-01", "A neighbour of the post."), ("2020-10-05", "Unions backed Jones.")):
        factories.statement(archive.story, words, speaker=archive.rob, topics=[archive.courts], said_on=day)
    shown = text_of("/topics/courts/")
    sides, _, others = shown.partition("Other voices")
    assert sides.index("Bea Jones No direct words held.") < sides.index("“We begin")
    assert sides.index("“We begin") < sides.index("I am for open courts.")
    assert "We begin" not in others
    assert others.count("The Paper, news article") == 1
    assert "onlookers cheered" in others
    links = {text(link): link.get("href") for link in tree_of(public, "/topics/courts/").iter("a")}
    assert links["Compare"] == "/compare/?c=bea-jones&c=ann-smith&t=courts"
    assert links["CSV"] == "/statements.csv?topic=courts"


def test_the_list_of_topics_says_whose_side_is_held(archive, text_of):
    shown = text_of("/topics/")
    assert "Cash bail What it costs to go home. ASSmith 2 2 statements held." in shown
    assert "Courts ASSmith 2 3 statements held. Opioids 0 statements held." in shown
