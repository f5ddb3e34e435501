"""Highlight passages in a paragraph, however they nest and overlap, and leave out words that are withheld.

Passages have offsets in the whole text; a paragraph's `offset` says where in that text it starts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from dara.text.spans import HasSpan

Passage = TypeVar("Passage", bound=HasSpan)


@dataclass(frozen=True)
class Words:
    """Text between two boundaries."""

    text: str


@dataclass(frozen=True)
class Opening:
    """The highlight of `passage` opens. `first`: the passage starts here; otherwise it continues after a cut or in a new paragraph."""

    passage: HasSpan
    first: bool
    opens = True


@dataclass(frozen=True)
class Closing:
    """The highlight of `passage` closes. `last`: the passage ends here."""

    passage: HasSpan
    last: bool
    closes = True


@dataclass(frozen=True)
class Withheld:
    """Words that are not shown. `by`: the withholding."""

    by: HasSpan


Token = Words | Opening | Closing | Withheld


def highlight(text: str, offset: int, passages: Iterable[HasSpan], withheld: Iterable[HasSpan] = ()) -> list[Token]:
    """The paragraph `text` as words and well-nested highlights. The words, joined, are the paragraph without what is withheld.

    Where two passages overlap without nesting, the highlight that opened later is closed and opened again. Passages never overlap
    withheld words."""
    end = offset + len(text)
    hidden = sorted((each for each in withheld if each.start < end and each.end > offset), key=lambda each: each.start)
    touching = in_order(p for p in passages if p.start < end and p.end > offset)
    boundaries = sorted({offset, end} | {place for p in [*touching, *hidden] for place in (p.start, p.end) if offset < place < end})
    tokens: list[Token] = []
    opened: list[HasSpan] = []
    waiting = iter(touching)
    upcoming = next(waiting, None)
    for here, there in pairwise(boundaries):
        tokens += _close(opened, here)
        while upcoming is not None and upcoming.start <= here:
            opened.append(upcoming)
            tokens.append(Opening(upcoming, first=upcoming.start >= offset))
            upcoming = next(waiting, None)
        by = next((each for each in hidden if each.start <= here < each.end), None)
        if by is None:
            tokens.append(Words(text[here - offset : there - offset]))
        elif tokens[-1:] != [Withheld(by)]:
            tokens.append(Withheld(by))
    tokens += [Closing(passage, last=passage.end == end) for passage in reversed(opened)]
    return tokens


def _close(opened: list[HasSpan], here: int) -> Iterator[Token]:
    """Close the highlights that end at `here`. Those inside them that do not end are closed and opened again."""
    ending = next((n for n, passage in enumerate(opened) if passage.end <= here), None)
    if ending is None:
        return
    cut = opened[ending:]
    del opened[ending:]
    for passage in reversed(cut):
        yield Closing(passage, last=passage.end <= here)
    for passage in cut:
        if passage.end > here:
            opened.append(passage)
            yield Opening(passage, first=False)


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """The passages by where they start; of those that start together, the longer one first."""
    return sorted(passages, key=lambda p: (p.start, -p.end))


def in_order_of_ends(passages: Iterable[Passage]) -> list[Passage]:
    """The passages by where they end, as footnotes are met; of those that end together, the inner one first, as its highlight closes first."""
    return sorted(passages, key=lambda p: (p.end, -p.start))
