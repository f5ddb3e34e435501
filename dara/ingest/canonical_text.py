"""The canonical text of a document, and the extractor *text v1*, which makes it from plain text.

An extractor is versioned: its rules never change under the same name.

*Text v1*: strict UTF-8; a BOM at the start is removed; CRLF becomes LF; NUL is refused; no Unicode normalisation, no-break spaces are kept;
a collector's header (` date 2020-11-06 https://…`) at the very start is not part of the text and is kept separately.
*Text v1 windows-1252* (or utf-16, shift_jis …) is the same for bytes in that encoding. The other extractors are in `readers`."""

import re
from dataclasses import dataclass

from dara.ingest.sandbox import limits

EXTRACTOR = "text v1"

# What the collector of the seeds wrote before the text: a space, “date”, a day, perhaps a URL, and white space.
_HEADER = re.compile(r"\A (date \d{4}-\d{2}-\d{2}(?: https?://\S+)?)[ \n]+")


class TextError(Exception):
    """The bytes are not a text. The message says why and where."""


@dataclass(frozen=True)
class MetadataValue:
    """Something that a document says of itself: the field of a source, its value, and in words where the document says it
    (“the page’s <html lang>”)."""

    field: str
    value: str
    basis: str


@dataclass(frozen=True)
class Text:
    """The canonical text of a document.

    `body`: the text itself; `header`: the collector's header (“date 2020-11-06 https://…”) or ""; `extractor`: name and version.
    `made_with`: the libraries that decide the text, with their versions, or "" if our own rules do. `metadata`: what the document says of
    itself, the most reliable value of each field first. `remarks`: sentences on what a curator should know."""

    body: str
    header: str = ""
    extractor: str = EXTRACTOR
    made_with: str = ""
    metadata: tuple[MetadataValue, ...] = ()
    remarks: tuple[str, ...] = ()


def extract(content: bytes, encoding: str = "utf-8", codec: str = "utf-8") -> Text:
    """The canonical text of `content` by text v1. `codec` is Python's name for the encoding.

    Raises TextError if the bytes are not in that encoding, contain NUL, or have no text."""
    try:
        words = content.decode(codec)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8" else encoding
        raise TextError(
            f"not {name}: byte {error.start} is 0x{content[error.start]:02x} ({error.reason}). Keep the original, and archive a UTF-8 copy."
        ) from error
    if "\0" in words:
        raise TextError(f"a NUL character at {words.index(chr(0))}: this is not a plain text.")
    words = words.removeprefix("\ufeff").replace("\r\n", "\n")
    header = _HEADER.match(words)
    body = words[header.end() :] if header else words
    if not body.strip():
        raise TextError("no text in it.")
    return Text(
        body=body, header=header[1] if header else "", extractor=EXTRACTOR if encoding == "utf-8" else f"{EXTRACTOR} {encoding}"
    )


def check_limits(text: Text) -> None:
    """Raise TextError if the text is longer than the archive accepts."""
    lines = text.body.count("\n")
    longest = max(map(len, text.body.split("\n"))) if lines <= limits.LINES else 0
    for number, limit, what in (
        (len(text.body), limits.LENGTH, "characters"),
        (lines, limits.LINES, "lines"),
        (longest, limits.LINE, "characters in one line, which would be one paragraph"),
    ):
        if number > limit:
            raise TextError(f"{number:,} {what}: more than the {limit:,} that a text may have. Archive the part that matters.")
    if len(text.header) > limits.HEADER:
        raise TextError(f"the collector's header has {len(text.header):,} characters: more than {limits.HEADER:,}. Is it one?")
