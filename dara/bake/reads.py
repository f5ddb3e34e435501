"""What pages read, and which of it has changed since.

A page is rendered again only if one of its queries has another result. Asking all of them again would take as long as rendering, so
most are settled by what they say: a query for the rows of one key (“WHERE statement.key = …”) has the result that it had unless such a
row has changed. Whatever is not understood is asked again and its result compared, so that no page is ever taken for fresh by mistake."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from django.db.models import Model

from dara.bake.ledger import Ledger, Query
from dara.models.grants import READABLE

MOST_KEPT = 1000  # values that pages share, those of some hundred records among them
CHUNK = 2000  # rows in memory at a time
MOST_CHANGES = 10_000  # rows that are looked at one by one
SHORT = 100  # characters: longer columns name nothing
SIMPLE = (str, int, float, type(None))
Columns = Callable[[str, str], dict[str, Any]]  # of a row, by table and primary key
UNKNOWN = "*"  # in the place of the name of a table

# --- recording ------------------------------------------------------------------------------------------


class Recorder:
    """An execute wrapper of Django's connection that notes each query of a page and its result.

    What pages share (`dara.public.revision`) is made once: each page that uses it is noted to have made its queries."""

    def __init__(self) -> None:
        self.queries: list[Query] = []
        self._kept: dict[object, tuple[Any, list[Query]]] = {}

    def keep(self, key: object, make: Callable[[], Any]) -> Any:
        if key in self._kept:
            value, queries = self._kept.pop(key)
            self.queries += queries
        else:
            before = len(self.queries)
            value, queries = make(), self.queries[before:]
        self._kept[key] = value, queries  # behind those that were used before
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return value

    def __call__(self, execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        values = list(parameters or ())
        repeatable = isinstance(sql, str) and not many and all(map(_is_simple, values))
        noted = json.dumps(values, ensure_ascii=False) if repeatable else UNKNOWN
        found = digest(context["cursor"].cursor) if repeatable else None
        self.queries.append(Query(str(sql), noted, found))
        return result


def _is_simple(value: Any) -> bool:
    return all(map(_is_simple, value)) if isinstance(value, list) else isinstance(value, SIMPLE)


def digest(cursor: Any) -> bytes | None:
    """Return a digest of all rows that a cursor has found; None if it is on the server, which has not sent them."""
    if isinstance(cursor, psycopg.ServerCursor) or cursor.pgresult is None:
        return None
    rows, made = cursor.pgresult, hashlib.blake2b(digest_size=16)
    for row in range(rows.ntuples):
        made.update(repr([rows.get_value(row, column) for column in range(rows.nfields)]).encode())
    return made.digest()


# --- rows that have changed -----------------------------------------------------------------------------


NOT_OF_PAGES = (
    "dara.PublicChange",
    "dara.Concerned",
)  # no page shows the revision; the other table is made of rows that are read here


def models() -> list[type[Model]]:
    return [apps.get_model(label) for label in READABLE if label not in NOT_OF_PAGES]


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield each row that the public may read: table, primary key, a digest, and its short columns as JSON."""
    for model in models():
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        row = ", ".join(f'"{field.column}"' for field in fields)
        short = ", ".join(f"'{field.column}', \"{field.column}\"" for field in fields if _names_something(field))
        pk = model._meta.pk.column
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f'SELECT "{pk}"::text, pg_catalog.md5(ROW({row})::text), json_build_object({short})::text FROM "{model._meta.db_table}"'
            )
            while found := cursor.fetchmany(CHUNK):
                yield from ((model._meta.db_table, *values) for values in found)


def _names_something(field: Any) -> bool:
    return bool(field.primary_key or field.is_relation or (field.max_length and field.max_length <= SHORT))


@dataclass
class Changes:
    """What has changed in a table: the values of each column in changed rows, before and after, and whether rows that were there have changed."""

    values: dict[str, set[str]]
    only_added: bool = True
    number: int = 0

    def may_have(self, column: str, values: set[str]) -> bool:
        """Tell whether a row that has one of these values in the column, or had, may be among those that have changed."""
        return self.number > MOST_CHANGES or column not in self.values or not self.values[column].isdisjoint(values)


def changes(ledger: Ledger) -> dict[str, Changes]:
    """Return the changes by table."""
    found: dict[str, Changes] = {}
    for table, was, now in ledger.changed_rows():
        change = found.setdefault(table, Changes({}))
        change.number += 1
        change.only_added &= was is None
        if change.number <= MOST_CHANGES:
            for columns in (was or {}, now or {}):
                for name, value in columns.items():
                    change.values.setdefault(name, set()).add(str(value))
    return found


# --- queries whose result may have changed -----------------------------------------------------------------

