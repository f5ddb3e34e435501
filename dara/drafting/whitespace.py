"""Normalize the white space of a text for the rules, and map what they find back to the text as it is.

Normalized are no-break and repeated spaces, tabs, soft hyphens and other invisible characters, combining accents, and lines that were broken
at a fixed width. The rules see “José Roe”; the passage keeps what the text has."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dara.drafting.proposals import Draft, Endorsement, Passage, Result, Statement
from dara.drafting.tables import tables
from dara.text.spans import Span

_SPACES = "[ \\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_IRREGULAR = re.compile(
    f"(?P<space>{_SPACES}{{2,}}|(?! ){_SPACES})|(?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff])|(?P<accent>[^\\W\\d_][\u0300-\u036f]+)"
    "|(?P<line>(?<=[^\\n])\\n(?=[^\\n]))"
)
_IN_CELL = re.compile(r".{0,44}[^.;:,!?]|")  # the words of a cell; no part of a sentence with odd spaces
_WIDTHS = range(50, 101)  # characters in lines that were broken at a fixed width
_AS_STATED = {Endorsement: ("verb", "amount_as_stated", "purpose"), Result: ("ballots_out_as_stated",)}


@dataclass(frozen=True)
class NormalizedText:
    """`text` is what the rules see, `original` the canonical text; `starts` and `ends`: where each character of `text` stands in it."""

    text: str
    original: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, original: str) -> "NormalizedText":
        """Normalize `original`."""
        breaks, gaps = _broken_lines(original), _gaps_of_tables(original)
        pieces: list[str] = []
        starts, ends = array("L"), array("L")

        def keep(start: int, end: int) -> None:
            pieces.append(original[start:end])
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))

        last = 0
        for each in _IRREGULAR.finditer(original):
            if each["line"] and each.start() not in breaks:
                continue
            keep(last, each.start())
            last = each.end()
            if not each["nothing"]:
                accented = unicodedata.normalize("NFC", each["accent"] or "")[:1]
                pieces.append(accented or ("\t" if each.start() in gaps else " "))
                starts.append(each.start())
                ends.append(last if accented else each.start() + 1)
        keep(last, len(original))
        return cls("".join(pieces), original, starts, ends)

    def normal_span(self, span: Span) -> Span:
        """A span of the original as one of the normalized text."""
        return Span(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def passage(self, passage: Passage) -> Passage:
        """A passage as it is in the original."""
        return Passage.of(self.original, self.starts[passage.start], self.ends[passage.end - 1])

    def restore(self, draft: Draft) -> Draft:
        """The draft with its passage and its words as they are in the original."""
        changed: dict[str, object] = {"passage": self.passage(draft.passage)}
        if isinstance(draft, Statement):
            changed["pieces"] = self._words(draft.pieces, draft.passage)
        for name in _AS_STATED.get(type(draft), ()):
            if words := getattr(draft, name):
                changed[name] = self._words([words], draft.passage)[0]
        return replace(draft, **changed)  # type: ignore[arg-type]

    def _words(self, pieces: list[str], passage: Passage) -> list[str]:
        found, start = [], passage.start
        for piece in pieces:
            place = self.text.find(piece, start, passage.end)
            start = place + len(piece) if place >= 0 else start
            found.append(self.original[self.starts[place] : self.ends[start - 1]] if place >= 0 else piece)
        return found


def _gaps_of_tables(text: str) -> set[int]:
    """The offsets of wide gaps between the cells of tables, which stay apart: no name reaches over them."""
    rows = [row for table in tables(text) for row in table.rows]
    return {cell.end for row in rows if all(_IN_CELL.fullmatch(cell.words) for cell in row[:-1]) for cell in row}


def _broken_lines(text: str) -> set[int]:
    """The offsets of line feeds that only break a line at a fixed width, as in old e-mail: the next word would not have fitted."""
    lines = list(re.finditer(r"[^\n]+", text))
    width = max((len(line[0].rstrip()) for line in lines), default=0)
    broken, inside = set(), 0
    for first, second in pairwise(lines if width in _WIDTHS else ()):
        word = second[0].split(maxsplit=1)[:1]
        if second.start() - first.end() == 1 and word and len(first[0].rstrip()) + 1 + len(word[0]) > width:
            broken.add(first.end())
            inside += word[0][0].islower()
    return broken if inside >= 3 else set()
