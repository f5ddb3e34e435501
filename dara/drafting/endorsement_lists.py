"""Find lists of endorsers, “Endorsements: A; B; C” in one line or a line for each under a heading, and tables of them.

Whose list it is, its heading says; if not, the page's or the profile's subject, never whoever was named last. A table has a column of endorsers
and one of candidates, or a column for each candidate or each endorser, whom its head names."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import product, takewhile

from dara.drafting.forms import Found, form_of
from dara.drafting.mentions import Name, Token, fold
from dara.drafting.parties import candidate_at, endorsers, listed
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.prose import named_in, payer
from dara.drafting.rules import ROLES, WORDS, compiled
from dara.drafting.tables import Cell, cell_under, tables
from dara.drafting.whitespace import NormalizedText
from dara.text.spans import Span

_IN_LINE = compiled(
    r"(?i)(?P<head>(?:[^:\n]{0,60}\b)?{list_heads}(?: (?:include|are|so far|incluyen|(?:of|for|de|a|para) [^:;—–]{2,40}?|[A-Z][^:;—–.]{2,40}?))?)\s*(?::|[—–])\s*(?P<items>\S.*)"
)
_HEADED = compiled(r"(?i)^(?:[\w’'.-]+ ){0,2}{list_heads}|, {list_heads}")
_HEAD = compiled(
    r"(?i)(?:(?:[^:\n]{0,40}\b)?{list_heads}[^:.!?\n]{0,60}:?|[^.!?\n]{0,200}\b(?:endors(?:ed|ing|ements?|ers)|support(?:ed|ing|ers)|back(?:ed|ing|ers))\b[^.!?\n]*:)"
)
_SIDE = compiled(r"(?i){sides}\b [^.!?:]{2,50}:?$")
_OF_CANDIDATES = re.compile(r"(?i)\bendorsed\b.*\bcandidates?\b|\bcandidates?\b.*\bendorsed (?:are|include)")
_BULLET = "•*-–—·▪◦● \u00a0\t"
_SENTENCE = re.compile(r"(?<!Jr)(?<!Sr)(?<!Inc)(?<!Ret)[.?!:”\"]$")
_FURNITURE = compiled(r"(?i){after_lists}\b")

_TABLES = re.compile(r"(?i)endors|apoy|respald|recommend|slate|voter guide")
_LEGEND = re.compile(
    r"(?m)^[ \t]*(?:[*•–-]+[ \t]+)?([A-Z][\w.&’'-]{0,24})(?:[ \t][-–—=][ \t]|:[ \t]|[ \t]\(|(?<=[A-Z]{2})[ \t])([A-Z][^\n.;()|]{3,70})"
)
_MORE = re.compile(r"(?i) [-–] .*| (?:endorsements?|recommendations|voter guide)$")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDORSING = re.compile(r"(?i)\b(?:endors|apoy|respald|recommend)\w*")
_OTHERWISE = re.compile(r"\b(?:[Oo]ppos|against\b|[Ww]ithdr|[Rr]escind|[Rr]evok|[Cc]ontra\b|[Nn]ot?\b|without\b|[Pp]ast\b)")
_NAMES_ALONE = re.compile(r"(?:●|[A-Z][\w.’-]*|\band\b|\by\b|[\s,;/&*|)])+")

# Who endorses, and whom: the number of the column that has them in its cells, or whom the head of a column names.
Sides = tuple[int | Party, int | Party]


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
    if line is None or not (re.search(r"[;•]", line["items"]) or _HEADED.search(line["head"])):
        return
    if owner := _owner(found, number, Span(*line.span("head"))):
        mark = re.compile("[^•]+" if "•" in line["items"] else "[^;]+")
        items = [Span(*item.span()) for item in mark.finditer(found.text, line.start("items"), paragraph[1])]
        yield from _items(found, paragraph, items, owner, line["head"].strip(), "list in a line")


def _in_lines(found: Found, number: int, paragraph: Span) -> Iterator[Endorsement]:
    """A heading, and below it a line for each endorser; headings inside of the list say of what kind they are."""
    words = found.text[slice(*paragraph)]
    head = _HEAD.fullmatch(words) if len(words) <= 240 and words[0] not in _BULLET else None
    side = _SIDE.match(words) if not head and len(words) <= 60 else None
    if not (head or side) or _OF_CANDIDATES.search(words):
        return
    owner = _named_in(found, paragraph, found.running) if side else _owner(found, number, paragraph)
    if owner is None:
        return
    verb = (re.search(r"(?i)\b(?:endors|apoy|respald|back|support)\w*", words) or [words.strip(" :")])[0]
    items = list(takewhile(lambda line: _is_item(found, line), found.segmented.paragraphs[number + 1 : number + 80]))
    for item in items if side or len(items) > 1 else ():
        yield from _items(found, Span(paragraph[0], item[1]), [item], owner, verb, "list of lines")


def _is_item(found: Found, line: Span) -> bool:
    words = found.text[slice(*line)]
    bullet, words = words[0] in "•*▪◦●", words.lstrip(_BULLET)
    begin = line[1] - len(words)
    if not words or len(words) > 110 or _FURNITURE.match(words) or (_SENTENCE.search(words) and not bullet):
        return False
    if _SIDE.match(words) and _named_in(found, Span(begin, line[1]), found.running):
        return False
    return bullet or _is_kind(found.names.words_between(begin, line[1])) or bool(_of_item(found, line))


def _items(found: Found, passage: Span, items: list[Span], owner: Party, verb: str, rule: str) -> Iterator[Endorsement]:
    stance = "endorses" if re.search(r"(?i)endors|respald", verb) else "supports"
    for item in items:
        yield from found.stance(passage, _of_item(found, item), owner, stance=stance, verb=verb, rule=rule, confidence=0.8)


def _of_item(found: Found, item: Span) -> list[Party]:
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
    lead = [word for word in core.split() if word[0].isupper() and word.lower().strip(".") not in WORDS.titles | ROLES.keys()]
    whole = all(word[0].isupper() or not word[0].isalpha() or len(word) < 5 for word in core.split())
    return [Party(core, words)] if len(several) <= 1 and not person and lead and whole else several  # “Clergy for Safer Streets”


def _is_kind(tokens: Sequence[Token]) -> bool:
    """“Elected Officials”, “Community Leaders*”: a heading inside of a list."""
    return all(token.plain in WORDS.kinds_of_endorsers or token.plain in WORDS.plural_endorsers for token in tokens)


def _named_in(found: Found, span: Span, among: Collection[Name] = ()) -> Party | None:
    """The person named in a span, one of `among` if they are given: the last one."""
    people = [each for each in found.names.between(*span) if each.kind == "person" and (not among or each.name in among)]
    return next((Party(each.name.full, each.core) for each in reversed(people) if each.name), None)


def _owner(found: Found, number: int, head: Span) -> Party | None:
    """Whose list it is: named in its head; the page's own candidate; named alone in a heading above (“Who is Ana Roe?”); the only candidate."""
    if named := _named_in(found, head):
        return named
    if owner := named_in(payer(found.text), found.names.people):
        return Party(owner.full, owner.full)
    for start, end in reversed(found.segmented.paragraphs[:number]):
        heads = end - start < 80 and found.text[end - 1] not in '.!”"'
        people = {each.name for each in found.names.between(start, end) if each.kind == "person" and each.name} if heads else ()
        if len(people) == 1:
            return _named_in(found, Span(start, end))
    return Party(found.candidates[0].full, found.candidates[0].full) if len(found.candidates) == 1 else None


