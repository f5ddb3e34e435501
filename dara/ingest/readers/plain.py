"""Read plain text, with what its header and its words say of it, and with warnings about its characters."""

from dataclasses import replace

from dara.ingest import canonical_text, encodings, metadata_parsing
from dara.ingest.canonical_text import Text, TextError
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings


def extract(content: bytes) -> Text:
    """The text by text v1, in the encoding that is detected. Raises TextError if the encoding is uncertain."""
    if len(content) > limits.PLAIN_TEXT:
        most = limits.size(limits.PLAIN_TEXT)
        raise TextError(f"a plain text of {limits.size(len(content))}: more than {most}. Archive the part that matters.")
    decoded = encodings.detect(content)
    text = canonical_text.extract(content, decoded.encoding, encodings.CODECS[decoded.encoding])
    basis = [f"Decoded as {decoded.encoding}: {decoded.basis}."] if decoded.basis else []
    metadata = (*metadata_parsing.from_header(text.header), *metadata_parsing.from_text(text.body))
    return replace(text, metadata=metadata, remarks=(*basis, *character_warnings(text.body)))


def extract_again(content: bytes, extractor: str) -> Text:
    """The text by the extractor with that name, “text v1” or “text v1 windows-1252”, without metadata and remarks."""
    encoding = extractor.removeprefix(canonical_text.EXTRACTOR).strip() or "utf-8"
    return canonical_text.extract(content, encoding, encodings.CODECS[encoding])
