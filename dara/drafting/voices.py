"""Whose “I” and “we” it is, and whose page."""

import re
from functools import lru_cache

from dara.drafting.capitals import fold
from dara.drafting.forms import Found, Phrase
from dara.drafting.names import Name
from dara.drafting.vocabulary import WORDS

_BOARD = re.compile(
    r"(?P<name>[A-Z][\w’-]*(?:[ -][A-Z][\w’-]*){0,4}?)(?:[’']s)? (?:endorses|recommends|recommendations|endorsements|editorial board|voter guide)\b"
)


def page_owner(found: Found) -> Name | None:
    """The candidate whose campaign pays for the page."""
    paid = re.search(r"(?i)paid for by:? ([^\n]{3,120})", found.text[-2500:])
    words = {fold(word) for word in re.findall(r"[\w’'-]+", paid[1])} if paid else set()
    owners = [name for name in found.names.people if name.evident and name.words[-1] in words]
    return owners[0] if len(owners) == 1 else None


def own_voice(found: Found, phrase: Phrase) -> str | None:
    """Whose “I” or “we” it is: the speaker's, the signer's of a letter, or the newspaper's."""
    if around := found.around(phrase.start, phrase.end):
        _, speaker, _ = around[0]
        return speaker.name if speaker else None
    return _letter_writer(found, phrase.start) or (newspaper(found) if phrase.as_named.lower() in ("we", "us") else None)


def _letter_writer(found: Found, place: int) -> str | None:
    """Who signs the letter that a place is in: a short line with a name, a few paragraphs below."""
    number = found.segmented.paragraph_at(place)
    for start, end in found.segmented.paragraphs[number + 1 : number + 6]:
        if end - start < 60 and found.text[end - 1] not in '.?!:”"':
            first = next(iter(found.names.between(start, min(start + 4, end))), None)
            full = first.name.full if first is not None and first.name and first.kind == "person" else ""
            return full if " " in full else None
    return None


def newspaper(found: Found) -> str | None:
    """The newspaper whose “we” it is: the only one that the text says to recommend somebody or to have a board, or the only one that it names."""
    bodies = [name.full for name in found.names.named if name.kind == "organization"]
    boards = [each for each in bodies if each in _acting(found.text)]
    papers = [each for each in bodies if WORDS.papers & {fold(word) for word in re.split(r"[ -]", each)}]
    return boards[0] if len(boards) == 1 else papers[0] if len(papers) == 1 else None


@lru_cache(maxsize=1)
def _acting(text: str) -> frozenset[str]:
    """Who endorses or recommends in a text, or has an editorial board."""
    return frozenset(each["name"].removeprefix("The ") for each in _BOARD.finditer(text))
