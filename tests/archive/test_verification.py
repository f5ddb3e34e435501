"""verify_archive finds what the database's rules cannot: each kind of damage, done with the triggers off."""

import re
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from dara.archive.exporting import snapshot
from dara.archive.unreadable import in_snapshots
from dara.archive.verification import failures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds")]


@contextmanager
def superuser():
    """The cluster's superuser, for whom alone triggers and foreign keys can be off."""
    with connection.cursor():
        info = connection.connection.info
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user="postgres", autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        yield raw


# Each is done alone: others would bring the same sentence about.
DAMAGE = {
    "UPDATE dara_passage SET exact = replace(exact, 'not', 'NOT')": "is not what its text says there",
    'UPDATE dara_passage SET start = start + 1, "end" = "end" + 1 WHERE exact LIKE \'%Our nation%\'': "is not what its text says there",
    "UPDATE dara_statement SET text = 'Vote for me' WHERE kind = 'post'": "its text is not its pieces",
    "UPDATE dara_source SET published_on = '2001' WHERE key = 'zjmtrs6m'": "its place in lists is not that of its source and its passage",
    "UPDATE dara_concerned SET closeness = 4 WHERE statement_id = 'y7axeaat' AND closeness < 3": "Statement y7axeaat: lists have it under others",
    "DELETE FROM dara_endorsement WHERE stance = 'withdraws'": "was imported, and is gone without a tombstone",
    "TRUNCATE dara_statement CASCADE": "was imported, and is gone without a tombstone",
    "TRUNCATE dara_original, dara_sourcetext, dara_paragraph": "has no original",
    "UPDATE dara_topic SET position = 99 WHERE slug = 'cash-bail'": "is not what the last change in its history made of it",
    "UPDATE dara_statement SET version = '2001-01-01'": "The statement y7axeaat is not what the last change in its history made of it",
    "DELETE FROM dara_statementtopic": "is gone, and its history does not know of that",
    "DELETE FROM dara_raceevent": "is there, and its history does not know of it",
}
# Those of one batch can be done at once, and be told apart.
BATCHES = [
    {
        "UPDATE dara_original SET content = content || ' '": "Source gtpjr5x3: the original's bytes do not have the checksum",
        "UPDATE dara_sourcetext SET body = replace(body, 'never lost', 'always lost')": "Source gtpjr5x3: the text is not what “text v1” makes of the original, from",
        "UPDATE dara_sourcetext SET extractor = 'text v0' WHERE source_id = 'my39rk8h'": "Source my39rk8h: its text was made by “text v0”",
        "UPDATE dara_paragraph SET body = replace(body, 'never', 'NEVER')": "Source gtpjr5x3: paragraph 3 is not its text",
        "UPDATE dara_passage SET first_paragraph = 99, last_paragraph = 99": "Source zjmtrs6m: paragraph 1 in the table of what the public reads is not as it should be now",
        "DELETE FROM dara_publicparagraph WHERE source_id = 'gtpjr5x3' AND number = 3": "Source gtpjr5x3: paragraph 3 in the table of what the public reads is not as it should be now",
        "DELETE FROM dara_original WHERE source_id = 'zjmtrs6m'": "Source zjmtrs6m has no original",
        "UPDATE dara_statement SET pieces = '{}' WHERE kind = 'post'": "“None” is not in its passage",
        "UPDATE dara_statement SET within_id = CASE key WHEN '5bcb2spr' THEN 'h9gk5bh2' ELSE '5bcb2spr' END WHERE key IN ('5bcb2spr', 'h9gk5bh2')": "is its own “within”, in a circle",
        "UPDATE dara_source SET supersedes_id = CASE key WHEN 'zjmtrs6m' THEN 'my39rk8h' ELSE 'zjmtrs6m' END WHERE key <> 'gtpjr5x3'": "is its own “supersedes”, in a circle",
        "UPDATE dara_endorsement SET verb = 'adores'": "the verb “adores” is not in its passage",
        "UPDATE dara_electionresult SET qualifier = 'exactly'": "the qualifier “exactly” is not in its passage",
        "UPDATE dara_electionresult SET percent = 35.72": "the percentage 35.7200 is not in its passage",
        "UPDATE dara_electionresult SET votes = 35": "the number of votes 35 is not in its passage",
        "UPDATE dara_electionresult SET ballots_out = 35 WHERE ballots_out IS NOT NULL": "the number of ballots out 35 is not what the source states",
        "UPDATE dara_endorsement SET amount = 35 WHERE amount IS NOT NULL": "the amount 35.00 is not what the source states: “$1.5 Million”",
        "UPDATE dara_topic SET description = '' WHERE slug = 'cash-bail'": "topics cash-bail: “translations.es” names “description”",
        "UPDATE dara_source SET inferred = inferred - 'title' WHERE key = 'my39rk8h'": "sources my39rk8h: “translations.es” names “title”",
        "UPDATE dara_entity SET note = '' WHERE slug LIKE 'law-enf%'": "groups law-enforcement-unions-zjmtrs6m: “translations.es” names “note”",
        "UPDATE dara_statement SET place = 'x' || place WHERE key = 'y7axeaat'": "Statement y7axeaat: its place in lists is not that of its source",
        "DELETE FROM dara_concerned WHERE statement_id = 'y7axeaat'": "Statement y7axeaat: lists have it under others than it concerns",
        (
            "INSERT INTO dara_concerned (statement_id, entity_id, topic, is_first, closeness, place, place_by_date) SELECT 'nothing2', entity_id, topic, is_first, closeness, place, place_by_date FROM dara_concerned"
            " WHERE is_first LIMIT 1"
        ): "Statement nothing2: lists have it under others",
        "UPDATE dara_entity SET source_id = 'my39rk8h' WHERE slug = 'law-enforcement-unions-zjmtrs6m'": "is by a group that another source describes",
        "UPDATE dara_candidacyfact SET key = 'k94gb9z3' WHERE kind = 'conceded'": "The key k94gb9z3 names more than one record",
        "INSERT INTO dara_reply (source_id, kind, key) VALUES ('zjmtrs6m', 'results', 'nothing2')": "Source zjmtrs6m is a reply to results nothing2, which is not there",
        "UPDATE dara_candidacyevent SET pgh_label = 'delete'": "is there, and by its history it was taken out",
        "INSERT INTO dara_tombstone SELECT key, 'statements', now(), 'error', '' FROM dara_statement": "is there, and has a tombstone too",
    },
    {
        "UPDATE dara_publicparagraph SET source_id = 'nothing2' WHERE source_id = 'gtpjr5x3' AND number = 3": "Source nothing2 is not there, and the public reads paragraph 3 of it",
        "DELETE FROM dara_paragraph WHERE source_id = 'gtpjr5x3' AND number = 10": "Source gtpjr5x3: its paragraphs end at",
        "DELETE FROM dara_sourcetext WHERE source_id = 'zjmtrs6m'": "Source zjmtrs6m has no text",
        "UPDATE dara_statement SET pieces = ARRAY['Vote for me'] WHERE kind = 'post'": "“Vote for me” is not in its passage",
        "UPDATE dara_endorsement SET within_id = 'k94gb9z3' WHERE amount = 642252.29": "lies outside of k94gb9z3, in which it is said to be told",
    },
    {
        "UPDATE dara_source SET collector_header = '' WHERE key = 'zjmtrs6m'": "the collector's header",
        "UPDATE dara_publicparagraph SET body = replace(body, 'never', 'NEVER')": "Source gtpjr5x3: paragraph 3 as the public reads it is not its text",
        "UPDATE dara_statement SET speaker_as_named = 'Ms. Lacey' WHERE speaker_as_named = 'Lacey'": "does not call anybody “Ms. Lacey”",
        "UPDATE dara_electionresult SET area = 'precinct 12', inferred = jsonb_build_object('area', 'a heading')": "does not call anybody “precinct 12”",
        (
            'INSERT INTO dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph) SELECT source_id, start, "end",'
            ' substr((SELECT body FROM dara_sourcetext AS t WHERE t.source_id = w.source_id), start + 1, "end" - start), 1, 1'
            " FROM dara_withholding AS w"
        ): "Source zjmtrs6m: the passage at 3205 to 3345 touches words that are withheld (4agdj8k6)",
        'UPDATE dara_withholding SET "end" = 99999': "Source zjmtrs6m: withholding 4agdj8k6 is of 3205 to 99999, where its text has no words",
    },
]


