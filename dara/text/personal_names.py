"""Names of people."""

import re
from functools import lru_cache
from typing import NamedTuple

from nameparser import HumanName

_PARTICLE = re.compile(
    r"(?:af|al|ap|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|las|le|lo|los|st\.?|ten|ter|van|vom|von|zu|zum|zur)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|la|el|los|las|l\.a\.) ", re.IGNORECASE)  # “La Opinión”; a person's name begins with none of them
# A name that has one of these is not a person's.
_OF_ORGANIZATIONS = re.compile(
    r"\b(?:agency|alliance|associated|association|board|bureau|campaign|center|city|coalition|college|committee|communications|company|contributors?"
    r"|corporation|correspondent|council|county|courier|daily|department|desk|district|division|editor|editorial|editors|express|foundation|gazette"
    r"|globe|group|guest|herald|inc|institute|journal|league|ledger|live|llc|magazine|media|monitor|network|new|news|newspapers?|newsroom|observer"
    r"|office|officials|opinion|organization|paper|party|post|press|project|public|publishing|radio|register|reporters?|review|school|sentinel"
    r"|services?|society|special|staff|standard|station|studio|sun|team|the|times|tribune|union|university|voice|weekly|wire|workers|writers?)\b",
    re.IGNORECASE,
)
_SUFFIX = r"(?:jr|sr|esq|ii|iii|iv|m\.?d|ph\.?d|j\.?d|d\.?d\.?s|r\.?n|c\.?p\.?a)\.?"
_NICKNAME = re.compile(r"[“\"(‘][^”\")’]+[”\")’]")
_WORD = re.compile(r"[^\W\d_]+(?:[.’'‐‑-]+[^\W\d_]+)*\.?,?")
MAX_WORDS = 3  # without initials, particles and suffixes; of four, nobody can say which are the family's


class Parts(NamedTuple):
    """The parts of a name, “” where it has none: “Ana María”, “de la”, “Vega”, “Jr.”."""

    given: str
    particle: str  # in small letters; “Van” and “O’” are of the family name
    family: str
    suffix: str


def sort_name(name: str) -> str:
    """The name as it is sorted, the family name first: “Ana María de la Vega Jr.” gives “de la Vega, Ana María, Jr.”.

    A name without a family name, or with nothing else, stays as it is."""
    words = " ".join(name.split())
    parsed = HumanName(words)
    if not parsed.last:
        return name
    given = words.rpartition(parsed.last)[0].strip(" ,") or f"{parsed.title} {parsed.first} {parsed.middle}".strip()
    return ", ".join(filter(None, (parsed.last, given, parsed.suffix))) if given else name


def parts_of(sorted_as: str) -> Parts | None:
    """Return the parts of a sort name: “de la Vega, Ana María, Jr.”. None where it is of one part, or of more than three."""
    family, *others = sorted_as.split(", ")
    if not 1 <= len(others) <= 2:
        return None
    words = family.split(" ")
    first = next((place for place, word in enumerate(words) if not word.islower()), 0)
    return Parts(others[0], " ".join(words[:first]), " ".join(words[first:]), "".join(others[1:]))


def authors_of(byline: str) -> list[tuple[str, Parts | None]]:
    """Return who is named in a byline, with the parts of a person's name: “By Ann Poe, Bob Roe Jr. and the Associated Press”.

    Who is not told from a person for sure has no parts. A byline that cannot be told apart is one author, as it stands."""
    text = re.sub(r"(?i)^(?:by|por)(?::\s*|\s+)", "", byline.strip())
    authors: list[tuple[str, Parts | None]] = []
    for named in re.split(r"(?i)\s*;\s*|\s*,?\s+(?:and|&|y)\s+", text):
        people = re.split(rf"(?i),(?!\s*{_SUFFIX}(?:,|$))\s*", named)
        found = [_person(each) for each in people]
        if all(found):
            authors += zip(people, found, strict=True)
        elif len(people) == 1 and " " in named and _OF_ORGANIZATIONS.search(named):
            authors.append((named, None))
        else:
            return [(text, None)]
    return authors if any(parts for _, parts in authors) else [(text, None)]


@lru_cache(256)  # reading a name takes a millisecond, and one after another the records of a source have the same
def _person(name: str) -> Parts | None:
    """Return the parts of a name if it is a person's for sure: of two or three words, in capitals, none of an organization's."""
    words = _NICKNAME.sub("", name).split()
    if not words or _OF_ORGANIZATIONS.search(name) or _ARTICLE.match(name) or not all(map(_WORD.fullmatch, words)):
        return None
    first, *others = words
    rest = [word for word in others if not _PARTICLE.fullmatch(word) and not re.fullmatch(_SUFFIX, word, re.IGNORECASE)]
    in_full = [word for word in (first, *rest) if not word.endswith(".")]
    in_capitals = all(word[0].isupper() or word[1:2] in "’'" for word in (first, *rest))
    return parts_of(sort_name(name)) if rest and in_capitals and 1 <= len(in_full) <= MAX_WORDS else None
