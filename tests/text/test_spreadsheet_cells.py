"""Cells are no formulas in a spreadsheet, and their words are not lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.text.spreadsheet_cells import cell, escape_formula

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("http://evil")',
    "'=1",
    "''@x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_escaped(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "#hope", "“=1”", "’tis", "'Tis the season", "a=b", " =1", "$1.5 Million", "53.7%", "'", "''"])
def test_other_words_are_left_alone(text):
    assert cell(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\na＝")) | st.text())
def test_the_words_can_be_had_back(text):
    """As the module's description tells whoever wants them back."""
    written = escape_formula(text)
    assert re.sub("^'('*[=+\\-@\t\r\n＝＋－＠])", r"\1", written) == text
    assert not re.match("[=+\\-@\t\r\n＝＋－＠]", written)


def test_numbers_stay_numbers():
    assert (cell(-5), cell(53.7), cell(0)) == (-5, 53.7, 0)


def test_what_says_nothing_is_empty_and_the_rest_is_said():
    assert [cell(value) for value in (None, {}, [], "")] == [""] * 4
    assert (cell(True), cell(False)) == ("true", "false")
    assert cell({"said_on": "“on Friday”"}) == '{"said_on": "“on Friday”"}'
    assert cell(["=1", "b"]) == '["=1", "b"]'