def test_the_seeds_are_sound():
    assert list(failures()) == []


def failures_after(*damage: str) -> list[str]:
    with superuser() as raw:
        for sql in damage:
            raw.execute(sql)
    with patch("dara.models.database_rules.differences", return_value=[]):  # takes half of the time, and has tests of its own
        return list(failures())


def named(found: list[str], says: str) -> bool:
    return any(says in failure for failure in found)


@pytest.mark.parametrize(
    ("sql", "says"),
    [*DAMAGE.items(), *(pytest.param(*each, marks=pytest.mark.long_form) for batch in BATCHES for each in batch.items())],
)
def test_damage_is_found_and_named(sql, says):
    found = failures_after(sql)
    assert named(found, says), found


@pytest.mark.parametrize("batch", BATCHES, ids=["first", "second", "third"])
def test_each_of_many_damages_is_named(batch):
    found = failures_after(*batch)
    assert [says for says in batch.values() if not named(found, says)] == []


RULES = {  # what tests/models/test_database_rules.py does not do
    "ALTER TABLE dara_statement DISABLE TRIGGER USER": "The trigger dara_statement_is_in_its_passage on dara_statement is not as dara/models/sql/ has it, or is switched off.",
    "CREATE OR REPLACE FUNCTION dara_masked(body text, starts integer[], ends integer[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1'": "The function dara_masked(body text, starts integer[], ends integer[]) is not as",
    "CREATE OR REPLACE TRIGGER dara_public_on_delete AFTER DELETE ON dara_statement FOR EACH STATEMENT EXECUTE FUNCTION dara_keep_excerpts()": "The trigger dara_public_on_delete on dara_statement is not as",
    "DROP TRIGGER dara_not_emptied ON dara_original; CREATE TRIGGER dara_not_emptied BEFORE TRUNCATE ON dara_original EXECUTE FUNCTION dara_key_is_new()": "The trigger dara_not_emptied on dara_original is not as",
    "CREATE VIEW other AS SELECT * FROM dara_original": "The view other is in the database, and not in dara/models/sql/.",
    "ALTER TABLE dara_electionresult DROP CONSTRAINT electionresult_percent_0_to_100": "The constraint electionresult_percent_0_to_100 on dara_electionresult is missing.",
    "ALTER TABLE dara_candidacyfact ALTER COLUMN passage_id DROP NOT NULL": "The column passage_id of dara_candidacyfact is not NOT NULL any more.",
    "GRANT SELECT ON dara_original TO dara_public": "The public role dara_public has the privilege SELECT on dara_original.",
}


