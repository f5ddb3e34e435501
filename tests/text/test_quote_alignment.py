"""The words of a quotation are found in a text to the letter, in pieces, or word by word."""

from dara.text.quote_alignment import Stretch, align, runs
from dara.text.quoted_words import quoted_pieces

TEXT = "“We will not close any court — not this year,” Roe said on Friday. “That’s the plan, and I’ll keep it.” He didn’t say who pays."
HELD = Stretch.of(TEXT, 100)


def found(quotation: str, stretch: Stretch = HELD):
    return list(align(quoted_pieces(quotation), stretch))


def words(tokens) -> str:
    return " ".join(token.text for token in tokens)


def test_words_to_the_letter():
    (alignment,) = found("We will not close any court--not this year.")
    assert alignment.is_whole
    assert TEXT[alignment.start - 100 : alignment.end - 100] == "We will not close any court — not this year"


def test_only_the_first_capital_is_put_aside():
    assert found("Will not close any court")[0].is_whole
    (alignment,) = found("will not Close any court")
    assert words(alignment.added) == "Close"


def test_each_place_that_has_the_words():
    twice = Stretch.of("We will go there. Yes, we will go there.", 0)
    assert [alignment.start for alignment in found("we will go there", twice)] == [0, 23]


def test_pieces_in_their_order():
    (alignment,) = found("We will not close any court … I'll keep it.")
    (gap,) = alignment.gaps
    assert alignment.is_whole
    assert gap.is_marked
    assert words(gap.held).startswith("- not this year")
    assert not any(each.is_whole for each in found("I'll keep it … We will not close any court"))


def test_words_that_were_left_out():
    (alignment,) = found("We will close any court — not this year")
    assert alignment.is_whole
    assert [(words(gap.held), gap.is_marked) for gap in alignment.gaps] == [("not", False)]


def test_words_that_differ():
    (alignment,) = found("We will not shut any court — not this year")
    assert words(alignment.added) == "shut"
    assert [(words(gap.quoted), words(gap.held)) for gap in alignment.gaps] == [("shut", "close")]


def test_a_few_words_in_common_are_chance():
    assert found("They will not close the schools that I said we need this time") == []
    held = Stretch.of("We must reform the criminal justice system of the county, which is old.", 0)
    assert found("The American criminal justice system is broken", held) == []


def test_runs_of_several_texts():
    other = Stretch.of("A judge must decide what the law allows.", 0)
    quoted = [token for piece in quoted_pieces("We will not close any court and what the law allows") for token in piece]
    assert runs(quoted, [HELD, other]) == []  # “and”
    quoted = [token for piece in quoted_pieces("We will not close what the law allows") for token in piece]
    assert [(number, words(each.quoted)) for number, each in runs(quoted, [HELD, other])] == [
        (0, "We will not close"),
        (1, "what the law allows"),
    ]
