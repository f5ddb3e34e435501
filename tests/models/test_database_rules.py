"""The rules of the database are those of the files in dara/models/sql/."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from dara.curation.groups import GROUPS, give_permissions
from dara.models import database_rules, grants

pytestmark = pytest.mark.django_db

DRIFT = {
    "DROP TRIGGER dara_append_only ON dara_original": "The trigger dara_append_only on dara_original is missing.",
    "ALTER TABLE dara_passage DISABLE TRIGGER dara_passage_is_in_the_text": "The trigger dara_passage_is_in_the_text on dara_passage is not as",
    "ALTER TABLE dara_topic ENABLE REPLICA TRIGGER dara_write_update": "The trigger dara_write_update on dara_topic is not as",
    "CREATE OR REPLACE TRIGGER dara_rename AFTER UPDATE OF name ON dara_entity FOR EACH ROW EXECUTE FUNCTION dara_rename()": "The trigger dara_rename on dara_entity is not as",
    "CREATE TRIGGER other BEFORE INSERT ON dara_passage FOR EACH ROW EXECUTE FUNCTION dara_cut_paragraphs()": "The trigger other on dara_passage is in the database, and not in",
    "DROP TRIGGER dara_write_delete ON dara_passage; DROP FUNCTION dara_passage_write_history()": "The function dara_passage_write_history() is missing.",
    "CREATE OR REPLACE FUNCTION dara_key_is_new() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'": "The function dara_key_is_new() is not as",
    "ALTER FUNCTION dara_key_is_new() RESET search_path": "The function dara_key_is_new() is not as",
    "ALTER FUNCTION dara_race_write_history() SECURITY INVOKER": "The function dara_race_write_history() is not as",
    "CREATE FUNCTION other(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'": "The function other(integer) is in the database, and not in",
    "DROP VIEW dara_corrected": "The view dara_corrected is missing.",
    "ALTER VIEW dara_corrected SET (security_barrier)": "The view dara_corrected is not as",
    "CREATE VIEW other AS SELECT * FROM dara_sourcetext": "The view other is in the database, and not in",
    "CREATE RULE other AS ON DELETE TO dara_draft DO INSTEAD NOTHING": "The rewrite rule other on dara_draft is in the database, and not in",
    "ALTER TABLE dara_endorsement DROP CONSTRAINT dara_endorsement_candidate_ran": "The constraint dara_endorsement_candidate_ran on dara_endorsement is missing.",
    "ALTER TABLE dara_entity DROP CONSTRAINT dara_entity_kind_is_known; ALTER TABLE dara_entity ADD CONSTRAINT dara_entity_kind_is_known CHECK (kind <> '')": "The constraint dara_entity_kind_is_known on dara_entity is not as",
    "ALTER TABLE dara_electionresult DROP CONSTRAINT electionresult_percent_0_to_100": "The constraint electionresult_percent_0_to_100 on dara_electionresult is missing.",
    "ALTER TABLE dara_electionresult DROP CONSTRAINT electionresult_percent_0_to_100, ADD CONSTRAINT electionresult_percent_0_to_100 CHECK (percent > -1)": "The constraint electionresult_percent_0_to_100 on dara_electionresult is not as",
    "ALTER TABLE dara_importedrecord DROP CONSTRAINT importedrecord_kind_key": "The index importedrecord_kind_key is missing.",
    "ALTER TABLE dara_topic ENABLE ROW LEVEL SECURITY": "The row security of dara_topic is in the database, and not in",
    "CREATE POLICY other ON dara_topic USING (slug <> 'cash-bail')": "The row security policy other on dara_topic is in the database, and not in",
    "DROP INDEX topic_name_trigrams": "The index topic_name_trigrams is missing.",
    "DROP INDEX topic_name_trigrams; CREATE INDEX topic_name_trigrams ON dara_topic (name)": "The index topic_name_trigrams is not as",
    "ALTER TEXT SEARCH CONFIGURATION dara_english ALTER MAPPING FOR word WITH pg_catalog.simple": "The text search configuration dara_english is not as",
    "ALTER SEQUENCE dara_history_number CYCLE": "The sequence dara_history_number is not as",
    "DROP SEQUENCE dara_history_number": "The sequence dara_history_number is missing.",
    "ALTER TABLE dara_topic ADD COLUMN colour text; ALTER TABLE dara_topicevent ADD COLUMN colour text": "The function dara_topic_write_history() is not as",
    "ALTER TABLE dara_draft DROP COLUMN state; DROP TABLE dara_draftevent": "The rules cannot be compared with dara/models/sql/: column",
}


def run(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


def test_the_database_that_the_migrations_make_is_that_of_the_files():
    assert list(database_rules.differences(connection)) == []


def test_every_file_is_loaded():
    assert sorted(database_rules.FILES) == sorted(path.stem for path in database_rules.FOLDER.iterdir())


@pytest.mark.parametrize(("sql", "says"), DRIFT.items())
def test_drift_is_named(sql, says):
    run(sql)
    found = list(database_rules.differences(connection))
    assert [sentence for sentence in found if sentence.startswith(says)], found


def test_one_thing_that_differs_is_one_sentence():
    run("DROP INDEX topic_name_trigrams")
    assert list(database_rules.differences(connection)) == ["The index topic_name_trigrams is missing."]


def test_the_comparison_leaves_nothing_behind():
    list(database_rules.differences(connection))
    assert run(f"SELECT nspname FROM pg_namespace WHERE nspname = '{database_rules.SCRATCH}'") == []
    assert run("SELECT current_setting('search_path')") == [('"$user", public',)]


@pytest.mark.django_db(transaction=True)
def test_a_foreign_key_that_a_superuser_switched_off_is_named():
    with connection.cursor():
        info = connection.connection.info
    switch = "ALTER TABLE dara_endorsement {} TRIGGER ALL"
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user="postgres", autocommit=True) as superuser:
        superuser.execute(switch.format("DISABLE"))
        try:
            found = list(database_rules.differences(connection))
        finally:
            superuser.execute(switch.format("ENABLE"))
    assert (
        "The constraint dara_endorsement_candidate_ran on dara_endorsement is not as dara/models/sql/ has it, or is switched off."
        in found
    )
    assert list(database_rules.differences(connection)) == []


def test_whoever_may_not_compare_them_is_told():
    run(f"SET LOCAL ROLE {settings.DARA_PUBLIC_ROLE}")
    (said,) = database_rules.differences(connection)
    assert said.startswith("The rules cannot be compared with dara/models/sql/: permission denied")


class TestGrants:
    def test_the_role_has_those_on_the_list(self):
        assert list(grants.differences(connection)) == []

    @pytest.mark.parametrize(
        ("sql", "says"),
        [
            ("REVOKE SELECT ON dara_topic FROM {}", "lacks the privilege SELECT on dara_topic."),
            ("GRANT SELECT ON dara_original TO {}", "has the privilege SELECT on dara_original."),
            ("GRANT SELECT (body) ON dara_sourcetext TO {}", "has the privilege SELECT on dara_sourcetext."),
            ("GRANT INSERT ON dara_topic TO PUBLIC", "has the privilege INSERT on dara_topic."),
            ("GRANT UPDATE ON dara_history_number TO {}", "has the privilege UPDATE on dara_history_number."),
            ("GRANT CREATE ON SCHEMA public TO {}", "can create tables (REVOKE CREATE ON SCHEMA public …)."),
        ],
    )
    def test_what_differs_is_named(self, sql, says):
        run(sql.format(settings.DARA_PUBLIC_ROLE))
        assert list(grants.differences(connection)) == [f"The public role {settings.DARA_PUBLIC_ROLE} {says}"]

    def test_another_role_that_may_write_is_named(self):
        run("GRANT SELECT, INSERT ON dara_topic TO pg_monitor; GRANT UPDATE (text) ON dara_statement TO pg_monitor")
        assert list(grants.differences(connection)) == [
            "The role pg_monitor has the privilege UPDATE on dara_statement: only the owner is to write.",
            "The role pg_monitor has the privilege INSERT on dara_topic: only the owner is to write.",
        ]

    def test_without_the_role_there_is_nothing_to_compare(self, settings):
        settings.DARA_PUBLIC_ROLE = "dara_nobody"
        assert list(grants.differences(connection)) == []


def test_the_groups_that_the_migrations_make_are_those_in_force():
    def permissions() -> dict[str, set[str]]:
        groups = apps.get_model("auth.Group").objects.all()
        return {group.name: set(group.permissions.values_list("codename", flat=True)) for group in groups}

    made = permissions()
    give_permissions(apps, "default")
    assert permissions() == made
    assert set(made) == set(GROUPS)
