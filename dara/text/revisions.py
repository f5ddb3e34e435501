"""Compare two captures of one page by paragraph, and within a changed paragraph word by word.

A capture is a sequence of paragraphs, with None where there are some that may not be shown. A paragraph that may be matched by one of those
is neither new nor gone as far as anybody can tell: it is counted and not listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from dara.text.diff import Segment, word_diff, words

ALIKE = 0.5  # similarity of two paragraphs, 0 to 1, from which one counts as the other one changed
LONGEST = 4000  # characters in a paragraph that is compared word by word
PAIRS = 400  # pairs of paragraphs between two common blocks that are searched for changed ones


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that may be shown, with its number in the text."""

    number: int
    body: str


@dataclass(frozen=True)
class Change:
    """A paragraph that only one capture has (the other is None), or one that changed.

    `segments`: the word diff of a changed paragraph, in which “here” is the earlier capture; None if the paragraph is too long."""

    earlier: Paragraph | None
    later: Paragraph | None
    segments: list[Segment] | None = None


@dataclass(frozen=True)
class Comparison:
    """`same`: how many paragraphs both captures have, letter for letter; `unknown`: how many stand where the other may not be shown."""

    changes: list[Change]
    same: int
    unknown: int


def compare_revisions(earlier: Sequence[Paragraph | None], later: Sequence[Paragraph | None]) -> Comparison:
    """The changes, in the order of the texts. White space around a paragraph is ignored."""
    changes: list[Change] = []
    same = unknown = 0
    earlier_done = later_done = 0
    for at_earlier, at_later, size in _common(earlier, later):
        gone, new = earlier[earlier_done:at_earlier], later[later_done:at_later]
        for change in _between([p for p in gone if p is not None], [p for p in new if p is not None]):
            if (change.later is None and None in new) or (change.earlier is None and None in gone):
                unknown += 1
            else:
                changes.append(change)
        earlier_done, later_done, same = at_earlier + size, at_later + size, same + size
    return Comparison(changes, same, unknown)


def summary(comparison: Comparison) -> str:
    """A line for curators with the number of changes of each kind."""
    changed = sum(change.earlier is not None and change.later is not None for change in comparison.changes)
    gone = sum(change.later is None for change in comparison.changes)
    new = len(comparison.changes) - changed - gone
    told = f"{changed:,} paragraphs changed, {new:,} only in the later, {gone:,} only in the earlier, {comparison.same:,} the same"
    return f"{told}, {comparison.unknown:,} not compared" if comparison.unknown else told


def _common(earlier: Sequence[Paragraph | None], later: Sequence[Paragraph | None]) -> Iterator[tuple[int, int, int]]:
    """The blocks that both have in common: start in each, number of paragraphs. The last one is empty, at the end."""
    from rapidfuzz.distance import Indel  # few pages need it

    numbers: dict[str, int] = {}
    unlike = count(len(earlier) + len(later))  # what is not shown equals nothing
    numbered = [
        [next(unlike) if each is None else numbers.setdefault(each.body.strip(), len(numbers)) for each in side]
        for side in (earlier, later)
    ]
    for block in Indel.opcodes(*numbered).as_matching_blocks():
        yield block.a, block.b, block.size


def _between(gone: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Change]:
    """The changes between two blocks. Similar paragraphs are one that changed, as long as they keep their order."""
    from rapidfuzz.distance import Indel  # few pages need it

    bodies = [words(each.body[:LONGEST]) for each in new] if len(gone) * len(new) <= PAIRS else []
    done = 0
    for each in gone:
        own = words(each.body[:LONGEST])
        likeness = [Indel.normalized_similarity(own, body, score_cutoff=ALIKE) for body in bodies[done:]]
        if max(likeness, default=0) < ALIKE:
            yield Change(each, None)
            continue
        at = done + likeness.index(max(likeness))
        yield from (Change(None, other) for other in new[done:at])
        yield Change(each, new[at], _word_diff(each, new[at]))
        done = at + 1
    yield from (Change(None, other) for other in new[done:])


def _word_diff(earlier: Paragraph, later: Paragraph) -> list[Segment] | None:
    if max(len(earlier.body), len(later.body)) > LONGEST:
        return None
    return word_diff([earlier.body.strip()], [later.body.strip()])
