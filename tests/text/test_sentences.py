"""Sentences are split at their ends and not inside names, and nothing but white space is lost between them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.text.sentences import split_sentences

TEXTS = st.text(alphabet=st.sampled_from('aABI.!?…”“"’) 7-\u00a0'), max_size=60)

# What is split in both ways, at “|”.
ALIKE = [
    "One is here.| Two is “here.”| Three!| Four?| “Five,” she said.",
    "He met D.A. Smith and Sen. Roe on Nov. 3.| It rained.",
    "The L.A. Times asked J.R. Ruck.| Ruck declined.",
    "“I wasn’t.”| Dubois-Lark was.",
    "Roe ........ 12,345",
    "They paid $1.5 million.| “why?” nobody asked",
    "He ran in L.A.| Her cousin did not.",
]
# What only the usual way splits.
BOLD = ["A run in L.A.| Progressive groups had asked.", "At 9 p.m.| Abara led."]
# What only the cautious way splits.
CAUTIOUS = ["It was Roe Jr.| He won."]


def split(marked: str, *, cautious: bool) -> str:
    """`marked` without its “|”, split and marked again."""
    text = marked.replace("|", "")
    starts = [sentence.start for sentence in split_sentences(text, cautious=cautious)][1:]
    for start in reversed(starts):
        end = len(text[:start].rstrip())
        text = f"{text[:end]}|{text[end:]}"
    return text


@pytest.mark.parametrize("marked", ALIKE)
def test_sentences_end_where_a_reader_sees_them_end(marked):
    assert split(marked, cautious=False) == marked
    assert split(marked, cautious=True) == marked


@pytest.mark.parametrize("marked", BOLD)
def test_cautious_splitting_keeps_what_may_be_a_name_together(marked):
    assert split(marked, cautious=False) == marked
    assert split(marked, cautious=True) == marked.replace("|", "")


@pytest.mark.parametrize("marked", CAUTIOUS)
def test_cautious_splitting_splits_before_a_word_that_begins_sentences(marked):
    assert split(marked, cautious=True) == marked
    assert split(marked, cautious=False) == marked.replace("|", "")


def test_a_dateline_is_not_part_of_the_first_sentence():
    text = "LOS ANGELES (CNS) — Raul Ortega spoke. Nobody came."
    assert [text[slice(*each)] for each in split_sentences(text)] == ["Raul Ortega spoke.", "Nobody came."]


@given(TEXTS, st.booleans())
def test_only_white_space_stands_between_sentences(text, cautious):
    found = list(split_sentences(text, cautious=cautious))
    assert found == sorted(found)
    for one, other in itertools.pairwise(found):
        assert one.start < one.end <= other.start
        assert not text[one.end : other.start].strip()
