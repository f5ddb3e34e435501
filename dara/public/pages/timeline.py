"""What is dated of somebody, in time: each date with what it is the date of, and none in the place of another."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Entity, Source, Statement
from dara.public.presentation.display import lang_of_title
from dara.public.presentation.records import record_name
from dara.public.presentation.statements import timeline_line

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

    @property
    def label(self) -> str:
        """What the date is the date of: “Said”, “Published”, or what happened."""
        if self.kind == "facts":
            return self.row.get_kind_display()
        if self.kind == "statements" and self.row.kind == Statement.Kind.POST:
            return _("Posted")
        return {"statements": _("Said"), "stances": _("Stated"), "counts": _("Counted"), "sources": _("Published")}[self.kind]

    @property
    def speaker(self) -> Entity | None:
        return self.row.speaker if self.kind == "statements" else None

    @property
    def line(self) -> SafeString:
        """The link to the row, or to where the page has it, with its name or first words."""
        if self.kind == "statements":
            return timeline_line(self.row)
        if self.kind == "facts":
            return format_html('<a href="#{}">{}</a>', self.row.key, self.row.election or self.row.race)
        lang = lang_of_title(self.row) if self.kind == "sources" else ""
        return format_html('<a href="{}"{}>{}</a>', self.row.get_absolute_url(), lang, record_name(self.row))

    @property
    def source(self) -> Source:
        return self.row if self.kind == "sources" else self.row.source


@dataclass(frozen=True)
class Timeline:
    """The latest entries, of `dated` in all; `undated`: how many of each kind have no date to stand at."""

    entries: list[Entry]
    dated: int
    undated: dict[str, int]

    @property
    def has_undated(self) -> bool:
        return any(self.undated.values())


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
