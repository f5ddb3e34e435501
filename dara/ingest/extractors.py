"""The extractors by name and version, without their parsers: what makes which text, and with what."""

from importlib.metadata import version

from dara.ingest import canonical_text, encodings, formats

HTML = "html v1"
PDF = "pdf v1"

_LIBRARIES = {HTML: ("trafilatura", "lxml"), PDF: ("pypdf",)}  # that decide the text; of others our own rules do


def is_known(extractor: str) -> bool:
    """Whether this version has the extractor of that name."""
    kind, _, encoding = extractor.partition(f"{canonical_text.EXTRACTOR} ")
    return extractor in (canonical_text.EXTRACTOR, *_LIBRARIES) or (not kind and encoding in encodings.CODECS)


def made_with(extractor: str) -> str:
    """The libraries that decide the extractor's texts, with the versions that are installed; empty where our own rules do."""
    return ", ".join(f"{library} {version(library)}" for library in _LIBRARIES.get(extractor, ()))


def suffix(content: bytes, extractor: str) -> str:
    """The end of the name that an original is kept under: “.html”, “.pdf.gz”, “.warc.gz”."""
    if content.startswith(b"\x1f\x8b"):
        inner = formats.gunzipped(content)
        return f"{suffix(inner, extractor)}.gz"
    if content.startswith(b"WARC/"):
        return ".warc"
    return {HTML: ".html", PDF: ".pdf"}.get(extractor, ".txt")
