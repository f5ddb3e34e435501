"""Find counts of votes in rows: “Doe, Jane …… 1,234 52.9%”, tables with a row for each candidate, and tables with a column for each candidate and
a row for each precinct."""

import re
from collections.abc import Iterator, Sequence

from dara.drafting.forms import Found
from dara.drafting.proposals import Party, Passage, Result
from dara.drafting.results import plain_number, status_of
from dara.drafting.rules import compiled
from dara.drafting.tables import Table, tables
from dara.drafting.vocabulary import GIVEN, NOBODY, word_list
from dara.drafting.whitespace import NormalizedText
from dara.text.numbers import numbers_in
from dara.text.spans import Span

_COUNT = r"\d[\d,.·]*(?: ?%| votes| votos| percent){0,2}\)?[,|]?"
_ROW = re.compile(
    rf"[\s|•*]*(?:\d{{1,2}}[.)] )?(?P<name>[A-ZÀ-Þ][^\d%|\n…_]*?)(?:\s*\((?:[A-Z][\w. -]{{0,20}}|[\w ]*incumbent[\w ]*)\)|\*|✓|,? (?:DEM|REP|NPP|IND|GRN|LIB|Dem\.|Rep\.))*"
    rf"(?:\s*(?:\.{{2,}}|…+|(?:\. ){{2,}}|[|:–—_\t])[\s.…|_]*|[\s]+)(?P<figures>{_COUNT}(?:[\s.…|_:–—\t(]+{_COUNT})*)[\s|]*"
)
_SUFFIX = re.compile(r"(?i)(?:jr|sr)\.?|II|III|IV")
_ABOUT = compiled(
    r"(?i)\b(?:votes?|votos|results?|resultados|official|certified|precincts?|percent|primary|runoff|election|count|tally|canvass|returns)\b|%"
)
_NOT_ABOUT = compiled(r"(?i)\b(?:{polling}|poll|measure|proposition|contributions?|raised|spent|salary|age)\b|\$")
_TOTAL = re.compile(r"(?i)totals?(?: votes)?|votes?|votos|countywide|all precincts|county total|total de votos")
_PERCENT = re.compile(r"(?i)%|percent(?:age)?|pct\.?|share|por ciento|porcentaje")
_AREA = re.compile(
    r"(?i)(?:results (?:in|for) |resultados (?:de|en) )?(?:the )?(?P<area>(?:precinct|ward|division|precinto|distrito)s? (?:no\. ?)?[\w-]+|[A-Z][\w’ -]+ (?:county|township|precinct)|city of [A-Z][\w’ -]+)(?: results)?:?"
)
_OFFICE = re.compile(r"(?i)attorney|judge|council|supervisor|sheriff|mayor|senat|assembl")


def counted_rows(found: Found, normalized: NormalizedText) -> Iterator[Result]:
    """The counts in the rows and tables of a text."""
    seen: list[Span] = []
    for table in tables(normalized.original):
        if drafts := list(_by_columns(found, normalized, table)):
            seen += [normalized.normal_span(line) for line in table.lines]
            yield from drafts
    for number, (start, end) in enumerate(found.segmented.paragraphs):
        row = _ROW.fullmatch(found.text, start, end) if end - start < 300 else None
        if row and not any(s <= start < e for s, e in seen):
            above = [found.text[slice(*each)] for each in found.segmented.paragraphs[max(number - 9, 0) : number]]
            yield from _of_line(found, row, above)


def _of_line(found: Found, row: re.Match[str], above: list[str]) -> Iterator[Result]:
    """The counts of a line, below what it and the short lines above it say that they are of."""
    near = [words for words in above[::-1] if len(words) < 160]
    if not _ABOUT.search(" ".join([row[0], *above])) or _NOT_ABOUT.search(" ".join([row[0], *near[:3]])):
        return
    area = next((each["area"] for words in near if (each := _AREA.fullmatch(words)) and not _OFFICE.search(words)), "")
    head = next((words for words in near if _ABOUT.search(words) and not numbers_in(words)), "")
    columns = [each.strip() for each in head.split("|") if each.strip()]
    yield from _draft(found, Span(*row.span()), row["name"], row["figures"], columns, " ".join(near), area)


