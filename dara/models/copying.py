"""Insert many rows with COPY: several times as fast as INSERT, and held to every rule of the database as it is."""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models
from psycopg import sql


def copy_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each a mapping of attribute names (“speaker_id”, “kind”) to values; what a row leaves out gets the field's default.

    Raises the errors of `Model.save`. The history has no context of its own with COPY: it has that of the transaction's last ordinary write."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
    defaults = {
        name: field.get_default()
        for name, field in fields.items()
        if not (field.has_db_default() or isinstance(field, models.AutoField))  # type: ignore[attr-defined]
    }
    whole = [
        {**defaults, **row} for row in rows
    ]  # before COPY begins: what makes the rows may ask the database, which waits for COPY's end
    with connection.wrap_database_errors, connection.cursor() as cursor:
        for names, alike in itertools.groupby(whole, key=tuple):
            columns = [fields[name] for name in names]
            json = [n for n, field in enumerate(columns) if isinstance(field, models.JSONField)]
            with cursor.copy(_copy(model._meta.db_table, tuple(field.column for field in columns))) as copy:
                for row in alike:
                    values = list(row.values())
                    for n in json:
                        values[n] = columns[n].get_db_prep_save(values[n], connection)
                    copy.write_row(values)


def _copy(table: str, columns: Iterable[str]) -> sql.Composed:
    return sql.SQL("COPY public.{} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
