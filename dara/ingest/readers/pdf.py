"""Read PDF: the text of its pages. The extractor is *pdf v2*.

A PDF has places of letters, and no paragraphs. `pdf_lines` reads its lines; where a paragraph ends is told by their ends, their distances and whether
the next word would have had its place. Ligatures are replaced by their letters. A hyphen at the end of a line is removed if the document has the
word without a hyphen elsewhere.

Texts made by *pdf v1* are made again by `pdf_v1`."""

import io
import re
import statistics
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdfium2 import PdfiumError

from dara.ingest import extractors, metadata_parsing
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.readers import pdf_lines
from dara.ingest.readers.pdf_lines import Line, Lines
from dara.ingest.readers.shown_words import listed
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIST_ITEM = re.compile(r"([•‣▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.?!:;][”’\"')\]]*$")
_HYPHEN_AT_END = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|_{4,}")
_TWO_TABLES = re.compile(r"[^\W\d_]{2}[^\n]*?\d[\d,.]*%?[\t ]+[^\W\d_]{2}[^\t\n]*\t[\d,.]+", re.UNICODE)
LINES_TO_TELL = 4  # lines that a document must have for the edges of its text to be known
INDENT = 0.6  # times the height of letters: a line that begins so far to the right of the edge begins a paragraph
DISTANCE = 1.35  # times the usual distance of lines: a line that far below begins a paragraph
LONG = 0.75  # share of the line length, from which a line that ends no sentence goes on
SLACK = 1.02  # the next word would have had its place, with a margin, as its width is estimated


def extract(content: bytes) -> Text:
    """The text of a PDF. Raises TextError if it is damaged, encrypted with a password, too long, or has no text."""
    metadata, remarks = _own_metadata(content)
    try:
        found = pdf_lines.read(content)
    except PdfiumError as error:
        raise TextError(f"the PDF cannot be read: {str(error).rstrip('.')}. Is it whole? Fetch it again.") from error
    if not found.lines:
        raise TextError("no text in the PDF: its pages may be pictures. Archive a text of it (typed, or by OCR and read over).")
    body, hyphens = _paragraphs(found.lines)
    if re.search("[\ud800-\udfff]", body):
        raise TextError(
            "its text holds halves of surrogate pairs: its fonts do not say which characters they show. Archive a text of it."
        )
    taken = [each for each in metadata if each.field != "title" or _has_line(body, each.value)]
    return Text(
        body=body,
        extractor=extractors.PDF,
        made_with=extractors.made_with(extractors.PDF),
        metadata=(*taken, *metadata_parsing.from_text(body)),
        remarks=(*remarks, *_remarks(found, hyphens), *_not_taken(metadata, taken), *character_warnings(body)),
    )


def _has_line(body: str, title: str) -> bool:
    return title.casefold() in {line.casefold() for line in body.splitlines()}


