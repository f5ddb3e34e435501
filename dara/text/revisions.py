"""Two captures of one page compared: by paragraph, and within a paragraph that changed word by word. Pure.

What the public may not read of a capture is None in its sequence. Nobody can say that a paragraph is new or gone where the other
capture is not shown; such paragraphs are counted and not listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from rapidfuzz.distance import Indel

from dara.text.diff import Run, differences, words

ALIKE = 0.5  # of the words of two paragraphs: from here on, the one is taken for the other, changed
LONGEST = 4000  # characters of a paragraph that is looked at word by word
PAIRS = 400  # paragraphs of one side times those of the other, that are looked at for pairs between two that are the same


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that may be shown, and its number in its text."""

    number: int
    body: str


@dataclass(frozen=True)
class Change:
    """A paragraph of one capture that the other lacks; or, with both, one that changed. `runs`: of that, the words, None of a long one.

    In the runs “here” is the earlier capture."""

    earlier: Paragraph | None
    later: Paragraph | None
    runs: list[Run] | None = None


@dataclass(frozen=True)
class Comparison:
    """`same`: how many paragraphs both give to the letter; `unknown`: how many stand where the other capture is not shown."""

    changes: list[Change]
    same: int
    unknown: int


def compared(earlier: Sequence[Paragraph | None], later: Sequence[Paragraph | None]) -> Comparison:
    """The changes in the order of the texts. Spaces around a paragraph do not count."""
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
    """How two captures differ, in numbers, in a line for curators."""
    changed = sum(change.earlier is not None and change.later is not None for change in comparison.changes)
    gone = sum(change.later is None for change in comparison.changes)
    new = len(comparison.changes) - changed - gone
    told = f"{changed:,} paragraphs changed, {new:,} only in the later, {gone:,} only in the earlier, {comparison.same:,} the same"
    return f"{told}, {comparison.unknown:,} not compared" if comparison.unknown else told


def _common(earlier: Sequence[Paragraph | None], later: Sequence[Paragraph | None]) -> Iterator[tuple[int, int, int]]:
    """The blocks that both have in common: where in each, how many paragraphs. The last one is their end, and empty."""
    numbers: dict[str, int] = {}
    unlike = count(len(earlier) + len(later))  # what is not shown is like nothing
    numbered = [
        [next(unlike) if each is None else numbers.setdefault(each.body.strip(), len(numbers)) for each in side]
        for side in (earlier, later)
    ]
    for block in Indel.opcodes(*numbered).as_matching_blocks():
        yield block.a, block.b, block.size


def _between(gone: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Change]:
    """What stands between two blocks: paragraphs that are alike are one that changed; they keep their order."""
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
        yield Change(each, new[at], _by_words(each, new[at]))
        done = at + 1
    yield from (Change(None, other) for other in new[done:])


def _by_words(earlier: Paragraph, later: Paragraph) -> list[Run] | None:
    if max(len(earlier.body), len(later.body)) > LONGEST:
        return None
    return differences([earlier.body.strip()], [later.body.strip()])
