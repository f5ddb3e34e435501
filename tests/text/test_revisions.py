"""Comparing two captures loses nothing, reports nothing that both have, and claims nothing about what is not shown."""

from hypothesis import given
from hypothesis import strategies as st

from dara.text.diff import Where
from dara.text.revisions import LONGEST, Paragraph, compare_revisions


def text(*bodies: str | None) -> list[Paragraph | None]:
    return [None if body is None else Paragraph(number, body) for number, body in enumerate(bodies, start=1)]


def shown(earlier, later) -> list[str]:
    """The changes in short: +new, -gone, and of a changed one its words, +only in the later+ and -only in the earlier-."""
    return [_short(change) for change in compare_revisions(earlier, later).changes]


def _short(change) -> str:
    if change.earlier is None:
        return f"+{change.later.body}"
    if change.later is None:
        return f"-{change.earlier.body}"
    marks = {Where.BOTH: "", Where.HERE: "-", Where.THERE: "+"}
    return "".join(f"{marks[segment.where]}{segment.words}{marks[segment.where]}{segment.space}" for segment in change.segments)


texts = st.lists(
    st.one_of(st.none(), st.sampled_from(["a b c", "a b d", "x", "y z", "e\u0301", "A b c", "q r s t"])), max_size=12
).map(lambda bodies: text(*bodies))


@given(texts, texts)
def test_every_paragraph_is_the_same_or_changed_or_not_comparable(earlier, later):
    found = compare_revisions(earlier, later)
    readable = sum(each is not None for each in earlier + later)
    listed = sum((change.earlier is not None) + (change.later is not None) for change in found.changes)
    assert readable == 2 * found.same + listed + found.unknown


@given(texts)
def test_the_same_text_has_no_changes(one):
    found = compare_revisions(one, one)
    assert not found.changes


@given(texts, texts)
def test_where_everything_is_shown_nothing_is_unknown(earlier, later):
    assert compare_revisions([p for p in earlier if p], [p for p in later if p]).unknown == 0


def test_a_changed_paragraph_is_compared_word_by_word():
    assert shown(text("One.", "We will end cash bail."), text("One.", "We will not end cash bail.", "New here.")) == [
        "We will +not+ end cash bail.",
        "+New here.",
    ]
    assert shown(text("Gone now.", "Two."), text("Two.")) == ["-Gone now."]


def test_what_stands_where_the_other_is_not_shown_is_neither_new_nor_gone():
    found = compare_revisions(text("One.", "Two.", "Three."), text("One.", None, "Three."))
    assert (found.changes, found.same, found.unknown) == ([], 2, 1)
    found = compare_revisions(text("One.", None), text("One.", "Something else."))
    assert (found.changes, found.unknown) == ([], 1)
    # two that are alike are one that changed, whatever else is not shown beside them
    assert shown(text("We end cash bail.", None), text(None, "We end all cash bail.")) == ["We end +all+ cash bail."]


def test_long_texts_end_in_time():
    """The tests' time limit says so."""
    many = [f"Number {n} is here." for n in range(2000)]
    assert len(compare_revisions(text(*many), text(*(f"{each} Not." for each in many))).changes) == 4000
    long = "word " * LONGEST
    (change,) = compare_revisions(text(long), text(f"{long} more")).changes
    assert change.segments is None
