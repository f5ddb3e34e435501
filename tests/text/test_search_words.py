"""The words of a text as search reads them. The database reads these in the same way: `tests/models/test_search.py`."""

import pytest

from dara.text.search_words import legible, search_words

EXAMPLES = {
    "the soft\u00adware of Whit\u00adcombe": "the software of Whitcombe",
    "zero\u200bwidth, \ufeffleft\u200e to right, joined\u2060up": "zerowidth left to right joinedup",
    "no\u00a0break and narrow\u202fbreak": "no break and narrow break",
    "Zanzara Square.Tolliver told": "Zanzara Square Tolliver told",
    "Juniper/Hemlock/Larchmont": "Juniper Hemlock Larchmont",
    "file DS-7604, DS\u20117604, DS–7604 and 24CV-00123": "file DS 7604 DS 7604 DS 7604 and 24CV 00123",
    "O'Neill, O’Neill and D’Amore-Roe’s": "O Neill O Neill and D Amore Roe s",
    "snake_case @handle #hashtag a=b": "snake case handle hashtag a b",
    "1,405 and 12,345,678 and 1’405 and 1\u202f405": "1405 and 12345678 and 1405 and 1405",
    "52.9% or 52,9% or 1,40 or 13,4121 or 1,405,1": "52 9 or 52 9 or 1 40 or 13 4121 or 1405 1",
    "in 1 405 cases": "in 1 405 cases",  # a plain space may be only a space
    "the D.A. of L.A. in the U.S.A. at 5 p.m.": "the DA of LA in the USA at 5 pm",
    "J.R. Ruck, J. R. Ruck and J. R. R. Ruck": "JR Ruck JR Ruck and JRR Ruck",
    "D.A. J. Ruck": "DA J Ruck",
    "Plan B. Next": "Plan B Next",
    "www.ledger.example/a.b": "www ledger example a b",
    "13,412¹ and “closed” … «cerrado» ¿sí?": "13412 and closed cerrado sí",
    "Zoë Gasco\u0301n": "Zoë Gasco\u0301n",
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_words_are_read_alone(text):
    assert search_words(text).split() == EXAMPLES[text].split()


def test_a_legible_text_keeps_its_signs():
    assert legible("“Soft\u00adware,” the D.A. said – 1,405-fold") == "“Software,” the DA. said – 1405-fold"
