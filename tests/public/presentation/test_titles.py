"""Titles: they tell records apart, and have nothing that stands in no title."""

import re

import pytest

from dara.models import ElectionResult, Endorsement, Source, Statement
from dara.public.citation.words import plain
from dara.public.presentation.titles import BARRED, card_words, record_title, source_title
from tests import factories


def title(row) -> str:
    return plain(record_title(type(row).objects.for_lists().get(pk=row.pk)))


@pytest.fixture
def said(db):
    """A statement whose words are the whole of its source: said("I am for it.")."""
    speaker = factories.person("Ann Smith")

    def make(words: str, **fields) -> Statement:
        source = factories.source(f"{words}\n", publisher=factories.organization(f"Paper {factories.next_number()}"))
        made = factories.statement(source, words, **{"speaker": speaker} | fields)
        return Statement.objects.for_lists().get(pk=made.pk)

    return make


def test_each_kind(example_archive):
    archive = example_archive
    assert title(archive.quote) == "Ann Smith, November 6, 2020 (date inferred): “We begin <today> & go on” [...]"
    assert title(archive.in_post) == "Ann Smith: “All will be well”"
    assert title(archive.position) == "Committee for Smith: “We will end cash bail.”"
    assert title(archive.own) == "Ann Smith: “I am for open courts.”"
    assert title(archive.post) == f"Rob Reporter on Ann Smith, November 4, 2020, in The Paper (record {archive.post.key})"
    assert (
        title(archive.cheers) == f"A group described in The Paper on Bea Jones, paraphrased: Courts (record {archive.cheers.key})"
    )
    assert title(archive.report) == f"The Paper on Bea Jones (record {archive.report.key})"
    assert title(archive.backing) == f"Unions, reported as supporting Bea Jones, in The Paper (record {archive.backing.key})"
    assert title(archive.count) == (
        f"Count for Bea Jones, {archive.election}, partial, reported November 6, 2020 (date inferred), in The Paper"
    )


def test_no_word_of_a_private_person(example_archive):
    assert "Good day" not in title(example_archive.private)


@pytest.mark.usefixtures("seeds")
def test_no_two_records_of_the_seeds_have_one_title():
    rows = [row for model in (Statement, Endorsement, ElectionResult) for row in model.objects.all()]
    titles = [title(row) for row in rows]
    assert len(set(titles)) == len(titles)
    assert [each for each in titles if re.search(r"[#@]|https?:|widely|George Floyd", each)] == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("We go on and on.", "“We go on and on.”"),
        ("One two three four five six seven eight nine.", "“One two three four five six seven eight” [...]"),
        ("We go on #forever and ever.", "“We go on” [...]"),
        ("Go #now.", ""),
        ("We thank you all @somebody for it.", "“We thank you all” [...]"),
        ("It is on our page https://example.org/x now.", "“It is on our page” [...]"),
        ("We say it is bullshit again.", "“We say it is” [...]"),
        ("This was a widely acclaimed thing.", "“This was a” [...]"),
        ("We mourn the death of John Doe today.", "“We mourn the death of” [...]"),
        ("We mourn “John Doe” in the street.", ""),
        ("In Los Angeles County the District Attorney decides.", "“In Los Angeles County the District Attorney decides.”"),
        ("I, Ann Smith, shall run.", "“I, Ann Smith, shall run.”"),
        ("As District Attorney, Smith works.", "“As District Attorney, Smith works.”"),
        ("John Doe was killed that day.", ""),
    ],
)
def test_words_are_cut_before_what_stands_in_no_title(words, shown, said):
    made = title(said(words))
    assert made == (f"Ann Smith: {shown}" if shown else made)
    if not shown:
        assert made.startswith("Statement by Ann Smith, in Paper")
        assert words.split()[1] not in made


@pytest.mark.parametrize("sign", ["#tag", "@name", "FUCK", "“shitty", "t.co/x"])
def test_what_is_barred(sign):
    assert BARRED.search(sign)


@pytest.mark.parametrize("word", ["dispute", "Shitake-free"[7:], "computation", "scunthorpe", "assassin", "classic", "Piston"[:3]])
def test_what_only_looks_like_it(word):
    assert not BARRED.search(word)


def test_claims_about_others_and_of_organizations_are_not_quoted_in_titles(said):
    other = factories.person("Bea Jones")
    assert card_words(said("She broke every law.", about=[other])) == []
    assert card_words(said("An important race it is.", speaker=factories.organization("The Courier"))) == []
    assert card_words(said("We worked hard.", kind="paraphrase")) == []
    assert card_words(said("She was fined.", kind="report")) == []
    hidden = factories.person("Cy Hidden", private=True)
    assert "Cy" not in title(said("I know him.", about=[hidden]))


def test_a_publishers_title_is_not_on_a_card(db):
    paper = factories.organization("The Paper")
    slanted = factories.source("x\n", title="#Shame", publisher=paper, published_on="2020-11", inferred={"publisher": "ours"})
    assert source_title(slanted) == "News article, The Paper (inferred), November 2020"
    ours = Source(title="A letter", inferred={"title": "ours"})
    assert source_title(ours) == "[A letter]"
