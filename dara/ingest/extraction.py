"""A document of any format → its canonical text; a file of several → its documents. The parsers run here, so call it through `apart`.

The extractor that made a text is named with it: the same bytes and the same extractor give the same text."""

from dataclasses import replace

from dara.ingest import canonical_text, extractors, formats
from dara.ingest.canonical_text import Found, Text, TextError
from dara.ingest.formats import Format
from dara.ingest.readers import html, pdf, plain, web_archives
from dara.ingest.readers.web_archives import Part
from dara.ingest.sandbox import limits

CAPTURE = "the moment of capture that the web archive names"


def documents(content: bytes, name: str = "", depth: int = 0) -> list[Part]:
    """The documents in a file: itself, or the pages of a web archive. Raises TextError for a file that holds none."""
    kind = formats.sniff(content, name)
    if kind is Format.GZIP:
        _check_nesting(depth)
        inner = formats.gunzipped(content)
        if inner.startswith(b"WARC/"):
            return _pages_of_packed(content, inner)
        found = documents(inner, name.removesuffix(".gz"), depth + 1)
        return [Part("", content)] if [part.name for part in found] == [""] else found
    if kind is Format.WARC:
        return _pages(content)
    if kind is Format.ZIP:
        _check_nesting(depth)
        return _pages_of_wacz(content, depth)
    return [Part("", content)]


def _check_nesting(depth: int) -> None:
    if depth >= limits.NESTING:
        raise TextError(f"packed more than {limits.NESTING} times. Unpack it first.")


def _pages(warc: bytes) -> list[Part]:
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


def _pages_of_packed(packed: bytes, warc: bytes) -> list[Part]:
    """A WARC is packed record by record, as the standard asks, or else as one; then its records are those of the unpacked one."""
    try:
        return _pages(packed)
    except web_archives.Damaged:
        return _pages(warc)


def _pages_of_wacz(content: bytes, depth: int) -> list[Part]:
    if not web_archives.is_wacz(content):
        raise TextError("this is a ZIP file and no web archive (WACZ): an Office document, a book? Unpack it, or save it as PDF.")
    listed = web_archives.pages_of(content)
    found = [part for member in web_archives.members(content) for part in documents(member, depth=depth + 1)]
    return [part for part in found if part.name in listed] or found


def extract(content: bytes, extractor: str = "", name: str = "") -> Text:
    """The canonical text of a document: by the extractor of that name, or by the one that the bytes ask for.

    `name`: the file's. Raises TextError when there is none, or it is not sure, or too long; LookupError for an extractor that is unknown."""
    if extractor and not extractors.is_known(extractor):
        raise LookupError(f"there is no extractor “{extractor}” in this version.")
    made = _extracted(content, extractor, name)
    if not extractor:  # what is held already is not measured again
        canonical_text.check_limits(made)
    return made


def _extracted(content: bytes, extractor: str, name: str, depth: int = 0) -> Text:
    if extractor.startswith(canonical_text.EXTRACTOR) and not content.startswith(b"\x1f\x8b"):
        return plain.extract_again(content, extractor)
    kind = formats.sniff(content, name)
    if kind is Format.GZIP:
        _check_nesting(depth)
        return _extracted(formats.gunzipped(content), extractor, name.removesuffix(".gz"), depth + 1)
    if kind is Format.WARC:
        return _of_response(content, extractor)
    if kind is Format.ZIP:
        raise TextError("this is a ZIP file, which holds documents and is none.")
    if extractor == extractors.PDF or (not extractor and kind is Format.PDF):
        return pdf.extract(content)
    if extractor == extractors.HTML or (not extractor and kind is Format.HTML):
        return html.extract(content)
    return plain.extract(content)


def _of_response(content: bytes, extractor: str) -> Text:
    response = web_archives.response(content)
    if extractor == extractors.PDF or formats.sniff(response.content) is Format.PDF:
        made = pdf.extract(response.content)
        found = (Found("url", response.url, "the address that the capture names"), *made.found)
    else:
        made = html.extract(response.content, charset=response.charset, url=response.url)
        found = made.found
    if response.captured_on:
        found = (*found, Found("captured_on", response.captured_on, CAPTURE))
    return replace(made, found=found)
