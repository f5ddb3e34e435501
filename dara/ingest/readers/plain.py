"""A plain text, with what its header and its words say of it, and what is odd in it."""

from dataclasses import replace

from dara.ingest import canonical_text, encodings, metadata_parsing
from dara.ingest.canonical_text import Text, TextError
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings


def extract(content: bytes) -> Text:
    """The text by text v1, of the encoding that the bytes are in. Raises TextError where that is not sure."""
    if len(content) > limits.PLAIN_TEXT:
        most = limits.size(limits.PLAIN_TEXT)
        raise TextError(f"a plain text of {limits.size(len(content))}: more than {most}. Archive the part that matters.")
    guessed = encodings.decoded(content)
    made = canonical_text.extract(content, guessed.encoding, encodings.CODECS[guessed.encoding])
    how = [f"Decoded as {guessed.encoding}: {guessed.how}."] if guessed.how else []
    found = (*metadata_parsing.of_header(made.header), *metadata_parsing.of_words(made.body))
    return replace(made, found=found, remarks=(*how, *character_warnings(made.body)))


def extract_again(content: bytes, extractor: str) -> Text:
    """The text by the extractor of that name, “text v1” or “text v1 windows-1252”, and nothing beside it."""
    encoding = extractor.removeprefix(canonical_text.EXTRACTOR).strip() or "utf-8"
    return canonical_text.extract(content, encoding, encodings.CODECS[encoding])
