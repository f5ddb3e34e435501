"""Read the blocks of a page in their order: a paragraph, a heading, an item of a list, or a row of a table each.

White space collapses as CSS says. A <br> and each line of a <pre> ends a block. An item of a list begins with “- ”. The cells of a row are parted by
tabs; a table that is for the layout only is read cell after cell."""

import re
from dataclasses import dataclass

from dara.ingest.readers.shown_words import Element, one_line

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul",
    )
)
_NO_TEXT = frozenset(
    re.findall(r"\w+", "audio button canvas embed head iframe input object script select style svg template textarea video")
)


@dataclass
class Block:
    """`words` of the page, in one line. `element` is the innermost block around them; `linked` the characters in links; `cells` is above 1 for a
    row of a table."""

    words: str
    element: Element
    linked: int = 0
    cells: int = 1


def read(body: Element) -> list[Block]:
    """The blocks in an element of a page."""
    reader = _Reader()
    reader.element(body)
    reader.end_block(body)
    return reader.blocks


class _Reader:
    """Reads elements into blocks: the words of the block that has begun, and how many of them are in links."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._linked = 0
        self._links = 0
        self._bullet = ""

    def element(self, element: Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            return
        if element.tag == "br":
            self.end_block(element)
        elif element.tag == "pre":
            self._preformatted(element)
        elif element.tag == "table" and _is_data(element):
            self._table(element)
        elif element.tag in _BLOCKS:
            self.end_block(element)
            if element.tag == "li":
                self._bullet = "- "
            self._inside(element)
            self.end_block(element)
            self._bullet = ""
        else:
            self._links += element.tag == "a"
            self._inside(element)
            self._links -= element.tag == "a"

    def end_block(self, element: Element) -> None:
        """End the block that has begun, if it has words. `element` ends it, or stands after it."""
        words = one_line("".join(self._words))
        if words:
            while element.tag not in _BLOCKS and element.getparent() is not None:
                element = element.getparent()
            self.blocks.append(Block(self._bullet + words, element, self._linked))
            self._bullet = ""
        self._words, self._linked = [], 0

    def _inside(self, element: Element) -> None:
        self._add(element.text)
        for child in element:
            self.element(child)
            self._add(child.tail)

    def _add(self, words: str | None) -> None:
        if words:
            self._words.append(words)
            self._linked += len(words.strip()) if self._links else 0

    def _preformatted(self, element: Element) -> None:
        self.end_block(element)
        for line in element.text_content().split("\n"):
            if line.strip():
                self.blocks.append(Block(line.rstrip(), element))

    def _table(self, table: Element) -> None:
        self.end_block(table)
        for caption in table.iter("caption"):
            self._inside(caption)
            self.end_block(caption)
        for row in table.iter("tr"):
            cells = [each for each in row if each.tag in ("td", "th")]
            words = [each for cell in cells for each in (_cell(cell), *[""] * (_span(cell) - 1))]
            if any(words):
                self.blocks.append(Block("\t".join(words).rstrip("\t"), row, cells=max(len(words), 2)))


def _cell(cell: Element) -> str:
    return " ".join(block.words for block in read(cell))


def _is_data(table: Element) -> bool:
    """Whether a table is one of rows and columns, and not of the page's layout: its cells hold a paragraph at most, and a row has several."""
    if table.get("role") in ("presentation", "none"):
        return False
    large = "(.//td | .//th)[.//table or .//h1 or .//h2 or .//h3 or .//article or .//section or count(.//p | .//li) > 1]"
    return not table.xpath(large) and bool(table.xpath(".//tr[count(td | th) > 1]"))


def _span(cell: Element) -> int:
    """The number of columns of a cell."""
    span = cell.get("colspan") or ""
    return min(int(span), 50) if re.fullmatch(r"[1-9]\d{0,2}", span) else 1
