"""Snippets and matches lose, add and change nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.text.snippets import BEFORE, WIDTH, snippet, split_at_matches, words_of

TEXTS = st.text(alphabet=st.sampled_from("ab ’'-é“”🙂\n."), max_size=800)
WANTED = st.frozensets(st.sampled_from(["a", "ab", "é", "a-b", "b’a"]))


@given(TEXTS, WANTED)
def test_segments_joined_are_the_text(text, wanted):
    found = split_at_matches(text, wanted)
    assert "".join(segment.text for segment in found) == text
    assert all(segment.text in wanted for segment in found if segment.matches)
    assert [segment.text for segment in found if segment.matches] == [word for word in words_of(text) if word in wanted]


@given(TEXTS, WANTED)
def test_a_snippet_is_a_part_of_the_text(text, wanted):
    part = snippet(text, wanted, width=100)
    shown = "".join(segment.text for segment in part.segments)
    assert shown in text
    assert len(shown) <= max(100, BEFORE + 100)
    if not part.cut_before:
        assert text.strip().startswith(shown)
    if not part.cut_after:
        assert text.strip().endswith(shown)


def test_a_long_text_is_shown_where_most_words_stand():
    text = "one " * 100 + "bail is a matter of “cash bail” here " + "two " * 100
    part = snippet(text, {"cash", "bail"})
    shown = "".join(segment.text for segment in part.segments)
    assert part.cut_before
    assert part.cut_after
    assert [segment.text for segment in part.segments if segment.matches] == ["bail", "cash", "bail"]
    assert len(shown) <= WIDTH
    assert f" {shown} " in text  # whole words


@pytest.mark.parametrize("text", ["can’t", "non-violent", "DA's"])
def test_words_with_marks_inside_are_one(text):
    assert words_of(f"({text})") == [text]
