"""Read PDF: the text of its pages. The extractor is *pdf v1*.

The text is what pypdf gives for each page, with the lines of a paragraph joined and ligatures replaced by their letters. A hyphen at the end
of a line is removed if the document has the word without a hyphen elsewhere. A PDF has positions of letters and no paragraphs: where a paragraph
ends is inferred from the lengths of lines."""

import io
import re
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dara.ingest import extractors, metadata_parsing
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIST_ITEM = re.compile(r"([•‣▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.?!:;][”’\"')\]]*$")
FULL = 0.8  # share of the document's line length from which a line continues in the next one
SHORT = 0.5  # share from which a line continues if it ends in a comma or dash
LINES_TO_TELL = 4  # lines that a document must have for its line length to be known


def extract(content: bytes) -> Text:
    """The text of a PDF. Raises TextError if it is damaged, encrypted with a password, too long, or has no text."""
    pdf = _read(content)
    pages, remarks = _without_nul(pdf.pages)
    body, hyphens = _paragraphs(pages)
    if hyphens:
        remarks.append(f"{hyphens:,} words are parted at the end of a line by a hyphen, which stays: it may not be the word's own.")
    metadata = [MetadataValue("language", pdf.language, "the PDF’s own metadata (Lang)")] if pdf.language else []
    stated = dict(pdf.metadata)
    if stated.get("Title", "").casefold() in {line.casefold() for line in body.splitlines()}:
        metadata.append(MetadataValue("title", stated.pop("Title"), "the PDF’s own metadata (Title)"))
    remarks += [
        f"The PDF's own metadata give as {name}: “{value}”. Not taken: it may be the program's." for name, value in stated.items()
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
        metadata=tuple(metadata),
        remarks=(*pdf.remarks, *remarks, *character_warnings(body)),
    )


@dataclass(frozen=True)
class _Pdf:
    """What pypdf reads: the text of each page, the PDF's own metadata, its language or "", and remarks."""

    pages: list[str]
    metadata: dict[str, str]
    language: str
    remarks: list[str]


def _read(content: bytes) -> _Pdf:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise TextError("the PDF needs a password. Archive a copy without one, beside the original.")
        number = len(reader.pages)
        if number > limits.PAGES:
            raise TextError(f"{number:,} pages: more than {limits.PAGES:,}. Archive the part that matters.")
        language = reader.root_object.get("/Lang")
        return _Pdf(
            [page.extract_text() for page in reader.pages],
            _own_metadata(reader),
            language if isinstance(language, str) else "",
            ["The PDF is encrypted, without a password to read it."] if reader.is_encrypted else [],
        )
    except (PyPdfError, NotImplementedError) as error:
        raise TextError(
            f"the PDF cannot be read: {str(error).rstrip('.') or type(error).__name__}. Is it whole? Fetch it again."
        ) from error


def _without_nul(pages: list[str]) -> tuple[list[str], list[str]]:
    """The pages without NUL characters, and remarks on those and on pages without text. Raises TextError if no page has text."""
    remarks = []
    empty = [n for n, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise TextError("no text in the PDF: its pages may be pictures. Archive a text of it (typed, or by OCR and read over).")
    if nul := sum(page.count("\0") for page in pages):
        remarks.append(
            f"{nul:,} NUL characters, which no text may have, are left out: a font does not say which characters it shows."
        )
    if empty:
        remarks.append(f"Without text, perhaps pictures: page {', '.join(map(str, empty[:10]))}{' …' if len(empty) > 10 else ''}.")
    return [page.replace("\0", "") for page in pages], remarks


def _own_metadata(reader: PdfReader) -> dict[str, str]:
    """The PDF's own metadata, which often come from a program or a template."""
    metadata: dict[str, object] = dict(reader.metadata or {})
    values = {
        name[1:]: metadata_parsing.one_line(str(metadata.get(name) or ""))[:200]
        for name in ("/Title", "/Author", "/Subject", "/CreationDate")
    }
    return {name: value for name, value in values.items() if value and value.isprintable()}


def _paragraphs(pages: list[str]) -> tuple[str, int]:
    """The text with a line for each paragraph, and the number of hyphens at ends of lines that were kept."""
    words = "\n".join(pages).translate(_LIGATURES)
    whole = {word.lower() for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", words)}
    kept = 0
    paragraphs: list[str] = []
    continues = False
    lines = [[metadata_parsing.one_line(line.translate(_LIGATURES)) for line in page.splitlines()] for page in pages]
    lengths = sorted(len(line) for page in lines for line in page if line)
    width = lengths[len(lengths) * 9 // 10] if len(lengths) >= LINES_TO_TELL else 0
    for page in lines:
        for line in page:
            if not line:
                continues = False
                continue
            if continues and paragraphs and not _LIST_ITEM.match(line):
                before = paragraphs[-1]
                if parted := re.search(r"([^\W\d_]+)[-‐\u00ad]$", before):
                    rest = re.match(r"[^\W\d_]+", line)
                    joined = f"{parted[1]}{rest[0] if rest else ''}".lower()
                    if before[-1] == "\u00ad" or (rest and joined in whole):
                        before = before[:-1]
                    else:
                        kept += 1
                    paragraphs[-1] = before + line
                else:
                    paragraphs[-1] = f"{before} {line}"
            else:
                paragraphs.append(line)
            ends = bool(_SENTENCE_END.search(line))
            continues = bool(re.search(r"[^\W\d_][-‐\u00ad]$", line)) or (
                bool(width) and (len(line) >= width * FULL or (not ends and len(line) >= width * SHORT and line[-1] in ",-–—"))
            )
    return "\n".join(paragraphs), kept
