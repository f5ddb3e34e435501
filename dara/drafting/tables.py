"""Read the tables of a text: rows of cells separated by “|” (Markdown), tabs, two spaces or more, or dot leaders.

They are read from the text as it is, because the rules see it with its white space normalized."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dara.text.spans import Span

_LINE = re.compile(r"[^\n]+")
_LONGEST = 600  # characters of a row
_RULE = re.compile(r"[\s|:+=_-]+")  # between the head of a table and its body
_RULED = re.compile(r"[|\t]")
_GAP = re.compile(r"\t|[ \u00a0]{2,}(?:\t)?|[ \u00a0]*(?:\.{3,}|…{1,}|(?:\. ){3,}\.?|_{3,})[.…_ \u00a0\t]*")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where in the text; `column`: where it begins in its line."""

    words: str
    start: int
    end: int
    column: int


@dataclass(frozen=True)
class Table:
    """Rows next to each other, of two cells or more, each with its line."""

    rows: list[list[Cell]]
    lines: list[Span]
    ruled: bool  # by “|” or tabs, so that the number of a cell is the number of its column


def tables(text: str) -> Iterator[Table]:
    """The tables of a text, in order. A table ends where a line has no second cell; blank lines and rules inside of it are left out."""
    rows: list[list[Cell]] = []
    lines: list[Span] = []
    for found in _LINE.finditer(text):
        cells = list(_cells(text, *found.span())) if len(found[0]) <= _LONGEST else []
        if cells and _RULE.fullmatch(found[0]):
            continue
        if sum(bool(cell.words) for cell in cells) < 2:
            if len(rows) > 1:
                yield Table(rows, lines, _RULED.search(text, *lines[0]) is not None)
            rows, lines = [], []
            continue
        rows.append(cells)
        lines.append(Span(found.start() + len(found[0]) - len(found[0].lstrip()), found.start() + len(found[0].rstrip())))
    if len(rows) > 1:
        yield Table(rows, lines, _RULED.search(text, *lines[0]) is not None)


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    line = text[start:end]
    if line.count("|") >= 2 or line.lstrip().startswith("|"):
        marks = [found.span() for found in re.finditer(r"\|", line)]
        inner = [0 if not line.lstrip().startswith("|") else None]
        bounds = [(-1, 0)] if inner == [0] else []
        bounds += marks
        for (_, begin), (stop, _) in zip(bounds, [*bounds[1:], (len(line), 0)], strict=True):
            if begin < len(line.rstrip()):
                yield _cell(line, begin, stop, start)
        return
    begin = len(line) - len(line.lstrip(" \u00a0"))
    for gap in _GAP.finditer(line, begin):
        if gap.start() > begin or gap[0].startswith("\t"):
            yield _cell(line, begin, gap.start(), start)
        begin = gap.end()
    yield _cell(line, begin, len(line), start)


def _cell(line: str, begin: int, stop: int, start: int) -> Cell:
    words = line[begin:stop]
    left = begin + len(words) - len(words.lstrip())
    return Cell(words.strip(), start + left, start + left + len(words.strip()), left)


def cell_under(table: Table, row: list[Cell], index: int) -> Cell | None:
    """The cell of a row in a column: by its number or, in an aligned table whose row lacks cells, the one that begins or ends next to the head."""
    head = table.rows[0]
    if table.ruled or len(row) >= len(head):
        return row[index] if index < len(row) else None

    def distance(cell: Cell) -> int:
        ends = abs(cell.column + len(cell.words) - head[index].column - len(head[index].words))
        return min(abs(cell.column - head[index].column), ends)

    near = min(row, key=distance)
    return near if distance(near) <= 3 else None
