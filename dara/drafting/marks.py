"""Pair the quotation marks in a paragraph: “ ”, „ “, « », » «, " ", ‘ ’, ' ', and the marks of typewriters and TeX: "" "", '' '', `` ''.

Apostrophes, the marks for inches and feet, and those around a nickname (James “Jim” Roe) are not quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dara.text.spans import Span

_MARK = re.compile("``|''|\"\"|[“”„«»\"‘’'`]")
_DOUBLE = {"“": "”»", "„": "“”", "«": "»", "»": "«", '"': '"', '""': '""', "''": "''", "``": "''"}  # what opens, and what closes it
_CONFUSED = '“”"'  # any of these closes what another of them has opened, where nothing better follows
_FEET = re.compile(r"\d[’']\s?\d{1,2}$")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round|\d\ds?)\b", re.IGNORECASE)
_NICKNAME = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)?$")
_NESTED = 3000  # characters within which a quotation inside of another one is looked for
_LONGEST = 400  # characters of a quotation in single marks
# What closes a single mark: surely, beside punctuation; likely, where no letter follows and no plural’s apostrophe may be meant.
_CLOSING = {
    opening: (
        closing,
        re.compile(rf"(?<=[.,!?…])[{closing}](?![^\W_])|(?<!\s)[{closing}](?=[:;,.)—])"),
        re.compile(rf"(?<![\ss])[{closing}](?![^\W_])|(?<=s)[{closing}](?![^\W_]| )"),
    )
    for opening, closing in {"‘": "’", "'": "'’", "`": "'’"}.items()
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
    while opening := _next_opening(text, place, start, end):
        mark, at = opening[0], opening.start()
        inner = opening.end()
        if mark in _CLOSING:
            stop = _single(text, at, start, end)
            pair = Pair(at, stop + 1, Span(inner, stop), single=True) if stop is not None else None
        else:
            pair = _double(text, mark, at, inner, end)
        place = pair.end if pair else inner
        if pair and not _is_nickname(text, pair, start):
            yield pair


def _next_opening(text: str, place: int, start: int, end: int) -> re.Match[str] | None:
    return next((mark for mark in _MARK.finditer(text, place, end) if _opens(text, mark, start, end)), None)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if mark[0] in "“„«":
        return not after.isspace() or mark.start() == start
    if mark[0] == "»":
        return before in " (\n" and after.isalnum()
    if mark[0] in ('"', '""', "''", "``"):
        inches = before.isdigit() and mark[0] in ('"', "''")
        return not inches and not after.isspace() and (not before.isalnum() or after.isupper()) and after not in ".,;:!?)"
    return mark[0] in _CLOSING


def _double(text: str, opening: str, at: int, inner: int, end: int) -> Pair | None:
    """The pair that a double mark opens. Marks of the same kind inside of it are a quotation in the quotation."""
    depth = 1
    for mark in _MARK.finditer(text, inner, end):
        if mark[0] in "‘’'`":
            continue
        if mark[0] == opening and opening in "“«":
            if mark.start() - at < _NESTED and _is_closed_inside(text, mark.start(), opening, end):
                depth += 1
            elif _is_confused(text, mark):
                return Pair(at, mark.end(), Span(inner, mark.start()))
            else:  # a second opening mark where the first was never closed
                return Pair(at, mark.start(), Span(inner, mark.start()), closed=False)
        elif _closes(text, opening, mark, at, end):
            depth -= 1
            if depth == 0:
                return Pair(at, mark.end(), Span(inner, mark.start()))
    return Pair(at, end, Span(inner, end), closed=False) if opening != "»" else None


def _closes(text: str, opening: str, mark: re.Match[str], start: int, end: int) -> bool:
    before, after = _around(text, mark, start, end)
    if mark[0] in ('"', '""', "''") and mark[0] in _DOUBLE[opening]:
        feet = mark[0] == '"' and _FEET.search(text, max(start, mark.start() - 6), mark.start())
        return not feet and (not before.isspace() or after.isspace() or mark.end() == end)
    if mark[0] in _DOUBLE[opening]:
        return True
    if opening in _CONFUSED and mark[0] == '"':
        return not before.isspace() and not after.isalnum() and text.find("”", mark.end(), min(end, mark.end() + _NESTED)) < 0
    return opening in _CONFUSED and mark[0] in "”“" and not before.isspace()


def _is_confused(text: str, mark: re.Match[str]) -> bool:
    """Whether an opening mark stands where a closing one is meant: “We count every vote.“"""
    return not text[mark.start() - 1].isspace() and not text[mark.end() : mark.end() + 1].isalnum()


def _is_closed_inside(text: str, place: int, opening: str, end: int) -> bool:
    """Whether a mark opened inside of a quotation is closed before the next one is opened, and another closes the outer one."""
    closing = _DOUBLE[opening][0]
    first = text.find(closing, place + 1, min(end, place + 300))
    return first >= 0 and text.find(opening, place + 1, first) < 0 and text.find(closing, first + 1, min(end, place + 2000)) >= 0


def _single(text: str, place: int, start: int, end: int) -> int | None:
    """The place of the mark that closes the single one at `place`, when that opens a quotation and is no apostrophe."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1 : place + 2] or " "
    if (
        not (before.isspace() or before in "([—–-:")
        or not (after.isalnum() or after in '“"$#@…')
        or _ELISION.match(text, place + 1)
    ):
        return None
    closed_by, sure, likely = _CLOSING[text[place]]
    limit = min(end, place + 1 + _LONGEST)
    found = sure.search(text, place + 1, limit)
    if found is None and limit == end > place + 2 and text[end - 1] in closed_by and not text[end - 2].isspace():
        return end - 1
    found = found or likely.search(text, place + 1, limit)
    return found.start() if found else None


def _is_nickname(text: str, pair: Pair, start: int) -> bool:
    """“Jim” between the parts of a name. A title or slogan after a lower-case word is none."""
    words = text[slice(*pair.inner)]
    before = text[max(start, pair.start - 30) : pair.start]
    named = before.endswith(" ") and re.search(r"[A-Z][\w’'.-]* $", before) and text[pair.end : pair.end + 1] == " "
    return bool(named and len(words) < 25 and text[pair.end + 1 : pair.end + 2].isupper() and _NICKNAME.match(words))


def _around(text: str, mark: re.Match[str], start: int, end: int) -> tuple[str, str]:
    """The characters before and after a mark; a space at the edges of the paragraph."""
    return (text[mark.start() - 1] if mark.start() > start else " "), (text[mark.end()] if mark.end() < end else " ")
