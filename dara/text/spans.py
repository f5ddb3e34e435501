"""Spans: the one way in which a part of a text is named.

Offsets are Unicode code points from 0; `start` is inclusive and `end` exclusive, as in the W3C Web Annotation model's TextPositionSelector."""

from typing import NamedTuple, Protocol


class Span(NamedTuple):
    """A part of a text. It is a tuple, so spans compare and sort by `start`, then `end`."""

    start: int
    end: int

    def overlaps(self, other: "HasSpan") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class HasSpan(Protocol):
    """Anything with a place in a text: a Span, or a row such as a passage or a withholding."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...
