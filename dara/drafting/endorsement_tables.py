"""Find endorsements in tables that have a column for each endorser, with the candidates in its cells; a column of endorsers and one of
candidates; or a column for each candidate, with the endorsers in its cells."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import of_item
from dara.drafting.forms import Found, form_of
from dara.drafting.parties import candidate_at
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.tables import Cell, Table, cell_under, tables
from dara.drafting.vocabulary import word_list
from dara.drafting.whitespace import NormalizedText
from dara.text.spans import Span

_ABOUT = re.compile(r"(?i)endors|apoy|respald|recommend|slate|voter guide")
_LEGEND = re.compile(
    r"^[ \t]*(?:[*•–-]+[ \t]+)?(?P<short>[A-Z][\w.&’'-]{0,24})(?:[ \t][-–—=][ \t]|:[ \t]|[ \t]\(|(?<=[A-Z]{2})[ \t])(?P<name>[A-Z][^\n.;()|]{3,70})",
    re.MULTILINE,
)
_MORE = re.compile(r"(?i) - .*| – .*| (?:endorsements?|recommendations|voter guide)$")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?: (?:[A-ZÀ-Þ][\w.’'-]*|de|la|del|von|van|y)){0,4}")
_SEVERAL = re.compile(r"\s*[,;/&]\s*| and | y ")
_ENDORSING = re.compile(r"(?i)\b(?:endors|apoy|respald|recommend)\w*")
_OTHERWISE = re.compile(r"\b(?:[Oo]ppos|against\b|[Ww]ithdr|[Rr]escind|[Rr]evok|[Cc]ontra\b|[Nn]ot?\b|without\b|[Pp]ast\b)")
_WHO = re.compile(
    r"(?i)(?:endorsed|backed) by|(?:endorsing )?(?:endorser|organization|newspaper|group|union|supporter|backer|organizaci[oó]n|periódico)(?:e?s)?"
)
_WHOM = re.compile(r"(?i)(?:endorsed )?candidates?|candidat[oa]s?|endorsed|picks?|choices?")
_EITHER = re.compile(r"(?i)endorsements?|apoyos?|respaldos?")  # whichever of the two the other column is not
_NAMES_ALONE = re.compile(r"(?:●|[A-Z][\w.’-]*|\band\b|\by\b|[\s,;/&*|])+")


def table_endorsements(found: Found, normalized: NormalizedText) -> Iterator[Endorsement]:
    """The endorsements in the tables of a text that is about endorsements."""
    for table in tables(normalized.original) if _ABOUT.search(found.text) else ():
        head = table.rows[0]
        columns, candidates = _sides(found, head)
        yield from _by_sides(found, normalized, table, columns, candidates) if columns else ()
        is_byline = normalized.original.count("|", *table.lines[0]) == 1
        if columns or is_byline or any("%" in cell.words for row in table.rows for cell in row):
            continue  # counts
        endorsers = {index: name for index, cell in enumerate(head) if (name := _body(found, cell.words.strip(" *:")))}
        for line, row in zip(table.lines[1:], table.rows[1:], strict=True):
            passage = normalized.normal_span(Span(table.lines[0].start, line.end))
            for index, name in endorsers.items():
                cell, verb = cell_under(table, row, index), head[index].words
                for whom in _candidates(found, cell.words, table) if cell else ():
                    who, party = [Party(name, verb)], Party(whom, whom)
                    yield from found.stance(passage, who, party, stance="endorses", verb=verb, rule="table", confidence=0.75)


def _sides(found: Found, head: Sequence[Cell]) -> tuple[list[int], int | None]:
    """The columns of endorsers, and that of candidates; None where each column of endorsers has its candidate in its head."""
    words = [cell.words.strip(" *:") for cell in head]
    who, whom, either = ([index for index, each in enumerate(words) if side.fullmatch(each)] for side in (_WHO, _WHOM, _EITHER))
    who, whom = who or (either if whom else []), whom or (either if who else [])
    if len(who) == len(whom) == 1:
        return who, whom[0]
    people = [index for index, each in enumerate(words) if each and found.names.person(each) in found.running]
    return (people if len(people) > 1 and len(people) >= len(list(filter(None, words))) - 1 else []), None


def _by_sides(found: Found, normalized: NormalizedText, table: Table, who: list[int], whom: int | None) -> Iterator[Endorsement]:
    """The endorsements in a table whose head, or the line above it, says that it is of them."""
    head = normalized.normal_span(table.lines[0])
    above = found.segmented.paragraphs[max(found.segmented.paragraph_at(head.start) - 1, 0)]
    begin = above.start if above.end - above.start < 160 else head.start
    stated = _ENDORSING.search(found.text, begin, head.end)
    if stated is None or _OTHERWISE.search(found.text, begin, head.end):
        return
    begin = begin if stated.start() < head.start else head.start
    rows = [
        each for each in zip(table.lines[1:], table.rows[1:], strict=True) if not _OTHERWISE.search(normalized.original, *each[0])
    ]
    for (line, row), index in product(rows, who):
        cell, named = cell_under(table, row, index), table.rows[0][index] if whom is None else cell_under(table, row, whom)
        if cell and named and cell.words.lower().strip(" .") not in word_list("no_choice"):
            passage = Span(begin, normalized.normal_span(line).end)
            parts = (Span(cell.start + part.start(), cell.start + part.end()) for part in re.finditer("[^;]+", cell.words))
            of = [each for part in parts for each in of_item(found, normalized.normal_span(part))]
            for party in _named(found, normalized.normal_span(Span(named.start, named.end))):
                yield from found.stance(passage, of, party, stance="endorses", verb=stated[0], rule="table", confidence=0.75)


def _named(found: Found, span: Span) -> list[Party]:
    """The people in a cell that has nothing but names in it."""
    form = form_of(found, span)
    people = [place for place, phrase in form.phrases.items() if phrase.kind == "person" and phrase.end <= span.end]
    return [party for place in people if (party := candidate_at(found, form, place))] if _NAMES_ALONE.fullmatch(form.words) else []


def _body(found: Found, words: str) -> str:
    """The organization that heads a column, in full where the text explains it: “EV - EnviroVoters”; “” for another column."""
    if not words or words.lower() in word_list("offices") or words.lower().split()[-1] in word_list("no_endorsers"):
        return ""
    legend = _legend(found.text)
    longer = {full for full in legend.values() if len(words) > 7 and words.lower()[:8] in full.lower()}
    known = {each.full for each in found.names.named if each.kind == "organization"} | word_list("party_words")
    own = words if words in known or len(re.findall(r"\b[A-Z]", words)) > 1 else ""
    name = _MORE.sub("", legend.get(fold(words)) or (longer.pop() if len(longer) == 1 else own)).strip()
    person = found.names.person(words)
    if person is not None and person.kind == "person":
        return ""
    return _HUMPS.sub(" ", name) if len(_HUMPS.findall(name)) > 1 and " " not in name else name


@lru_cache(maxsize=1)
def _legend(text: str) -> dict[str, str]:
    """What short names stand for, in lower case: “- EV - EnviroVoters”."""
    return {fold(each["short"]): each["name"].strip() for each in _LEGEND.finditer(text)}


def _candidates(found: Found, words: str, table: Table) -> Iterator[str]:
    """The candidates in a cell, by their fullest names in the table or the text; none where it is a remark."""
    for plain in _people(words) if words.lower().strip(" .") not in word_list("no_choice") else ():
        parts, known = plain.split(), found.names.person(plain)
        if len(parts) == 1 and known is None:
            cells = (each for row in table.rows for cell in row for each in _people(cell.words))
            yield max((each for each in cells if fold(parts[0]) in fold(each).split()), key=len)
        else:
            yield known.full if len(parts) == 1 and known and known.kind == "person" else plain


def _people(words: str) -> list[str]:
    """What may be names in a cell."""
    return [each for part in _SEVERAL.split(words) if _PERSON.fullmatch(each := part.strip(" *().").replace("_", " "))]
