"""The timeline of a candidate: dated records and sources, each at the one date of its kind, which no other date replaces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Entity, Source, Statement
from dara.public.pages.lists import FirstRows
from dara.public.paginator import part
from dara.public.presentation.languages import lang_of_title
from dara.public.presentation.records import record_name
from dara.public.presentation.statements import timeline_line

FIRST = "0"  # before any date
MAX_ENTRIES, OF_MORE = 100, 20  # a timeline has so many entries; of more, so many
DATE_FIELDS = {  # by kind of entry: said or posted, happened, stated, counted, published
    "statements": "said_on",
    "facts": "occurred_on",
    "stances": "stated_on",
    "counts": "as_of",
    "sources": "published_on",
}
ONE_EVENT = ("facts", "statements", "stances")  # kinds that may tell of the same: of their passages one holds the other


@dataclass(frozen=True)
class Entry:
    """A row and its date, as precise as the date is known (“2020-03”). `also` are rows that tell of the same event."""

    kind: str
    row: Any
    date: str
    is_inferred: bool
    also: list["Entry"] = field(default_factory=list)

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

    def holds(self, other: "Entry") -> bool:
        """Tell whether the other entry tells of the same event: of the same source and day, its passage is in this one's passage.

        Two of a kind, such as two stances that one sentence reports, are two events, but for a statement within this statement."""
        if (self.date, self.source) != (other.date, other.source):
            return False
        if self.kind == other.kind:
            return self.kind == "statements" and other.row.within_id == self.row.pk
        outer, inner = self.row.passage, other.row.passage
        return outer.start <= inner.start and inner.end <= outer.end


@dataclass(frozen=True)
class Timeline:
    """The latest entries, the number of rows in them and of all dated rows, and for each kind the number of rows without a date."""

    entries: list[Entry]
    shown: int
    dated: int
    undated: dict[str, int]

    @property
    def has_undated(self) -> bool:
        return any(self.undated.values())


@dataclass(frozen=True)
class Dated:
    """The rows of a kind: all of them as a queryset, the latest first, and the first of them, which the page has `loaded` already."""

    queryset: QuerySet[Any]
    loaded: FirstRows

    def dates(self, date_field: str) -> QuerySet[Any]:
        return self.queryset.exclude(**{date_field: None}).values_list(date_field)

    def since(self, date_field: str, earliest: str, most: int) -> list[Any]:
        """Return the rows with this date or a later one, but of those that are not loaded at most so many."""
        if self.loaded.are_all:
            return [row for row in self.loaded.rows if (getattr(row, date_field) or "") >= earliest]
        return list(part(self.queryset, 0, most).filter(**{f"{date_field}__gte": earliest}))


def timeline(rows_by_kind: dict[str, Dated], dated: dict[str, int]) -> Timeline:
    """Return the latest entries first; those of one day are in the order of their sources and texts. Keys are those of `DATE_FIELDS`;
    `dated`: how many rows have a date."""
    total = sum(dated.values())
    most = total if total <= MAX_ENTRIES else OF_MORE
    earliest = _earliest(rows_by_kind, most) if most < total else FIRST
    latest = [_entry(kind, row) for kind, rows in rows_by_kind.items() for row in rows.since(DATE_FIELDS[kind], earliest, most)]
    latest.sort(key=_place)
    latest.sort(key=lambda entry: entry.date, reverse=True)
    return Timeline(
        entries=each_event_once(latest[:most]),
        shown=most,
        dated=total,
        undated={kind: rows.loaded.total - dated[kind] for kind, rows in rows_by_kind.items()},
    )


def _earliest(rows_by_kind: dict[str, Dated], most: int) -> str:
    """Return the earliest of the latest dates, so that no row is loaded that the timeline does not show."""
    first, *others = (rows.dates(DATE_FIELDS[kind])[:most] for kind, rows in rows_by_kind.items())
    dates = first.union(*others, all=True)
    return sorted((date for (date,) in dates), reverse=True)[most - 1]


def _place(entry: Entry) -> tuple[str, int, str, str]:
    """Return what entries of one day are sorted by: their source, and their place in its text."""
    if entry.kind == "sources":
        return entry.row.pk, -1, entry.kind, entry.row.pk
    return entry.row.passage.source_id, entry.row.passage.start, entry.kind, entry.row.pk


def each_event_once(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, in their order, with those that tell of one event as one: a post, what is quoted in it and the stance in it.

    The first is the one whose passage holds the others; of equal passages a fact, then a statement, then a stance."""
    rows = list(entries)
    kept: dict[int, Entry] = {}
    for place, entry in _from_widest(rows):
        outer = next((each for each in kept.values() if each.holds(entry)), None)
        if outer:
            outer.also.append(entry)
        else:
            kept[place] = entry
    return [entry for place, entry in enumerate(rows) if entry.kind not in ONE_EVENT or place in kept]


def _from_widest(entries: list[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield the entries that may tell of the same, each with its place, the widest passages first."""
    several = [(place, entry) for place, entry in enumerate(entries) if entry.kind in ONE_EVENT]
    yield from sorted(several, key=lambda each: (-_width(each[1]), ONE_EVENT.index(each[1].kind), each[0]))


def _width(entry: Entry) -> int:
    return entry.row.passage.end - entry.row.passage.start


def _entry(kind: str, row: Any) -> Entry:
    return Entry(kind, row, date=getattr(row, DATE_FIELDS[kind]), is_inferred=DATE_FIELDS[kind] in row.inferred)