TABLE = re.compile(r"\b(?:dara|django|auth)_\w+")
NAME = r'(?:"(\w+)"|(\w+))'  # of a table or its alias
FROM = re.compile(r' FROM "(\w+)"(?: (?!WHERE|INNER|LEFT|ORDER|GROUP|LIMIT)(\w+))?')
JOIN = re.compile(rf' (?:INNER|LEFT OUTER) JOIN "(\w+)"(?: (?!ON )(\w+))? ON \({NAME}\."(\w+)" = {NAME}\."(\w+)"\)')
ANCHOR = re.compile(rf'(?: WHERE \(*|(?<= WHERE ).*? AND \(*){NAME}\."(\w+)" (?:= (%s)|IN \(((?:%s(?:, )?)+)\))')
NOT_UNDERSTOOD = re.compile(r" OR | NOT | UNION | EXCEPT | INTERSECT | LATERAL | WITH | OVER |FILTER|NOT \(")


@dataclass(frozen=True)
class Shape:
    """What a query's text says of its result: it rests on the rows of `table` whose `column` is one of the parameters from `start` to
    `end`, and on rows that these refer to: `referred`, each with the column that does, "" for what they refer to by way of another row.
    `others`: tables that it reads in another way."""

    table: str
    column: str
    start: int
    end: int
    referred: frozenset[tuple[str, str]]
    others: frozenset[str]


@lru_cache(4096)
def tables(sql: str) -> frozenset[str]:
    """Return the names of the tables that a query reads; UNKNOWN among them if it names something else of ours, a function say."""
    known = {model._meta.db_table for model in models()}
    return frozenset(name if name in known else UNKNOWN for name in TABLE.findall(sql))


@lru_cache(4096)
def shape(sql: str) -> Shape | None:
    """Return the shape of a query; None if it is not of the simple kind."""
    base, anchor = FROM.search(sql), ANCHOR.search(sql)
    if sql.count("SELECT") != 1 or NOT_UNDERSTOOD.search(sql) or not base or not anchor:
        return None
    joins = [
        (table, alias or table, left or left_alias, on, right or right_alias, to)
        for table, alias, left, left_alias, on, right, right_alias, to in JOIN.findall(sql)
    ]
    if len(joins) != sql.count(" JOIN "):
        return None
    named = {base[2] or base[1]: base[1]} | {alias: table for table, alias, *_ in joins}
    anchored = anchor[1] or anchor[2]
    if anchored not in named:
        return None
    start = sql[: anchor.start(4) if anchor[4] else anchor.start(5)].count("%s")
    end = start + (1 if anchor[4] else anchor[5].count("%s"))
    referred, others = _reached(anchored, named, joins)
    return Shape(named[anchored], anchor[3], start, end, referred, others)


def _reached(
    anchored: str, named: dict[str, str], joins: Sequence[tuple[str, ...]]
) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Follow the joins from the anchored table: which tables its rows refer to, and which are reached in another way."""
    keys = {model._meta.db_table: model._meta.pk.column for model in models()}
    edges = [edge for _, _, left, on, right, to in joins for edge in ((left, on, right, to), (right, to, left, on))]
    reached = {anchored}
    referred: set[tuple[str, str]] = set()
    others: set[str] = set()
    while step := next((each for each in edges if each[0] in reached and each[2] not in reached), None):
        origin, by, name, column = step
        reached.add(name)
        if column == keys.get(named[name]):
            referred.add((named[name], by if origin == anchored else ""))
        else:
            others.add(named[name])
    others |= {table for name, table in named.items() if name not in reached}
    return frozenset(referred), frozenset(others)


def may_have_changed(query: Query, changed: dict[str, Changes], columns_of: Columns) -> bool:
    """Tell whether a query may have another result after the changes. False is certain."""
    read = tables(query.sql)
    if UNKNOWN not in read and not read & changed.keys():
        return False
    form = shape(query.sql)
    if form is None or UNKNOWN in read or query.result is None or form.others & changed.keys():
        return True
    values = {str(value) for value in json.loads(query.parameters)[form.start : form.end]}
    if form.table in changed and changed[form.table].may_have(form.column, values):
        return True
    # A row that was added is referred to only by rows that were added or changed too.
    referred = [(table, by) for table, by in form.referred if table in changed and not changed[table].only_added]
    if not referred:
        return False
    if form.column != _key(form.table) or not all(by for _, by in referred):
        return True
    rows = [columns_of(form.table, value) for value in values]  # which have not changed
    return any(changed[table].may_have(_key(table), {str(row.get(by)) for row in rows}) for table, by in referred)


@lru_cache
def _key(table: str) -> str:
    """Return the column of a table's primary key."""
    return next(model._meta.pk.column for model in models() if model._meta.db_table == table)


def changed_queries(ledger: Ledger, changed: dict[str, Changes]) -> Iterator[int]:
    """Yield the queries whose results have changed. Those that may have are asked again."""
    for id, query in ledger.queries():
        if may_have_changed(query, changed, ledger.columns) and (query.result is None or _result(query) != query.result):
            yield id


def _result(query: Query) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(query.sql, json.loads(query.parameters))
        return digest(cursor.cursor)
