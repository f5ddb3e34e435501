"""Read the lines of a PDF, in the order in which they are read: from the places of its letters, which PDFium gives.

Told from the text, and left out, are line numbers in the margin, page numbers, and what pages repeat at their head and foot. Columns of prose are
read one after the other; what stands side by side in other lines is a row, its cells parted by tabs."""

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from rapidfuzz.fuzz import ratio

GAP = 1.3  # times the height of letters: a wider gap parts two columns, or cells of a row; a space of justified text is narrower
PROSE = 20  # characters that a line of a column of prose has, in the middle
COLUMN_LINES = 5  # that a column of prose has
NUMBERED_LINES = 5  # in a row, from which numbers in the margin are line numbers
EDGE = 0.14  # share of a page's height at its head and foot in which what repeats may stand
ALIKE = 85  # of 100: two heads of pages that differ in a word
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p\.|pg\.?|página|pág\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|de)\s*\d{1,4})?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line of a page, or a piece of one, as `words`: its place in points from the left and from the page's foot.

    `left_edge` and `right_edge` are those of its column; `is_row`: its cells are parted by tabs."""

    words: str
    x0: float
    x1: float
    y0: float
    y1: float
    page: int
    left_edge: float = 0
    right_edge: float = 0
    is_row: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass
class Lines:
    """The lines of a document; the pages without text, from 1; and what was left out, by what it is."""

    lines: list[Line] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def read(content: bytes) -> Lines:
    """The lines of a PDF. Raises pypdfium2.PdfiumError if it cannot be read."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [_pieces(page, number) for number, page in enumerate(document, 1)]
        heights = [page.get_height() for page in document]
    finally:
        document.close()
    found = Lines(empty=[number for number, pieces in enumerate(pages, 1) if not pieces])
    pages = [_without_line_numbers(pieces, found.left_out) for pieces in pages]
    rows = [_rows(pieces) for pieces in pages]
    repeated = _repeated(rows, heights)
    first_page = next((number for number, row in enumerate(rows) if row), 0)
    for number, page in enumerate(rows):
        kept = [row for row in page if id(row) not in repeated or (number == first_page and _is_head(row, heights[number]))]
        found.lines += _in_order([piece for row in kept for piece in row])
        words = [_joined(row).words for row in page if all(row is not each for each in kept)]
        if words:
            found.left_out.setdefault("what pages have at their head and foot", []).extend(words)
    return found


def _pieces(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The pieces of a page's lines: letters without a wide gap between them, in the order of the file."""
    pieces: list[Line] = []
    words = ""
    box: list[float] = []
    for letter, (x0, y0, x1, y1) in _letters(page):
        if box:
            height = max(box[3] - box[1], y1 - y0)
            is_apart = x0 - box[2] > GAP * height or x0 < box[0] - height or min(y1, box[3]) - max(y0, box[1]) < 0.3 * min(y1 - y0, box[3] - box[1])
            if letter == "\n" or is_apart:
                pieces.append(Line(words, *(box[0], box[2], box[1], box[3]), page=number))
                words, box = "", []
        if letter != "\n":
            words += letter
            if not letter.isspace():
                box = [min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)] if box else [x0, y0, x1, y1]
            elif not box:
                words = ""
    if box:
        pieces.append(Line(words, box[0], box[2], box[1], box[3], page=number))
    return [replace(piece, words=line) for piece in pieces if (line := " ".join(piece.words.split()))]


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The letters of a page, each with its place: left, bottom, right, top. A line ends with “\\n”."""
    text = page.get_textpage()
    turn, width, height = page.get_rotation(), *page.get_size()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = "-" if code in (0x2, 0xFFFE) else "\n" if code in (0xA, 0xD) else chr(code) if code and code < 0x110000 else ""
        if letter:
            yield letter, _turned(text.get_charbox(index, loose=True), turn, width, height)


def _turned(box: tuple[float, float, float, float], turn: int, width: float, height: float) -> tuple[float, float, float, float]:
    """The place of a letter on a page as it is shown, which may be turned by 90, 180 or 270 degrees. `width`, `height`: as it is shown."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, height - x1, y1, height - x0
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return width - y1, x0, width - y0, x1
    return box


def _without_line_numbers(pieces: list[Line], left_out: dict[str, list[str]]) -> list[Line]:
    """The pieces without numbers in the left margin that count the lines."""
    others = [piece.x0 for piece in pieces if not piece.words.isdigit()]
    margin = statistics.median_low(others) if others else 0
    numbers = sorted((piece for piece in pieces if piece.words.isdigit() and piece.x1 <= margin), key=lambda piece: -piece.y0)
    counted = [piece for run in _runs(numbers) if len(run) >= NUMBERED_LINES for piece in run]
    if not counted:
        return pieces
    left_out.setdefault("numbers of lines", []).append(f"{counted[0].words}–{counted[-1].words}")
    return [piece for piece in pieces if all(piece is not each for each in counted)]


