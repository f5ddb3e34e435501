"""Pair the quotation marks in a paragraph: “ ”, „ “, « », » «, " ", ‘ ’, ' ', and the marks of typewriters and TeX: "" "", '' '', `` ''.

Apostrophes, the marks for inches and feet, and those around a nickname (James “Jim” Roe) are not quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dara.text.spans import Span

_MARK = re.compile("``|''|\"\"|[“”„«»\"‘’'`]")
_DOUBLE = {"“": "”»", "„": "“”", "«": "»", "»": "«", '"': '"', '""': '""', "''": "''", "``": "''"}  # what opens, and what closes it
_STRAIGHT = ('"', '""', "''", "``")
_CONFUSED = '“”"'  # any of these closes what another of them has opened, where nothing better follows
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round|\d\ds?)\b", re.IGNORECASE)
_LONGEST = 400  # characters of a quotation in single marks
_SINGLE = {"‘": "’", "'": "'’", "`": "'’"}
# What closes a single mark: surely, beside punctuation; likely, where no letter follows and no plural’s apostrophe may be meant.
_CLOSING = {
    opening: (
        re.compile(rf"(?<=[.,!?…])[{closing}](?![^\W_])|(?<!\s)[{closing}](?=[:;,.)—])"),
        re.compile(rf"(?<![\ss])[{closing}](?![^\W_])|(?<=s)[{closing}](?![^\W_]| )"),
    )
    for opening, closing in _SINGLE.items()
}


@dataclass(frozen=True)
class Pair:
    """Two marks and what is between them. `start` and `end` include the marks; `closed` is False if the paragraph ends first."""

    start: int
    end: int
    inner: Span
    closed: bool = True
    single: bool = False


def pairs(text: str, start: int, end: int) -> Iterator[Pair]:
    """The outermost pairs of marks in the paragraph `text[start:end]`."""
    place = start
    while opening := next((mark for mark in _MARK.finditer(text, place, end) if _opens(text, mark, start, end)), None):
        pair = (_single if opening[0] in _SINGLE else _double)(text, opening, start, end)
        place = pair.end if pair else opening.end()
        if pair and not _is_nickname(text, pair, start):
            yield pair


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if mark[0] in _SINGLE:
        begins = (before.isspace() or before in "([—–-:") and (after.isalnum() or after in '“"$#@…')
        return begins and not _ELISION.match(text, mark.end())
    if mark[0] in _STRAIGHT:
        inches = before.isdigit() and mark[0] in ('"', "''")
        return not inches and not after.isspace() and (not before.isalnum() or after.isupper()) and after not in ".,;:!?)"
    if mark[0] == "»":
        return before in " (\n" and after.isalnum()
    return mark[0] in "“„«" and (not after.isspace() or mark.start() == start)


def _double(text: str, opening: re.Match[str], start: int, end: int) -> Pair | None:
    """The pair that a double mark opens; a second opening mark ends what was never closed."""
    at, inner = opening.span()
    for mark in _MARK.finditer(text, inner, end):
        if _closes(text, opening[0], mark, at, end):
            return Pair(at, mark.end(), Span(inner, mark.start()))
        if mark[0] == opening[0] and mark[0] in "“«":
            return Pair(at, mark.start(), Span(inner, mark.start()), closed=False)
    return Pair(at, end, Span(inner, end), closed=False) if opening[0] != "»" else None


def _closes(text: str, opening: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if mark[0] in "‘’'`":
        return False
    if mark[0] in _DOUBLE[opening]:
        return mark[0] not in _STRAIGHT or not before.isspace() or after.isspace() or mark.end() == end
    return opening in _CONFUSED and mark[0] in _CONFUSED and not before.isspace() and not after.isalnum()


def _single(text: str, opening: re.Match[str], start: int, end: int) -> Pair | None:
    """The pair that a single mark opens, if it is no apostrophe."""
    at, inner = opening.span()
    limit = min(end, inner + _LONGEST)
    sure, likely = (closing.search(text, inner, limit) for closing in _CLOSING[opening[0]])
    if sure is None and limit == end > inner + 1 and text[end - 1] in _SINGLE[opening[0]] and not text[end - 2].isspace():
        return Pair(at, end, Span(inner, end - 1), single=True)
    found = sure or likely
    return Pair(at, found.end(), Span(inner, found.start()), single=True) if found else None


def _is_nickname(text: str, pair: Pair, start: int) -> bool:
    """“Jim” between the parts of a name. A title or slogan after a lower-case word is none."""
    before = re.search(r"[A-Z][\w’'.-]* $", text[max(start, pair.start - 30) : pair.start])
    named = re.fullmatch(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)?", text[slice(*pair.inner)][:25])
    return bool(before and named and text[pair.end : pair.end + 1] == " " and text[pair.end + 1 : pair.end + 2].isupper())


def _around(text: str, mark: re.Match[str], start: int, end: int) -> tuple[str, str]:
    """The characters before and after a mark; a space at the edges of the paragraph."""
    return (text[mark.start() - 1] if mark.start() > start else " "), (text[mark.end()] if mark.end() < end else " ")
