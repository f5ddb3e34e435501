"""Make texts by *pdf v1* again: the text that pypdf gives for each page, its lines joined to paragraphs by their lengths, its ligatures replaced by their
letters."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dara.ingest import extractors, metadata_parsing
from dara.ingest.canonical_text import Text, TextError

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LIST_ITEM = re.compile(r"([•‣▪◦*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.?!:;][”’\"')\]]*$")
FULL = 0.8  # share of the document's line length from which a line continues in the next one
SHORT = 0.5  # share from which a line continues if it ends in a comma or dash
LINES_TO_TELL = 4  # lines that a document must have for its line length to be known


def extract(content: bytes) -> Text:
    """The text of a PDF, without metadata and remarks. Raises TextError if it cannot be read."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        pages = [page.extract_text().replace("\0", "") for page in reader.pages]
    except (PyPdfError, NotImplementedError) as error:  # the second: as in pdf.py
        raise TextError(f"the PDF cannot be read: {str(error).rstrip('.') or type(error).__name__}.") from error
    return Text(body=_paragraphs(pages), extractor=extractors.PDF_V1, made_with=extractors.made_with(extractors.PDF_V1))


def _paragraphs(pages: list[str]) -> str:
    """The text with a line for each paragraph."""
    words = "\n".join(pages).translate(_LIGATURES)
    whole = {word.lower() for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", words)}
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
                    paragraphs[-1] = before + line
                else:
                    paragraphs[-1] = f"{before} {line}"
            else:
                paragraphs.append(line)
            ends = bool(_SENTENCE_END.search(line))
            continues = bool(re.search(r"[^\W\d_][-‐\u00ad]$", line)) or (
                bool(width) and (len(line) >= width * FULL or (not ends and len(line) >= width * SHORT and line[-1] in ",-–—"))
            )
    return "\n".join(paragraphs)
