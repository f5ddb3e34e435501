"""The migrations on an archive that is filled: PostgreSQL refuses there what it allows on empty tables, and rows need what new columns ask for."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from dara.archive.verification import count_rows, failures
from dara.local import postgres

FIRST_WHOLE = "0004_groups"  # the first state with tables, rules, history and groups
COLUMNS = """SELECT c.table_name::text, array_agg(c.column_name::text) FROM information_schema.columns AS c
    JOIN information_schema.tables AS t USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    AND table_name ~ '^(dara|pghistory)_' AND is_generated = 'NEVER' GROUP BY c.table_name"""
SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'public' AND sequencename ~ '^dara_'"


@pytest.fixture
def former_archive(cluster, server) -> Iterator[None]:
    """Django's connection leads to a database in the first whole state, with the rows of the database of before, as far as its columns go."""
    held, former = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_former"
    server.execute(SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*map(Identifier, (former, postgres.OWNER))))
    try:
        connection.close()
        connection.settings_dict["NAME"] = former
        call_command("migrate", "dara", FIRST_WHOLE, verbosity=0)
        connect = [psycopg.connect(cluster.url(role=postgres.SUPERUSER, database=name)) for name in (held, former)]
        with connect[0] as origin, connect[1] as target:
            copy_rows(origin, target)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = held
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(former)))


def copy_rows(origin: psycopg.Connection, target: psycopg.Connection) -> None:
    """Copy the tables that are in both databases, in the columns that both have, unseen by triggers; and how far sequences are."""
    target.execute("SET session_replication_role = replica")
    there = dict(origin.execute(COLUMNS).fetchall())
    for table, columns in target.execute(COLUMNS).fetchall():
        shared = SQL(", ").join(Identifier(name) for name in columns if name in there.get(table, ()))
        copied = SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(shared, Identifier(table))
        written = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), shared)
        with origin.cursor().copy(copied) as rows, target.cursor().copy(written) as to:
            for block in rows:
                to.write(block)
    here = dict(target.execute(SEQUENCES).fetchall())
    for name, last in origin.execute(SEQUENCES).fetchall():
        if last and name in here:
            target.execute("SELECT setval(%s, %s)", [name, last])


@pytest.mark.django_db(transaction=True)
def test_a_filled_archive_is_migrated_from_its_first_whole_state(seeds, request):
    held = count_rows() | {"synonyms": 0}  # these had no table then
    request.getfixturevalue("former_archive")
    call_command("migrate", verbosity=0)
    assert count_rows() == held
    assert list(failures()) == []
