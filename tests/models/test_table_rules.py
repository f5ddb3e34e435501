"""What the models ask of columns is compared with the database; and tables and functions are the archive's own."""

import pytest
from django.db import connection

from dara.models import table_rules

pytestmark = pytest.mark.django_db

REFERENCE = """DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE dara_statement DROP CONSTRAINT %I', o.conname) FROM pg_constraint AS o
    JOIN pg_attribute AS a ON a.attrelid = o.conrelid AND o.conkey = ARRAY[a.attnum]
    WHERE o.conrelid = 'dara_statement'::regclass AND o.contype = 'f' AND a.attname = 'speaker_id'); END $$"""
DRIFT = {
    "ALTER TABLE dara_statement ALTER COLUMN text DROP NOT NULL": "The column text of dara_statement is not NOT NULL any more.",
    "ALTER TABLE dara_statement ALTER COLUMN search DROP EXPRESSION": "The column search of dara_statement is not generated any more.",
    "ALTER TABLE dara_importconflict DROP CONSTRAINT dara_importconflict_pkey": "The column id of dara_importconflict is not the primary key any more.",
    "ALTER TABLE dara_sealleaf DROP CONSTRAINT dara_sealleaf_event_key": "The column event of dara_sealleaf is not unique any more.",
    REFERENCE: "The column speaker_id of dara_statement is not a reference to dara_entity any more.",
    "CREATE TABLE hidden () INHERITS (dara_topic)": "The table hidden inherits from dara_topic: its rows are read there.",
    "GRANT CREATE ON SCHEMA public TO dara_public; ALTER TABLE dara_importconflict OWNER TO dara_public": "dara_importconflict belongs to the role dara_public, the archive to dara.",
    "GRANT CREATE ON SCHEMA public TO dara_public; ALTER FUNCTION dara_note_bases() OWNER TO dara_public": "dara_note_bases() belongs to the role dara_public, the archive to dara.",
}


def test_the_database_that_the_migrations_make_is_that_of_the_models():
    assert list(table_rules.differences(connection)) == []


@pytest.mark.parametrize(("sql", "says"), DRIFT.items())
def test_drift_is_named(sql, says):
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert says in list(table_rules.differences(connection))
