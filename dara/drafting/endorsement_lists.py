"""Find lists of endorsers: “Endorsements: A; B; C” in one line, or a line for each under a heading.

Whose list it is, its heading says; if not, the page's or the profile's subject, never whoever was named last."""

import re
from collections.abc import Iterator, Sequence

from dara.drafting.capitals import Token
from dara.drafting.forms import Found, form_of
from dara.drafting.names import Name
from dara.drafting.parties import endorsers, listed, page_owner
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.rules import compiled
from dara.drafting.vocabulary import ROLES, TITLES, word_list
from dara.text.spans import Span

_IN_LINE = compiled(
    r"(?i)(?P<head>(?:[^:\n]{0,60}\b)?(?:{list_heads})(?: (?:include|are|so far|incluyen|(?:of|for|de|a|para) [^:;—–]{2,40}?|[A-Z][^:;—–.]{2,40}?))?)\s*(?::|[—–])\s*(?P<items>\S.*)"
)
_HEADED = compiled(r"(?i)^(?:[\w’'.-]+ ){0,2}(?:{list_heads})|, (?:{list_heads})")
_HEAD = compiled(
    r"(?i)(?:(?:[^:\n]{0,40}\b)?(?:{list_heads})[^:.!?\n]{0,60}:?|[^.!?\n]{0,200}\b(?:endors(?:ed|ing|ements?|ers)|support(?:ed|ing|ers)|back(?:ed|ing|ers))\b[^.!?\n]*:)"
)
_SIDE = compiled(r"(?i)(?:{sides})\b [^.!?:]{2,50}:?$")
_ABOUT = re.compile(r"(?i)\b(?:endors\w+|back(?:s|ing|ers|ed)|support(?:s|ing|ers)?|who[’']s with)\b")
_OF_CANDIDATES = re.compile(r"(?i)\bendorsed\b.*\bcandidates?\b|\bcandidates?\b.*\bendorsed (?:are|include)")
_BULLET = "•*-–—·▪◦● \u00a0\t"
_FURNITURE = compiled(r"(?i)(?:{after_lists})\b")
_SUPPORTS = re.compile(r"(?i)(?!.*endors)(?:.*(?:support|back|apoy)|(?:for|with|behind|team)\b)")


def listed_endorsements(found: Found) -> Iterator[Endorsement]:
    """The endorsements in the lists of a text."""
    last = 0
    for number, (start, end) in enumerate(found.segmented.paragraphs):
        if 3 < end - start <= 3000 and start >= last:
            drafts = list(_in_line(found, number, Span(start, end))) or list(_in_lines(found, number, Span(start, end)))
            last = max((each.passage.end for each in drafts), default=last)
            yield from drafts


def _in_line(found: Found, number: int, paragraph: Span) -> Iterator[Endorsement]:
    line = _IN_LINE.fullmatch(found.text, *paragraph)
    if line is None:
        return
    parted = re.search(r"[;•]", line["items"]) or _HEADED.search(line["head"])
    owner = _owner(found, number, Span(*line.span("head"))) if parted else None
    if owner:
        mark = "[^•]+" if "•" in line["items"] else "[^;]+"
        items = [Span(*item.span()) for item in re.compile(mark).finditer(found.text, line.start("items"), paragraph[1])]
        yield from _items(found, paragraph, items, owner, line["head"].strip(), "list in a line")


def _in_lines(found: Found, number: int, paragraph: Span) -> Iterator[Endorsement]:
    """A heading, and below it a line for each endorser; headings inside of the list say of what kind they are."""
    words = found.text[slice(*paragraph)]
    head = _HEAD.fullmatch(words) if len(words) <= 240 and words[0] not in _BULLET else None
    side = _SIDE.match(words) if not head and len(words) <= 60 else None
    if not (head or side) or _OF_CANDIDATES.search(words):
        return
    owner = _candidate_in(found, paragraph) if side else _owner(found, number, paragraph)
    items: list[Span] = []
    for each in found.segmented.paragraphs[number + 1 : number + 80]:
        if not _is_item(found, each, bool(items)):
            break
        items.append(each)
    verb = _ABOUT.search(words)
    if owner is None or len(items) <= (not side):
        return
    for item in items:
        passage = Span(paragraph[0], item[1])
        yield from _items(found, passage, [item], owner, verb[0] if verb else words.strip(" :"), "list of lines")


