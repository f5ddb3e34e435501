"""Read the lines of a PDF, in the order in which they are read: from the places of its letters, which PDFium gives.

Told from the text, and left out, are line numbers in the margin, page numbers, and what pages repeat at their head and foot. Columns of prose are
read one after the other; what stands side by side in other lines is a row, its cells parted by tabs."""

import math
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
NARROW = (
    0.45  # share of a page's width that its text has, unless it is in columns: shorter lines are a list's, and end where they end
)
EDGE = 0.14  # share of a page's height at its head and foot in which what repeats may stand
ALIKE = 85  # of 100: two heads of pages that differ in a word
_LABEL = re.compile(r"[•‣▪◦*–—-]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]", re.IGNORECASE)  # of an item of a list
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|pg\.?|página|pág\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|de)\s*\d{1,4})?\W*", re.IGNORECASE
)


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
    found = Lines()
    try:
        pages = [_pieces(page, number, found.left_out) for number, page in enumerate(document, 1)]
        heights = [page.get_height() for page in document]
        widths = [page.get_width() for page in document]
    finally:
        document.close()
    found.empty = [number for number, pieces in enumerate(pages, 1) if not pieces]
    pages = [_without_line_numbers(pieces, found.left_out) for pieces in pages]
    rows = [_rows(pieces) for pieces in pages]
    repeated = _repeated(rows, heights)
    first_page = next((number for number, row in enumerate(rows) if row), 0)
    for number, page in enumerate(rows):
        kept: list[Line] = []
        for row in page:
            is_first_head = number == first_page and _is_head(row, heights[number]) and not _is_page_number(row)
            if id(row) in repeated and not is_first_head:
                found.left_out.setdefault("what pages have at their head and foot", []).append(_joined(row).words)
            else:
                kept += row
        found.lines += _in_order(kept, NARROW * widths[number])
    return found


@dataclass(frozen=True)
class _Letter:
    """A letter and its place. “\\n” ends a line, a space has no width to rely on."""

    letter: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def _pieces(page: pypdfium2.PdfPage, number: int, left_out: dict[str, list[str]]) -> list[Line]:
    """The pieces of a page's lines: letters without a wide gap between them, in the order of the file."""
    pieces: list[Line] = []
    piece: Line | None = None
    for letter in _letters(page, left_out):
        is_space = letter.letter.isspace()
        if piece and (letter.letter == "\n" or (not is_space and _is_apart(piece, letter))):
            pieces.append(piece)
            piece = None
        if is_space:
            piece = piece and replace(piece, words=f"{piece.words} ")
        elif piece is None:
            piece = Line(letter.letter, letter.x0, letter.x1, letter.y0, letter.y1, number)
        elif _is_raised(letter, piece) and letter.letter in "0123456789*†‡":
            left_out.setdefault("marks of footnotes", []).append(f"{piece.words.rstrip().rpartition(' ')[2]} {letter.letter}")
            piece = replace(piece, x1=max(piece.x1, letter.x1))
        else:
            gap = " " if piece.words.isdigit() and _is_raised(piece, letter) else ""  # the mark before a footnote
            piece = Line(
                piece.words + gap + letter.letter,
                min(piece.x0, letter.x0),
                max(piece.x1, letter.x1),
                min(piece.y0, letter.y0),
                max(piece.y1, letter.y1),
                number,
            )
    if piece:
        pieces.append(piece)
    return [replace(each, words=" ".join(each.words.split())) for each in pieces]


def _is_apart(piece: Line, letter: _Letter) -> bool:
    """Whether a letter stands too far from a piece to be of the same words: after a wide gap, to the left of it, or in another line."""
    height = max(piece.height, letter.height)
    overlap = min(letter.y1, piece.y1) - max(letter.y0, piece.y0)
    return letter.x0 - piece.x1 > GAP * height or letter.x0 < piece.x0 - height or overlap < 0.3 * min(letter.height, piece.height)


def _is_raised(small: Line | _Letter, other: Line | _Letter) -> bool:
    return 0 < small.height < 0.8 * other.height and small.y0 > other.y0 + 0.15 * other.height


