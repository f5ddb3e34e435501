"""Find counts of votes in rows: “Doe, Jane …… 1,234 52.9%”, tables with a row for each candidate, and tables with a column for each candidate and
a row for each precinct."""

import itertools
import re
from collections.abc import Iterator, Sequence

from dara.drafting.capitals import fold
from dara.drafting.forms import Found
from dara.drafting.proposals import Party, Passage, Result
from dara.drafting.results import status_of
from dara.drafting.rules import compiled
from dara.drafting.tables import Table, tables
from dara.drafting.vocabulary import GIVEN, NOBODY, SUFFIXES, word_list
from dara.drafting.whitespace import NormalizedText
from dara.text.numbers import Number, numbers_in
from dara.text.spans import Span

_COUNT = r"\d[\d,.·]*(?: ?%| votes| votos| percent){0,2}\)?[,|]?"
_GAP = r"[\s.…|_:–—\t(]"
_ROW = re.compile(
    rf"[\s|•*]*(?:\d{{1,2}}[.)] )?(?P<name>[A-ZÀ-Þ][^\d%|\n…_]*?)(?:\s*\((?:[A-Z][\w. -]{{0,20}}|[\w ]*incumbent[\w ]*)\)|\*|✓|,? (?:DEM|REP|NPP|IND|GRN|LIB|Dem\.|Rep\.))*"
    rf"(?:\s*(?:\.{{2,}}|…+|(?:\. ){{2,}}|[|:–—_\t])[\s.…|_]*|[\s]+)(?P<figures>{_COUNT}(?:{_GAP}+{_COUNT})*)[\s|]*"
)
_LAST_FIRST = re.compile(
    r"(?P<last>[^,]+?)(?:,? (?P<suffix>JR|SR|II|III|IV|Jr|Sr)\.?)?, (?P<first>[^,]+?)(?:,? (?P<suffix2>JR|SR|II|III|IV|Jr|Sr)\.?)?$"
)
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
_RUN_ON = re.compile(r"(?<=\d)(?= [A-ZÀ-Þ][A-Za-zÀ-þ’'.-]+[, ])")


def counted_rows(found: Found, normalized: NormalizedText) -> Iterator[Result]:
    """The counts in the rows and tables of a text."""
    seen: list[Span] = []
    for table in tables(normalized.original):
        if drafts := list(_by_columns(found, normalized, table)):
            seen += [normalized.normal_span(line) for line in table.lines]
            yield from drafts
    for number, (start, end) in enumerate(found.segmented.paragraphs):
        if end - start > 1200 or not re.search(r"\d{2}", found.text[start:end]) or any(s <= start < e for s, e in seen):
            continue
        above = [found.text[slice(*each)] for each in found.segmented.paragraphs[max(number - 9, 0) : number]]
        yield from _of_line(found, start, end, above)


def _of_line(found: Found, start: int, end: int, above: list[str]) -> Iterator[Result]:
    """The counts of a line that is nothing but rows, one mostly, several where the lines of a document ran together."""
    breaks = [start, *(each.start() for each in _RUN_ON.finditer(found.text, start, end)), end]
    rows = [_ROW.fullmatch(found.text, *span) for span in itertools.pairwise(breaks)]
    if not rows or not all(rows):
        return
    near = [words for words in above[::-1] if len(words) < 160]
    about = " ".join([found.text[start:end], *above])
    if not _ABOUT.search(about) or _NOT_ABOUT.search(" ".join([found.text[start:end], *near[:3]])):
        return
    area = next((each["area"] for words in near if (each := _AREA.fullmatch(words)) and not _OFFICE.search(words)), "")
    head = next((words for words in near if _ABOUT.search(words) and not numbers_in(words)), "")
    for row in rows:
        name = person(found, row["name"]) if row else None
        figures = _counts(row["figures"], [each.strip() for each in head.split("|") if each.strip()]) if row and name else None
        if row and name and figures:
            yield _draft(
                found,
                Span(row.start() + len(row[0]) - len(row[0].lstrip()), row.start() + len(row[0].rstrip())),
                name,
                row["name"],
                figures,
                status_of(" ".join(near)),
                area,
            )


