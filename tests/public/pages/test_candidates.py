"""The pages of people: what stands together, what is folded, and what is dated."""

import html
import re

import html5lib
import pytest

from dara.models import Election, Statement
from dara.public.pages import candidates, timeline
from tests import factories
from tests.public.conftest import words


def parts(page: str, tag: str, css: str):
    """The elements of a page whose classes include `css`."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [element for element in tree.iter(tag) if css in element.get("class", "").split()]


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def page(archive):
    """A campaign page with six sentences on opioids, in the words of Smith's committee; one of them with “I”."""
    sentences = [f"We do thing {n}." for n in range(1, 6)]
    source = factories.source("\n".join([*sentences, "I do thing 6."]), kind="campaign page", publisher=archive.committee)
    opioids = factories.topic("Overdoses")
    for sentence in sentences:
        factories.statement(source, sentence, kind="position", speaker=archive.committee, about=[archive.smith], topics=[opioids])
    factories.statement(source, "I do thing 6.", kind="position", speaker=archive.smith, topics=[opioids])
    return source


def fold_of(html: str, topic: str):
    return next(
        each for each in parts(html, "details", "topic") if any(part.get("id") == f"topic-{topic}" for part in each.iter("div"))
    )


def test_alike_statements_stand_under_one_label(archive, page, public):
    fold = fold_of(public("/candidates/ann-smith/").content.decode(), "overdoses")
    assert text(fold.find("summary")) == "Overdoses 6"
    assert [text(line) for line in parts_of(fold, "from")] == [
        f"Document {page.key}, Committee for Smith, campaign page, undated"
    ], "the source once"
    [run] = parts_of(fold, "run")
    assert text(run).count("Committee for Smith: campaign’s own words") == 1
    assert [text(quote) for quote in run.iter("blockquote")] == [f"We do thing {n}." for n in range(1, 6)]
    assert [a.text for a in run.iter("a")].count("Record") == 5


def parts_of(element, css: str):
    return [each for each in element.iter() if css in each.get("class", "").split()]


def test_the_candidates_own_words_come_before_the_campaigns(archive, page, public):
    fold = fold_of(public("/candidates/ann-smith/").content.decode(), "overdoses")
    assert [text(quote) for quote in fold.iter("blockquote")][:2] == ["I do thing 6.", "We do thing 1."]
    assert "Ann Smith: first person, on the campaign’s page" in text(fold)


def test_what_differs_in_speaker_date_or_inference_has_a_label_of_its_own(archive, page):
    from dara.public.pages.statements import group_by_source

    def held():
        return list(Statement.objects.for_lists().filter(passage__source=page).order_by("passage__start"))

    def sizes(statements):
        [group] = group_by_source(statements)
        return [len(alike) for alike in group.alike]

    assert sizes(held()) == [5, 1]
    for change in ({"said_on": "2020"}, {"inferred": {"speaker": "our reading"}}, {"kind": "quote"}):
        statements = held()
        for name, value in change.items():
            setattr(statements[2], name, value)
        assert sizes(statements) == [2, 1, 2, 1], change


def test_facts_of_one_passage_stand_together(archive, public):
    factories.fact(archive.story, "Ann Smith conceded on Friday.", candidate=archive.smith, race=archive.race, kind="running")
    html = public("/candidates/ann-smith/").content.decode()
    [fact] = parts(html, "div", "fact")
    assert [text(line) for line in fact.findall("p")][:2] == [
        f"Conceded, November 6, 2020, {archive.election}",
        "Running, 2020 race for Los Angeles County District Attorney",
    ]
    assert [text(quote) for quote in fact.iter("blockquote")] == ["Ann Smith conceded on Friday."]
    [standing] = parts(html, "div", "standing-of")
    assert text(standing).startswith("2020 race: Conceded, November 6, 2020. Running. Outcome: not stated in the sources held.")


def entries(html: str) -> list[str]:
    [listed] = parts(html, "ol", "timeline")
    return [f"{text(day.find('span'))} {text(entry)}" for day in listed for entry in day.find("ul")]