def _letters(page: pypdfium2.PdfPage, left_out: dict[str, list[str]]) -> list[_Letter]:
    """The letters of a page that stand as most of them do, upright when the page is turned so that they are."""
    text = page.get_textpage()
    letters: list[tuple[int, _Letter]] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = "-" if code in (0x2, 0xFFFE) else "\n" if code in (0xA, 0xD) else chr(code) if 0 < code < 0x110000 else ""
        if letter:
            angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360
            letters.append((angle, _Letter(letter, *text.get_charbox(index, loose=True))))
    turn = statistics.mode([angle for angle, letter in letters if not letter.letter.isspace()] or [0])
    across = "".join(letter.letter for angle, letter in letters if angle != turn and not letter.letter.isspace())
    if across:
        left_out.setdefault("words that stand across the page", []).append(across)
    box = page.get_mediabox()
    return [_turned(letter, turn, box) for angle, letter in letters if angle == turn or letter.letter.isspace()]


def _turned(letter: _Letter, turn: int, box: tuple[float, float, float, float]) -> _Letter:
    """The letter where it stands when a page with that media box, on which it is turned so many degrees to the right, is turned back."""
    x0, y0, x1, y1 = letter.x0, letter.y0, letter.x1, letter.y1
    if turn == 270:
        return _Letter(letter.letter, y0, box[2] - x1, y1, box[2] - x0)
    if turn == 180:
        return _Letter(letter.letter, box[2] - x1, box[3] - y1, box[2] - x0, box[3] - y0)
    if turn == 90:
        return _Letter(letter.letter, box[3] - y1, x0, box[3] - y0, x1)
    return letter


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
    edges = [
        [row for row in page if _is_head(row, height) or _is_foot(row, height)] for page, height in zip(pages, heights, strict=True)
    ]
    found: set[int] = set()
    for number, rows in enumerate(edges):
        others = [each for other in (*edges[max(number - 2, 0) : number], *edges[number + 1 : number + 3]) for each in other]
        for row in rows:
            is_number = len(pages[number]) > len(rows) and _is_page_number(row)
            if is_number or any(_repeats(row, each) for each in others):
                found.add(id(row))
    return found


def _is_page_number(row: list[Line]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(_joined(row).words))


def _is_head(row: list[Line], height: float) -> bool:
    return row[0].y0 > height * (1 - EDGE)


def _is_foot(row: list[Line], height: float) -> bool:
    return row[0].y1 < height * EDGE


def _repeats(row: list[Line], other: list[Line]) -> bool:
    """Whether two rows stand in the same place, and differ in the number of the page, or in a word of many, at most. Rows of counts do not repeat."""
    one, two = _joined(row).words, _joined(other).words
    numbers = zip(re.findall(r"\d+", one), re.findall(r"\d+", two), strict=False)
    steps = {int(second) - int(first) for first, second in numbers if first != second}
    if abs(row[0].y0 - other[0].y0) > row[0].height or steps - {other[0].page - row[0].page} or len(steps) > 1:
        return False
    one, two = re.sub(r"\d+", "0", one), re.sub(r"\d+", "0", two)
    return one == two or (min(len(one), len(two)) > 12 and ratio(one, two) >= ALIKE)


def _in_order(pieces: list[Line], narrow: float = 0) -> list[Line]:
    """The lines of a page as they are read: column after column where there are columns of prose. `narrow`: the width that the text has at least."""
    rows = _rows(pieces)
    gutter = _gutter(pieces, rows)
    if gutter is None:
        return _with_edges(map(_joined, rows), narrow)
    ordered: list[Line] = []
    band: list[Line] = []
    for row in rows:
        if any(piece.x0 < gutter < piece.x1 for piece in row):
            ordered += _columns(band, gutter) + _with_edges([_joined(row)], narrow)
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
    shared = min(max(each.y1 for each in left), max(each.y1 for each in right)) - max(
        min(each.y0 for each in left), min(each.y0 for each in right)
    )
    return shared > COLUMN_LINES * left[0].height


def _joined(row: list[Line]) -> Line:
    """The pieces of a row as a line."""
    words = row[0].words
    for before, piece in pairwise(row):
        is_cell = piece.x0 - before.x1 > GAP * max(before.height, piece.height) and not _LABEL.fullmatch(words)
        words += ("\t" if is_cell else " ") + piece.words
    x1, y0, y1 = max(each.x1 for each in row), min(each.y0 for each in row), max(each.y1 for each in row)
    return Line(words, row[0].x0, x1, y0, y1, row[0].page, is_row="\t" in words)


def _with_edges(lines: Iterable[Line], narrow: float) -> list[Line]:
    """The lines of a column, with its edges."""
    lines = list(lines)
    plain = [line for line in lines if not line.is_row] or lines
    left = min((line.x0 for line in plain), default=0)
    right = max(max((line.x1 for line in plain), default=0), left + narrow)
    return [replace(line, left_edge=left, right_edge=right) for line in lines]