def _by_columns(found: Found, normalized: NormalizedText, table: Table) -> Iterator[Result]:
    """A column for each candidate: the count of each row's area; a row of totals has none."""
    head, first = table.rows[0], normalized.normal_span(table.lines[0])
    people = [index for index, cell in enumerate(head) if index and _person(found, cell.words)]
    around = found.text[max(first[0] - 600, 0) : first[1]]
    if len(people) < 2 or not _ABOUT.search(around) or _NOT_ABOUT.search(around):
        return
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        area = "" if _TOTAL.fullmatch(row[0].words) else row[0].words
        for index in people if len(row) == len(head) else ():
            passage = Span(first[0], normalized.normal_span(line)[1])
            yield from _draft(found, passage, head[index].words, row[index].words, [], around, area)


def _draft(found: Found, passage: Span, named: str, figures: str, head: Sequence[str], around: str, area: str) -> Iterator[Result]:
    name, counts = _person(found, named), _counts(figures, head)
    if name and counts:
        yield Result(
            passage=Passage.of(found.text, *passage),
            rule="row of counts",
            confidence=0.7,
            candidate=Party(name, named.strip()),
            percent=counts[0],
            votes=counts[1],
            status=status_of(around),
            area=area,
        )


def _counts(words: str, head: Sequence[str]) -> tuple[float | None, int | None] | None:
    """The share and the votes among the figures of a row, whose columns `head` names; None where it is not clear which they are."""
    numbers = [each for each in numbers_in(re.sub(r"(?<=\d)[ .…|_]{2,}(?=\d)", " | ", words)) if each.value is not None]
    columns = list(head[1:]) if len(head) == len(numbers) + 1 else [""] * len(numbers)
    shares, votes, totals = [], [], []
    for number, column in zip(numbers, columns, strict=True):
        value = plain_number(number.value or 0)
        if number.is_percent or (value <= 100 and (_PERCENT.fullmatch(column) or isinstance(value, float))):
            shares.append(value)
        elif isinstance(value, int):
            votes.append(value)
            totals += [value] if _TOTAL.fullmatch(column) else []
    if len(votes) > 1:
        votes = [max(votes)] if sum(votes) == 2 * max(votes) else totals[:1]
        if not votes:
            return None
    if len(shares) > 1 or not (shares or votes):
        return None
    return (shares[0] if shares else None), (votes[0] if votes else None)


def _person(found: Found, words: str) -> str | None:
    """The name of the person in a cell, “QUILLFEATHER JR, MARTA” as “Marta Quillfeather Jr”; None if it is nobody."""
    words = re.sub(r"\s*\([^)]*\)|[*✓|]", "", words).strip(" .,:–—-")
    if words.lower() in word_list("no_candidates"):
        return None
    last, _, first = words.partition(", ")
    parts = [each.title() if each.isupper() and each not in ("II", "III", "IV") else each for each in f"{first} {last}".split()]
    suffix = [each for each in parts if _SUFFIX.fullmatch(each)]
    plain = [each for each in parts if each not in suffix]
    full = " ".join([*plain, *suffix])
    known = found.names.person(" ".join(plain))
    if known is not None and known.kind == "person" and known.evident and (not suffix or suffix[0] in known.full):
        return full if known.full.isupper() else known.full
    given = first or any(each in GIVEN for each in plain[:-1])
    named = 2 <= len(parts) <= 5 and all(each[0].isupper() or each in ("de", "la", "van", "von", "del") for each in parts)
    return full if named and given and not {each.lower() for each in plain} & NOBODY else None
