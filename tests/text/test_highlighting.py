"""Highlights nest, lose no word, and open and close where their passages start and end."""

from hypothesis import given

from dara.text.highlighting import Closing, Opening, Withheld, Words, highlight, in_order, in_order_of_ends
from dara.text.spans import Span
from tests.text.paragraphs import OFFSET, paragraphs


def words(tokens) -> str:
    return "".join(token.text for token in tokens if isinstance(token, Words))


@given(paragraphs())
def test_no_word_is_lost_and_marks_nest(paragraph):
    text, spans = paragraph
    tokens = highlight(text, OFFSET, spans)
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
    tokens = highlight(text, OFFSET, [], hidden)
    left = (each for place, each in enumerate(text, OFFSET) if not any(span.start <= place < span.end for span in hidden))
    assert words(tokens) == "".join(left)
    told = [token.by for token in tokens if isinstance(token, Withheld)]
    assert set(told) <= set(hidden)
    assert bool(told) == (words(tokens) != text)


def test_what_is_withheld_stands_beside_a_mark():
    passage, hidden = Span(0, 2), Span(2, 4)
    tokens = highlight("abcdef", 0, [passage], [hidden])
    assert tokens == [Opening(passage, first=True), Words("ab"), Closing(passage, last=True), Withheld(hidden), Words("ef")]


@given(paragraphs())
def test_a_mark_holds_exactly_its_passage(paragraph):
    text, spans = paragraph
    tokens = highlight(text, OFFSET, spans)
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
    tokens = highlight(text, OFFSET, spans)
    for span in spans:
        begins = [t for t in tokens if isinstance(t, Opening) and t.passage == span and t.first]
        ends = [t for t in tokens if isinstance(t, Closing) and t.passage == span and t.last]
        assert len(begins) == (OFFSET <= span.start < end)
        assert len(ends) == (OFFSET < span.end <= end)


def test_a_quotation_in_a_post_is_a_mark_in_a_mark():
    post, quote = Span(0, 10), Span(3, 6)
    assert highlight("abcdefghij", 0, [quote, post]) == [
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
    assert highlight("abcdef", 0, [one, two]) == [
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
    assert highlight("abc\n", 0, [passage]) == [
        Words("ab"),
        Opening(passage, first=True),
        Words("c\n"),
        Closing(passage, last=False),
    ]
    assert highlight("efgh", 4, [passage]) == [
        Opening(passage, first=False),
        Words("ef"),
        Closing(passage, last=True),
        Words("gh"),
    ]


def test_notes_are_met_where_their_passages_end():
    post, quote, after = Span(0, 10), Span(3, 6), Span(8, 12)
    assert in_order_of_ends([post, after, quote]) == [quote, post, after]
    assert in_order_of_ends([Span(0, 6), Span(3, 6)]) == [Span(3, 6), Span(0, 6)]


@given(paragraphs())
def test_notes_stand_in_the_order_of_the_closing_marks(paragraph):
    text, spans = paragraph
    closed = [token.passage for token in highlight(text, OFFSET, spans) if isinstance(token, Closing) and token.last]
    assert closed == [span for span in in_order_of_ends(spans) if span in closed]


def test_the_longer_of_two_that_begin_together_comes_first():
    assert in_order([Span(3, 5), Span(0, 2), Span(3, 9)]) == [Span(0, 2), Span(3, 9), Span(3, 5)]
