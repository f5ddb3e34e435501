"""Excerpts keep the passage whole, stop at the ends of sentences, and say what is cut."""

from hypothesis import given
from hypothesis import strategies as st

from dara.text.excerpts import excerpt, neighbour_excerpt
from dara.text.spans import Span
from tests.text.paragraphs import OFFSET, paragraphs


@given(paragraphs(), st.integers(0, 10))
def test_an_excerpt_keeps_the_passage_whole_and_says_what_is_cut(paragraph, around):
    text, spans = paragraph
    for span in spans:
        if span.start >= OFFSET + len(text) or span.end <= OFFSET:
            continue
        cut = excerpt(text, OFFSET, span, around)
        begin = cut.offset - OFFSET
        assert text[begin : begin + len(cut.text)] == cut.text
        assert cut.cut_before == (begin > 0)
        assert cut.cut_after == (begin + len(cut.text) < len(text))
        assert cut.offset <= max(span.start, OFFSET)
        assert cut.offset + len(cut.text) >= min(span.end, OFFSET + len(text))
        assert max(span.start, OFFSET) - cut.offset <= around
        assert cut.offset + len(cut.text) - min(span.end, OFFSET + len(text)) <= around


def test_an_excerpt_is_cut_between_words():
    cut = excerpt("one two three four five", 0, Span(8, 13), 6)
    assert (cut.text, cut.cut_before, cut.cut_after) == ("two three four", True, True)


STORY = "One is here. Two, of L.A. and D.A. Smith, is “here.” Three is here! Four is here? Her cousin is five."


def excerpt_around(words: str, text: str = STORY, around: int = 300) -> str:
    start = text.index(words)
    cut = excerpt(text, OFFSET, Span(OFFSET + start, OFFSET + start + len(words)), around)
    return f"{'[...] ' if cut.cut_before else ''}{cut.text.strip()}{' [...]' if cut.cut_after else ''}"


def test_an_excerpt_holds_the_sentence_before_and_the_one_after():
    assert excerpt_around("Three is here!") == "[...] Two, of L.A. and D.A. Smith, is “here.” Three is here! Four is here? [...]"
    assert excerpt_around("One is here.") == "One is here. Two, of L.A. and D.A. Smith, is “here.” [...]"
    assert excerpt_around("Her cousin is five.") == "[...] Four is here? Her cousin is five."
    assert excerpt_around("One is here. Two") == "One is here. Two, of L.A. and D.A. Smith, is “here.” Three is here! [...]"
    assert excerpt_around(STORY) == STORY


def test_an_excerpt_around_a_part_of_a_sentence_holds_the_whole_of_it():
    assert excerpt_around("is here!") == "[...] Two, of L.A. and D.A. Smith, is “here.” Three is here! Four is here? [...]"
    assert excerpt_around("Four is") == "[...] Three is here! Four is here? Her cousin is five."


def test_a_sentence_may_end_in_an_abbreviation():
    assert excerpt_around("Yes.", "Yes. He ran in L.A. Her cousin did not.") == "Yes. He ran in L.A. [...]"
    assert excerpt_around("Yes.", "Yes. In the L.A. Times of then. No.") == "Yes. In the L.A. Times of then. [...]"


def test_a_long_sentence_beside_a_passage_is_cut():
    assert (
        excerpt_around("Yes.", "One two three four five. Yes. " + "on and " * 9 + "on.", 12)
        == "[...] four five. Yes. on and on [...]"
    )


def beside_it(text: str, most: int, *, at_its_end: bool) -> str:
    cut = neighbour_excerpt(text, OFFSET, most, at_its_end=at_its_end)
    assert text[cut.offset - OFFSET :].startswith(cut.text)
    assert len(cut.text) <= most
    return f"{'[...] ' if cut.cut_before else ''}{cut.text.strip()}{' [...]' if cut.cut_after else ''}"


def test_a_paragraph_beside_is_whole_or_cut_away_from_the_passage():
    assert beside_it(STORY, len(STORY), at_its_end=True) == STORY
    assert beside_it(STORY, 50, at_its_end=True) == "[...] Four is here? Her cousin is five."
    assert beside_it(STORY, 60, at_its_end=False) == "One is here. Two, of L.A. and D.A. Smith, is “here.” [...]"
    assert beside_it("one two three", 9, at_its_end=True) == "[...] three"
    assert beside_it("one two three", 9, at_its_end=False) == "one two [...]"
    assert beside_it("onetwothree", 9, at_its_end=True) == "[...] etwothree"
    assert beside_it("onetwothree", 9, at_its_end=False) == "onetwothr [...]"
