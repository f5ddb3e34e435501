"""Whose “I” and “we” it is, and whose page."""

import re
from functools import lru_cache

from dara.drafting.capitals import fold
from dara.drafting.forms import Found, Phrase
from dara.drafting.names import Name
from dara.drafting.vocabulary import word_list
from dara.text.spans import Span

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
    """Whose “I” or “we” it is: the speaker's, the organization's whose spokesperson speaks, the signer's of a letter, or the newspaper's."""
    around = found.around(phrase.start, phrase.end)
    plural = phrase.as_named.lower() in ("we", "us")
    if around:
        span, speaker, key = around[0]
        body = _body_of(found, span) if plural and key.startswith("quote") else None
        return body or (speaker.name if speaker else None)
    return _letter_writer(found, phrase.start) or (newspaper(found) if plural else None)


def _body_of(found: Found, span: Span) -> str | None:
    """“We endorse …,” said Nurses Union President Jill Marsh: the organization that the attribution names."""
    end = max(found.segmented.sentences[found.segmented.sentence_at(span[1] - 1)][1], min(span[1] + 120, len(found.text)))
    for mention in found.names.between(span[0], end):
        if mention.kind == "organization" and mention.name and not found.references.inside_quotation(mention.start):
            return mention.name.full
    return None


def _letter_writer(found: Found, place: int) -> str | None:
    """Who signs the letter that a place is in: a short line with a name, a few paragraphs below."""
    if found.references.inside_quotation(place):
        return None
    number = found.segmented.paragraph_at(place)
    for start, end in found.segmented.paragraphs[number + 1 : number + 6]:
        if end - start >= 60 or found.text[end - 1] in '.?!:”"':
            continue
        first = next(iter(found.names.between(start, min(start + 4, end))), None)
        return first.name.full if first is not None and first.name and first.kind == "person" and " " in first.name.full else None
    return None


def newspaper(found: Found) -> str | None:
    """The newspaper whose “we” it is: the organization of the heading, or the only paper that the text names."""
    heading = {
        each.name.full
        for start, end in found.segmented.paragraphs[:3]
        if end - start < 120
        for each in found.names.between(start, end)
        if each.kind == "organization" and each.name and re.search(r"[ -]", each.name.full)
    }
    if len(heading) == 1:
        return heading.pop()
    bodies = [name.full for name in found.names.named if name.kind == "organization"]
    boards = [each for each in bodies if each in _acting(found.text)]
    papers = [each for each in bodies if word_list("papers") & {fold(word) for word in re.split(r"[ -]", each)}]
    return boards[0] if len(boards) == 1 else papers[0] if len(papers) == 1 else None


@lru_cache(maxsize=1)
def _acting(text: str) -> frozenset[str]:
    """Who endorses or recommends in a text, or has an editorial board."""
    return frozenset(each["name"].removeprefix("The ") for each in _BOARD.finditer(text))