def test_a_timeline_says_what_each_date_is_of(archive, public):
    factories.endorsement(
        archive.story,
        "She told us: “All will be well”",
        endorser=archive.unions,
        candidate=archive.smith,
        race=archive.race,
        stance="supports",
        verb="told",
        stated_on="2020-10",
    )
    html = public("/candidates/ann-smith/").content.decode()
    assert entries(html) == [
        f"November 6, 2020 Published (inferred) [Document {archive.story.key}]",
        f"November 6, 2020 Conceded {archive.election} · The Paper",
        "November 6, 2020 Said (inferred) Ann Smith: “We begin <today> & go on” [...] · The Paper",
        "November 4, 2020 Posted Rob Reporter: “She told us: “All will be well” #hope” · The Paper",
        "October 2020 Stated Unions, reported as supporting Ann Smith · The Paper",
    ]
    [undated] = parts(html, "ul", "undated")
    assert text(undated) == "4 statements 1 source"  # the campaign page, its two; what the post and the bystander say


def test_a_timeline_tells_of_an_event_once(archive, public):
    """A post, what is quoted in it and the stance in it are one entry; so are a fact and the words that tell of it."""
    day = {"stated_on": "2020-11-04"}
    stance = {"candidate": archive.smith, "race": archive.race, "stance": "supports", "verb": "told"}
    factories.endorsement(archive.story, "She told us: “All will be well”", endorser=archive.rob, **stance, **day)
    Statement.objects.filter(pk=archive.in_post.pk).update(said_on="2020-11-04", inferred={"said_on": "the post’s date"})
    factories.statement(
        archive.story, "Ann Smith conceded on Friday.", kind=Statement.Kind.PARAPHRASE, speaker=archive.smith, said_on="2020-11-06"
    )
    told = "Ann Smith, paraphrased: Ann Smith conceded on Friday."
    assert entries(public("/candidates/ann-smith/").content.decode())[1:] == [
        f"November 6, 2020 Conceded {archive.election} · Said: {told} · The Paper",
        "November 6, 2020 Said (inferred) Ann Smith: “We begin <today> & go on” [...] · The Paper",
        "November 4, 2020 Posted Rob Reporter: “She told us: “All will be well” #hope” · Said (date inferred): "
        "Ann Smith: “All will be well” · Stated: Rob Reporter, reported as supporting Ann Smith · The Paper",
    ]


def test_what_one_passage_tells_of_several_stays_several(archive, public):
    """Two endorsers in one sentence; and the same sentence on another day."""
    stance = {"candidate": archive.smith, "race": archive.race, "stance": "supports", "verb": "told"}
    for endorser, day in ((archive.rob, "2020-10-01"), (archive.unions, "2020-10-01"), (archive.paper, "2020-10-02")):
        factories.endorsement(archive.story, "She told us: “All will be well”", endorser=endorser, stated_on=day, **stance)
    listed = entries(public("/candidates/ann-smith/").content.decode())
    assert len([entry for entry in listed if "Stated" in entry]) == 3


def test_a_timeline_shows_the_latest_and_counts_the_rest(archive, public, monkeypatch):
    monkeypatch.setattr(timeline, "MAX_ENTRIES", 3)
    monkeypatch.setattr(timeline, "OF_MORE", 2)
    html = public("/candidates/ann-smith/").content.decode()
    assert len(entries(html)) == 2
    assert "The latest 2 of 4." in words(html)


def test_of_a_candidate_without_anything_dated(db, public):
    factories.race("2020", factories.person("Cy Brown"))
    page = words(public("/candidates/cy-brown/").content.decode())
    assert "Nothing dated is held." in page
    assert "Undated" not in page


def test_money_without_a_candidate_is_a_link_away(archive, public):
    html = public("/candidates/bea-jones/").content.decode()
    assert 'href="/endorsements/?stance=funds&amp;race=2020"' in html
    assert "pumped" in words(public("/endorsements/?stance=funds&race=2020").content.decode())


