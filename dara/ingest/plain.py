"""A plain text, with what its header and its words say of it, and what is odd in it."""

from dataclasses import replace

from dara.ingest import encodings, findings, limits, text
from dara.ingest.oddities import oddities
from dara.ingest.text import Text, TextError


def extract(content: bytes) -> Text:
    """The text by text v1, of the encoding that the bytes are in. Raises TextError where that is not sure."""
    if len(content) > limits.PLAIN_TEXT:
        most = limits.size(limits.PLAIN_TEXT)
        raise TextError(f"a plain text of {limits.size(len(content))}: more than {most}. Archive the part that matters.")
    guessed = encodings.decoded(content)
    made = text.extract(content, guessed.encoding, encodings.CODECS[guessed.encoding])
    how = [f"Decoded as {guessed.encoding}: {guessed.how}."] if guessed.how else []
    found = (*findings.of_header(made.header), *findings.of_words(made.body))
    return replace(made, found=found, remarks=(*how, *oddities(made.body)))


def extract_again(content: bytes, extractor: str) -> Text:
    """The text by the extractor of that name, “text v1” or “text v1 windows-1252”, and nothing beside it."""
    encoding = extractor.removeprefix(text.EXTRACTOR).strip() or "utf-8"
    return text.extract(content, encoding, encodings.CODECS[encoding])
