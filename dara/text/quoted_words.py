"""The words of a quotation, as they are compared with those of a source. This table says what does not matter; everything else does.

| written | read |
| --- | --- |
| `“` `”` `„` `«` `»` and `"` | `"` |
| `‘` `’` `‚` `` ` `` `´` and `'` | `'` |
| dashes and hyphens of any length, `--` too, and the spaces around them | `-` |
| `…`, `...`, `. . .` | `…` |
| spaces of any kind and number, line breaks; invisible characters, as a soft hyphen | nothing |
| a letter and its accent as two characters | one (Unicode's NFC) |

Whoever compares also leaves aside the first capital, and the comma or the stop at the end."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from dara.text.search_words import INVISIBLE

OMISSION = "…"
_LETTER = rf"[^\W_][\u0300-\u036F{INVISIBLE}]*"
_WORD = rf"{_LETTER}(?:(?:['’‘´`](?=[^\W_])|(?<=\d)[.,](?=\d))?{_LETTER})*"
_DASHES = r"-‐‑‒–—―−"
_TOKEN = re.compile(
    rf"(?P<word>{_WORD})|(?P<omission>\[?(?:…|\.(?:\s{{0,2}}\.){{2,}})\]?)|(?P<dash>[{_DASHES}]+)"
    rf"|(?P<double>[“”„‟«»\"])|(?P<single>[‘’‚‛`´'])|(?P<sign>[^\s{INVISIBLE}])"
)
_READ = {"omission": OMISSION, "dash": "-", "double": '"', "single": "'"}
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_APOSTROPHE = re.compile("[’‘´`]")


class Token(NamedTuple):
    """A word or a sign. `text`: as it is read; `start` and `end`: where it stands."""

    start: int
    end: int
    text: str
    is_word: bool


def tokens(text: str, offset: int = 0) -> list[Token]:
    """Return the words and signs of a text in order. Their places count from `offset`."""
    return [
        Token(offset + found.start(), offset + found.end(), _read(found), found.lastgroup == "word")
        for found in _TOKEN.finditer(text)
    ]


def _read(found: re.Match[str]) -> str:
    if found.lastgroup == "word":
        return unicodedata.normalize("NFC", _APOSTROPHE.sub("'", _INVISIBLE.sub("", found[0])))
    return _READ.get(found.lastgroup or "", found[0])


def quoted_pieces(text: str) -> list[list[Token]]:
    """Return the pieces of a quotation between its marks of omission, without the marks around it all, and the comma or stop at the end of each."""
    pieces: list[list[Token]] = [[]]
    for token in _without_marks_around(tokens(text)):
        if token.text == OMISSION:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [_trimmed(piece) for piece in pieces if word_count(piece)]


def _without_marks_around(found: list[Token]) -> list[Token]:
    """Leave out the quotation marks that enclose all of it: “…” and ‘…’, once."""
    while len(found) > 2 and found[0].text == found[-1].text and found[0].text in "\"'":
        found = found[1:-1]
    return found


def _trimmed(piece: list[Token]) -> list[Token]:
    while piece and not piece[0].is_word and piece[0].text in ",.;:-":
        piece = piece[1:]
    return piece[:-1] if piece and piece[-1].text in (",", ".") else piece


def lower_first(text: str) -> str:
    """Return a word with a small first letter."""
    return text[:1].lower() + text[1:]


def word_count(found: Sequence[Token]) -> int:
    return sum(token.is_word for token in found)
