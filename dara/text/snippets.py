"""Texts with the words that were looked for: which runs are marked, and where a long text is cut. Pure.

The words stay as they stand: the runs of a text, joined, are the text."""

import re
from collections.abc import Collection
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:[’'‐‑-][^\W_]+)*")
WIDTH = 280  # characters of a cut text
BEFORE = 80  # of them before the first word that was looked for


@dataclass(frozen=True)
class Run:
    """A run of text; `hit`: it was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Snippet:
    """A part of a text, with what is left out on either side."""

    runs: list[Run]
    cut_before: bool
    cut_after: bool


def words_of(text: str) -> list[str]:
    """The words of a text, in order; “can’t” and “non-violent” are one."""
    return WORD.findall(text)


def runs(text: str, wanted: Collection[str]) -> list[Run]:
    """The text in runs, with each wanted word a run of its own."""
    found, place = [], 0
    for word in WORD.finditer(text):
        if word[0] in wanted:
            found += [Run(text[place : word.start()], hit=False), Run(word[0], hit=True)]
            place = word.end()
    return [run for run in (*found, Run(text[place:], hit=False)) if run.text]


def snippet(text: str, wanted: Collection[str], width: int = WIDTH) -> Snippet:
    """The part of the text with the most wanted words, at most `width` characters of whole words, without the space around it."""
    text = text.strip()
    if len(text) <= width:
        return Snippet(runs(text, wanted), cut_before=False, cut_after=False)
    hits = [word.start() for word in WORD.finditer(text) if word[0] in wanted] or [0]
    best = max(hits, key=lambda place: (sum(place <= other < place + width - BEFORE for other in hits), -place))
    start = _word_start(text, max(0, min(best - BEFORE, len(text) - width)))
    end = start + width
    if end < len(text):
        end = max(text.rfind(" ", start, end), best + 1) if " " in text[best:end] else end
    return Snippet(runs(text[start:end].strip(), wanted), cut_before=start > 0, cut_after=end < len(text))


def _word_start(text: str, place: int) -> int:
    """The first beginning of a word at or after `place`, or `place` where no space is near."""
    if place == 0 or text[place - 1].isspace():
        return place
    space = text.find(" ", place, place + BEFORE)
    return place if space < 0 else space + 1
