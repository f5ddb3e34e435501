"""Whose words a page says that it shows: whom the source names, whom we infer, and through whom they came."""

import html5lib
import pytest

from tests import factories

STORY = """A journalist said: “It is loud.” He tells of joy.

Our story on Smith — The Paper (@paper) November 4, 2020

The Times told of “two plans” and of haste. Unions withdrew from Smith. Clubs backed Smith. Rivals fought Smith.
"""


@pytest.fixture
def story(archive):
    return factories.source(STORY, publisher=archive.paper, published_on="2020-11-06")


def chain_of(public, statement) -> str:
    html = public(statement.get_absolute_url()).content.decode()
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(tree.find(".//p[@class='chain']").itertext()).split())


def test_whom_the_source_names_and_whom_we_infer(archive, story, public, text_of):
    inferred = {"speaker": "our reading"}
    quote = factories.statement(
        story,
        "A journalist said: “It is loud.”",
        pieces=["It is loud."],
        speaker=archive.rob,
        speaker_as_named="A journalist",
        inferred=inferred,
    )
    assert chain_of(public, quote) == (
        "Attributed to “A journalist” by The Paper; that this is Rob Reporter is our inference. "
        "We hold no recording or other original of these words."
    )
    assert "Statement by Rob Reporter (inferred)" in text_of(quote.get_absolute_url())
    told = factories.statement(
        story,
        "The Times told of “two plans” and of haste.",
        kind="paraphrase",
        speaker=factories.organization("New Times"),
        speaker_as_named="The Times",
        inferred=inferred,
    )
    assert chain_of(public, told) == (
        "No direct words in this record. The Paper reported this in its own words, but for what stands in quotation marks, "
        "of “The Times”; that this is New Times is our inference."
    )
    page = factories.source("We are ready. I will go.", kind="campaign page")
    campaign = factories.statement(page, "We are ready.", kind="position", speaker=archive.committee, inferred=inferred)
    assert chain_of(public, campaign) == (
        "Attributed to nobody in this campaign page; that Committee for Smith speaks, not a reporter, is our inference."
    )
    own = factories.statement(page, "I will go.", kind="position", speaker=archive.smith, inferred=inferred)
    assert chain_of(public, own) == (
        "First person, on the campaign’s page, not a reported quotation; that the words are Ann Smith’s is our inference."
    )


def test_words_in_words(archive, story, public):
    words = "The Times told of “two plans” and of haste."
    paper_of_theirs = factories.organization("New Times")
    told = factories.statement(story, words, kind="paraphrase", speaker=paper_of_theirs, speaker_as_named="The Times")
    fragment = factories.statement(
        story, words, pieces=["and of haste."], kind="paraphrase", speaker=factories.group("hasty clerks", story), within=told
    )
    assert chain_of(public, fragment) == (
        "No direct words in this record. The Paper reported this in its own words, citing “The Times”. "
        "The Paper does not name who said this."
    )
    guessed = factories.statement(
        archive.story,
        "She told us: “All will be well”",
        pieces=["All will be well"],
        speaker=archive.smith,
        within=archive.post,
        inferred={"speaker": "the sentence before"},
    )
    assert chain_of(public, guessed) == (
        "These words, as posted by Rob Reporter, as embedded in The Paper on November 6, 2020 (date inferred); "
        "that the words are Ann Smith’s is our inference. We hold The Paper, not Rob Reporter’s post or a recording."
    )


def test_a_publishers_post_in_its_own_story(archive, story, public, text_of):
    post = factories.statement(
        story,
        "Our story on Smith — The Paper (@paper) November 4, 2020",
        pieces=["Our story on Smith"],
        kind="post",
        speaker=archive.paper,
        said_on="2020-11-04",
    )
    assert chain_of(public, post) == (
        "The Paper’s post, as embedded in its own story on November 6, 2020. We hold the story, not the post itself."
    )
    assert "The Paper, in a post embedded in its own story" in text_of(post.get_absolute_url())


def test_stances_in_one_order(archive, story, public, text_of):
    for words, stance, verb in (
        ("Rivals fought Smith.", "opposes", "fought"),
        ("Unions withdrew from Smith.", "withdraws", "withdrew"),
        ("Clubs backed Smith.", "supports", "backed"),
        ("Clubs backed Smith.", "endorses", "backed"),
        ("Clubs backed Smith.", "funds", "backed"),
    ):
        money = {"recipient": "not stated"} if stance == "funds" else {}
        last = factories.endorsement(
            story,
            words,
            endorser=archive.unions,
            candidate=archive.smith,
            race=archive.race,
            election=archive.election,
            stance=stance,
            verb=verb,
            **money,
        )
    kinds = ["endorsing", "supporting", "spending money to elect", "withdrawing an endorsement of", "opposing"]
    for path in ("/endorsements/", archive.election.get_absolute_url()):
        text = text_of(path)
        places = [text.index(f"Reported as {kind} Ann Smith") for kind in kinds]
        assert places == sorted(places), path
        assert "The same order for every candidate: who is reported as endorsing, supporting, spending money" in text
    table = text_of("/candidates/ann-smith/").partition("Reported support and opposition")[2]
    kinds = ["Support", "Opposition", "Endorsements withdrawn", "Money spent to elect"]
    places = [
        table.index(each)
        for kind, verb in zip(kinds, ("backed", "fought", "withdrew", "backed"), strict=True)
        for each in (kind, verb)
    ]
    assert [table.index(kind) for kind in kinds] == sorted(table.index(kind) for kind in kinds)
    assert len(places) == 8
    assert last.stance == "funds"
    withdrawn = archive.smith.endorsements.get(stance="withdraws")
    assert "<h1>Unions, reported as withdrawing an endorsement of Ann Smith</h1>" in (
        public(withdrawn.get_absolute_url()).content.decode()
    )


def test_a_stance_in_a_dated_post(archive, text_of):
    told = factories.endorsement(
        archive.story,
        "She told us: “All will be well”",
        endorser=archive.unions,
        candidate=archive.smith,
        race=archive.race,
        stance="supports",
        verb="told",
        within=archive.post,
    )
    assert "Date not stated, in a post of November 4, 2020" in text_of(told.get_absolute_url())
    assert "Date not stated, in a post of November 4, 2020. The Paper, news article" in text_of("/endorsements/")
    assert "Said Date not stated, in a post of November 4, 2020" in text_of(archive.in_post.get_absolute_url())
    assert "StatedDate not stated Published" in text_of(archive.backing.get_absolute_url())