def table_endorsements(found: Found, normalized: NormalizedText) -> Iterator[Endorsement]:
    """The endorsements in the tables of a text that is about endorsements."""
    for table in tables(normalized.original) if _TABLES.search(found.text) else ():
        head = normalized.normal_span(table.lines[0])
        above = found.segmented.paragraphs[max(found.segmented.paragraph_at(head.start) - 1, 0)]
        begin = above.start if above.end - above.start < 160 else head.start
        stated = _ENDORSING.search(found.text, begin, head.end) if not _OTHERWISE.search(found.text, begin, head.end) else None
        verb, begin = stated[0] if stated else "", begin if stated and stated.start() < head.start else head.start
        body = zip(table.lines[1:], table.rows[1:], strict=True)
        rows = [each for each in body if not _OTHERWISE.search(normalized.original, *each[0])]
        for (line, row), sides in product(rows, _sides(found, table.rows[0], stated is not None)):
            cells = [cell_under(table, row, side) if isinstance(side, int) else None for side in sides]
            who, whom = (normalized.normal_span(Span(cell.start, cell.end)) if cell else None for cell in cells)
            backers = _endorsers(found, who) if who else [side for side in sides[:1] if isinstance(side, Party)]
            candidates = _candidates(found, whom) if whom else [side for side in sides[1:] if isinstance(side, Party)]
            passage = Span(begin, normalized.normal_span(line).end)
            for each in candidates:
                said = verb or (backers[0].as_named if backers else "")
                yield from found.stance(passage, backers, each, stance="endorses", verb=said, rule="table", confidence=0.75)


