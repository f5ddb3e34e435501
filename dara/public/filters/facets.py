"""Facets: the values of a filter, each with the number of rows that the list has when it is chosen.

A count is the length of the list that the value leads to, under all the other filters that are set. Facets that count the same list, because
none of them has a chosen value, are counted with one query, which looks for the rows of the list once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Case, CharField, Expression, F, Model, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate, Concat, Left
from django.utils.translation import get_language, gettext

from dara.models import Entity, Race, Source, Topic
from dara.models.translations import as_in_language
from dara.public.filters.fields import UNDATED
from dara.public.revision import per_revision

MAX_FREQUENT_VALUES = 20  # values that a facet by frequency shows, besides the chosen one

Row = tuple[str, Any, int]  # value, label, count
Counts = Mapping[str, int]  # by value, as text; of what is referred to, the value is its primary key; "" for none


@dataclass(frozen=True)
class Counter:
    """How a facet is counted. `values` is a field or an expression; where a row may have several values, it is instead SQL that selects them
    for the rows `matching`, which have a `pk`. `rows` makes the rows of the facet from the counts, in its order."""

    values: str | Expression
    rows: Callable[[Counts], list[Row]]
    is_sql: bool = False


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


# --- counting ---------------------------------------------------------------------------------------


def counted(rows: QuerySet, counters: Mapping[str, Counter]) -> dict[str, list[Row]]:
    """Count the rows of a list by each of the facets, with one query; and one for the labels of each facet that has references."""
    values = {f"of_{name}": F(each) if isinstance(each, str) else each for name, each in _columns(counters).items()}
    try:
        matching, parameters = rows.order_by().values("pk", **values).query.sql_with_params()
    except EmptyResultSet:
        return {name: [] for name in counters}
    sql = f"WITH matching ({', '.join(['pk', *values])}) AS MATERIALIZED ({matching}) {_counting(counters)}"
    return _counted(rows.db, sql, parameters, tuple(counters.items()), get_language())


@per_revision
def _counted(
    using: str, sql: str, parameters: tuple, counters: tuple[tuple[str, Counter], ...], language: str
) -> dict[str, list[Row]]:
    counts: dict[str, dict[str, int]] = {name: {} for name, _ in counters}
    with connections[using].cursor() as cursor:
        cursor.execute(sql, parameters)
        for name, value, number in cursor.fetchall():
            counts[name][value or ""] = number
    return {name: counter.rows(counts[name]) for name, counter in counters}


def _columns(counters: Mapping[str, Counter]) -> dict[str, str | Expression]:
    return {name: counter.values for name, counter in counters.items() if not counter.is_sql}


def _counting(counters: Mapping[str, Counter]) -> str:
    """Return the SQL that counts `matching` by all facets: rows of a facet's name, a value and a number."""
    queries = [
        f"SELECT '{name}', value::text, count(*) FROM ({counter.values}) AS counted (value) GROUP BY value"
        for name, counter in counters.items()
        if counter.is_sql
    ]
    if columns := _columns(counters):
        names = [f"of_{name}" for name in columns]
        grouping = f"GROUPING({', '.join(names)})"
        masks = {name: (1 << len(columns)) - 1 - (1 << (len(columns) - 1 - place)) for place, name in enumerate(columns)}
        name, value = (
            f"CASE {grouping} {' '.join(f'WHEN {mask} THEN {then(each)}' for each, mask in masks.items())} END"
            for then in (lambda each: f"'{each}'", lambda each: f"of_{each}::text")
        )
        sets = ", ".join(f"({each})" for each in names)
        queries.append(f"SELECT {name}, {value}, count(*) FROM matching GROUP BY GROUPING SETS ({sets})")
    return " UNION ALL ".join(queries)


# --- by a kind of field -----------------------------------------------------------------------------


