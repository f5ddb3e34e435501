"""The names and versions of the extractors. This module does not load their parsers."""

from importlib.metadata import version

from dara.ingest import canonical_text, encodings, formats

HTML = "html v2"
HTML_V1 = "html v1"
PDF = "pdf v2"
PDF_V1 = "pdf v1"
MAIL = "mail v1"
SAVED_PAGE = "mhtml v1"

_LIBRARIES = {
    HTML: ("trafilatura", "lxml"),
    HTML_V1: ("trafilatura", "lxml"),
    PDF: ("pypdfium2",),
    PDF_V1: ("pypdf",),
    MAIL: ("lxml",),
    SAVED_PAGE: ("trafilatura", "lxml"),
}  # that decide the text; our own rules decide that of the other extractors
_SUFFIXES = {"html": ".html", "pdf": ".pdf", "mail": ".eml", "mhtml": ".mhtml"}


def is_known(extractor: str) -> bool:
    """Whether this version of the archive has an extractor with that name."""
    before, _, encoding = extractor.partition(f"{canonical_text.EXTRACTOR} ")
    return extractor in (canonical_text.EXTRACTOR, *_LIBRARIES) or (not before and encoding in encodings.CODECS)


def made_with(extractor: str) -> str:
    """The libraries that decide the extractor's texts, with their installed versions, or "" if our own rules do."""
    return ", ".join(f"{library} {version(library)}" for library in _LIBRARIES.get(extractor, ()))


def suffix(content: bytes, extractor: str) -> str:
    """The suffix of the file name that an original is kept under: “.html”, “.pdf.gz”, “.warc.gz”."""
    if content.startswith(b"\x1f\x8b"):
        inner = formats.gunzip(content)
        return f"{suffix(inner, extractor)}.gz"
    if content.startswith(b"WARC/"):
        return ".warc"
    return _SUFFIXES.get(extractor.split()[0], ".txt")
