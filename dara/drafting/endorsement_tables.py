"""Find endorsements in tables that have a column for each endorser, with the candidates in its cells."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dara.drafting.capitals import fold
from dara.drafting.forms import Found
from dara.drafting.proposals import Endorsement, Party
from dara.drafting.tables import Table, cell_under, tables
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


def table_endorsements(found: Found, normalized: NormalizedText) -> Iterator[Endorsement]:
    """The endorsements in the tables of a text that is about endorsements."""
    for table in tables(normalized.original) if _ABOUT.search(found.text) else ():
        head = table.rows[0]
        if any("%" in cell.words for row in table.rows for cell in row):
            continue  # counts
        endorsers = {index: name for index, cell in enumerate(head) if (name := _body(found, cell.words.strip(" *:")))}
        for line, row in zip(table.lines[1:], table.rows[1:], strict=True):
            passage = normalized.normal_span(Span(table.lines[0].start, line.end))
            for index, name in endorsers.items():
                cell, verb = cell_under(table, row, index), head[index].words
                for whom in _candidates(found, cell.words, table) if cell else ():
                    who, party = [Party(name, verb)], Party(whom, whom)
                    yield from found.stance(passage, who, party, stance="endorses", verb=verb, rule="table", confidence=0.75)


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
