"""What the public may see as tables, for the SQLite file and the CSVs of the data package.

The tables of records are made from the description, `dara/models/record_format/`; a field with several values makes a table of pairs. What a source
does not state is None. Only what the public role may read is read: of texts, the paragraphs that may be shown, and the passages of records."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, QuerySet
from django.db.models import Field as ModelField

from dara.models import Entity, Passage
from dara.models.passage_context import contexts
from dara.models.permalinks import permanent
from dara.models.record_format import KINDS, PARAGRAPHS, Field, Kind, number, value_of
from dara.models.record_format import Passage as PassageType
from dara.models.record_format.fields import PERMALINK

CHUNK = 1000  # rows in memory at a time

Value = str | int | float | bool | None
Row = tuple[Value, ...]
# The types of Table Schema; in it arrays and objects are JSON texts.
TYPES = {int: "integer", Decimal: "number", bool: "boolean", list: "array", dict: "object"}


@dataclass(frozen=True)
class Column:
    """`type`: of Table Schema. `refers_to`: the table whose row the value names. `values`: all that it may be. `required`: never None."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    refers_to: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """A table, what identifies its rows, and the function that reads them, in the order of the columns and of the primary key."""

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]] = field(repr=False)


# --- records ----------------------------------------------------------------------------------------


def table_of(kind: Kind) -> Table:
    """The table of a kind of record."""
    columns = tuple(_column(kind, each) for each in kind.table_fields)
    return Table(kind.name, kind.title, kind.description, kind.identity, columns, lambda: _rows(kind))


def _column(kind: Kind, described: Field) -> Column:
    if described.type is PassageType:
        return Column(described.name, described.description, required=True, refers_to="passages")
    column = _model_field(kind, described.name)
    return Column(
        described.name,
        described.description,
        _type(described, column),
        required=described.required if column is None else not (column.null or column.blank),
        refers_to=described.refers_to,
        values=tuple(value for value, _ in column.flatchoices) if column is not None else (),
        pattern=described.pattern,
    )


def _model_field(kind: Kind, name: str) -> ModelField | None:
    """The model's own field; None for a source that is named by the passage, and for an address."""
    try:
        found: Any = kind.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found


def _type(described: Field, column: ModelField | None) -> str:
    if isinstance(column, DateTimeField):
        return "datetime"
    return "date" if isinstance(column, DateField) else TYPES.get(described.type, "string")


def _rows(kind: Kind) -> Iterator[Row]:
    for row in _queryset(kind).order_by(*kind.lookups).iterator(chunk_size=CHUNK):
        yield tuple(_value(kind, row, each) for each in kind.table_fields)


def _queryset(kind: Kind) -> QuerySet[Any]:
    """The rows of a kind. Groups stand among the entities: they speak and endorse as persons and organizations do."""
    return Entity.objects.all() if kind.name == "entities" else kind.rows()


def _value(kind: Kind, row: Any, described: Field) -> Value:
    if described.type is PassageType:
        return passage_id(row.passage)
    if described.name == "permalink":
        return permanent(row)
    value = value_of(row, described)
    if isinstance(value, list | dict):
        # an entity without translations has {}, every other row None
        return json.dumps(value, ensure_ascii=False) if value or kind.name == "entities" else None
    if isinstance(value, Decimal):
        return number(value)
    return None if value == "" else value


# --- pairs: the values of the fields that have several ----------------------------------------------


def tables_of_pairs(kind: Kind) -> Iterator[Table]:
    """A table for each field with several values: “statement_topics”, a row for each statement and topic."""
    for each in kind.fields:
        if each.link:
            one, other = kind.singular, KINDS[each.refers_to].singular
            columns = (
                Column(one, f"The {one}.", required=True, refers_to=kind.name),
                Column(other, each.link.column, required=True, refers_to=each.refers_to),
            )
            rows = _pairs(kind, each.name, one, f"{other}__slug")
            yield Table(f"{one}_{each.name}", each.link.title, each.link.description, (one, other), columns, rows)


def _pairs(kind: Kind, name: str, *lookups: str) -> Callable[[], Iterable[Row]]:
    relation: Any = kind.model._meta.get_field(name)
    through = relation.remote_field.through
    return lambda: through.objects.order_by(*lookups).values_list(*lookups).iterator(chunk_size=CHUNK)


# --- passages ---------------------------------------------------------------------------------------


def passage_id(passage: Passage) -> str:
    """The permanent name of a passage: “my39rk8h-1024-1100”, its source's key, its start and its end."""
    return f"{passage.source_id}-{passage.start}-{passage.end}"


def _passages() -> Iterator[Row]:
    used = Passage.objects.used().order_by("source_id", "start", "end").iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(used, CHUNK)):
        around = contexts(chunk)
        for each in chunk:
            context = around[each.pk]
            words = (each.exact, context.prefix or None, context.suffix or None)
            yield (passage_id(each), each.source_id, each.start, each.end, *words, permanent(each))


PASSAGES = Table(
    "passages",
    "Passages",
    "The exact words that records rest on, each with its place in its source’s text.",
    ("id",),
    (
        Column("id", "The source’s key, the start and the end: “my39rk8h-1024-1100”.", required=True),
        Column("source", "The source.", required=True, refers_to="sources"),
        Column("start", "Where it begins in the text, in Unicode code points from 0.", "integer", required=True),
        Column("end", "Where it ends, exclusive.", "integer", required=True),
        Column("exact", "The words, to the letter.", required=True),
        Column("prefix", "Up to 32 characters before it, where the public may read them."),
        Column("suffix", "Up to 32 characters after it, where the public may read them."),
        Column("permalink", PERMALINK.description, required=True),
    ),
    _passages,
)

# --- all tables, each after those that it refers to; but entities and sources refer to each other -------------------


def _tables() -> Iterator[Table]:
    yield from map(table_of, (KINDS["entities"], KINDS["sources"], PARAGRAPHS))
    yield PASSAGES
    for name in ("topics", "races", "elections", "candidacies", "utterances", "statements", "endorsements", "results", "facts"):
        yield table_of(KINDS[name])
        yield from tables_of_pairs(KINDS[name])
    for name in ("tombstones", "redirects", "withholdings", "replies", "synonyms"):
        yield table_of(KINDS[name])


TABLES = tuple(_tables())
