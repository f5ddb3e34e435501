"""Search snippets: split a text at the words of a query, and cut a long text to the part that has most of them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from dara.text.search_words import INVISIBLE

WORD = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]\.(?:[A-Za-z]\.)+|[A-Z]\.(?:[ \u00A0][A-Z]\.)+"  # initials
    r"|[0-9]+(?:[,'’\u00A0\u2007\u2009\u202F][0-9]{3}(?![0-9]))+)"  # groups of three
    rf"|[^\W_]+(?:(?:[{INVISIBLE}]+|[{INVISIBLE}]*[’'‐‑-][{INVISIBLE}]*)[^\W_]+)*"
)
WIDTH = 280  # characters of a snippet
BEFORE = 80  # of them that stand before the first word of the query


@dataclass(frozen=True)
class Segment:
    """A piece of a text. `matches`: it is a word of the query."""

    text: str
    matches: bool


@dataclass(frozen=True)
class Snippet:
    """A part of a text. `cut_before`, `cut_after`: whether words are left out there."""

    segments: list[Segment]
    cut_before: bool
    cut_after: bool


def words_of(text: str) -> list[str]:
    """The words of a text, in order. “can’t”, “non-violent”, “1,405” and “D.A.” are one word each, and what has a soft hyphen in it."""
    return WORD.findall(text)


def split_at_matches(text: str, wanted: Collection[str]) -> list[Segment]:
    """The text in segments, each `wanted` word a segment of its own. Joined, the segments are the text."""
    found, place = [], 0
    for word in WORD.finditer(text):
        if word[0] in wanted:
            found += [Segment(text[place : word.start()], matches=False), Segment(word[0], matches=True)]
            place = word.end()
    return [segment for segment in (*found, Segment(text[place:], matches=False)) if segment.text]


def snippet(text: str, wanted: Collection[str], width: int = WIDTH) -> Snippet:
    """The part of the text with the most `wanted` words: at most `width` characters, whole words, stripped of white space."""
    text = text.strip()
    if len(text) <= width:
        return Snippet(split_at_matches(text, wanted), cut_before=False, cut_after=False)
    matches = [word.start() for word in WORD.finditer(text) if word[0] in wanted] or [0]
    best = max(matches, key=lambda place: (sum(place <= other < place + width - BEFORE for other in matches), -place))
    start = _word_start(text, max(0, min(best - BEFORE, len(text) - width)))
    end = start + width
    if end < len(text):
        end = max(text.rfind(" ", start, end), best + 1) if " " in text[best:end] else end
    return Snippet(split_at_matches(text[start:end].strip(), wanted), cut_before=start > 0, cut_after=end < len(text))


def _word_start(text: str, place: int) -> int:
    """The first start of a word at or after `place`, or `place` if no space is near."""
    if place == 0 or text[place - 1].isspace():
        return place
    space = text.find(" ", place, place + BEFORE)
    return place if space < 0 else space + 1
