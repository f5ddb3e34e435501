"""Original bytes → canonical text. Versioned: a text is never made anew by other rules under the same name.

*Text v1*: strict UTF-8; a BOM at the start is removed; CRLF becomes LF; NUL is refused; no Unicode normalisation, no-break spaces stay;
a collector's header (` date 2020-11-06 https://…`) at the very start is taken off and kept apart."""

import re
from dataclasses import dataclass

EXTRACTOR = "text v1"

# What the collector of the seeds wrote in front of the text: a space, “date”, a day, perhaps an address, and white space.
_HEADER = re.compile(r"\A (date \d{4}-\d{2}-\d{2}(?: https?://\S+)?)[ \n]+")


class TextError(Exception):
    """The bytes are not a text; the message says why and where."""


@dataclass(frozen=True)
class Text:
    """Canonical text: `body`; `header`, the collector's (“date 2020-11-06 https://…”), or empty; `extractor`, name and version."""

    body: str
    header: str
    extractor: str = EXTRACTOR


def extract(content: bytes) -> Text:
    """The canonical text of `content`, by text v1. Raises TextError for bytes that are not UTF-8, hold NUL, or say nothing."""
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(
            f"not UTF-8: byte {error.start} is 0x{content[error.start]:02x} ({error.reason}). Keep the original, and archive a UTF-8 copy."
        ) from error
    if "\0" in words:
        raise TextError(f"a NUL character at {words.index(chr(0))}: this is not a plain text.")
    words = words.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _HEADER.match(words)
    body = words[found.end() :] if found else words
    if not body.strip():
        raise TextError("no text in it.")
    return Text(body=body, header=found[1] if found else "")
