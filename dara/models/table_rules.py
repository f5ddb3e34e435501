"""What the models ask of columns and tables, compared with what the database has; beside the rules that `database_rules` compares."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey


class ColumnRule(NamedTuple):
    table: str
    column: str
    rule: str  # as in the sentence: “NOT NULL”


FOUND = """
SELECT c.relname::text, a.attname::text, r.rule
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 CROSS JOIN LATERAL (
    SELECT 'NOT NULL' AS rule WHERE a.attnotnull
    UNION ALL SELECT 'generated' WHERE a.attgenerated <> ''
    UNION ALL SELECT CASE WHEN i.indisprimary THEN 'the primary key' ELSE 'unique' END FROM pg_catalog.pg_index AS i
        WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum AND i.indpred IS NULL
    UNION ALL SELECT 'a reference to ' || t.relname FROM pg_catalog.pg_constraint AS o JOIN pg_catalog.pg_class AS t ON t.oid = o.confrelid
        WHERE o.conrelid = c.oid AND o.contype = 'f' AND o.convalidated AND o.conkey = ARRAY[a.attnum] AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgconstraint = o.oid AND g.tgenabled NOT IN ('O', 'A'))
) AS r
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""

# Rows of another table would be read with those of ours; and what has another owner can be changed by that one.
TABLES = """
SELECT format('The table %s inherits from %s: its rows are read there.', i.inhrelid::regclass, i.inhparent::regclass)
FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhparent
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT format('%s belongs to the role %s, the archive to %s.', o.what, o.owner::regrole, m.relowner::regrole)
FROM pg_catalog.pg_class AS m, (
    SELECT c.oid::regclass::text, c.relowner FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'S') AND c.relname LIKE 'dara\\_%'
    UNION ALL
    SELECT p.oid::regprocedure::text, p.proowner FROM pg_catalog.pg_proc AS p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'dara\\_%'
) AS o (what, owner)
WHERE m.oid = 'public.django_migrations'::regclass AND o.owner <> m.relowner
ORDER BY 1
"""


def differences(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Each rule of a column that the database lacks, and each table or function that is not the archive's alone, as a sentence."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        found = {ColumnRule(*row) for row in cursor.fetchall()}
        cursor.execute(TABLES)
        others = [sentence for (sentence,) in cursor.fetchall()]
    for each in sorted(set(_expected()) - found):
        yield f"The column {each.column} of {each.table} is not {each.rule} any more."
    yield from others


def _expected() -> Iterator[ColumnRule]:
    for model in apps.get_app_config("dara").get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            rules = {
                "NOT NULL": not field.null and not field.generated,
                "generated": field.generated,
                "the primary key": field.primary_key,
                "unique": field.unique and not field.primary_key,
            }
            if isinstance(field, ForeignKey) and field.db_constraint:  # type: ignore[attr-defined]  # the stubs of Django lack it
                rules[f"a reference to {field.remote_field.model._meta.db_table}"] = True
            yield from (ColumnRule(model._meta.db_table, field.column, rule) for rule, holds in rules.items() if holds)
