"""Read the tables of a text: rows of cells separated by “|” (Markdown), tabs, two spaces or more, or dot leaders.

They are read from the text as it is, because the rules see it with its white space normalized."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dara.text.spans import Span

_LINE = re.compile(r"[^\n]+")
_LONGEST = 600  # characters of a row
_RULE = re.compile(r"[\s|:+=_-]+")  # between the head of a table and its body
_BAR, _WITHIN_BARS = re.compile(r"\|"), re.compile(r"\s*\|?(?P<cells>.*?)\|?\s*")
_WITHIN = re.compile(r"[ \u00a0]*(?P<cells>.*?)[ \u00a0]*")
_GAP = re.compile(r"\t|[ \u00a0]{2,}(?:\t)?|[ \u00a0]*(?:\.{3,}|…{1,}|(?:\. ){3,}\.?|_{3,})[.…_ \u00a0\t]*")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where in the text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """Rows next to each other, of two cells or more, each with its line."""

    rows: list[list[Cell]]
    lines: list[Span]
    ruled: bool  # by “|” or tabs, so that the number of a cell is the number of its column


@lru_cache(maxsize=1)
def tables(text: str) -> list[Table]:
    """The tables of a text, in order. A table ends where a line has no second cell; blank lines and rules inside of it are left out."""
    read, rows, lines = list[Table](), list[list[Cell]](), list[Span]()
    for found in [*_LINE.finditer(text), None]:
        if found and len(found[0]) <= _LONGEST and _RULE.fullmatch(found[0]):
            continue
        cells = _cells(text, found) if found and len(found[0]) <= _LONGEST else []
        filled = sum(bool(cell.words) for cell in cells)
        if found and (filled > 1 or (filled and rows and "|" in found[0] and len(cells) == len(rows[0]))):
            rows.append(cells)
            lines.append(Span(found.start() + len(found[0]) - len(found[0].lstrip()), found.start() + len(found[0].rstrip())))
            continue
        if len(rows) > 1:
            read.append(Table(rows, lines, re.search(r"[|\t]", text[slice(*lines[0])]) is not None))
        rows, lines = [], []
    return read


def _cells(text: str, line: re.Match[str]) -> list[Cell]:
    """The cells of a line. A bar at its beginning or end parts nothing."""
    ruled = " | " in line[0] or line[0].count("|") > 1 or line[0].lstrip().startswith("|")
    within = (_WITHIN_BARS if ruled else _WITHIN).fullmatch(text, *line.span())
    begin, stop = within.span("cells") if within else line.span()
    gaps = [(gap.start(), gap.end()) for gap in (_BAR if ruled else _GAP).finditer(text, begin, stop)]
    bounds = zip([begin, *(end for _, end in gaps)], [*(start for start, _ in gaps), stop], strict=True)
    stripped = [(start + len(text[start:end]) - len(text[start:end].lstrip()), text[start:end].strip()) for start, end in bounds]
    return [Cell(words, start, start + len(words)) for start, words in stripped]


def cell_under(table: Table, row: list[Cell], index: int) -> Cell | None:
    """The cell of a row in a column, by its number; None in an aligned table whose row lacks cells, as it is not clear which."""
    return row[index] if index < len(row) and (table.ruled or len(row) >= len(table.rows[0])) else None
