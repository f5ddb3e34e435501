"""What is dated of somebody, in time: each date with what it is the date of, and none in the place of another."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Value

ENTRIES = 100
DATES = {  # the one date that each kind of entry may stand at: said or posted, happened, stated, counted, published
    "statements": "said_on",
    "facts": "occurred_on",
    "stances": "stated_on",
    "counts": "as_of",
    "sources": "published_on",
}


@dataclass(frozen=True)
class Entry:
    """A row at its date, as precise as that is known (“2020-03”)."""

    kind: str
    row: Any
    date: str
    is_inferred: bool


@dataclass(frozen=True)
class Timeline:
    """The latest entries, of `dated` in all; `undated`: how many of each kind have no date to stand at."""

    entries: list[Entry]
    dated: int
    undated: dict[str, int]


def timeline(held: dict[str, QuerySet[Any]]) -> Timeline:
    """`held`: the rows of each kind, as `DATES` calls them. The latest first; of a day, source by source, in the order of the text."""
    first, *others = (_places(kind, rows) for kind, rows in held.items())
    places = first.union(*others, all=True).order_by("-date", "of_source", "at", "what", "name")
    shown = list(places[:ENTRIES])
    found = {kind: rows.in_bulk([name for *_, what, name in shown if what == kind]) for kind, rows in held.items()}
    counts = {kind: rows.aggregate(held=Count("pk"), dated=Count(DATES[kind])) for kind, rows in held.items()}
    return Timeline(
        entries=[_entry(kind, found[kind][name]) for *_, kind, name in shown],
        dated=sum(count["dated"] for count in counts.values()),
        undated={kind: count["held"] - count["dated"] for kind, count in counts.items()},
    )


def _places(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Where the dated ones of a kind stand."""
    of_source, at = (F("pk"), Value(-1)) if kind == "sources" else (F("passage__source"), F("passage__start"))
    dated = rows.exclude(**{DATES[kind]: None}).select_related(None).order_by()
    return dated.annotate(date=F(DATES[kind]), of_source=of_source, at=at, what=Value(kind), name=F("pk")).values_list(
        "date", "of_source", "at", "what", "name"
    )


def _entry(kind: str, row: Any) -> Entry:
    return Entry(kind, row, date=getattr(row, DATES[kind]), is_inferred=DATES[kind] in row.inferred)
