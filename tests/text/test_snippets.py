"""Marked words and cut texts: nothing is lost, added or changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.text.snippets import BEFORE, WIDTH, runs, snippet, words_of

TEXTS = st.text(alphabet=st.sampled_from("ab ’'-é“”🙂\n."), max_size=800)
WANTED = st.frozensets(st.sampled_from(["a", "ab", "é", "a-b", "b’a"]))


@given(TEXTS, WANTED)
def test_runs_are_the_text(text, wanted):
    found = runs(text, wanted)
    assert "".join(run.text for run in found) == text
    assert all(run.text in wanted for run in found if run.hit)
    assert [run.text for run in found if run.hit] == [word for word in words_of(text) if word in wanted]


@given(TEXTS, WANTED)
def test_a_snippet_is_a_part_of_the_text(text, wanted):
    part = snippet(text, wanted, width=100)
    shown = "".join(run.text for run in part.runs)
    assert shown in text
    assert len(shown) <= max(100, BEFORE + 100)
    if not part.cut_before:
        assert text.strip().startswith(shown)
    if not part.cut_after:
        assert text.strip().endswith(shown)


def test_a_long_text_is_shown_where_most_words_stand():
    text = "one " * 100 + "bail is a matter of “cash bail” here " + "two " * 100
    part = snippet(text, {"cash", "bail"})
    shown = "".join(run.text for run in part.runs)
    assert part.cut_before
    assert part.cut_after
    assert [run.text for run in part.runs if run.hit] == ["bail", "cash", "bail"]
    assert len(shown) <= WIDTH
    assert f" {shown} " in text  # whole words


@pytest.mark.parametrize("text", ["can’t", "non-violent", "DA's"])
def test_words_with_marks_inside_are_one(text):
    assert words_of(f"({text})") == [text]
