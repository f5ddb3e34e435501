"""Facets: the values of a filter, each with the number of rows that the list has when it is chosen.

A count is the length of the list that the value leads to, under all the other filters that are set. Each counting function here
takes such a list, filtered by all filters but the facet's own, and returns its values with their labels and counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, Left
from django.utils.translation import gettext

from dara.models import Candidacy, Entity, StatementAbout, StatementTopic, Topic
from dara.models.translations import as_in_language
from dara.public.filters.fields import UNDATED

MAX_FREQUENT_VALUES = 20  # values that a facet by frequency shows, besides the chosen one

Row = tuple[str, Any, int]  # value, label, count
Counter = Callable[[QuerySet], Iterable[Row]]


@dataclass(frozen=True)
class Option:
    """A value of a facet, or an order of the list. `query` (“?topic=bail”) is the query string of the list with it, or without it
    where it is the chosen one."""

    value: str
    label: str
    query: str
    chosen: bool
    count: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with its values. `more` tells whether only the most frequent values are shown."""

    name: str
    label: str
    options: list[Option]
    more: bool


class MostFrequent(list[Row]):
    """The values of a facet that may have very many, the most frequent first. All other facets show all of their values."""


# --- counting by a kind of field --------------------------------------------------------------------


def by_reference(value: str, label: str | Callable[[], Any]) -> Counter:
    """Count by what a foreign key refers to, the most frequent first. `label` is a path, or a function that returns an expression in
    the language of the page."""

    def count(rows: QuerySet) -> Iterable[Row]:
        labelled = rows.exclude(**{f"{value}__isnull": True}).annotate(label=F(label) if isinstance(label, str) else label())
        counts = labelled.values_list(value, "label").annotate(entries=Count("pk")).order_by("-entries", "label", value)
        return MostFrequent(counts[: MAX_FREQUENT_VALUES + 1])

    return count


def by_choice(value: str, names: Any) -> Counter:
    """Count by the choices of a field, in the order of the choices."""

    def count(rows: QuerySet) -> Iterable[Row]:
        counts = dict(rows.values_list(value).annotate(entries=Count("pk")))
        return [(key, name, counts[key]) for key, name in names.choices if key in counts]

    return count


def by_year(value: str) -> Counter:
    """Count by the year of a partial date, the latest first and rows without a date last."""

    def count(rows: QuerySet) -> Iterable[Row]:
        counts = rows.annotate(year=Left(value, 4)).values_list("year").annotate(entries=Count("pk"))
        return [
            (year or UNDATED, year or gettext("Not stated"), entries)
            for year, entries in counts.order_by(F("year").desc(nulls_last=True))
        ]

    return count


# --- counting by candidates, topics and sources -----------------------------------------------------


def statements_by_candidate(statements: QuerySet) -> Iterable[Row]:
    """Count what each candidate says and what others say about them, by surname."""
    spoken = statements.filter(Exists(Candidacy.objects.filter(candidate=OuterRef("speaker")))).values_list("speaker")
    about = StatementAbout.objects.by_others().filter(Exists(Candidacy.objects.filter(candidate=OuterRef("entity"))))
    by_others = about.filter(statement__in=statements.values("pk")).values_list("entity")
    counts: dict[int, int] = {}
    grouped: Any
    for grouped in (spoken, by_others):
        for candidate, number in grouped.annotate(entries=Count("pk")):
            counts[candidate] = counts.get(candidate, 0) + number
    return [(each.slug, each.name, counts[each.pk]) for each in Entity.objects.filter(pk__in=counts).by_name()]


def endorsements_by_candidate(endorsements: QuerySet) -> Iterable[Row]:
    """Count by candidate, by surname."""
    rows = endorsements.exclude(candidate=None).values_list("candidate__slug", "candidate__name")
    return rows.annotate(entries=Count("pk")).order_by("candidate__sort_name", "candidate__slug")


def statements_by_topic(statements: QuerySet) -> Iterable[Row]:
    """Count by topic, in the archive's order of topics."""
    return _by_topic(StatementTopic.objects.filter(statement__in=statements.values("pk")), "statement")


def sources_by_topic(sources: QuerySet) -> Iterable[Row]:
    """Count sources by the topics of their statements, in the archive's order of topics."""
    of_sources = StatementTopic.objects.filter(statement__passage__source__in=sources.values("pk"))
    return _by_topic(of_sources, "statement__passage__source")


def _by_topic(pairs: QuerySet, counted: str) -> Iterable[Row]:
    """Count by topic. One that has topics below it has what is on any of them, each once."""
    has_parts = Exists(Topic.objects.filter(parent=OuterRef("topic")))

    def counts(rows: QuerySet, column: Callable[[str], Any], name: Any) -> QuerySet:
        named = rows.annotate(slug=column("slug"), place=column("position"), label=name).values_list("slug", "label", "place")
        return named.annotate(entries=Count(counted, distinct=True)).order_by()

    single = counts(pairs.filter(~has_parts), lambda column: F(f"topic__{column}"), as_in_language("name", "topic__"))
    families = counts(
        pairs.filter(Q(topic__parent__isnull=False) | has_parts),
        lambda column: Coalesce(f"topic__parent__{column}", f"topic__{column}"),
        Coalesce(as_in_language("name", "topic__parent__"), as_in_language("name", "topic__")),
    )
    return [(slug, label, entries) for slug, label, _, entries in single.union(families, all=True).order_by("place", "slug")]


def race_name() -> Any:
    """Return the name of a record's race, in the language of the page."""
    return as_in_language("name", "race__")


def source_title() -> Case:
    """Return the title of a record's source as pages show it: in brackets where the archive gave it."""
    ours = Concat(Value("["), as_in_language("title", "passage__source__"), Value("]"), output_field=CharField())
    is_ours = When(passage__source__inferred__has_key="title", then=ours)
    return Case(is_ours, default="passage__source__title", output_field=CharField())
