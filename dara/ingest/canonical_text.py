"""Original bytes → canonical text. Versioned: a text is never made anew by other rules under the same name.

*Text v1*: strict UTF-8; a BOM at the start is removed; CRLF becomes LF; NUL is refused; no Unicode normalisation, no-break spaces stay;
a collector's header (` date 2020-11-06 https://…`) at the very start is taken off and kept apart.
*Text v1 windows-1252* (utf-16, shift_jis …) is the same of bytes in that encoding. The other extractors are in `html` and `pdf`."""

import re
from dataclasses import dataclass

from dara.ingest.sandbox import limits

EXTRACTOR = "text v1"

# What the collector of the seeds wrote in front of the text: a space, “date”, a day, perhaps an address, and white space.
_HEADER = re.compile(r"\A (date \d{4}-\d{2}-\d{2}(?: https?://\S+)?)[ \n]+")


class TextError(Exception):
    """The bytes are not a text; the message says why and where."""


@dataclass(frozen=True)
class Found:
    """Something that a document says of itself: a field's name, its value, and in words where that stands (“the page's <html lang>”)."""

    name: str
    value: str
    where: str


@dataclass(frozen=True)
class Text:
    """Canonical text: `body`; `header`, the collector's (“date 2020-11-06 https://…”), or empty; `extractor`, name and version.

    `made_with`: the libraries that decide the text, with their versions; empty where our own rules do. `found`: what the document says of
    itself, the surest first. `remarks`: what a curator should know, in sentences."""

    body: str
    header: str = ""
    extractor: str = EXTRACTOR
    made_with: str = ""
    found: tuple[Found, ...] = ()
    remarks: tuple[str, ...] = ()


def extract(content: bytes, encoding: str = "utf-8", codec: str = "utf-8") -> Text:
    """The canonical text of `content`, by text v1; `codec` is Python's name of the encoding. Raises TextError for bytes that are not in the encoding, hold NUL, or say nothing."""
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
    found = _HEADER.match(words)
    body = words[found.end() :] if found else words
    if not body.strip():
        raise TextError("no text in it.")
    return Text(
        body=body, header=found[1] if found else "", extractor=EXTRACTOR if encoding == "utf-8" else f"{EXTRACTOR} {encoding}"
    )


def check_limits(text: Text) -> None:
    """Raises TextError for a text that is longer than the archive takes."""
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
