"""Every annotation of the two sets is in its text, and both halves have everything that drafting must cope with."""

import re
from pathlib import Path

import pytest

from tests.drafting import scoring

HALVES = {half: scoring.load(Path(__file__).parent / half) for half in ("develop", "score")}
TEXTS = [pytest.param(text, id=f"{half}/{text.name}") for half, texts in HALVES.items() for text in texts]

each_half = pytest.mark.parametrize("half", HALVES)
each_text = pytest.mark.parametrize("text", TEXTS)


def paragraph_ends(each: scoring.Expected) -> set[str]:
    """How the paragraphs of a quote end that goes on in the next one: with the quotation “open” or “closed”."""
    befores = [each.exact[: place.start()] for place in re.finditer(r"\n\n[“\"]", each.exact) if each.kind == "quote"]
    return {"open" if before.rfind("“") > before.rfind("”") or before.count('"') % 2 else "closed" for before in befores}


# Phenomena that an annotation shows, so that `covers` can be held to it.
SHOWN = {
    "post": lambda each: each.kind == "post",
    "position": lambda each: each.kind == "position",
    "paraphrase": lambda each: each.kind == "paraphrase",
    "post of several paragraphs": lambda each: each.kind == "post" and "\n\n" in each.exact,
    "unattributed quote": lambda each: each.kind == "quote" and not each.speaker,
    "split by attribution": lambda each: each.kind == "quote" and len(each.pieces) > 1,
    "over paragraphs": lambda each: "open" in paragraph_ends(each),
    "over paragraphs closed": lambda each: "closed" in paragraph_ends(each),
    "block quotation": lambda each: each.kind == "quote" and each.exact[0] not in "“\"‘'",
    "headline marks": lambda each: each.kind == "quote" and each.exact[0] in "‘'",
    "straight quotes": lambda each: each.kind == "quote" and each.exact[0] == '"',
    "curly quotes": lambda each: each.kind == "quote" and each.exact[0] == "“",
    "nested quotes": lambda each: each.kind == "quote" and re.search(r"“.*\W‘|\".* '", each.exact, re.DOTALL),
    "percent": lambda each: each.percent is not None,
    "votes": lambda each: each.votes is not None,
    **{
        stance: lambda each, stance=stance: stance in each.stance
        for stance in ("endorses", "supports", "opposes", "withdraws", "funds")
    },
}


def test_there_are_enough_texts():
    """At least 25 are asked for (16 and 16 were meant)."""
    assert all(len(texts) >= 16 for texts in HALVES.values())


@each_half
def test_a_half_covers_every_phenomenon(half):
    covered = {phenomenon for text in HALVES[half] for phenomenon in text.covers}
    assert covered == set(scoring.PHENOMENA)


@each_text
def test_what_a_text_covers_is_in_its_annotation(text):
    shown = {phenomenon for phenomenon, test in SHOWN.items() if any(map(test, text.expected))}
    assert [each for each in text.covers if each in SHOWN and each not in shown] == []
    assert ("nothing to draft" in text.covers) == (not text.expected)
    assert "beyond the BMP" not in text.covers or max(text.body) > "\uffff"


@each_text
def test_a_text_is_as_long_as_a_short_article(text):
    assert 120 <= len(text.body.split()) <= 700
    assert "\r" not in text.body


@each_text
def test_an_annotation_says_what_its_passage_says(text):
    """Loading has found the passages, and the pieces in them, in order."""
    for each in text.expected:
        assert each.kind in (*scoring.KINDS, *scoring.APART)
        if each.kind == "quote":
            assert len(scoring.words(each.pieces).split()) >= 4
        if each.kind == "endorsement":
            assert each.endorser
            assert each.candidate
            assert each.stance
        if each.kind == "result":
            figures = each.exact.replace(",", "")
            assert each.percent is not None or each.votes is not None
            assert all(re.search(rf"\b{figure}\b", figures) for figure in (each.percent, each.votes) if figure is not None)
        if each.amount is not None:
            sums = re.findall(r"\$([\d,.]*\d)( million)?", each.exact)
            assert each.amount in {float(figure.replace(",", "")) * (1_000_000 if million else 1) for figure, million in sums}


@each_text
def test_names_stand_in_their_text(text):
    """The fullest name that the text gives, in its own spelling."""
    named = {name for each in text.expected for name in (each.speaker[:1] + each.endorser[:1] + each.candidate[:1])}
    missing = [name for name in named if not all(word in text.body for word in name.split())]
    assert missing == []


def test_both_halves_tell_of_other_people():
    people = [
        {name for text in texts for each in text.expected for name in each.speaker + each.candidate if name}
        for texts in HALVES.values()
    ]
    assert people[0] & people[1] == set()
    words = [
        {paragraph for text in texts for paragraph in text.body.split("\n") if len(paragraph) > 40} for texts in HALVES.values()
    ]
    assert words[0] & words[1] == set()
