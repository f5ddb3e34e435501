"""A word diff loses and adds nothing, compares words letter for letter, and marks the archive's own omissions as such."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from dara.text.diff import LONGEST, Segment, Where, word_diff, words

BOTH, HERE, THERE = Where

# few words, so that they meet again; marks, spaces of several kinds, accents composed and not, characters beyond the first plane
some_words = st.lists(
    st.sampled_from(
        ["the", "The", "bail", "end", "é", "e\u0301", "he’s", "he's", "𝒳", "#hope", ".", ",", "”", "(", "\u00a0", " ", "\n"]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)
texts = st.one_of(some_words, st.text(min_size=1, max_size=30))
renderings = st.lists(texts, min_size=1, max_size=4)


def side(segments: list[Segment], where: Where) -> list[str]:
    """The pieces of one side, as the segments give them."""
    pieces = [""]
    for segment in segments:
        if segment.omission and segment.where is where:
            pieces.append("")
        pieces[-1] += segment.here if where is HERE else segment.there
    return pieces


def shown(here: list[str], there: list[str]) -> str:
    """The comparison in one line: +only here+, -only there-, ~opposite an omission~."""
    line = ""
    for segment in word_diff(here, there):
        mark = "~" if segment.opposite else {BOTH: "", HERE: "+", THERE: "-"}[segment.where]
        line += f"{mark}{'[...]' if segment.omission else segment.words}{mark}{segment.space}"
    return line


@given(renderings, renderings)
def test_both_sides_can_be_rebuilt(here, there):
    segments = word_diff(here, there)
    assert side(segments, HERE) == here
    assert side(segments, THERE) == there


@given(renderings, renderings)
def test_each_run_is_of_its_side_and_plain_words_are_the_same(here, there):
    for segment in word_diff(here, there):
        assert segment.omission == (not segment.here and not segment.there)
        assert (segment.where is BOTH) == bool(segment.here and segment.there)
        assert not (segment.where is HERE and segment.there)
        assert not (segment.where is THERE and segment.here)
        if segment.where is BOTH:
            assert [word.rstrip() for word in words(segment.here)] == [word.rstrip() for word in words(segment.there)]


@given(renderings, renderings)
def test_the_other_way_round_as_much_is_the_same(here, there):
    def plain(segments):
        return sum(len(words(segment.here)) for segment in segments if segment.where is BOTH)

    assert plain(word_diff(here, there)) == plain(word_diff(there, here))


@given(renderings)
def test_what_is_the_same_is_plain(pieces):
    assert all(segment.where is BOTH or segment.omission for segment in word_diff(pieces, pieces))


@given(texts)
def test_words_joined_are_the_text(text):
    assert "".join(words(text)) == text


@given(texts, st.sampled_from([" ", "\n", "\u00a0"]))
def test_only_spaces_differ_and_so_nothing_does(text, space):
    assert {segment.where for segment in word_diff([f"so {text}"], [f"so {space.join(text.split(' '))}"])} == {BOTH}


def test_a_word_is_what_a_reader_calls_one():
    text = "“He’s (53.7%) at pic.twitter.com/Ab — #LA’s e\u0301lite, Mr. X… yes!”"
    assert [word.rstrip() for word in words(text)] == [
        "“", "He’s", "(", "53.7%", ")", "at", "pic.twitter.com/Ab", "—", "#LA’s", "e\u0301lite", ",", "Mr", ".", "X", "…", "yes", "!", "”",
    ]  # fmt: skip


POST = [
    "I am (admittedly extremely late too) the Jackie Lacey Will Go rally. A lot of people out here celebrating this as the beginning of "
    "the fall of a lot of law enforcement leaders they want gone (Sheriff Villanueva sounds like he’s next on agenda) pic.twitter.com/V"
]
QUOTATION = [
    "A lot of people out here celebrating this as the beginning of the fall of a lot of law enforcement leaders they want gone",
    "sounds like he’s next on the agenda.",
]
PLAIN = "A lot of people out here celebrating this as the beginning of the fall of a lot of law enforcement leaders they want gone"


def test_a_quotation_of_a_post_that_adds_a_word_and_drops_a_sentence():
    assert shown(QUOTATION, POST) == (
        "-I am (admittedly extremely late too) the Jackie Lacey Will Go rally.- "
        f"{PLAIN} +[...]+~(Sheriff Villanueva~ sounds like he’s next on +the+ agenda+.+-) pic.twitter.com/V-"
    )
    assert shown(POST, QUOTATION) == (
        "+I am (admittedly extremely late too) the Jackie Lacey Will Go rally.+ "
        f"{PLAIN} ~(Sheriff Villanueva~ -[...]-sounds like he’s next on -the- agenda+) pic.twitter.com/V+-.-"
    )


def test_what_our_pieces_leave_out_is_no_difference():
    assert shown(["One two", "five."], ["One two three four five."]) == "One two +[...]+~three four~ five."
    assert shown(["One two three four five."], ["One two", "five."]) == "One two ~three four~ -[...]-five."
    assert shown(["One", "two"], ["One two"]) == "One +[...]+two"
    assert shown(["One", "two"], ["One", "two"]) == "One+[...]+-[...]-two"


def test_letters_accents_and_quotation_marks_count():
    assert shown(["he’s Gascón"], ["he's Gascon"]) == "+he’s Gascón+-he's Gascon-"
    assert shown(["“So,” he"], ['"so," he']) == '+“So+-"so-,+”+ -"- he'


def test_what_is_left_out_begins_a_sentence_where_it_can():
    assert shown(["A lot of people"], ["A debate. A lot of people"]) == "-A debate.- A lot of people"
    assert shown(["He came. He left. He slept."], ["He came. He slept."]) == "He came. +He left.+ He slept."
    assert shown(["We won. We are glad."], ["We won. We are glad. We are here."]) == "We won. We are glad. -We are here.-"


def test_long_texts_are_compared_in_no_time_or_not_at_all():
    """What is hostile to difflib (minutes) is nothing here; the tests' time limit says so."""
    for one, other in (("a b", "a c"), ("a", "a a"), ("a b c d", "d c b a")):
        here, there = (" ".join(itertools.islice(itertools.cycle(text.split()), LONGEST)) for text in (one, other))
        segments = word_diff([here], [there])
        assert side(segments, HERE) == [here]
        assert side(segments, THERE) == [there]
    assert word_diff([here], [f"{there} more"]) is None
    assert word_diff([here, "more"], [there]) is None
