"""What pages read, and which of it has changed since.

A page is rendered again only if one of its queries has another result. Asking all of them again would take as long as rendering, so
most are settled by what they say: a query for the rows of one key (“WHERE statement.key = …”) has the result that it had unless such a
row has changed. Whatever is not understood is asked again and its result compared, so that no page is ever taken for fresh by mistake."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
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


NOT_OF_PAGES = ("dara.PublicChange", "dara.Concerned")  # no page shows the revision; the other is made of the rows of other tables
MADE_BY = {"dara_concerned": "public.dara_concerns(text[])"}  # such a table: the function that makes its rows


def models() -> list[type[Model]]:
    return [apps.get_model(label) for label in READABLE if label not in NOT_OF_PAGES]


def rows() -> Iterator[tuple[str, str, bytes, str]]:
    """Yield each row that the public may read: table, primary key, a digest (see `columns_that_differ`), and its short columns as JSON."""
    for model in models():
        fields = [field for field in model._meta.concrete_fields if _is_digested(field)]
        each = " || ".join(f'int8send(coalesce(hashtextextended("{field.column}"::text, 0), 0))' for field in fields)
        short = ", ".join(f"'{field.column}', \"{field.column}\"" for field in fields if _names_something(field))
        pk = model._meta.pk.column
        with connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT "{pk}"::text, {each}, json_build_object({short})::text FROM "{model._meta.db_table}"')
            while found := cursor.fetchmany(CHUNK):
                yield from ((model._meta.db_table, *values) for values in found)


def _is_digested(field: Any) -> bool:
    return not isinstance(field, SearchVectorField)  # they are long, and made of other columns


def _names_something(field: Any) -> bool:
    return bool(field.primary_key or field.is_relation or (field.max_length and field.max_length <= SHORT))


def columns_that_differ(table: str, was: bytes, now: bytes) -> set[str]:
    """Return the names of the columns in which two states of a row differ, by their digests: eight bytes of each column, but of none that text
    is searched in, which may always differ."""
    fields = next(model for model in models() if model._meta.db_table == table)._meta.concrete_fields
    digested = [field.column for field in fields if _is_digested(field)]
    differ = {column for n, column in enumerate(digested) if was[8 * n : 8 * n + 8] != now[8 * n : 8 * n + 8]}
    return differ | {field.column for field in fields if not _is_digested(field)}


@dataclass
class Changes:
    """What has changed in `table`: the values of each column in changed rows, before and after, and whether rows that were there have changed.

    `columns`: those that have changed, of rows that were there and are; None where rows came or went."""

    table: str
    values: dict[str, set[str]]
    only_added: bool = True
    number: int = 0
    columns: set[str] | None = field(default_factory=set)

    def may_matter(self, sql: str, alias: str = "") -> bool:
        """Tell whether a query that reads the table, under that alias or any, reads what has changed in it."""
        named = columns_named(sql, self.table, alias)
        return self.columns is None or "*" in named or not self.columns.isdisjoint(named)

    def may_have(self, column: str, values: set[str]) -> bool:
        """Tell whether a row that has one of these values in the column, or had, may be among those that have changed."""
        return self.number > MOST_CHANGES or column not in self.values or not self.values[column].isdisjoint(values)


def changes(ledger: Ledger) -> dict[str, Changes]:
    """Return the changes by table."""
    found: dict[str, Changes] = {}
    for table, was, now in ledger.changed_rows():
        change = found.setdefault(table, Changes(table, {}))
        change.number += 1
        change.only_added &= was is None
        if change.columns is not None:
            change.columns = change.columns | columns_that_differ(table, was.digest, now.digest) if was and now else None
        if change.number <= MOST_CHANGES:
            for row in filter(None, (was, now)):
                for name, value in row.columns.items():
                    change.values.setdefault(name, set()).add(str(value))
    return found


# --- queries whose result may have changed -----------------------------------------------------------------

TABLE = re.compile(r"\b(?:dara|django|auth)_\w+")
QUALIFIED = re.compile(
    r'(?:"?(\w+)"?\.)?"?(\w+|(?<!\()\*)'
)  # a name, or a star (but not that of “count(*)”), and what goes before it
NAME = r'(?:"(\w+)"|(\w+))'  # of a table or its alias
FROM = re.compile(r' FROM "(\w+)"(?: (?!WHERE|INNER|LEFT|ORDER|GROUP|LIMIT)(\w+))?')
JOIN = re.compile(rf' (?:INNER|LEFT OUTER) JOIN "(\w+)"(?: (?!ON )(\w+))? ON \({NAME}\."(\w+)" = {NAME}\."(\w+)"\)')
ANCHOR = re.compile(rf'(?: WHERE | AND )\(*{NAME}\."(\w+)" (?:= (%s)|IN \(((?:%s(?:, )?)+)\))')
CONDITIONS = re.compile(r" WHERE (?:(?!\bNOT\b(?! NULL)|\bCASE\b).)*")  # all of which a row meets: up to the first of another kind
# A column that tells whether any row of another table refers to this one.
REFERRED_TO = re.compile(r'EXISTS\(SELECT %s AS "a" FROM "(\w+)" (\w+) WHERE \2\."(\w+)" = \("(\w+)"\."(\w+)"\) LIMIT 1\)')
NOT_UNDERSTOOD = re.compile(r" OR | UNION | EXCEPT | INTERSECT | LATERAL | WITH | OVER |FILTER")


@dataclass(frozen=True)
class Shape:
    """What a query's text says of its result: it rests on the rows of `table` that meet all of `conditions`, and on rows that these refer
    to: `referred`, each with the column that does, "" for what they refer to by way of another row, and the alias; and on whether there are rows that
    refer to them: `referring`, each with the column that does. `others`: tables that it reads in another way."""

    table: str
    conditions: tuple["Condition", ...]
    referred: frozenset[tuple[str, str, str]]
    referring: frozenset[tuple[str, str]]
    others: frozenset[str]


class Condition(NamedTuple):
    """A column is one of the parameters from `start` to `end`, which is exclusive."""

    column: str
    start: int
    end: int

    def values(self, parameters: Sequence[Any]) -> set[str]:
        return {str(value) for value in parameters[self.start : self.end]}


@lru_cache(4096)
def tables(sql: str) -> frozenset[str]:
    """Return the names of the tables that a query reads; UNKNOWN among them if it names something else of ours, a function say."""
    known = {model._meta.db_table for model in models()} | MADE_BY.keys()
    return frozenset(name if name in known else UNKNOWN for name in TABLE.findall(_in_full(sql)))


@lru_cache(4096)
def columns_named(sql: str, table: str, alias: str = "") -> frozenset[str]:
    """Return the names in a query that may be those of columns of a table, which it reads under that alias, or any; and “*” for all of them."""
    text = _in_full(sql)
    qualifiers = {alias} if alias else {table, *re.findall(rf'\b{table}"?(?: AS)? "?(\w+)', text)}
    return frozenset(name for qualifier, name in QUALIFIED.findall(text) if not qualifier or qualifier in qualifiers)


@lru_cache(4096)
def _in_full(sql: str) -> str:
    """Return a query with the functions that make the tables that it reads."""
    return "\n".join([sql, *(_definition(function) for table, function in MADE_BY.items() if table in sql)])


@lru_cache
def _definition(function: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_catalog.pg_proc WHERE oid = %s::regprocedure", [function])
        return cursor.fetchone()[0]


@lru_cache(4096)
def shape(sql: str) -> Shape | None:
    """Return the shape of a query; None if it is not of the simple kind."""
    told = [(table, by, (name, column)) for table, _, by, name, column in REFERRED_TO.findall(sql)]
    sql = REFERRED_TO.sub("%s", sql)
    base, conditions = FROM.search(sql), _conditions(sql)
    if sql.count("SELECT") != 1 or NOT_UNDERSTOOD.search(sql) or not base or not conditions:
        return None
    joins = [
        (table, alias or table, left or left_alias, on, right or right_alias, to)
        for table, alias, left, left_alias, on, right, right_alias, to in JOIN.findall(sql)
    ]
    if len(joins) != sql.count(" JOIN "):
        return None
    named = {base[2] or base[1]: base[1]} | {alias: table for table, alias, *_ in joins}
    anchored = next(iter(conditions))
    if anchored not in named or any(refers_to != (anchored, _key(named[anchored])) for *_, refers_to in told):
        return None
    referred, others = _reached(anchored, named, joins)
    referring = frozenset((table, by) for table, by, _ in told)
    return Shape(named[anchored], tuple(conditions[anchored]), referred, referring, others)


def _conditions(sql: str) -> dict[str, list[Condition]]:
    """Return the conditions of a query that compare a column with its parameters, by the table that has the column."""
    found: dict[str, list[Condition]] = {}
    if all_met := CONDITIONS.search(sql):
        for each in ANCHOR.finditer(sql, all_met.start(), all_met.end()):
            start = sql.count("%s", 0, each.start(4 if each[4] else 5))
            number = 1 if each[4] else each[5].count("%s")
            found.setdefault(each[1] or each[2], []).append(Condition(each[3], start, start + number))
    return found


def _reached(
    anchored: str, named: dict[str, str], joins: Sequence[tuple[str, ...]]
) -> tuple[frozenset[tuple[str, str, str]], frozenset[str]]:
    """Follow the joins from the anchored table: which tables its rows refer to, and which are reached in another way."""
    keys = {model._meta.db_table: model._meta.pk.column for model in models()}
    edges = [edge for _, _, left, on, right, to in joins for edge in ((left, on, right, to), (right, to, left, on))]
    reached = {anchored}
    referred: set[tuple[str, str, str]] = set()
    others: set[str] = set()
    while step := next((each for each in edges if each[0] in reached and each[2] not in reached), None):
        origin, by, name, column = step
        reached.add(name)
        if column == keys.get(named[name]):
            referred.add((named[name], by if origin == anchored else "", name))
        else:
            others.add(named[name])
    others |= {table for name, table in named.items() if name not in reached}
    return frozenset(referred), frozenset(others)


def may_have_changed(query: Query, changed: dict[str, Changes], columns_of: Columns) -> bool:
    """Tell whether a query may have another result after the changes. False is certain."""
    read = tables(query.sql)
    if UNKNOWN in read:
        return True
    changed = {table: change for table, change in changed.items() if table in read and change.may_matter(query.sql)}
    if not changed:
        return False
    form = None if read & MADE_BY.keys() else shape(query.sql)
    if form is None or query.result is None or form.others & changed.keys():
        return True
    parameters = json.loads(query.parameters)
    wanted = {condition.column: condition.values(parameters) for condition in form.conditions}
    if form.table in changed and all(changed[form.table].may_have(*each) for each in wanted.items()):
        return True
    if any(_may_be_referred_to(form, wanted, changed[table], by, columns_of) for table, by in form.referring if table in changed):
        return True
    # A row that was added is referred to only by rows that were added or changed too.
    referred = [
        (table, by)
        for table, by, alias in form.referred
        if table in changed and not changed[table].only_added and changed[table].may_matter(query.sql, alias)
    ]
    if not referred:
        return False
    if _key(form.table) not in wanted or not all(by for _, by in referred):
        return True
    rows = [columns_of(form.table, value) for value in wanted[_key(form.table)]]  # which have not changed
    return any(changed[table].may_have(_key(table), {str(row.get(by)) for row in rows}) for table, by in referred)


def _may_be_referred_to(form: Shape, wanted: dict[str, set[str]], change: Changes, by: str, columns_of: Columns) -> bool:
    """Tell whether rows that have changed refer, or referred, to a row that a query rests on, which itself has not changed."""
    if change.number > MOST_CHANGES or by not in change.values:
        return True
    rows = [columns_of(form.table, value) for value in change.values[by] - {str(None)}]
    return any(all(column not in row or str(row[column]) in values for column, values in wanted.items()) for row in rows)


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
