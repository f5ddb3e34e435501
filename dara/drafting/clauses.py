"""Sentences and clauses around quotations. A quotation is not part of the clause around it, but has clauses of its own."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dara.drafting.capitals import Token
from dara.drafting.names import Names
from dara.drafting.quotations import Quotation
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_CUT = re.compile(r",\s|\s[—–-]{1,2}\s|—|;\s|:\s")


class Clauses:
    """The clauses of a text with its quotations, whose spans (with their marks) are `quoted`."""

    def __init__(self, segmented: SegmentedText, names: Names, quotations: Sequence[Quotation]):
        self.segmented, self.names, self.text = segmented, names, segmented.text
        self.quoted = sorted(span for each in quotations if each.intro is None for span in each.outer)
        self._starts = [start for start, _ in self.quoted]

    def quotation_at(self, place: int) -> Span | None:
        """The span of the quotation around an offset, or None outside of all."""
        index = bisect_right(self._starts, place) - 1
        return self.quoted[index] if index >= 0 and place < self.quoted[index].end else None

    def inside_quotation(self, place: int) -> bool:
        return self.quotation_at(place) is not None

    def is_apart(self, place: int, start: int) -> bool:
        """Whether a place is inside of a quotation that the clause from `start` on is not in."""
        around = self.quotation_at(place)
        return around is not None and not around.start <= start

    def next_quotation(self, place: int) -> int:
        """Where the next quotation starts, or the text ends."""
        index = bisect_left(self._starts, place)
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def words_outside(self, start: int, end: int) -> list[Token]:
        """The tokens in a span that are outside of quotations."""
        return [token for token in self.names.words_between(start, end) if not self.inside_quotation(token.start)]

    def own_words(self, clause: int, start: int, end: int) -> list[Token]:
        """The tokens of a span that are not apart from the clause that begins at `clause`."""
        return [token for token in self.names.words_between(start, end) if not self.is_apart(token.start, clause)]

    def chunks(self, start: int, end: int) -> list[Span]:
        """A clause, cut at its commas, dashes and colons; quotations inside of it count as none of it."""
        cuts = [cut for cut in _CUT.finditer(self.text, start, end) if not self.is_apart(cut.start(), start)]
        starts = [start, *(cut.end() for cut in cuts)]
        return [Span(*span) for span in zip(starts, [*(cut.start() for cut in cuts), end], strict=True)]

    def sentence_start(self, place: int) -> int:
        """Where the sentence around an offset begins; an end inside of a quotation ends none."""
        starts = (self.segmented.sentences[number].start for number in range(self.segmented.sentence_at(place), 0, -1))
        return next((start for start in starts if (self.quotation_at(start) or Span(start, start)).start == start), 0)

    def sentence_end(self, start: int, end: int) -> int:
        """Where the sentence ends that goes on at `start`, at most `end`."""
        number = max(self.segmented.sentence_at(start), 0)
        ends = [each.end for each in self.segmented.sentences[number : number + 3] if each.end > start + 2]
        return min(ends[0], end) if ends else end

    def sentence_before(self, begin: int, place: int) -> Span | None:
        """The last sentence in `text[begin:place]` that ends there."""
        for number in range(self.segmented.sentence_at(place - 1), -1, -1):
            sentence = self.segmented.sentences[number]
            if sentence.start < begin or sentence.end <= place:
                return sentence if sentence.start >= begin else None
        return None

    def own_part(self, start: int, end: int, place: int) -> Span:
        """What of a sentence stands before `place` and outside of the quotation that the sentence begins with."""
        end = min(end, place)
        quoted = self.quotation_at(start)
        if quoted is not None and quoted.end <= end and place >= quoted.end:
            start = quoted.end
        return Span(max(start, end - 1200), end)