def _runs(numbers: list[Line]) -> Iterator[list[Line]]:
    """The numbers in runs, in which each is the one before and one or five more."""
    run: list[Line] = []
    for number in numbers:
        if run and int(number.words) - int(run[-1].words) not in (1, 5):
            yield run
            run = []
        run.append(number)
    yield run


def _rows(pieces: list[Line]) -> list[list[Line]]:
    """The pieces of a page in rows from its head to its foot, each from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (-(piece.y0 + piece.y1), piece.x0)):
        if rows and _are_level(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _are_level(one: Line, other: Line) -> bool:
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.5 * min(one.height, other.height)


def _repeated(pages: list[list[list[Line]]], heights: list[float]) -> set[int]:
    """The ids of the rows at the heads and feet of pages that repeat on another page, and of page numbers."""
    edges = [[row for row in page if _is_head(row, height) or _is_foot(row, height)] for page, height in zip(pages, heights, strict=True)]
    found: set[int] = set()
    for number, rows in enumerate(edges):
        others = [each for other in (*edges[max(number - 2, 0) : number], *edges[number + 1 : number + 3]) for each in other]
        for row in rows:
            is_last = row is pages[number][-1] or row is pages[number][0]
            if any(_repeats(row, each) for each in others) or (is_last and len(pages[number]) > 1 and _PAGE_NUMBER.fullmatch(_joined(row).words)):
                found.add(id(row))
    return found


def _is_head(row: list[Line], height: float) -> bool:
    return row[0].y0 > height * (1 - EDGE)


def _is_foot(row: list[Line], height: float) -> bool:
    return row[0].y1 < height * EDGE


def _repeats(row: list[Line], other: list[Line]) -> bool:
    """Whether two rows stand in the same place and differ in numbers, or a word, at most."""
    one, two = (re.sub(r"\d+", "0", _joined(each).words) for each in (row, other))
    return abs(row[0].y0 - other[0].y0) < row[0].height and (one == two or (min(len(one), len(two)) > 12 and ratio(one, two) >= ALIKE))


def _in_order(pieces: list[Line]) -> list[Line]:
    """The lines of a page as they are read: column after column where there are columns of prose."""
    rows = _rows(pieces)
    gutter = _gutter(pieces, rows)
    if gutter is None:
        return _with_edges(map(_joined, rows))
    ordered: list[Line] = []
    band: list[Line] = []
    for row in rows:
        if any(piece.x0 < gutter < piece.x1 for piece in row):
            ordered += _columns(band, gutter) + _with_edges([_joined(row)])
            band = []
        else:
            band += row
    return ordered + _columns(band, gutter)


def _columns(pieces: list[Line], gutter: float) -> list[Line]:
    """The lines of what is left of the gutter, then of what is right of it, where there may be another one."""
    left = [piece for piece in pieces if piece.x1 <= gutter]
    right = [piece for piece in pieces if piece.x0 >= gutter]
    return [line for side in (left, right) if side for line in _in_order(side)]


def _gutter(pieces: list[Line], rows: list[list[Line]]) -> float | None:
    """A place from left to right where two columns of prose part, or None."""
    places = sorted({piece.x0 for row in rows for piece in row[1:]})
    for x in places:
        place = x - 1
        left = [piece for piece in pieces if piece.x1 <= place]
        right = [piece for piece in pieces if piece.x0 >= place]
        crossing = len(pieces) - len(left) - len(right)
        if crossing <= 0.2 * len(pieces) and _is_prose(left) and _is_prose(right) and _are_side_by_side(left, right):
            return place
    return None


def _is_prose(pieces: list[Line]) -> bool:
    return len(pieces) >= COLUMN_LINES and statistics.median(len(piece.words) for piece in pieces) >= PROSE


def _are_side_by_side(left: list[Line], right: list[Line]) -> bool:
    shared = min(max(each.y1 for each in left), max(each.y1 for each in right)) - max(min(each.y0 for each in left), min(each.y0 for each in right))
    return shared > COLUMN_LINES * left[0].height


def _joined(row: list[Line]) -> Line:
    """The pieces of a row as a line."""
    words = row[0].words
    for before, piece in pairwise(row):
        words += ("\t" if piece.x0 - before.x1 > GAP * max(before.height, piece.height) else " ") + piece.words
    x1, y0, y1 = max(each.x1 for each in row), min(each.y0 for each in row), max(each.y1 for each in row)
    return Line(words, row[0].x0, x1, y0, y1, row[0].page, is_row="\t" in words)


def _with_edges(lines: Iterable[Line]) -> list[Line]:
    """The lines of a column, with its edges."""
    lines = list(lines)
    plain = [line for line in lines if not line.is_row] or lines
    left = min((line.x0 for line in plain), default=0)
    right = max((line.x1 for line in plain), default=0)
    return [replace(line, left_edge=left, right_edge=right) for line in lines]
