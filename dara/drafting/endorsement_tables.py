"""Find endorsements in tables: a column for each endorser with the candidates in its cells, a column for each candidate with the endorsers, or
a row for each candidate with the endorsers in a cell."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import of_item
from dara.drafting.forms import Found
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.stances import drafts_of
from dara.drafting.tables import Cell, Table, cell_under, tables
from dara.drafting.vocabulary import NOBODY, word_list
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
_CANDIDATES = re.compile(r"(?i)candidates?|names?|candidatos?|nombre|endorsed(?: candidates?)?|picks?|choices?")
_ENDORSERS = re.compile(
    r"(?i)endorsements?|endorsers?|endorsing|endorsed by|organizations?|supporters|backers|backed by|apoyos|respaldos"
)


def table_endorsements(found: Found, normalized: NormalizedText) -> Iterator[Endorsement]:
    """The endorsements in the tables of a text that is about endorsements."""
    for table in tables(normalized.original) if _ABOUT.search(found.text) else ():
        if any("%" in cell.words for row in table.rows for cell in row):
            continue  # counts
        roles = [_role(found, cell) for cell in table.rows[0]]
        for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
            passage = normalized.normal_span(Span(table.lines[0].start, line.end))
            for who, whom, verb in _of_row(found, normalized, table, roles, row):
                party = Party(whom, whom)
                yield from drafts_of(found, passage, [who], party, stance="endorses", verb=verb, rule="table", confidence=0.75)


def _role(found: Found, cell: Cell) -> tuple[str, str]:
    """What a column holds, and whose it is: “candidates”, “endorsers”, of an “endorser”, of a “candidate”, or “”."""
    words = cell.words.strip(" *:")
    if _CANDIDATES.fullmatch(words):
        return "candidates", ""
    if _ENDORSERS.fullmatch(words):
        return "endorsers", ""
    if not words or words.lower() in word_list("offices") or words.lower().split()[-1] in word_list("no_endorsers"):
        return "", ""
    person = found.names.person(words)
    if person is not None and person.kind == "person" and person in found.running:
        return "candidate", person.full
    name = _body(found, words)
    return ("endorser", name) if name else ("", "")


def _body(found: Found, words: str) -> str | None:
    """The organization that heads a column, in full where the text explains it: “EV - EnviroVoters”."""
    legend = _legend(found.text)
    longer = {full for full in legend.values() if len(words) > 7 and words.lower()[:8] in full.lower()}
    name = legend.get(fold(words)) or (longer.pop() if len(longer) == 1 else None)
    if name is None and (
        len(re.findall(r"\b[A-Z]", words)) > 1
        or words in word_list("party_words")
        or any(words == each.full for each in found.names.named if each.kind == "organization")
    ):
        name = words
    name = _MORE.sub("", name).strip() if name else ""
    return _HUMPS.sub(" ", name) if len(_HUMPS.findall(name)) > 1 and " " not in name else name


@lru_cache(maxsize=1)
def _legend(text: str) -> dict[str, str]:
    """What short names stand for, in lower case: “- EV - EnviroVoters”."""
    return {fold(each["short"]): each["name"].strip() for each in _LEGEND.finditer(text)}


def _of_row(
    found: Found, normalized: NormalizedText, table: Table, roles: Sequence[tuple[str, str]], row: list[Cell]
) -> Iterator[tuple[Party, str, str]]:
    """Who endorses whom in a row, with the words that say so."""
    kinds = [kind for kind, _ in roles]
    whom = cell_under(table, row, kinds.index("candidates")) if "candidates" in kinds and "endorsers" in kinds else None
    for index, (head, (kind, name)) in enumerate(zip(table.rows[0], roles, strict=True)):
        cell = cell_under(table, row, index) if kind else None
        if cell is None or cell.words.lower().strip(" .") in word_list("no_choice"):
            continue
        if kind == "endorser" and not whom:
            yield from ((Party(name, head.words), each, head.words) for each in _candidates(found, cell.words, table))
        names = list(_candidates(found, whom.words, table)) if kind == "endorsers" and whom else [name]
        if kind == "candidate" or (kind == "endorsers" and whom):
            for part in re.finditer(r"[^;]+", cell.words):
                span = normalized.normal_span(Span(cell.start + part.start(), cell.start + part.end()))
                yield from ((who, each, head.words) for who in of_item(found, span) for each in names)


def _candidates(found: Found, words: str, table: Table) -> Iterator[str]:
    """The candidates in a cell, by their fullest names in the table or the text; none where it is a remark."""
    for plain in _people(words):
        parts = plain.split()
        known = found.names.person(plain)
        if {fold(word) for word in parts} <= NOBODY:
            continue
        if len(parts) == 1 and known is None:
            cells = (each for row in table.rows for cell in row for each in _people(cell.words))
            yield max((each for each in cells if fold(parts[0]) in fold(each).split()), key=len)
        else:
            yield known.full if len(parts) == 1 and known and known.kind == "person" else plain


def _people(words: str) -> list[str]:
    """What may be names in a cell."""
    return [each for part in _SEVERAL.split(words) if _PERSON.fullmatch(each := part.strip(" *().").replace("_", " "))]
