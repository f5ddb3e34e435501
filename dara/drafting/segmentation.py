"""Split a text into paragraphs and sentences, and find the ones at an offset."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from dara.text.sentences import split_sentences
from dara.text.spans import Span

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


@dataclass(frozen=True)
class SegmentedText:
    """A text with the spans of its paragraphs and sentences."""

    text: str

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines that are not blank, stripped of white space."""
        return [Span(*found.span()) for found in _LINE.finditer(self.text)]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of all paragraphs."""
        return [sentence for start, end in self.paragraphs for sentence in split_sentences(self.text, start, end)]

    def paragraph_at(self, place: int) -> int:
        """The index of the paragraph that contains the offset `place`, or else ends before it; -1 if `place` is before the first one."""
        return bisect_right(self.paragraphs, place, key=attrgetter("start")) - 1

    def sentence_at(self, place: int) -> int:
        """The index of the sentence that contains the offset `place`, or else ends before it; -1 if `place` is before the first one."""
        return bisect_right(self.sentences, place, key=attrgetter("start")) - 1
