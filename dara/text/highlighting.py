"""Passages marked in paragraphs: where a mark opens and closes, however passages nest and overlap; and what is withheld. Pure.

Offsets are in code points of the whole text, as passages have them; `offset` says where a paragraph begins in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar


class Span(Protocol):
    """A passage, or anything with `start` (inclusive) and `end` (exclusive)."""

    start: int
    end: int


Passage = TypeVar("Passage", bound=Span)


@dataclass(frozen=True)
class Words:
    """A run of text between two boundaries."""

    text: str


@dataclass(frozen=True)
class Opening:
    """A mark opens. `first`: here the passage begins; otherwise it goes on after a cut or a paragraph's end."""

    passage: Span
    first: bool
    opens = True


@dataclass(frozen=True)
class Closing:
    """A mark closes. `last`: here the passage ends."""

    passage: Span
    last: bool
    closes = True


@dataclass(frozen=True)
class Withheld:
    """Words that are not shown. `by`: the withholding."""

    by: Span


Token = Words | Opening | Closing | Withheld


def marked(text: str, offset: int, passages: Iterable[Span], withheld: Iterable[Span] = ()) -> list[Token]:
    """The paragraph as well-nested marks and words; the words, joined, are the paragraph without what is withheld.

    Where passages overlap without nesting, the mark that began later is closed and opened again. No passage touches what is withheld."""
    end = offset + len(text)
    hidden = sorted((each for each in withheld if each.start < end and each.end > offset), key=lambda each: each.start)
    touching = sorted((p for p in passages if p.start < end and p.end > offset), key=lambda p: (p.start, -p.end))
    boundaries = sorted({offset, end} | {place for p in [*touching, *hidden] for place in (p.start, p.end) if offset < place < end})
    tokens: list[Token] = []
    open_marks: list[Span] = []
    waiting = iter(touching)
    upcoming = next(waiting, None)
    for here, there in pairwise(boundaries):
        tokens += _close(open_marks, here)
        while upcoming is not None and upcoming.start <= here:
            open_marks.append(upcoming)
            tokens.append(Opening(upcoming, first=upcoming.start >= offset))
            upcoming = next(waiting, None)
        by = next((each for each in hidden if each.start <= here < each.end), None)
        if by is None:
            tokens.append(Words(text[here - offset : there - offset]))
        elif tokens[-1:] != [Withheld(by)]:
            tokens.append(Withheld(by))
    tokens += [Closing(passage, last=passage.end == end) for passage in reversed(open_marks)]
    return tokens


def _close(open_marks: list[Span], here: int) -> Iterator[Token]:
    """Closes the marks that end here; those opened inside of them that do not end are closed and opened again."""
    ending = next((n for n, passage in enumerate(open_marks) if passage.end <= here), None)
    if ending is None:
        return
    cut = open_marks[ending:]
    del open_marks[ending:]
    for passage in reversed(cut):
        yield Closing(passage, last=passage.end <= here)
    for passage in cut:
        if passage.end > here:
            open_marks.append(passage)
            yield Opening(passage, first=False)


@dataclass(frozen=True)
class Excerpt:
    """A part of a paragraph, and on which sides something was left out."""

    text: str
    offset: int
    cut_before: bool
    cut_after: bool


def excerpt(text: str, offset: int, passage: Span, around: int) -> Excerpt:
    """The paragraph, cut so that beside the passage's own sentences only the one before and the one after are left.

    Of those, at most `around` characters on each side, cut between words where there are any."""
    begin, end = max(passage.start - offset, 0), min(passage.end - offset, len(text))
    first, last = max(begin - around, 0), min(end + around, len(text))
    starts = [first + start for start in _sentence_starts(text[first:last])]
    earlier = [start for start in starts if start <= begin]
    later = [start for start in starts if start >= end]
    if len(earlier) > 1:
        first = earlier[-2]
    elif first:
        first = _after_a_space(text, first, begin)
    if len(later) > 1:
        last = later[1]
    elif last < len(text):
        last = _before_a_space(text, end, last)
    return Excerpt(text[first:last], offset + first, cut_before=first > 0, cut_after=last < len(text))


def beside(text: str, offset: int, most: int, *, at_its_end: bool) -> Excerpt:
    """A paragraph that stands next to a passage's, which comes after it (`at_its_end`) or before.

    All of it up to `most` characters; of a longer one as many sentences next to the passage as fit, or words where no sentence does."""
    if len(text) <= most:
        return Excerpt(text, offset, cut_before=False, cut_after=False)
    if at_its_end:
        first = len(text) - most
        starts = _sentence_starts(text[first:])
        first = first + starts[0] if starts else _after_a_space(text, first, len(text))
        return Excerpt(text[first:], offset + first, cut_before=True, cut_after=False)
    starts = _sentence_starts(text[:most])
    last = starts[-1] if starts else _before_a_space(text, 0, most)
    return Excerpt(text[:last], offset, cut_before=False, cut_after=True)


# What may be a sentence's end: a closing mark, with its quotation marks and brackets, before a space and more words.
_STOP = re.compile(r"[.!?…][”’\"')\]]*\s+(?=\S)")
_OPENING = "“‘\"'(["
_ABBREVIATION = re.compile(r"(?<!\w)(?:(?:\w\.)*\w|Mr|Mrs|Ms|Dr|Jr|Sr|St|Sen|Gov|Rep|Sgt|Lt|Capt|No|vs)$")
_BEGINS_A_SENTENCE = re.compile(
    r"(?:The|A|An|He|She|It|They|We|You|I|His|Her|Its|Their|My|Our|This|That|These|Those|But|And|In|On|At|As|If|When|While|There)\b"
)


def _sentence_starts(text: str) -> list[int]:
    """Where sentences begin after others, as their punctuation lets one guess: not within “L.A. Times”, nor before a small letter."""
    starts = []
    for stop in _STOP.finditer(text):
        rest = text[stop.end() : stop.end() + 20].lstrip(_OPENING)
        in_a_name = text[stop.start()] == "." and _ABBREVIATION.search(text[max(stop.start() - 20, 0) : stop.start()])
        if not rest[:1].islower() and (not in_a_name or _BEGINS_A_SENTENCE.match(rest)):
            starts.append(stop.end())
    return starts


def _after_a_space(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return start if space < 0 else space + 1


def _before_a_space(text: str, limit: int, end: int) -> int:
    space = text.rfind(" ", limit, end)
    return end if space < 0 else space


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """As a reader meets them: by where they begin, the longer one first."""
    return sorted(passages, key=lambda p: (p.start, -p.end))


def in_order_of_ends(passages: Iterable[Passage]) -> list[Passage]:
    """As a reader meets what is written where they end; of those that end together, the inner one's mark closes first."""
    return sorted(passages, key=lambda p: (p.end, -p.start))