def test_candidates_and_voices_with_what_is_held_of_them(archive, text_of):
    text = text_of("/candidates/")
    assert "Ann Smith 6 statements 0 reported stances 0 counts" in text
    assert "Bea Jones 2 statements 1 reported stance 1 count" in text
    text = text_of("/voices/")
    assert "Reporter, Rob Person · 1 statement" in text
    assert "Unions Organization · 1 reported stance" in text
    assert "The Paper Organization · 1 statement · 1 source published" in text
    assert "The Registrar Organization · cited for 1 count" in text
    assert "Stander" not in text


def test_a_voices_own_statements_stand_apart(archive, text_of):
    factories.statement(archive.story, "Some onlookers cheered.", speaker=archive.smith, about=[archive.rob])
    own, _, others = text_of("/voices/rob-reporter/").partition("Others on Rob Reporter")
    assert "She told us" in own
    assert "Some onlookers cheered." in others


def test_a_candidate_leads_to_the_comparison(archive, public):
    assert 'href="/compare/?c=ann-smith"' in public("/candidates/ann-smith/").content.decode()
    assert public("/compare/?c=ann-smith").status_code == 200


def test_the_lists_of_a_candidate_and_a_voice_are_downloads(archive, public):
    assert "/statements.csv?candidate=ann-smith" in public("/candidates/ann-smith/").content.decode()
    assert "/statements.csv?speaker=rob-reporter" in public("/voices/rob-reporter/").content.decode()


def test_a_handout_names_where_it_came_from(archive, public, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    for path in ("/candidates/ann-smith/", "/es/candidates/ann-smith/"):
        printed = " ".join(text(each) for tag in ("p", "span") for each in parts(public(path).content.decode(), tag, "on-paper"))
        assert f"https://dara.example.org{path}" in printed
        assert f"https://dara.example.org{archive.story.get_absolute_url()}" in printed


def test_of_many_facts_the_first_of_each_race_are_shown(archive, public, monkeypatch):
    monkeypatch.setattr(candidates, "FACTS_OF_RACE", 2)
    for candidate in (archive.smith, archive.jones):
        for day in range(1, 4):
            factories.fact(
                archive.story,
                "Ann Smith conceded on Friday.",
                candidate=candidate,
                race=archive.race,
                kind="withdrew",
                occurred_on=f"2020-01-0{day}",
            )
    html = public("/candidates/ann-smith/").content.decode()
    [standing] = parts(html, "div", "standing-of")
    assert text(standing).startswith(
        "2020 race: Withdrew, January 1, 2020. Withdrew, January 2, 2020. The other facts. "
        "Bea Jones: Withdrew, January 1, 2020. Bea Jones: Withdrew, January 2, 2020. The other candidates’ pages have more. "
        "Outcome: not stated in the sources held."
    )
    assert "The first 2 of 4; all are in the texts of the sources" in words(html)
    assert {a.get("href") for a in standing.iter("a")} >= {"#candidacy", "/candidates/"}


def test_more_statements_without_a_topic_than_are_shown_are_in_a_list_that_is_there(public, monkeypatch):
    monkeypatch.setattr("dara.public.pages.candidates.STATEMENTS_PER_TOPIC", 1)
    smith = factories.person("Ann Smith")
    factories.race("2020", smith)
    source = factories.source("We go on. We stay.")
    for said in ("We go on.", "We stay."):
        factories.statement(source, said, speaker=smith)
    page = public("/candidates/ann-smith/").content.decode()
    section = page[page.index('id="topic-none"') : page.index("</details>", page.index('id="topic-none"'))]
    assert 'href="/statements/?candidate=ann-smith&amp;sort=date"' in section
    for link in re.findall('href="([^"]*)"', section):
        assert public(html.unescape(link)).status_code == 200, link


def test_an_election_without_a_date_does_not_pass_for_the_latest(archive, text_of):
    undated = Election.objects.create(slug="undated", race=archive.race, name="Another election", passage=archive.count.passage)
    factories.result(
        archive.story,
        "more than 790,000 ballots remain.",
        candidate=archive.jones,
        election=undated,
        votes=790000,
        status="not stated",
    )
    assert (
        f"{archive.election}: “almost” 53.7% of the vote" in text_of("/candidates/bea-jones/").partition("Statements by topic")[0]
    )