@pytest.mark.parametrize(("sql", "says"), RULES.items())
def test_a_rule_that_is_not_in_force_is_named_while_the_rows_are_sound(sql, says):
    with transaction.atomic(), patch("dara.archive.verification.snapshot"):
        with connection.cursor() as cursor:
            cursor.execute(sql)
        assert [failure for failure in failures() if failure.startswith(says)]
        transaction.set_rollback(True)


INVALID = r"invalid page in block \d+|\d+ invalid pages among blocks \d+\.\.\d+"  # as PostgreSQL says of one page, or of several read at once


def damaged(raw: psycopg.Connection, folder: Path, table: str) -> None:
    """Bytes of each page of a table change on the disk. The copy of the database is new, and its pages are not in the server's memory yet.

    Of each, as there are pages before those with rows where a test that was rolled back had rows."""
    (path,) = raw.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()
    raw.execute("CHECKPOINT")
    with (folder / path).open("r+b") as file:
        for page in range(0, (folder / path).stat().st_size, 8192):
            file.seek(page + 8000)
            file.write(bytes(range(100)))


def test_a_damaged_page_is_named_and_the_rest_is_verified(cluster):
    with superuser() as raw:
        damaged(raw, cluster.data, "dara_original")
        damaged(raw, cluster.data, "dara_electionresultevent")
        raw.execute("UPDATE dara_statement SET found_by = 'nobody' WHERE key = 'y7axeaat'")
    with patch("dara.models.database_rules.differences", return_value=[]):
        found = [re.sub(INVALID, "invalid page", failure) for failure in failures()]
    sentence = "{} cannot be read, so not all of it is verified: invalid page of relation {}."
    named = {
        "The table dara_original": "dara_original",
        "The table dara_electionresultevent": "dara_electionresultevent",
        "Source my39rk8h": "dara_original",
        "The history of election results": "dara_electionresultevent",
    }
    assert [sentence.format(*each) for each in named.items() if sentence.format(*each) not in found] == [], "\n".join(found)
    assert "Statement y7axeaat: search finds it by other names or words than it has." in found


def test_when_the_server_goes_away_the_rest_is_verified():
    def goes_away():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        yield "never"

    lost, found = in_snapshots([("The first", goes_away), ("The second", lambda: iter(["found"]))], snapshot)
    assert lost.startswith("The first cannot be read, so not all of it is verified: ")
    assert found == "found"


def test_the_command_says_what_it_proved(capsys):
    call_command("verify_archive")
    out = capsys.readouterr().out
    assert "3 sources" in out
    assert "The evidence chain holds" in out


def test_the_command_fails_loudly(capsys):
    with superuser() as raw:
        raw.execute("UPDATE dara_original SET content = content || ' '")
    with pytest.raises(CommandError, match="The evidence chain is broken in 6 places"):
        call_command("verify_archive")
    assert len(capsys.readouterr().err.splitlines()) == 6