def _counts(words: str, head: Sequence[str]) -> tuple[float | None, int | None] | None:
    """The share and the votes among the figures of a row; None where it is not clear which they are."""
    numbers = [each for each in numbers_in(re.sub(r"(?<=\d)[ .…|_]{2,}(?=\d)", " | ", words)) if each.value is not None]
    shares = [each for each in numbers if _is_share(words, each, head, numbers)]
    votes = [int(each.value) for each in numbers if each not in shares and each.value is not None and each.value == int(each.value)]
    if len(shares) > 1 or len(shares) + len(votes) < len(numbers):
        return None
    if len(votes) > 1:
        total = next((index for index, each in enumerate(head[1:]) if _TOTAL.fullmatch(each)), None)
        if sum(votes) == 2 * max(votes):
            votes = [max(votes)]
        elif total is not None and total < len(votes) and len(head) == len(numbers) + 1:
            votes = [votes[total]]
        else:
            return None
    if not votes and not shares:
        return None
    share = float(shares[0].value) if shares and shares[0].value is not None else None
    return (int(share) if share is not None and share.is_integer() else share), (votes[0] if votes else None)


def _is_share(words: str, number: Number, head: Sequence[str], numbers: Sequence[Number]) -> bool:
    if number.is_percent:
        return True
    column = head[numbers.index(number) + 1] if len(head) == len(numbers) + 1 else ""
    small = number.value is not None and number.value <= 100
    return small and (bool(_PERCENT.fullmatch(column)) or number.value != int(number.value or 0))


def _by_columns(found: Found, normalized: NormalizedText, table: Table) -> Iterator[Result]:
    """A column for each candidate: the count of each row's area; a row of totals has none."""
    head = table.rows[0]
    people = {index: name for index, cell in enumerate(head) if index and (name := person(found, cell.words))}
    around = found.text[max(normalized.normal_span(table.lines[0])[0] - 600, 0) : normalized.normal_span(table.lines[0])[1]]
    if len(people) < 2 or not _ABOUT.search(around) or _NOT_ABOUT.search(around):
        return
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        label = row[0].words
        passage = normalized.normal_span(Span(table.lines[0][0], line[1]))
        for index, name in people.items():
            figures = _counts(row[index].words, []) if len(row) == len(head) and re.match(r"\d", row[index].words) else None
            if figures:
                yield _draft(
                    found, passage, name, head[index].words, figures, status_of(around), "" if _TOTAL.fullmatch(label) else label
                )


def _draft(
    found: Found, passage: Span, name: str, as_named: str, figures: tuple[float | None, int | None], status: str, area: str
) -> Result:
    percent, votes = figures
    return Result(
        passage=Passage.of(found.text, *passage),
        rule="row of counts",
        confidence=0.7,
        candidate=Party(name, as_named.strip()),
        percent=percent,
        votes=votes,
        status=status,
        area=area,
    )


def person(found: Found, words: str) -> str | None:
    """The name of the person in a cell, “QUILLFEATHER, MARTA” as “Marta Quillfeather”; None if it is nobody."""
    words = re.sub(r"\s*\([^)]*\)|[*✓|]", "", words).strip(" .,:–—-")
    if not words or words.lower() in word_list("no_candidates"):
        return None
    if turned := _LAST_FIRST.match(words):
        suffix = turned["suffix"] or turned["suffix2"] or ""
        words = " ".join(filter(None, (turned["first"], turned["last"], suffix)))
    parts = words.split()
    known = found.names.person(
        " ".join(each for each in parts if fold(each) not in ("jr", "sr")).title() if words.isupper() else words
    )
    suffixed = parts[-1].strip(".").lower() in ("jr", "sr", "ii", "iii", "iv") and parts[-1].lower() not in (
        known.full.lower() if known else ""
    )
    if known is not None and known.kind == "person" and known.evident and not suffixed:
        return known.full if not words.isupper() or not known.full.isupper() else _titled(parts)
    plain = {fold(each) for each in parts}
    given = turned or any(each.title() in GIVEN for each in parts[:-1])
    if (
        not 2 <= len(parts) <= 5
        or plain & NOBODY
        or not given
        or not all(each[0].isupper() or each in ("de", "la", "van", "von", "del") for each in parts)
    ):
        return None
    return _titled(parts)


def _titled(parts: Sequence[str]) -> str:
    return " ".join(
        each.title()
        if each.isupper() and len(each) > 2 and each not in SUFFIXES
        else each.title()
        if each in ("JR", "SR")
        else each
        for each in parts
    )
