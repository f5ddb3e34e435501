"""Extract the canonical text of a document of any format, and the documents in a file that holds several.

The parsers run in the process that calls these functions, so call them through `sandbox`. The same bytes and the same extractor always give
the same text."""

from collections.abc import Callable
from dataclasses import replace

from dara.ingest import canonical_text, extractors, formats
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.formats import Format
from dara.ingest.readers import html, mail, pdf, pdf_v1, plain, web_archives
from dara.ingest.readers.web_archives import Part
from dara.ingest.sandbox import limits

CAPTURE_BASIS = "the moment of capture that the web archive names"


def documents(content: bytes, name: str = "", depth: int = 0) -> list[Part]:
    """The documents in a file: the file itself, or the pages of a web archive. Raises TextError if there are none.

    `name` is the file's name; `depth` is the number of containers around it."""
    format_ = formats.sniff(content, name)
    if format_ is Format.GZIP:
        _check_nesting(depth)
        inner = formats.gunzip(content)
        if inner.startswith(b"WARC/"):
            return _pages_of_gzipped_warc(content, inner)
        found = documents(inner, name.removesuffix(".gz"), depth + 1)
        return [Part("", content)] if [part.name for part in found] == [""] else found
    if format_ is Format.WARC:
        return _pages_of_warc(content)
    if format_ is Format.ZIP:
        _check_nesting(depth)
        return _pages_of_wacz(content, depth)
    return [Part("", content)]


def _check_nesting(depth: int) -> None:
    if depth >= limits.NESTING:
        raise TextError(f"packed more than {limits.NESTING} times. Unpack it first.")


def _pages_of_warc(warc: bytes) -> list[Part]:
    found: list[Part] = []
    size = 0
    for part in web_archives.responses(warc):
        found.append(part)
        size += len(part.content)
        if len(found) > limits.DOCUMENTS or size > limits.UNPACKED:
            raise TextError(
                f"more than {limits.DOCUMENTS} pages, or {limits.size(limits.UNPACKED)} of them. Cut the web archive up."
            )
    if not found:
        raise TextError("no page in the web archive: no response that went well and is HTML or PDF.")
    return found


def _pages_of_gzipped_warc(packed: bytes, warc: bytes) -> list[Part]:
    """A WARC may be compressed record by record, as the standard says, or as a whole; then the records are those of the unpacked file."""
    try:
        return _pages_of_warc(packed)
    except web_archives.Damaged:
        return _pages_of_warc(warc)


def _pages_of_wacz(content: bytes, depth: int) -> list[Part]:
    if not web_archives.is_wacz(content):
        raise TextError("this is a ZIP file and no web archive (WACZ): an Office document, a book? Unpack it, or save it as PDF.")
    listed = web_archives.listed_pages(content)
    found = [part for member in web_archives.warcs_in_wacz(content) for part in documents(member, depth=depth + 1)]
    return [part for part in found if part.name in listed] or found


def extract(content: bytes, extractor: str = "", name: str = "") -> Text:
    """The canonical text of a document, by the extractor with that name or else by the one for the document's format.

    `name` is the file's name. Raises TextError if the document has no text, a text of uncertain encoding or a too long one, and LookupError
    if the extractor is unknown."""
    if extractor and not extractors.is_known(extractor):
        raise LookupError(f"there is no extractor “{extractor}” in this version.")
    text = _extract(content, extractor, name)
    if not extractor:  # a text that the archive has already may be longer than today's limits
        canonical_text.check_limits(text)
    return text


def _extract(content: bytes, extractor: str, name: str, depth: int = 0) -> Text:
    if extractor.startswith(canonical_text.EXTRACTOR) and not content.startswith(b"\x1f\x8b"):
        return plain.extract_again(content, extractor)
    format_ = formats.sniff(content, name)
    if format_ is Format.GZIP:
        _check_nesting(depth)
        return _extract(formats.gunzip(content), extractor, name.removesuffix(".gz"), depth + 1)
    if format_ is Format.WARC:
        return _extract_from_response(content, extractor)
    if format_ is Format.ZIP:
        raise TextError("this is a ZIP file, which holds documents and is none.")
    return _READERS[extractor or _OF_FORMATS[format_]](content)


_READERS: dict[str, Callable[[bytes], Text]] = {
    canonical_text.EXTRACTOR: plain.extract,
    extractors.HTML: html.extract,
    extractors.HTML_V1: html.extract_v1,
    extractors.PDF: pdf.extract,
    extractors.PDF_V1: pdf_v1.extract,
    extractors.MAIL: mail.extract,
    extractors.SAVED_PAGE: mail.extract,
}
_OF_FORMATS = {
    Format.TEXT: canonical_text.EXTRACTOR,
    Format.HTML: extractors.HTML,
    Format.PDF: extractors.PDF,
    Format.MAIL: extractors.MAIL,
}


def _extract_from_response(content: bytes, extractor: str) -> Text:
    if not extractor:  # a text that the archive has already may be of a record that is cut off
        web_archives.check_whole(content)
    response = web_archives.response(content)
    if extractor == extractors.HTML_V1:
        return html.extract_v1(response.content, charset=response.charset)
    if extractor == extractors.PDF_V1:
        return pdf_v1.extract(response.content)
    if extractor == extractors.PDF or formats.sniff(response.content) is Format.PDF:
        text = pdf.extract(response.content)
        metadata = (MetadataValue("url", response.url, "the address that the capture names"), *text.metadata)
    else:
        text = html.extract(response.content, charset=response.charset, url=response.url)
        metadata = text.metadata
    if response.captured_on:
        metadata = (*metadata, MetadataValue("captured_on", response.captured_on, CAPTURE_BASIS))
    return replace(text, metadata=metadata)
