"""A PDF → its text. Versioned.

*Pdf v1*: the text of each page as pypdf gives it, page after page; the lines of a paragraph joined, ligatures as their letters. A hyphen at the end of a line
goes where the document has the word without it elsewhere, and else stays. A PDF holds places of letters, not paragraphs: where one ends is read from the
lengths of lines."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dara.ingest import extractors, metadata_parsing
from dara.ingest.canonical_text import Found, Text, TextError
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ITEM = re.compile(r"([•‣▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_ENDS = re.compile(r"[.?!:;][”’\"')\]]*$")
FULL = 0.8  # of the document's line length: a line that long goes on in the next
SHORT = 0.5  # of it: a line so short goes on only where it does not end a sentence
LINES_TO_TELL = 4  # lines of a document from which its line length can be told


def extract(content: bytes) -> Text:
    """The text of the PDF. Raises TextError for one that is damaged, locked, too long, or has no text."""
    remarks: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            if not reader.decrypt(""):
                raise TextError("the PDF needs a password. Archive a copy without one, beside the original.")
            remarks.append("The PDF is encrypted, without a password to read it.")
        number = len(reader.pages)
        if number > limits.PAGES:
            raise TextError(f"{number:,} pages: more than {limits.PAGES:,}. Archive the part that matters.")
        pages = [page.extract_text() for page in reader.pages]
        said = _said(reader)
        language = reader.root_object.get("/Lang")
    except (PyPdfError, NotImplementedError) as error:
        raise TextError(
            f"the PDF cannot be read: {str(error).rstrip('.') or type(error).__name__}. Is it whole? Fetch it again."
        ) from error
    empty = [n for n, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise TextError("no text in the PDF: its pages may be pictures. Archive a text of it (typed, or by OCR and read over).")
    if nul := sum(page.count("\0") for page in pages):
        remarks.append(
            f"{nul:,} NUL characters, which no text may have, are left out: a font does not say which characters it shows."
        )
        pages = [page.replace("\0", "") for page in pages]
    if empty:
        remarks.append(f"Without text, perhaps pictures: page {', '.join(map(str, empty[:10]))}{' …' if len(empty) > 10 else ''}.")
    body, hyphens = _paragraphs(pages)
    if hyphens:
        remarks.append(f"{hyphens:,} words are parted at the end of a line by a hyphen, which stays: it may not be the word's own.")
    found = [Found("language", language, "the PDF’s own metadata (Lang)")] if isinstance(language, str) and language else []
    if said.get("Title", "").casefold() in {line.casefold() for line in body.splitlines()}:
        found.append(Found("title", said.pop("Title"), "the PDF’s own metadata (Title)"))
    remarks += [
        f"The PDF's own metadata give as {name}: “{value}”. Not taken: it may be the program's." for name, value in said.items()
    ]
    remarks.append("Where a paragraph ends was read from the lengths of lines.")
    if re.search("[\ud800-\udfff]", body):
        raise TextError(
            "its text holds halves of surrogate pairs: its fonts do not say which characters they show. Archive a text of it."
        )
    return Text(
        body=body,
        extractor=extractors.PDF,
        made_with=extractors.made_with(extractors.PDF),
        found=tuple(found),
        remarks=(*remarks, *character_warnings(body)),
    )


def _said(reader: PdfReader) -> dict[str, str]:
    """What the PDF's own metadata say; often they are its program's or its template's."""
    metadata: dict[str, object] = dict(reader.metadata or {})
    said = {
        name[1:]: metadata_parsing.one_line(str(metadata.get(name) or ""))[:200]
        for name in ("/Title", "/Author", "/Subject", "/CreationDate")
    }
    return {name: value for name, value in said.items() if value and value.isprintable()}


def _paragraphs(pages: list[str]) -> tuple[str, int]:
    """The text, a paragraph a line; and how many hyphens at ends of lines stayed."""
    words = "\n".join(pages).translate(_LIGATURES)
    whole = {word.lower() for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", words)}
    stayed = 0
    paragraphs: list[str] = []
    goes_on = False
    lines = [[metadata_parsing.one_line(line.translate(_LIGATURES)) for line in page.splitlines()] for page in pages]
    lengths = sorted(len(line) for page in lines for line in page if line)
    width = lengths[len(lengths) * 9 // 10] if len(lengths) >= LINES_TO_TELL else 0
    for page in lines:
        for line in page:
            if not line:
                goes_on = False
                continue
            if goes_on and paragraphs and not _ITEM.match(line):
                before = paragraphs[-1]
                if parted := re.search(r"([^\W\d_]+)[-‐\u00ad]$", before):
                    rest = re.match(r"[^\W\d_]+", line)
                    joined = f"{parted[1]}{rest[0] if rest else ''}".lower()
                    if before[-1] == "\u00ad" or (rest and joined in whole):
                        before = before[:-1]
                    else:
                        stayed += 1
                    paragraphs[-1] = before + line
                else:
                    paragraphs[-1] = f"{before} {line}"
            else:
                paragraphs.append(line)
            ends = bool(_ENDS.search(line))
            goes_on = bool(re.search(r"[^\W\d_][-‐\u00ad]$", line)) or (
                bool(width) and (len(line) >= width * FULL or (not ends and len(line) >= width * SHORT and line[-1] in ",-–—"))
            )
    return "\n".join(paragraphs), stayed
