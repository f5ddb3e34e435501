"""Find characters in a text that a curator should know of. They are reported and never repaired: a text is what the document holds."""

import re
from collections.abc import Iterator

import ftfy
from ftfy.badness import BADNESS_RE

SHOWN = 3  # places listed for each kind of character
MOJIBAKE_SEARCHED = 1_000_000  # characters that are searched for mojibake, which is slow

_KINDS = (
    (re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"), "Control characters"),
    (
        re.compile("[\u202a-\u202e\u2066-\u2069]"),
        "Signs that turn the direction of writing, so that what is seen may not be what is held",
    ),
    (re.compile("[\u200b\u2060\ufeff]"), "Invisible characters"),
    (re.compile("\ufffd"), "Replacement characters (�), where something was lost before the document came here"),
    (
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]"),
        "Characters of private use, which mean something in the document's own font only",
    ),
    (re.compile("\r"), "Carriage returns that are not before a line feed"),
)


def character_warnings(words: str) -> Iterator[str]:
    """A sentence for each kind of suspicious characters in `words`, with their number and first offsets in code points."""
    for pattern, what in _KINDS:
        places = [found.start() for found in pattern.finditer(words)]
        if places:
            yield f"{what}: {len(places):,}, at {_listed(places)}."
    if not words.isascii():
        yield from _mojibake(words[:MOJIBAKE_SEARCHED])


def _mojibake(words: str) -> Iterator[str]:
    """A sentence on characters that were probably decoded with the wrong encoding (“donâ€™t”), and on what they may have been."""
    seen: dict[str, tuple[int, str]] = {}
    places = 0
    for found in BADNESS_RE.finditer(words):
        places += 1
        start, end = found.span()
        while start > 0 and not words[start - 1].isspace():
            start -= 1
        while end < len(words) and not words[end].isspace():
            end += 1
        word = words[start:end][:80]
        if len(seen) < SHOWN and word not in seen and (meant := ftfy.fix_encoding(word)) != word:
            seen[word] = (start, meant)
    if seen:
        told = "; ".join(f"“{word}” at {place} may have been “{meant}”" for word, (place, meant) in seen.items())
        yield f"Characters that look like another encoding's: {places:,}. {told}. They stand as received."


def _listed(places: list[int]) -> str:
    return ", ".join(map(str, places[:SHOWN])) + (" …" if len(places) > SHOWN else "")
