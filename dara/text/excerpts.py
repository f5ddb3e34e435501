"""Cut paragraphs down to what stands near a passage, at the ends of sentences where possible."""

from dataclasses import dataclass

from dara.text.sentences import split_sentences
from dara.text.spans import HasSpan


@dataclass(frozen=True)
class Excerpt:
    """A part of a paragraph. `offset`: where it starts in the whole text; `cut_before`, `cut_after`: whether words were left out there."""

    text: str
    offset: int
    cut_before: bool
    cut_after: bool


def excerpt(text: str, offset: int, passage: HasSpan, around: int) -> Excerpt:
    """The paragraph `text` cut to the sentences of `passage`, the sentence before them and the one after.

    On each side at most `around` characters outside the passage are kept. A longer sentence is cut between words, or at `around`
    characters if it has no space."""
    begin, end = max(passage.start - offset, 0), min(passage.end - offset, len(text))
    first, last = max(begin - around, 0), min(end + around, len(text))
    starts = [first + start for start in _later_starts(text[first:last])]
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


def neighbour_excerpt(text: str, offset: int, most: int, *, at_its_end: bool) -> Excerpt:
    """At most `most` characters of a paragraph that stands before a passage (`at_its_end`) or after it.

    Of a longer paragraph, as many whole sentences nearest to the passage as fit, or words where no sentence fits."""
    if len(text) <= most:
        return Excerpt(text, offset, cut_before=False, cut_after=False)
    if at_its_end:
        first = len(text) - most
        starts = _later_starts(text[first:])
        first = first + starts[0] if starts else _after_a_space(text, first, len(text))
        return Excerpt(text[first:], offset + first, cut_before=True, cut_after=False)
    starts = _later_starts(text[:most])
    last = starts[-1] if starts else _before_a_space(text, 0, most)
    return Excerpt(text[:last], offset, cut_before=False, cut_after=True)


def _later_starts(text: str) -> list[int]:
    """Where the sentences after the first one start."""
    return [sentence.start for sentence in split_sentences(text, cautious=True)][1:]


def _after_a_space(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return start if space < 0 else space + 1


def _before_a_space(text: str, limit: int, end: int) -> int:
    space = text.rfind(" ", limit, end)
    return end if space < 0 else space
