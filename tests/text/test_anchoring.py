"""Words are anchored in code points, and words without a single place are refused."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dara.text.anchoring import Ambiguous, AnchorError, NotFound, at, explain_piece, find, inside_a_word, missing_piece

# Any text that a source can hold, with what trips offsets up at hand: curly quotes, NBSP, combining marks, characters beyond the BMP.
texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab ,.’'“”-–…\u00a0\u0301é\n🗳𝔇"),
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=120,
)


@st.composite
def texts_with_spans(draw):
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(texts_with_spans())
@example(("🗳 “a” 🗳 “a”", 2, 5))
def test_any_span_is_found_again_by_its_words_and_all_that_surrounds_them(given_span):
    text, start, end = given_span
    assert find(text, text[start:end], prefix=text[:start], suffix=text[end:]) == (start, end)
    assert at(text, text[start:end], start) == (start, end)


@given(texts_with_spans())
def test_without_context_a_span_is_found_only_where_it_stands_once(given_span):
    text, start, end = given_span
    words = text[start:end]
    times = sum(text.startswith(words, place) for place in range(len(text)))
    if times == 1:
        assert find(text, words) == (start, end)
    else:
        with pytest.raises(Ambiguous, match=f"{times} times"):
            find(text, words)


@given(texts, texts)
def test_words_that_are_not_there_are_never_found(text, words):
    assume(words not in text)
    with pytest.raises(NotFound):
        find(text, words)


@given(texts_with_spans(), st.integers(0, 130))
def test_words_are_found_at_a_place_only_where_they_stand(given_span, place):
    text, start, end = given_span
    if text.startswith(text[start:end], place):
        assert at(text, text[start:end], place) == (place, place + end - start)
    else:
        with pytest.raises(NotFound):
            at(text, text[start:end], place)


def test_a_message_shows_the_nearest_words_and_what_differs():
    with pytest.raises(NotFound, match=r"nearest words, at 4, are “won’t seek”.*differ only in quotation marks"):
        find("She won’t seek it.", "won't seek")
    with pytest.raises(NotFound, match=r"nearest words, at 0, are “the served in that some role”"):
        find("the served in that some role in San Francisco", "the served in that same role")
    with pytest.raises(NotFound, match="Nothing in the text is like it"):
        find("abc", "xyzxyz")
    with pytest.raises(NotFound, match="no words"):
        find("abc", "")


def test_an_ambiguous_message_says_where_and_what_to_do():
    with pytest.raises(Ambiguous, match=r"3 times, at 0, 6, 12\. Say what stands before or after"):
        find("Lacey Lacey Lacey", "Lacey")


def test_overlapping_places_count():
    with pytest.raises(Ambiguous):
        find("ababa", "aba")


STANDING = [
    ("“One, two,” she said. “Three.”", ["One, two", "Three."]),
    ("“One one,” she said. “One.”", ["One", "one", "One."]),
    ("almost 53.72% of", ["53.72"]),
    ("almost 53.72% of", ["53.72%"]),
    ("catchall, then all", ["all"]),  # the first place is inside a word; the second is not
    ("the police…cops that", ["the police…cops"]),
    ("Gascón’s, Gascón", ["Gascón"]),
    ("work….because", ["because"]),
    ("🗳vote", ["vote"]),
    ("a 🗳 b", ["🗳"]),
    ("2011–2019", ["2019"]),
    ("done.\u200b", ["done."]),
]


@pytest.mark.parametrize(("passage", "pieces"), STANDING)
def test_pieces_in_order_and_in_whole_words_stand(passage, pieces):
    assert missing_piece(passage, pieces) is None


MISSING = [
    ("“One, two,” she said. “Three.”", ["Three.", "One"], "One"),
    ("catchall", ["all"], "all"),
    ("non-violent offenders", ["violent offenders"], "violent offenders"),
    ("she can’t win", ["she can"], "she can"),
    ("almost 53.72% of", ["53"], "53"),
    ("more than 790,000 ballots", ["790"], "790"),
    ("Gascón", ["Gasc"], "Gasc"),
    ("Gasco\u0301n", ["Gasco"], "Gasco"),  # the accent is a character of its own here
    ("one", ["one", ""], ""),
    ("one", ["One"], "One"),
    ("one.", ["."], "."),
    ("“one”", ["”"], "”"),
    ("un\u00adarmed", ["armed"], "armed"),
    ("un\u200darmed", ["armed"], "armed"),
    ("un\u2060armed", ["armed"], "armed"),
    ("fell by -5%", ["5%"], "5%"),
]


@pytest.mark.parametrize(("passage", "pieces", "missing"), MISSING)
def test_a_piece_that_does_not_stand_is_named(passage, pieces, missing):
    assert missing_piece(passage, pieces) == missing
    assert explain_piece(passage, missing)


@given(texts)
def test_the_edges_of_a_text_are_never_inside_a_word(text):
    assert not inside_a_word(text, 0)
    assert not inside_a_word(text, len(text))


def test_refusals_share_a_base():
    assert issubclass(NotFound, AnchorError)
    assert issubclass(Ambiguous, AnchorError)


@pytest.mark.django_db
def test_the_database_draws_the_same_word_boundaries():
    """anchor.missing_piece explains what dara_end_of_piece (models/sql/evidence.sql) refuses: the two are written apart, and agree."""
    from django.db import connection

    def check(passage, piece):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT public.dara_says_something(%s) AND public.dara_end_of_piece(%s, %s, 0) IS NOT NULL", [piece, passage, piece]
            )
            assert cursor.fetchone()[0] == (missing_piece(passage, [piece]) is None), (passage, piece)

    for passage, pieces, _ in MISSING:
        check(passage, pieces[0])
    for passage, pieces in STANDING:
        check(passage, pieces[0])

    @given(texts_with_spans())
    def spans(given_span):
        text, start, end = given_span
        check(text, text[start:end])

    @given(st.characters(codec="utf-8", exclude_characters="\0"), st.characters(codec="utf-8", exclude_characters="\0"))
    def pairs(one, other):
        check(one + other, one)

    spans()
    pairs()
