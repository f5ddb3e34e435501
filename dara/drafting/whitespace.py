"""Normalize the white space of a text for the rules, and map what they find back to the text as it is.

Normalized are no-break and repeated spaces, tabs, soft hyphens and other invisible characters, combining accents, and lines that were broken
at a fixed width. The rules see “José Roe”; the passage keeps what the text has."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from dara.drafting.proposals import Draft, Endorsement, Passage, Result, Statement, Unsure
from dara.drafting.tables import Cell, tables
from dara.text.spans import Span

_SPACES = "[ \\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_IRREGULAR = re.compile(
    f"(?P<space>{_SPACES}{{2,}}|(?! ){_SPACES})|(?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff])|(?P<accent>[^\\W\\d_][\u0300-\u036f]+)"
    "|(?P<line>(?<=[^\\n])\\n(?=[^\\n]))"
)
_WIDEST_CELL = 45  # characters
_WIDTHS = range(50, 101)  # characters in lines that were broken at a fixed width


@dataclass(frozen=True)
class NormalizedText:
    """`text` is what the rules see, `original` the canonical text. `starts` and `ends` are None if the two are the same."""

    text: str
    original: str
    starts: array | None  # where each character of `text` starts in `original`
    ends: array | None  # and where it ends

    @classmethod
    def of(cls, original: str) -> "NormalizedText":
        """Normalize `original`."""
        breaks = _broken_lines(original)
        found = [each for each in _IRREGULAR.finditer(original) if each.lastgroup != "line" or each.start() in breaks]
        if not found:
            return cls(original, original, None, None)
        gaps = _gaps_of_tables(original)
        pieces: list[str] = []
        starts, ends = array("L"), array("L")
        last = 0
        for each in found:
            pieces.append(original[last : each.start()])
            starts.extend(range(last, each.start()))
            ends.extend(range(last + 1, each.start() + 1))
            if each.lastgroup != "nothing":
                pieces.append(
                    unicodedata.normalize("NFC", each[0])[0]
                    if each.lastgroup == "accent"
                    else "\t"
                    if each.start() in gaps
                    else " "
                )
                starts.append(each.start())
                ends.append(each.end() if each.lastgroup == "accent" else each.start() + 1)
            last = each.end()
        pieces.append(original[last:])
        starts.extend(range(last, len(original)))
        ends.extend(range(last + 1, len(original) + 1))
        return cls("".join(pieces), original, starts, ends)

    def restore_unsure(self, unsure: Unsure) -> Unsure:
        """What is unsure, with its passage as it is in the original."""
        start, end = unsure.passage.start, unsure.passage.end
        return replace(unsure, passage=Passage.of(self.original, *self._original_span(start, end)))

    def normal_span(self, span: Span) -> Span:
        """A span of the original as one of the normalized text."""
        if self.starts is None:
            return span
        return Span(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def restore(self, draft: Draft) -> Draft:
        """The draft with its passage and its words as they are in the original."""
        if self.starts is None:
            return draft
        start, end = draft.passage.start, draft.passage.end
        changed: dict[str, object] = {"passage": Passage.of(self.original, *self._original_span(start, end))}
        if isinstance(draft, Statement):
            changed["pieces"] = self._words(draft.pieces, start, end)
        elif isinstance(draft, Endorsement):
            changed |= {name: self._as_stated(getattr(draft, name), start, end) for name in ("verb", "amount_as_stated", "purpose")}
        elif isinstance(draft, Result):
            changed["ballots_out_as_stated"] = self._as_stated(draft.ballots_out_as_stated, start, end)
        return replace(draft, **changed)  # type: ignore[arg-type]

    def _original_span(self, start: int, end: int) -> Span:
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def _words(self, pieces: list[str], start: int, end: int) -> list[str]:
        found = []
        for piece in pieces:
            place = self.text.find(piece, start, end)
            if place < 0:
                found.append(piece)
                continue
            found.append(self.original[slice(*self._original_span(place, place + len(piece)))])
            start = place + len(piece)
        return found

    def _as_stated(self, words: str | None, start: int, end: int) -> str | None:
        return self._words([words], start, end)[0] if words else words


def _gaps_of_tables(text: str) -> set[int]:
    """The offsets of wide gaps between the cells of tables, which stay apart: no name reaches over them."""
    found = [table.rows for table in tables(text)]
    return {cell.end for rows in found if all(_is_cell(cell) for row in rows for cell in row) for row in rows for cell in row}


def _is_cell(cell: Cell) -> bool:
    """Whether words are those of a cell, and no part of a sentence with odd spaces."""
    return len(cell.words) <= _WIDEST_CELL and not re.search(r"[.;:,!?]$", cell.words)


def _broken_lines(text: str) -> set[int]:
    """The offsets of line feeds that only break a line at a fixed width, as in old e-mail: the next word would not have fitted."""
    lines = list(re.finditer(r"[^\n]+", text))
    width = max((len(line[0].rstrip()) for line in lines), default=0)
    if width not in _WIDTHS:
        return set()
    broken, inside = set(), 0
    for first, second in pairwise(lines):
        word = second[0].split(maxsplit=1)[:1]
        if second.start() - first.end() == 1 and word and len(first[0].rstrip()) + 1 + len(word[0]) > width:
            broken.add(first.end())
            inside += word[0][0].islower()
    return broken if inside >= 3 else set()
