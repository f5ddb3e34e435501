"""Any text gives drafts that the archive could store, always the same ones, in time linear in its length."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dara.drafting import draft
from dara.text.anchoring import missing_piece

WORDS = [
    "Ana Roe", "Roe", "said", "“", "”", '"', "’", "‘", "the union", "endorsed", "50%", "of the vote", "$5 million", "gave", "to", "by", ",", ".", ":",
    "\n", "\n\n", "\u00a0", "  ", "— Ana Roe (@roe) May 1, 2026", "#RoeOut", "she", "District Attorney", "Endorsements:", ";", "•", "🗳️", "é", "and", "60-40",
    "Paid for by", "According to", "(", ")", "we walked home together", "Guild", "will not", "votes", "1,234", "\u200b", "\u00ad", "St.", "-",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
)


@given(texts)
@example("“a b c d\u00ade f,”  said\u00a0Ana Roe.")
@example("“" * 50 + "a b c d e" + "”" * 50)
@example("Ann Poe has 52% and 48% of the vote, Ann Poe 52% to 48%. Ann Poe has 52% and 48%.")
def test_any_text_gives_drafts_that_the_archive_could_hold(text):
    drafts = draft(text, published_on="2026-11-06")
    for each in drafts:
        passage = each.passage
        assert passage.exact == text[passage.start : passage.end] != ""
        assert text[: passage.start].endswith(passage.prefix)
        assert text[passage.end :].startswith(passage.suffix)
        assert missing_piece(passage.exact, getattr(each, "pieces", [])) is None
        assert 0 < each.confidence <= 1
    keys = [each.key for each in drafts]
    assert len(set(keys)) == len(keys)
    assert [each.values() for each in drafts] == [each.values() for each in draft(text, published_on="2026-11-06")]
    assert [each.passage.start for each in drafts] == sorted(each.passage.start for each in drafts)


def test_odd_spaces_hide_nothing_and_stay_in_the_passage():
    text = "“We will  count every\u00a0vote,” said Ana\u00a0Roe."
    (found,) = draft(text)
    assert found.passage.exact == "“We will  count every\u00a0vote,”"
    assert found.pieces == ["We will  count every\u00a0vote"]
    assert found.speaker.name == "Ana Roe"


def test_accents_written_apart_from_their_letters_are_read_and_stay():
    text = "“We will count every vote,” said Jose\u0301 Pen\u0303a."
    (found,) = draft(text)
    assert found.speaker.name == "José Peña"
    assert found.passage.exact in text


def test_lists_of_short_lines_are_not_taken_for_broken_ones():
    page = "Ana Roe for District Attorney\n\nEndorsed by:\nMayor Lena Frost\nSheriff Ed Bain\nSierra Nurses Guild\n\nAna Roe has spent her life in Port Ellis."
    assert len([each for each in draft(page) if each.kind == "endorsement"]) == 3


def test_lines_broken_at_a_width_are_read_as_one_paragraph():
    lines = [
        "Ana Roe, who has run the county's elections office since the days of the",
        "punch card, told about forty people in a church basement on Monday that",
        'she would stay. "We will count every vote that comes in by the end of the',
        'day, and then we will count them all again," she said, "because that is',
        "what the law says and because somebody always asks for it in the end, and",
        'they are right to." The basement was cold, and nobody left before the',
        "end of the evening, which came late, and with coffee.",
    ]
    (found,) = [each for each in draft("\n".join(lines)) if each.kind == "quote"]
    assert found.speaker.name == "Ana Roe"
    assert len(found.pieces) == 2


@pytest.mark.parametrize(
    "unit", ['"', "“", "”", "‘", "’", "a", "A", "(", ")", "()", ".", ",", "$", "\n", " ", "\u00a0", "é", "1", "-", "#", "@", ": "]
)
def test_a_long_text_of_one_thing_takes_seconds_not_hours(unit):
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    draft(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "unit",
    [
        "“a b c d e,” said Jane Roe. ",
        "Jane Roe endorsed Ann Poe and ",
        pytest.param("Roe had 50% of the vote, ", marks=pytest.mark.long_form),
        "— A (@b) May 1, 2020 ",
        "“‘a ",
        "“I endorse Ann Poe today,” said Jane Roe. ",
        "Endorsements of Ann Poe: Bo Hale; Cy Lund\n",
        pytest.param("“We back Ann Poe now.” — Bo Hale (@bo) May 1, 2020\n\n", marks=pytest.mark.long_form),
        pytest.param("Hugh Roe gave $500 to Ann Poe and $50 to Bo Hale. ", marks=pytest.mark.long_form),
        "'a b c d' ",
    ],
)
def test_the_time_grows_with_the_length_not_with_its_square(unit):
    """Eight times as long a text would take 64 times as long by its square; the best of three, as the machine may be busy."""

    def seconds(times: int) -> float:
        def once() -> float:
            start = time.process_time()
            draft(unit * times)
            return time.process_time() - start

        return min(once() for _ in range(3))

    assert seconds(600) < 14 * max(seconds(75), 0.01)
