"""The rules of the database, compared with the files in `sql/` and the constraints of the models, which say what they should be.

`sql/` holds the rules in force, one file a topic; migrations hold frozen copies. So that the two cannot drift apart, the files are loaded beside
the tables, in a schema of their own that is rolled back, and PostgreSQL says of both what they are. Comparing text would not do: of a view
PostgreSQL keeps a parsed form. Nothing in the schema `public` is changed or locked for longer than a SELECT would."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = Path(__file__).with_name("sql")
CALLED = "dara/models/sql/"
FILES = (  # in an order in which they can be loaded
    "search",
    "values",
    "numbers",
    "evidence",
    "keys",
    "versions",
    "withholding",
    "public_paragraphs",
    "replies",
    "redirects",
    "topics",
    "history",
    "corrections",
    "revision",
    "lists",
    "addresses",
    "uploads",
    "imports",
    "seal",
)
SCRATCH = "dara_from_files"  # the schema that the files are loaded into
# Of these, the files name every one.
LISTED_WHOLE = {"function", "trigger", "view", "rewrite rule", "text search configuration", "row security policy", "row security"}
# What a package that we use makes by its own migrations. Nothing of ours calls it.
OF_PACKAGES = {("function", "_pgh_attach_context()")}

# Everything that the files can define, with its definition as PostgreSQL writes it. What belongs to an extension is not ours.
CATALOGUE = """
WITH ours AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %(schema)s),
of_extensions AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e')
SELECT 'function', format('%%s(%%s)', p.proname, pg_get_function_identity_arguments(p.oid)), pg_get_functiondef(p.oid)
FROM pg_catalog.pg_proc AS p
WHERE p.pronamespace IN (SELECT oid FROM ours) AND p.prokind <> 'a'
    AND ('pg_catalog.pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM of_extensions)
UNION ALL
SELECT 'trigger', format('%%s on %%s', t.tgname, c.relname), pg_get_triggerdef(t.oid) || CASE WHEN t.tgenabled IN ('O', 'A') THEN '' ELSE ' (switched off)' END
FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace IN (SELECT oid FROM ours) AND NOT t.tgisinternal
UNION ALL
SELECT 'view', c.relname, concat_ws(' ', pg_get_viewdef(c.oid), c.reloptions::text)
FROM pg_catalog.pg_class AS c
WHERE c.relnamespace IN (SELECT oid FROM ours) AND c.relkind IN ('v', 'm')
    AND ('pg_catalog.pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM of_extensions)
UNION ALL
SELECT 'rewrite rule', format('%%s on %%s', r.rulename, c.relname), pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite AS r JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
WHERE c.relnamespace IN (SELECT oid FROM ours) AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'row security policy', format('%%s on %%s', p.polname, c.relname), pg_get_expr(p.polqual, p.polrelid)
FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
WHERE c.relnamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'row security', format('of %%s', c.relname), ''
FROM pg_catalog.pg_class AS c
WHERE c.relnamespace IN (SELECT oid FROM ours) AND c.relrowsecurity
UNION ALL
SELECT 'constraint', format('%%s on %%s', o.conname, c.relname), pg_get_constraintdef(o.oid) || CASE WHEN EXISTS (
        SELECT FROM pg_catalog.pg_trigger AS t WHERE t.tgconstraint = o.oid AND t.tgenabled NOT IN ('O', 'A')) THEN ' (switched off)' ELSE '' END
FROM pg_catalog.pg_constraint AS o JOIN pg_catalog.pg_class AS c ON c.oid = o.conrelid
WHERE o.connamespace IN (SELECT oid FROM ours) AND o.contype IN ('c', 'f')
UNION ALL
SELECT 'index', c.relname, pg_get_indexdef(c.oid)
FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace IN (SELECT oid FROM ours) AND i.indisvalid
UNION ALL
SELECT 'sequence', c.relname, concat_ws(' ', s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle)
FROM pg_catalog.pg_sequence AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
WHERE c.relnamespace IN (SELECT oid FROM ours)
UNION ALL
SELECT 'text search configuration', f.cfgname,
    string_agg(concat_ws(' ', f.cfgparser::regproc, m.maptokentype, m.mapseqno, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
FROM pg_catalog.pg_ts_config AS f JOIN pg_catalog.pg_ts_config_map AS m ON m.mapcfg = f.oid
WHERE f.cfgnamespace IN (SELECT oid FROM ours)
GROUP BY f.oid, f.cfgname
"""


class Rule(NamedTuple):
    kind: str  # "function", "trigger", …
    name: str  # "dara_key_is_new on dara_source"


def differences(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Each rule that is missing, differs from the files, or is not in them, as a sentence. Needs the right to create a schema."""
    try:
        expected, found = _compared(connection)
    except DatabaseError as error:
        yield f"The rules cannot be compared with {CALLED}: {str(error).strip()}"
        return
    for rule in sorted(expected.keys() - found.keys()):
        yield f"The {rule.kind} {rule.name} is missing."
    for rule in sorted(expected.keys() & found.keys()):
        if expected[rule] != found[rule]:
            yield f"The {rule.kind} {rule.name} is not as {CALLED} has it, or is switched off."
    for rule in sorted(found.keys() - expected.keys()):
        if rule.kind in LISTED_WHOLE and rule not in OF_PACKAGES:
            yield f"The {rule.kind} {rule.name} is in the database, and not in {CALLED}."


def _compared(connection: BaseDatabaseWrapper) -> tuple[dict[Rule, str], dict[Rule, str]]:
    """The rules of the files and those of the database."""
    # a cursor of psycopg's own: pghistory adds a parameter to what a command executes through Django's, which the files' % would take
    with transaction.atomic(using=connection.alias), connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog")  # so that definitions name every schema
        found = _catalogue(cursor, "public")
        _copy_tables(cursor)
        before = _catalogue(cursor, SCRATCH)
        cursor.execute("".join(_constraints_of_models(connection)))
        for name in FILES:
            cursor.execute(_for_scratch((FOLDER / f"{name}.sql").read_text(encoding="utf-8")))
        expected = {rule: definition for rule, definition in _catalogue(cursor, SCRATCH).items() if rule not in before}
        transaction.set_rollback(True, using=connection.alias)
    return expected, found


def _copy_tables(cursor) -> None:
    """The archive's tables, empty, in the schema of their own; with the keys that identify rows, which foreign keys need."""
    cursor.execute(f"CREATE SCHEMA {SCRATCH}")
    cursor.execute(
        """SELECT format('CREATE TABLE %%s.%%I (LIKE public.%%I INCLUDING GENERATED); ', %(scratch)s, c.relname, c.relname) || (
            SELECT coalesce(string_agg(format('ALTER TABLE %%s.%%I ADD %%s; ', %(scratch)s, c.relname, pg_get_constraintdef(o.oid)), ''), '')
            FROM pg_constraint AS o WHERE o.conrelid = c.oid AND o.contype IN ('p', 'u'))
        FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'dara\\_%%'
        ORDER BY c.relname""",
        {"scratch": SCRATCH},
    )
    cursor.execute("".join(statements for (statements,) in cursor.fetchall()))


def _constraints_of_models(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What the models name among their constraints, for the copies of the tables."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for model in apps.get_app_config("dara").get_models():
            table = editor.quote_name(model._meta.db_table)
            for constraint in model._meta.constraints:
                yield f"{constraint.create_sql(model, editor)}; ".replace(table, f"{SCRATCH}.{table}", 1)


def _for_scratch(sql: str) -> str:
    """The same for the other schema: what the files call ours, but not what they use of extensions."""
    return re.sub(r"\bpublic\.dara_", f"{SCRATCH}.dara_", sql)


def _catalogue(cursor, schema: str) -> dict[Rule, str]:
    cursor.execute(CATALOGUE, {"schema": schema})
    return {Rule(kind, name): definition.replace(f"{SCRATCH}.", "public.") for kind, name, definition in cursor.fetchall()}
