"""Marks nest, lose no word, and begin and end where their passages do."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from dara.text.highlighting import Closing, Opening, Withheld, Words, beside, excerpt, in_order, in_order_of_ends, marked


@dataclass(frozen=True)
class Span:
    start: int
    end: int


OFFSET = 7
texts = st.text(alphabet="aé\u00a0 “’\n𝒳\u0301", min_size=1, max_size=40)


@st.composite
def paragraphs(draw):
    """A paragraph of a text, and passages of that text: inside of it, around it, over its edges, apart from it."""
    text = draw(texts)
    pairs = st.lists(st.integers(0, OFFSET + len(text) + 5), min_size=2, max_size=2, unique=True)
    spans = {Span(min(pair), max(pair)) for pair in draw(st.lists(pairs, max_size=8))}
    return text, sorted(spans, key=lambda s: (s.start, s.end))


def words(tokens) -> str:
    return "".join(token.text for token in tokens if isinstance(token, Words))


@given(paragraphs())
def test_no_word_is_lost_and_marks_nest(paragraph):
    text, spans = paragraph
    tokens = marked(text, OFFSET, spans)
    assert words(tokens) == text
    stack = []
    for token in tokens:
        if isinstance(token, Opening):
            stack.append(token.passage)
        elif isinstance(token, Closing):
            assert stack.pop() == token.passage
        else:
            assert token.text
    assert stack == []


@given(paragraphs())
def test_withheld_words_are_left_out_and_said_so(paragraph):
    text, hidden = paragraph
    tokens = marked(text, OFFSET, [], hidden)
    left = (each for place, each in enumerate(text, OFFSET) if not any(span.start <= place < span.end for span in hidden))
    assert words(tokens) == "".join(left)
    told = [token.by for token in tokens if isinstance(token, Withheld)]
    assert set(told) <= set(hidden)
    assert bool(told) == (words(tokens) != text)


def test_what_is_withheld_stands_beside_a_mark():
    passage, hidden = Span(0, 2), Span(2, 4)
    tokens = marked("abcdef", 0, [passage], [hidden])
    assert tokens == [Opening(passage, first=True), Words("ab"), Closing(passage, last=True), Withheld(hidden), Words("ef")]


@given(paragraphs())
def test_a_mark_holds_exactly_its_passage(paragraph):
    text, spans = paragraph
    tokens = marked(text, OFFSET, spans)
    for span in spans:
        held, depth = "", 0
        for token in tokens:
            if isinstance(token, Opening) and token.passage == span:
                depth += 1
            elif isinstance(token, Closing) and token.passage == span:
                depth -= 1
            elif isinstance(token, Words) and depth:
                held += token.text
        assert held == text[max(span.start - OFFSET, 0) : max(span.end - OFFSET, 0)]


@given(paragraphs())
def test_a_passage_begins_once_and_ends_once(paragraph):
    text, spans = paragraph
    end = OFFSET + len(text)
    tokens = marked(text, OFFSET, spans)
    for span in spans:
        begins = [t for t in tokens if isinstance(t, Opening) and t.passage == span and t.first]
        ends = [t for t in tokens if isinstance(t, Closing) and t.passage == span and t.last]
        assert len(begins) == (OFFSET <= span.start < end)
        assert len(ends) == (OFFSET < span.end <= end)


def test_a_quotation_in_a_post_is_a_mark_in_a_mark():
    post, quote = Span(0, 10), Span(3, 6)
    assert marked("abcdefghij", 0, [quote, post]) == [
        Opening(post, first=True),
        Words("abc"),
        Opening(quote, first=True),
        Words("def"),
        Closing(quote, last=True),
        Words("ghij"),
        Closing(post, last=True),
    ]


def test_the_later_of_two_that_overlap_is_opened_again():
    one, two = Span(0, 4), Span(2, 6)
    assert marked("abcdef", 0, [one, two]) == [
        Opening(one, first=True),
        Words("ab"),
        Opening(two, first=True),
        Words("cd"),
        Closing(two, last=False),
        Closing(one, last=True),
        Opening(two, first=False),
        Words("ef"),
        Closing(two, last=True),
    ]


def test_a_passage_over_two_paragraphs():
    passage = Span(2, 6)
    assert marked("abc\n", 0, [passage]) == [
        Words("ab"),
        Opening(passage, first=True),
        Words("c\n"),
        Closing(passage, last=False),
    ]
    assert marked("efgh", 4, [passage]) == [
        Opening(passage, first=False),
        Words("ef"),
        Closing(passage, last=True),
        Words("gh"),
    ]


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
    cut = beside(text, OFFSET, most, at_its_end=at_its_end)
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


def test_notes_are_met_where_their_passages_end():
    post, quote, after = Span(0, 10), Span(3, 6), Span(8, 12)
    assert in_order_of_ends([post, after, quote]) == [quote, post, after]
    assert in_order_of_ends([Span(0, 6), Span(3, 6)]) == [Span(3, 6), Span(0, 6)]


@given(paragraphs())
def test_notes_stand_in_the_order_of_the_closing_marks(paragraph):
    text, spans = paragraph
    closed = [token.passage for token in marked(text, OFFSET, spans) if isinstance(token, Closing) and token.last]
    assert closed == [span for span in in_order_of_ends(spans) if span in closed]


def test_the_longer_of_two_that_begin_together_comes_first():
    assert in_order([Span(3, 5), Span(0, 2), Span(3, 9)]) == [Span(0, 2), Span(3, 9), Span(3, 5)]