def _is_item(found: Found, line: Span, begun: bool) -> bool:
    words = found.text[slice(*line)]
    bullet = words[0] in "•*▪◦●" and len(words) < 120
    words = words.lstrip(_BULLET)
    if not words or len(words) > 110 or _FURNITURE.match(words) or words[0] in '“"':
        return False
    if words[-1] in '.?!:”"' and not (bullet and begun) and not re.search(r"(?:Jr|Sr|Inc|Ret)\.$", words):
        return False
    if _SIDE.match(words) and _candidate_in(found, Span(line[1] - len(words), line[1])):
        return False
    tokens = found.names.words_between(line[1] - len(words), line[1])
    return bullet or _is_kind(tokens) or bool(of_item(found, line))


def _items(found: Found, passage: Span, items: list[Span], owner: Party, verb: str, rule: str) -> Iterator[Endorsement]:
    stance = "supports" if _SUPPORTS.match(verb) else "endorses"
    for item in items:
        yield from found.stance(passage, of_item(found, item), owner, stance=stance, verb=verb, rule=rule, confidence=0.8)


def of_item(found: Found, item: Span) -> list[Party]:
    """The endorsers in an item, one mostly; “Mayors Ray Tso (Alder) and Ida Hale (Dunmore)” are two."""
    words = found.text[slice(*item)]
    begin = item[0] + len(words) - len(words.lstrip(_BULLET + "\n"))
    words = found.text[begin : item[1]].strip(" .;,")
    tokens = found.names.words_between(begin, item[1])
    if not tokens or _is_kind(tokens):
        return []
    form = form_of(found, Span(begin, item[1]))
    several = list(endorsers(found, form, listed(form, 0)))
    person = any(each.name == name.full for each in several for name in found.names.people)
    core = re.sub(r"^(?:and )?(?:the )?", "", re.split(r"[,(:]| – | — ", words)[0], flags=re.IGNORECASE).strip()
    lead = [word for word in core.split() if word[0].isupper() and word.lower().strip(".") not in TITLES | ROLES.keys()]
    whole = all(word[0].isupper() or not word[0].isalpha() or len(word) < 5 for word in core.split())
    if len(several) <= 1 and not person and lead and whole and core[0].isupper() and len(core.split()) <= 9:
        return [Party(core, words)]  # “Clergy for Safer Streets”
    return several


def _is_kind(tokens: Sequence[Token]) -> bool:
    """“Elected Officials”, “Community Leaders*”: a heading inside of a list."""
    return all(token.plain in word_list("kinds_of_endorsers") or token.plain in word_list("plural_endorsers") for token in tokens)


def _candidate_in(found: Found, span: Span) -> Party | None:
    named = _named_in(found, span)
    return named if named and named.name in found.running_names else None


def _named_in(found: Found, span: Span) -> Party | None:
    """The person named in a span: the last one."""
    inside = [each for each in found.names.between(*span) if each.kind == "person" and each.name]
    return Party(inside[-1].name.full, inside[-1].core) if inside and inside[-1].name else None


def _owner(found: Found, number: int, head: Span) -> Party | None:
    """Whose list it is: named in its head; the page's own candidate; named in a heading above; the only candidate."""
    if (named := _named_in(found, head)) is not None:
        return named
    alone = found.candidates[0] if len(found.candidates) == 1 else None
    owner = page_owner(found) or _of_heading(found, number) or alone
    return Party(owner.full, owner.full) if owner else None


def _of_heading(found: Found, number: int) -> Name | None:
    """The person whom the nearest heading above names alone: “Who is Ana Roe?”, “Raul Ortega: …”."""
    for start, end in reversed(found.segmented.paragraphs[:number]):
        here = found.names.between(start, end)
        people = {each.name for each in here if each.kind == "person" and each.name}
        lone = end - start < 80 and found.text[end - 1] not in '.!”"'
        if lone and len(people) == 1:
            return people.pop()
    return None