def _sides(found: Found, head: Sequence[Cell], stated: bool) -> list[Sides]:
    """The sides of a table by its head. `stated`: the table is said to be of endorsements."""
    words = [cell.words.strip(" *:") for cell in head]
    lists = (WORDS.endorser_columns, WORDS.candidate_columns, WORDS.endorsement_columns)
    who, whom, either = ([index for index, each in enumerate(words) if each.lower() in names] for names in lists)
    who, whom = who or (either if whom else []), whom or (either if who else [])
    if len(who) == len(whom) == 1:
        return [(who[0], whom[0])] if stated else []
    people = [(index, name) for index, each in enumerate(words) if (name := found.names.person(each)) in found.running and each]
    if len(people) > 1 and len(people) >= len(list(filter(None, words))) - 1:
        return [(index, Party(name.full, words[index])) for index, name in people if name] if stated else []
    bodies = [(index, _body(found, each)) for index, each in enumerate(words)]
    return [(Party(body, words[index]), index) for index, body in bodies if body] if len(head) > 2 else []


def _endorsers(found: Found, cell: Span) -> list[Party]:
    words = found.text[slice(*cell)]
    parts = [Span(cell.start + part.start(), cell.start + part.end()) for part in re.finditer("[^;]+", words)]
    return [each for part in parts for each in _of_item(found, part)] if words.lower().strip(" .") not in WORDS.no_choice else []


def _candidates(found: Found, cell: Span) -> list[Party]:
    """The people in a cell that has nothing but names in it."""
    form = form_of(found, cell)
    people = [place for place, phrase in form.phrases.items() if phrase.kind == "person" and phrase.end <= cell.end]
    return [party for place in people if (party := candidate_at(found, form, place))] if _NAMES_ALONE.fullmatch(form.words) else []


def _body(found: Found, words: str) -> str:
    """The organization that heads a column, in full where the text explains it: “EV - EnviroVoters”; “” for another column."""
    if not words or words.lower() in WORDS.offices or words.lower().split()[-1] in WORDS.no_endorsers or found.names.person(words):
        return ""
    legend = _legend(found.text)
    longer = {full for full in legend.values() if len(words) > 7 and words.lower()[:8] in full.lower()}
    known = {each.full for each in found.names.named if each.kind == "organization"} | WORDS.party_words
    own = words if words in known or len(re.findall(r"\b[A-Z]", words)) > 1 else ""
    name = _MORE.sub("", legend.get(fold(words)) or (longer.pop() if len(longer) == 1 else own)).strip()
    return _HUMPS.sub(" ", name) if len(_HUMPS.findall(name)) > 1 and " " not in name else name


@lru_cache(maxsize=1)
def _legend(text: str) -> dict[str, str]:
    """What short names stand for, in lower case: “- EV - EnviroVoters”."""
    return {fold(short): name.strip() for short, name in _LEGEND.findall(text)}
