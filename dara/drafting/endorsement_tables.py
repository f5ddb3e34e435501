"""Find endorsements in tables: a column for each endorser with the candidates in its cells, a column for each candidate with the endorsers, or
a row for each candidate with the endorsers in a cell."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from dara.drafting.capitals import fold
from dara.drafting.endorsement_lists import of_item
from dara.drafting.forms import Found
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.stances import Endorser, Said, drafts_of
from dara.drafting.tables import Cell, Table, cell_under, tables
from dara.drafting.vocabulary import NOBODY, word_list
from dara.drafting.whitespace import NormalizedText
from dara.text.spans import Span

_ABOUT = re.compile(r"(?i)endors|apoy|respald|recommend|slate|voter guide")
_LEGEND = re.compile(
    r"^[ \t]*(?:[*•–-]+[ \t]+)?(?P<short>[A-Z][\w.&’'-]{0,24})(?:[ \t][-–—=][ \t]|:[ \t]|[ \t]\(|(?<=[A-Z]{2})[ \t])(?P<name>[A-Z][^\n.;()|]{3,70})",
    re.MULTILINE,
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?: (?:[A-ZÀ-Þ][\w.’'-]*|de|la|del|von|van|y)){0,4}")
_SEVERAL = re.compile(r"\s*[,;/&]\s*| and | y ")
_CANDIDATES = re.compile(r"(?i)candidates?|names?|candidatos?|nombre|endorsed(?: candidates?)?|picks?|choices?")
_ENDORSERS = re.compile(
    r"(?i)endorsements?|endorsers?|endorsing|endorsed by|organizations?|supporters|backers|backed by|apoyos|respaldos"
)


def table_endorsements(found: Found, normalized: NormalizedText) -> Iterator[Endorsement]:
    """The endorsements in the tables of a text that is about endorsements."""
    if not _ABOUT.search(found.text):
        return
    for table in tables(normalized.original):
        head = table.rows[0]
        if any("%" in cell.words for row in table.rows for cell in row):
            continue  # counts
        roles = [_role(found, cell) for cell in head]
        for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
            passage = normalized.normal_span(Span(table.lines[0].start, line.end))
            for who, whom, verb in _of_row(found, normalized, table, roles, row):
                yield from drafts_of(found, passage, [who], Party(whom, whom), Said("endorses", verb, "table", 0.75))


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
    legend, listed = _legend(found.text)
    name = legend.get(words) or next((full for short, full in legend.items() if fold(short) == fold(words)), None)
    known = [each.full for each in found.names.named if each.kind == "organization"]
    if name is None:
        near = get_close_matches(words, [*listed, *legend.values()], 1, 0.86)
        stem = {full for full in legend.values() if words.lower()[:8] in full.lower() and len(words) > 7}
        own = words in known or words in word_list("party_words") or len(re.findall(r"\b[A-Z]", words)) > 1
        name = near[0] if near else stem.pop() if len(stem) == 1 else words if own else None
    if name is None:
        return None
    name = re.split(r" - | – ", re.sub(r" (?:endorsements?|recommendations|voter guide)$", "", name, flags=re.IGNORECASE))[
        0
    ].strip()
    return _HUMPS.sub(" ", name) if len(_HUMPS.findall(name)) > 1 and " " not in name else name


@lru_cache(maxsize=1)
def _legend(text: str) -> tuple[dict[str, str], list[str]]:
    """What short names stand for, and the short lines of lists: “- EV - EnviroVoters”."""
    listed = [line.strip("-*• ") for line in text.split("\n") if len(line) < 80 and re.match(r"\s*[-*•]\s", line)]
    return {each["short"]: each["name"].strip() for each in _LEGEND.finditer(text)}, listed


def _of_row(
    found: Found, normalized: NormalizedText, table: Table, roles: Sequence[tuple[str, str]], row: list[Cell]
) -> Iterator[tuple[Endorser, str, str]]:
    """Who endorses whom in a row, with the words that say so."""
    head = table.rows[0]
    kinds = [kind for kind, _ in roles]
    if "candidates" in kinds and "endorsers" in kinds:
        left, right = kinds.index("candidates"), kinds.index("endorsers")
        whom, who = cell_under(table, row, left), cell_under(table, row, right)
        for name in _candidates(found, whom.words, table) if whom and who else ():
            yield from ((each, name, head[right].words) for each in _endorsers(found, normalized, who)) if who else ()
        return
    for index, (cell, (kind, name)) in enumerate(zip(head, roles, strict=True)):
        inside = cell_under(table, row, index) if name else None
        if inside is None or inside.words.lower().strip(" .") in word_list("no_choice"):
            continue
        if kind == "endorser":
            yield from ((Endorser(name, cell.words), whom, cell.words) for whom in _candidates(found, inside.words, table))
        else:
            yield from ((each, name, cell.words) for each in _endorsers(found, normalized, inside))


def _endorsers(found: Found, normalized: NormalizedText, cell: Cell) -> Iterator[Endorser]:
    for part in re.finditer(r"[^;]+", cell.words):
        yield from of_item(found, normalized.normal_span(Span(cell.start + part.start(), cell.start + part.end())))


def _candidates(found: Found, words: str, table: Table) -> Iterator[str]:
    """The candidates in a cell, by their fullest names in the table or the text; none where it is a remark."""
    for each in _SEVERAL.split(words.strip(" *).")):
        plain = each.strip(" *().").replace("_", " ")
        if not _PERSON.fullmatch(plain) or {fold(word) for word in plain.split()} <= NOBODY or len(plain.split()) > 5:
            continue
        parts = [fold(word) for word in plain.split() if fold(word) not in ("jr", "sr")]
        fuller = {
            other.strip(" *().")
            for row in table.rows
            for cell in row
            for other in _SEVERAL.split(cell.words.strip(" *)."))
            if _PERSON.fullmatch(other.strip(" *()."))
            and [fold(word) for word in other.split() if fold(word).strip(")") not in ("jr", "sr")][-1].strip(")") == parts[-1]
        }
        known = found.names.person(plain)
        longest = max([plain, *fuller], key=len) if len(parts) == 1 else plain
        yield known.full if known and known.kind == "person" and len(longest.split()) == 1 else longest
