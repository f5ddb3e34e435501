"""The words of a text as search reads them, whatever stands in, between or around them.

| written | read |
| --- | --- |
| `soft­ware` with a soft hyphen, a zero-width character, a mark of direction | `software` |
| `Square.Tolliver`, `Juniper/Hemlock`, `DS-7604`, `O’Neill`, U+2011 as a hyphen, no-break spaces | two words each |
| `1,405`, `1’405`, `1 405` with a no-break space | `1405` |
| `D.A.`, `U.S.`, `J. R.` | `DA`, `US`, `JR` |

`public.dara_words` in `dara/models/sql/search.sql` does the same to the texts that are searched; a test compares the two."""

import re

INVISIBLE = r"\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFE00-\uFE0F\uFEFF"
# Named by their ranges: in the locale C, PostgreSQL takes every character beyond ASCII for a letter.
SIGNS = (
    r"!-/:-@\[-`{-~\u00A0-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F"
)
LETTER = r"0-9A-Za-z\u00C0-\u024F"
# The comma of a thousand, and the points of initials.
WITHIN = (
    r"(?<=[0-9])[,'\u2019\u00A0\u2007\u2009\u202F](?=[0-9]{3}(?![0-9]))"
    rf"|(?<=(?<![{LETTER}])[A-Za-z])\.(?=[A-Za-z]\.)"
    rf"|(?<=(?<![{LETTER}])(?<![{LETTER}]\.)[A-Z])\.[ \u00A0](?=[A-Z]\.(?![{LETTER}]))"
)
_INVISIBLE, _SIGNS, _WITHIN = re.compile(f"[{INVISIBLE}]+"), re.compile(f"[{SIGNS}]+"), re.compile(WITHIN)


def legible(text: str) -> str:
    """Return the text without what is invisible, or within a number or initials. Other signs stay where they are."""
    return _WITHIN.sub("", _INVISIBLE.sub("", text))


def search_words(text: str) -> str:
    """Return the words with spaces between them."""
    return _SIGNS.sub(" ", legible(text))