def _own_metadata(content: bytes) -> tuple[list[MetadataValue], list[str]]:
    """The title and language of the PDF's own metadata, and remarks; these often come from a program or a template. Raises TextError."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise TextError("the PDF needs a password. Archive a copy without one, beside the original.")
        if (number := len(reader.pages)) > limits.PAGES:
            raise TextError(f"{number:,} pages: more than {limits.PAGES:,}. Archive the part that matters.")
        stated: dict[str, object] = dict(reader.metadata or {})
        language = reader.root_object.get("/Lang")
    except (PyPdfError, NotImplementedError) as error:  # the second: of an encryption or filter that pypdf does not know
        raise TextError(
            f"the PDF cannot be read: {str(error).rstrip('.') or type(error).__name__}. Is it whole? Fetch it again."
        ) from error
    metadata = (
        [MetadataValue("language", language, "the PDF’s own metadata (Lang)")] if language and isinstance(language, str) else []
    )
    remarks = ["The PDF is encrypted, without a password to read it."] if reader.is_encrypted else []
    for name in ("Title", "Author", "Subject", "CreationDate"):
        value = metadata_parsing.one_line(str(stated.get(f"/{name}") or ""))[:200]
        if value and value.isprintable():
            metadata += [MetadataValue("title", value, "the PDF’s own metadata (Title)")] if name == "Title" else []
            remarks += [_NOT_TAKEN.format(name=name, value=value)] if name != "Title" else []
    return metadata, remarks


_NOT_TAKEN = "The PDF's own metadata give as {name}: “{value}”. Not taken: it may be the program's."


def _not_taken(metadata: list[MetadataValue], taken: list[MetadataValue]) -> Iterator[str]:
    yield from (_NOT_TAKEN.format(name="Title", value=each.value) for each in metadata if each not in taken)


def _remarks(found: Lines, hyphens: int) -> Iterator[str]:
    if found.empty:
        more = " …" if len(found.empty) > 10 else ""
        yield f"Without text, perhaps pictures: page {', '.join(map(str, found.empty[:10]))}{more}."
    for what, words in found.left_out.items():
        yield f"Left out, {what}: {listed(list(dict.fromkeys(words)))}."
    if (doubled := sum(line.is_row and bool(_TWO_TABLES.match(line.words)) for line in found.lines)) >= LINES_TO_TELL:
        yield f"{doubled:,} rows have names and numbers more than once: tables may stand side by side. Read them in the original."
    if hyphens:
        yield f"{hyphens:,} words are parted at the end of a line by a hyphen, which stays: it may not be the word's own."
    yield "Where a paragraph ends was read from the ends of lines and their distances."


def _paragraphs(lines: list[Line]) -> tuple[str, int]:
    """The text with a line for each paragraph, and the number of hyphens at ends of lines that were kept."""
    whole = {word.lower() for line in lines for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", _words(line))}
    distance = _usual_distance(lines)
    paragraphs = [_words(lines[0])]
    hyphens = 0
    for before, line in pairwise(lines):
        words = _words(line)
        if not (len(lines) >= LINES_TO_TELL and _goes_on(before, line, distance)):
            paragraphs.append(words)
        elif parted := _HYPHEN_AT_END.search(_words(before)):
            rest = re.match(r"[^\W\d_]+", words)
            is_known = paragraphs[-1][-1] == "\u00ad" or (rest and f"{parted[1]}{rest[0]}".lower() in whole)
            paragraphs[-1] = (paragraphs[-1][:-1] if is_known else paragraphs[-1]) + words
            hyphens += not is_known
        else:
            paragraphs[-1] += f" {words}"
    return "\n".join(paragraphs), hyphens


def _words(line: Line) -> str:
    return line.words.replace("\0", "").translate(_LIGATURES)


def _usual_distance(lines: list[Line]) -> float:
    """The distance between two lines in the same paragraph, as most of the document's are."""
    distances = [
        round(before.y0 - line.y0, 1) for before, line in pairwise(lines) if before.page == line.page and before.y0 > line.y0
    ]
    return statistics.mode(distances) if distances else 0


def _goes_on(before: Line, line: Line, distance: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if before.is_row or line.is_row or _LEADERS.search(before.words) or _LEADERS.search(line.words) or _LIST_ITEM.match(line.words):
        return False
    if _HYPHEN_AT_END.search(before.words):
        return True
    is_below = before.page == line.page and before.y0 > line.y0
    if abs(before.height - line.height) > 0.2 * max(before.height, line.height):
        return False
    if is_below and before.y0 - line.y0 > DISTANCE * max(distance, before.height):
        return False
    ends = bool(_SENTENCE_END.search(before.words))
    if line.x0 - before.x0 > INDENT * line.height and line.x0 - line.left_edge > INDENT * line.height:
        return not ends and _is_full(before, line)  # the lines of a paragraph hang, or its first is set in
    is_long = before.x1 - before.left_edge > LONG * (before.right_edge - before.left_edge) and abs(line.x0 - before.x0) < 1
    return _is_full(before, line) or (not ends and (is_long or line.words[:1].islower()))


def _is_full(before: Line, line: Line) -> bool:
    """Whether the next line's first word would have had no place in the line before."""
    width = (line.x1 - line.x0) / max(len(line.words), 1)
    first_word = len(line.words.split(" ", 1)[0]) + 1
    return before.x1 + first_word * width * SLACK > before.right_edge - (before.x0 < before.left_edge)
