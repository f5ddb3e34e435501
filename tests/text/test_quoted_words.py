"""What does not count as a difference between two quotations, and what does."""

import pytest

from dara.text.negations import negations
from dara.text.quoted_words import quoted_pieces, tokens


def read(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We can’t,” she said", '"We can\'t," she said'),
        ("«No» and „no“", '"No" and "no"'),
        ("a plan — or none", "a plan--or none"),
        ("a plan – or none", "a plan—or none"),
        ("well‑known", "well-known"),
        ("and so … we go", "and so...we go"),
        ("and so. . . we go", "and so… we go"),
        ("no\u00a0break\nand  two", "no break and two"),
        ("soft\u00adware, zero\u200bwidth", "software, zerowidth"),
        ("Gasco\u0301n", "Gascón"),
    ],
)
def test_writings_that_are_read_alike(one, other):
    assert read(one) == read(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bail", "Bail"), ("end it, now", "end it now"), ("why?", "why."), ("well known", "well-known"), ("53.7", "53,7"), ("é", "e")],
)
def test_everything_else_is_a_difference(one, other):
    assert read(one) != read(other)


def test_a_number_is_one_word():
    assert read("53.7% of 1,405, in 2020.") == ["53.7", "%", "of", "1,405", ",", "in", "2020", "."]


def test_places_are_those_of_the_text():
    text = "“It\u00adem” — B"
    assert [text[token.start : token.end] for token in tokens(text)] == ["“", "It\u00adem", "”", "—", "B"]


def test_a_quotation_is_cut_at_its_marks_of_omission():
    pieces = quoted_pieces("“We will go, […] and … stay.”")
    assert [[token.text for token in piece] for piece in pieces] == [["We", "will", "go"], ["and"], ["stay"]]


def test_words_that_negate():
    assert negations(tokens("She didn’t, she NEVER will; no podemos.")) == ["didn't", "NEVER", "no"]
    assert negations(tokens("Nothingness, a note, and the knot.")) == []
