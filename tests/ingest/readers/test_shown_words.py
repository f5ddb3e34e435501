"""What a page does not show leaves its text, with a remark; marks of footnotes never join a figure."""

import pytest

from dara.ingest.readers.html import extract
from tests.ingest import example_documents


def line(words: str) -> tuple[str, tuple[str, ...]]:
    """The line that a paragraph gives, and the remarks."""
    text = extract(example_documents.page(*example_documents.STORY, f"Last, {words}").encode())
    return text.body.rpartition("\nLast, ")[2], text.remarks


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("she said <q>no</q>.", "she said “no”."),
        ("she said <q>he told me <q>no</q> twice</q>.", "she said “he told me ‘no’ twice”."),
        ("she said <q>“no”</q>.", "she said “no”."),
        ("she said <q><em>no</em> and <b>never</b> </q>, and left.", "she said “no and never”, and left."),
        ("she said <q></q>nothing.", "she said nothing."),
        ("she said <q>no</q> and <q>yes</q>.", "she said “no” and “yes”."),
    ],
)
def test_a_quotation_has_the_marks_that_the_page_shows(words, shown):
    assert line(words) == (shown, ())


@pytest.mark.parametrize(
    ("words", "shown", "left"),
    [
        ("<del>52.9%</del> <ins>49.2%</ins> of it", "49.2% of it", "words that are struck out: “52.9%”"),
        ("<s>52.9%</s> 49.2%", "49.2%", "words that are struck out: “52.9%”"),
        ("a <strike>great</strike> long night", "a long night", "words that are struck out: “great”"),
        ("a <span hidden>great</span> long night", "a long night", "words that are not shown: “great”"),
        ("a <span style='color:red; DISPLAY : none'>great</span> long night", "a long night", "words that are not shown: “great”"),
        ("a <span style='visibility:hidden'>great</span> long night", "a long night", "words that are not shown: “great”"),
        ("<b aria-hidden='true'>49.2%</b> <b>49.2%</b> of it", "49.2% of it", "words that are not shown: “49.2%”"),
        (
            "<b aria-hidden='true'>49.2%</b> <b class='sr-only'>49.2 percent</b> of it",
            "49.2% of it",
            "words that are not shown: “49.2 percent”",
        ),
        ("<del>old <b hidden>x</b></del> new", "new", "words that are struck out: “old x”"),
    ],
)
def test_what_is_struck_out_or_hidden_leaves_with_a_remark(words, shown, left):
    assert line(words) == (shown, (f"Left out, {left}.",))


def test_words_hidden_from_screen_readers_alone_are_shown():
    assert line("a <b aria-hidden='true'>long</b> night") == ("a long night", ())


@pytest.mark.parametrize(
    ("words", "shown", "mark"),
    [
        ("13,412<sup>1</sup> people", "13,412 people", "13,412¹"),
        ("13,412<a href='#n'><sup>[3]</sup></a> people", "13,412 people", "13,412[³]"),
        ("13,412<sup><a href='#n'>3</a></sup> people", "13,412 people", "13,412³"),
        ("52.9%<sup>a</sup> of it", "52.9% of it", "52.9%a"),
        ("52.9%<sup>*</sup> of it", "52.9% of it", "52.9%*"),
        ("13,412<sup>1, 2</sup> people", "13,412 people", "13,412¹, ²"),
        ("<b>13,412</b><sup>12</sup> people", "13,412 people", "13,412¹²"),
        ("he left.<sup>12</sup>", "he left.", "left.¹²"),
    ],
)
def test_a_mark_of_a_footnote_never_joins_a_figure(words, shown, mark):
    assert line(words) == (shown, (f"Left out, marks of footnotes: “{mark}”.",))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("the 4<sup>th</sup> of July", "the 4th of July"),
        ("Acme<sup>®</sup> sells", "Acme® sells"),
        ("3<sup>1</sup>/<sub>2</sub> miles", "3 1/2 miles"),
        ("90 m<sup>2</sup> of it", "90 m² of it"),
        ("10<sup>6</sup> voters", "10⁶ voters"),
        ("it costs $5<sup>99</sup> now", "it costs $5⁹⁹ now"),
        ("13,412<sup>est.</sup> people", "13,412 est. people"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_other_words_above_the_line_stay_apart_from_a_figure(words, shown):
    assert line(words) == (shown, ())


def test_no_break_spaces_group_digits_and_invisible_characters_go():
    assert line("Ana&nbsp;Ve&shy;ga got 13\u00a0412 of 20\u202f000 votes in the coun<wbr>ty, 54&nbsp;%")[0] == (
        "Ana Vega got 13\u00a0412 of 20\u202f000 votes in the county, 54 %"
    )