def by_reference(field: str, model: type[Model], value: str, label: str | Callable[[], Any]) -> Counter:
    """Count by what a foreign key refers to, the most frequent first. `value` and `label` are fields of that; `label` may be a function
    that returns an expression in the language of the page."""

    def rows(counts: Counts) -> list[Row]:
        numbers = {key: number for key, number in counts.items() if key}
        most = sorted(numbers.values(), reverse=True)[: MAX_FREQUENT_VALUES + 1]
        least = min(most, default=0)  # many may have as few: of them the first by name are read, and no others
        above, frequent = ([key for key, number in numbers.items() if number >= than] for than in (least + 1, least))
        named = model._default_manager.annotate(label=F(label) if isinstance(label, str) else label())
        named = named.filter(pk__in=_one_of(model, frequent)).order_by(
            Case(When(pk__in=_one_of(model, above), then=0), default=1), Collate("label", "C"), value
        )
        found = [(each, name, numbers[str(pk)]) for pk, each, name in named.values_list("pk", value, "label")[: len(most)]]
        return MostFrequent(sorted(found, key=lambda row: (-row[2], row[1], row[0])))

    return Counter(field, rows)


def _one_of(model: type[Model], keys: list[str]) -> RawSQL:
    """Return the keys as one parameter of a query, which has 65,535 at most."""
    key: Any = model._meta.pk
    return RawSQL(f"SELECT unnest(%s::{key.rel_db_type(connection)}[])", [keys])


def by_choice(field: str, names: Any) -> Counter:
    """Count by the choices of a field, in the order of the choices."""
    return Counter(field, lambda counts: [(key, str(name), counts[key]) for key, name in names.choices if key in counts])


def by_year(field: str) -> Counter:
    """Count by the year of a partial date, the latest first and rows without a date last."""

    def rows(counts: Counts) -> list[Row]:
        years = sorted(counts, reverse=True)  # "" is last
        return [(year or UNDATED, year or gettext("Not stated"), counts[year]) for year in years]

    return Counter(Left(field, 4), rows)


# --- by candidates, topics and sources --------------------------------------------------------------


def _candidates(counts: Counts) -> list[Row]:
    """Return the candidates, by surname."""
    named = Entity.objects.filter(pk__in=[key for key in counts if key]).by_name()
    return [(each.slug, each.name, counts[str(each.pk)]) for each in named]


def _topics(counts: Counts) -> list[Row]:
    """Return the topics, in the archive's order. One that has topics below it is counted with what is on any of them, each once."""
    named = Topic.objects.filter(pk__in=list(counts)).annotate(label=as_in_language("name")).order_by("position", "slug")
    return [(slug, label, counts[str(pk)]) for pk, slug, label in named.values_list("pk", "slug", "label")]


# what each candidate says and what others say about them
statements_by_candidate = Counter(
    """SELECT c.entity_id FROM matching AS m JOIN public.dara_concerned AS c ON c.statement_id = m.pk AND c.is_first
    WHERE c.entity_id IN (SELECT y.candidate_id FROM public.dara_candidacy AS y)""",
    _candidates,
    is_sql=True,
)

endorsements_by_candidate = Counter("candidate", _candidates)

statements_by_topic = Counter(
    """SELECT f.topic FROM (
        SELECT DISTINCT m.pk, f.topic FROM matching AS m JOIN public.dara_statementtopic AS x ON x.statement_id = m.pk
        JOIN public.dara_topic AS t ON t.id = x.topic_id CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS f (topic)
        WHERE f.topic IS NOT NULL
    ) AS f""",
    _topics,
    is_sql=True,
)

# sources by the topics of their statements
sources_by_topic = Counter(
    """SELECT f.topic FROM (
        SELECT DISTINCT m.pk, f.topic FROM matching AS m JOIN public.dara_passage AS p ON p.source_id = m.pk
        JOIN public.dara_statement AS s ON s.passage_id = p.id JOIN public.dara_statementtopic AS x ON x.statement_id = s.key
        JOIN public.dara_topic AS t ON t.id = x.topic_id CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS f (topic)
        WHERE f.topic IS NOT NULL
    ) AS f""",
    _topics,
    is_sql=True,
)


def _source_title() -> Case:
    """Return the title of a source as pages show it: in brackets where the archive gave it."""
    ours = Concat(Value("["), as_in_language("title"), Value("]"), output_field=CharField())
    return Case(When(inferred__has_key="title", then=ours), default="title", output_field=CharField())


by_source = by_reference("passage__source", Source, "key", _source_title)
by_race = by_reference("race", Race, "slug", lambda: as_in_language("name"))


def by_entity(field: str) -> Counter:
    return by_reference(field, Entity, "slug", "name")
