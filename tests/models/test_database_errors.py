"""Each rule of the database, and each constraint: the sentence that people read, and the field that it stands at."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from dara.models import Source, database_rules
from dara.models.database_errors import Explanation, explain_database_error

pytestmark = pytest.mark.django_db


def explained(sql: str) -> Explanation:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return explain_database_error(error)
    return Explanation(None, "It was taken.")


PASSAGE = 'INSERT INTO dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph) VALUES '
WITHHOLD = (
    'INSERT INTO dara_withholding (key, source_id, start, "end", ground, withheld_on, note, translations)'
    " VALUES ('22222222', 'zjmtrs6m', {}, 'error', now(), '', '{{}}')"
)
SOURCE = (
    "INSERT INTO dara_source (key, kind, title, author, url, visibility, document, sha256, collector_header, note, inferred)"
    " SELECT '22222222', kind, title, author, url, visibility, 'documents/other.txt', sha256, '', '', '{}' FROM dara_source"
    " WHERE key = 'zjmtrs6m';"
)
ORIGINAL = "INSERT INTO dara_original (source_id, content) VALUES ('22222222', {});"
REPLY = "INSERT INTO dara_reply (source_id, kind, key) VALUES "
REDIRECT = "INSERT INTO dara_redirect (kind, old, new) VALUES "
RULES = [
    # rows that do not change: the whole row, or the column that would
    (None, "UPDATE on dara_original is refused: an original is kept as received", "UPDATE dara_original SET content = ''"),
    (None, "DELETE on dara_sourcetext is refused: a text is what", "DELETE FROM dara_sourcetext"),
    (None, "TRUNCATE on dara_statementtopic is refused: its history", "TRUNCATE dara_statementtopic"),
    (None, "DELETE on dara_statementevent is refused: what happened stays", "DELETE FROM dara_statementevent"),
    ("key", "UPDATE on dara_source is refused: the key, the checksum", "UPDATE dara_source SET key = '22222222'"),
    ("sha256", "UPDATE on dara_source is refused: the key, the checksum", "UPDATE dara_source SET sha256 = repeat('0', 64)"),
    (
        "document",
        "UPDATE on dara_source is refused: the key, the checksum",
        "UPDATE dara_source SET document = 'documents/x' WHERE key = 'zjmtrs6m'",
    ),
    (
        "collector_header",
        "UPDATE on dara_source is refused: the key, the checksum",
        "UPDATE dara_source SET collector_header = 'x', note = 'x'",
    ),
    ("extractor", "UPDATE on dara_source is refused: a text is what its extractor", "UPDATE dara_source SET extractor = 'html v1'"),
    (
        "source",
        "UPDATE on dara_entity is refused: a group belongs",
        "UPDATE dara_entity SET source_id = 'my39rk8h' WHERE kind = 'group'",
    ),
    ("end", "UPDATE on dara_withholding is refused: what is withheld", 'UPDATE dara_withholding SET "end" = "end" - 1'),
    ("start", "UPDATE on dara_withholding is refused: what is withheld", 'UPDATE dara_withholding SET start = NULL, "end" = NULL'),
    # paragraphs and passages
    (
        "body",
        "The paragraphs of source zjmtrs6m would not be its text any more. Store the text; the database cuts it.",
        "INSERT INTO dara_paragraph (source_id, number, start, \"end\", body) VALUES ('zjmtrs6m', 99, 90000, 90004, 'Fake')",
    ),
    ("passage_words", "Source zjmtrs6m has no text at 5 to 5.", PASSAGE + "('zjmtrs6m', 5, 5, '', 0, 0)"),
    (
        "passage_words",
        "The passage is not what source zjmtrs6m says at 0 to 4: expected “at a”",
        PASSAGE + "('zjmtrs6m', 0, 4, 'at a', 0, 0)",
    ),
    (
        "passage_words",
        "Source zjmtrs6m has words at 3205 to 3206 that are withheld from the public",
        PASSAGE
        + "('zjmtrs6m', 3205, 3206, substr((SELECT body FROM dara_sourcetext WHERE source_id = 'zjmtrs6m'), 3206, 1), 0, 0)",
    ),
    # statements
    ("pieces", "This statement has no words.", "UPDATE dara_statement SET pieces = '{}'"),
    (
        "pieces",
        "This statement: the piece “Vote for me” is not in its passage, at word boundaries",
        "UPDATE dara_statement SET pieces = ARRAY['Vote for me']",
    ),
    (
        "speaker",
        "The group belongs to another source than the passage.",
        "UPDATE dara_statement SET speaker_id = (SELECT min(id) FROM dara_entity WHERE kind = 'group')",
    ),
    ("within", "This statement would be quoted in itself.", "UPDATE dara_statement SET within_id = key WHERE key = 'k94gb9z3'"),
    (
        "within",
        "Record y7axeaat is not told in fpep3ea5: its passage does not lie inside",
        "UPDATE dara_statement SET within_id = 'fpep3ea5' WHERE key = 'y7axeaat'",
    ),
    # endorsements
    ("verb", "The verb “adores” is not in the passage", "UPDATE dara_endorsement SET verb = 'adores'"),
    (
        "amount",
        "The amount 5.00 is not what the source states: “$1.5 Million”.",
        "UPDATE dara_endorsement SET amount = 5 WHERE amount_as_stated = '$1.5 Million'",
    ),
    (
        "amount",
        "The amount 5.00 has no words of the source",
        "UPDATE dara_endorsement SET amount = 5, amount_as_stated = '' WHERE amount IS NOT NULL",
    ),
    (
        "amount_as_stated",
        "The amount “$9” is not in the passage",
        "UPDATE dara_endorsement SET amount = NULL, amount_as_stated = '$9' WHERE amount IS NOT NULL",
    ),
    ("purpose", "The purpose “to win the moon” is not in the passage", "UPDATE dara_endorsement SET purpose = 'to win the moon'"),
    (
        "endorser",
        "The group belongs to another source than the passage.",
        "INSERT INTO dara_entity (slug, name, sort_name, kind, source_id, private, note) VALUES ('g', 'g', 'g', 'group', 'my39rk8h', false, '');"
        " UPDATE dara_endorsement SET endorser_id = (SELECT id FROM dara_entity WHERE slug = 'g')"
        " WHERE passage_id NOT IN (SELECT id FROM dara_passage WHERE source_id = 'my39rk8h')",
    ),
    ("within", "Record ", "UPDATE dara_endorsement SET within_id = 'k94gb9z3'"),
    (
        "candidate",
        "The archive holds no candidacy of this candidate in this race.",
        "UPDATE dara_endorsement SET candidate_id = (SELECT id FROM dara_entity WHERE slug = 'madonna')",
    ),
    (
        "election",
        "This election belongs to another race.",
        "UPDATE dara_candidacyfact SET election_id = (SELECT id FROM dara_election WHERE slug = '2024-march') WHERE race_id = (SELECT id FROM dara_race WHERE slug = '2020')",
    ),
    ("race", "Records of this race still refer to it: correct or withdraw them first.", "DELETE FROM dara_candidacy"),
    ("passage", "A record needs a passage that is there.", "UPDATE dara_endorsement SET passage_id = -1"),
    # results
    ("percent", "The percentage 35.72 is not in the passage", "UPDATE dara_electionresult SET percent = 35.72"),
    ("votes", "The number of votes 35 is not in the passage", "UPDATE dara_electionresult SET votes = 35"),
    ("status", "The passage does not say that the count is certified", "UPDATE dara_electionresult SET status = 'certified'"),
    ("qualifier", "The qualifier “exactly” is not in the passage", "UPDATE dara_electionresult SET qualifier = 'exactly'"),
    (
        "ballots_out",
        "The number of ballots out 35 is not what the source states",
        "UPDATE dara_electionresult SET ballots_out = 35 WHERE ballots_out IS NOT NULL",
    ),
    (
        "ballots_out_as_stated",
        "The number of ballots out “many” is not in the passage",
        "UPDATE dara_electionresult SET ballots_out_as_stated = 'many'",
    ),
    # originals and texts
    ("sha256", "The bytes do not have the checksum that the source declares.", SOURCE + ORIGINAL.format("'x'")),
    (
        "extractor",
        "The text was not made by the extractor that the source declares.",
        SOURCE
        + ORIGINAL.format("(SELECT content FROM dara_original WHERE source_id = 'zjmtrs6m')")
        + "INSERT INTO dara_sourcetext (source_id, extractor, body) VALUES ('22222222', 'html v1', 'x');",
    ),
    # sources, keys, redirects, replies, withholding
    (
        "supersedes",
        "Source zjmtrs6m would supersede itself.",
        "UPDATE dara_source SET supersedes_id = 'zjmtrs6m' WHERE key = 'my39rk8h'; UPDATE dara_source SET supersedes_id = 'my39rk8h' WHERE key = 'zjmtrs6m'",
    ),
    ("key", "The key k94gb9z3 names another record.", "UPDATE dara_candidacyfact SET key = 'k94gb9z3' WHERE kind = 'conceded'"),
    (
        "key",
        "The key 22222222 names a record that was withdrawn.",
        "INSERT INTO dara_tombstone VALUES ('22222222', 'statements', now(), 'error', ''); UPDATE dara_candidacyfact SET key = '22222222' WHERE kind = 'conceded'",
    ),
    ("old", "cash-bail is there, or was withdrawn: only what was merged away", REDIRECT + "('topics', 'cash-bail', 'x')"),
    ("new", "The redirect from a to b would be one of a chain", REDIRECT + "('topics', 'a', 'b'), ('topics', 'b', 'c')"),
    (
        "slug",
        "“bail” was merged into “cash-bail”, where its address leads",
        REDIRECT + "('topics', 'bail', 'cash-bail'); UPDATE dara_topic SET slug = 'bail' WHERE slug = 'cash-bail'",
    ),
    (
        "parent",
        "The topic “experience” stands below another itself: choose that one, or none.",
        "UPDATE dara_topic SET parent_id = (SELECT id FROM dara_topic WHERE slug = 'experience') WHERE slug = 'opioids'",
    ),
    (
        "parent",
        "Other topics stand below “the-office-and-the-race”, so it stands below none.",
        "UPDATE dara_topic SET parent_id = (SELECT id FROM dara_topic WHERE slug = 'opioids') WHERE slug = 'the-office-and-the-race'",
    ),
    (
        "key",
        "“22222222” was merged into “k94gb9z3”, where its address leads",
        REDIRECT + "('facts', '22222222', 'k94gb9z3'); UPDATE dara_candidacyfact SET key = '22222222' WHERE kind = 'conceded'",
    ),
    ("key", "Source zjmtrs6m would be a reply to itself.", REPLY + "('zjmtrs6m', 'sources', 'zjmtrs6m')"),
    (
        "key",
        "There is nothing that the reply could answer: no facts has the key 22222222.",
        REPLY + "('zjmtrs6m', 'facts', '22222222')",
    ),
    ("end", "Source zjmtrs6m has no text at 5 to 90000.", WITHHOLD.format("5, 90000")),
    ("start", "Source zjmtrs6m has a passage at ", WITHHOLD.format("NULL, NULL")),
    # CHECKs written in SQL
    ("kind", "The database refuses this: new row for relation", "UPDATE dara_statement SET kind = 'sermon'"),
    ("recipient", "The database refuses this: ", "UPDATE dara_endorsement SET recipient = 'me' WHERE stance = 'funds'"),
    ("said_on", "The database refuses this: ", "UPDATE dara_statement SET said_on = '2023-02-29'"),
    ("inferred", "The database refuses this: ", "UPDATE dara_source SET inferred = '5'"),
    ("translations", "The database refuses this: ", "UPDATE dara_topic SET translations = '5'"),
    # constraints of the models
    (
        None,
        "Only money can go to a race without naming a candidate.",
        "UPDATE dara_endorsement SET candidate_id = NULL WHERE stance = 'opposes'",
    ),
    (None, "A slug is letters, digits, hyphens and underscores.", "UPDATE dara_topic SET slug = slug || '/?'"),
    # PostgreSQL's own
    ("passage", 'null value in column "passage_id"', "UPDATE dara_candidacyfact SET passage_id = NULL"),
    (None, "value too long for type character varying(100)", "UPDATE dara_topic SET name = repeat('x', 101)"),
    (None, "The database refuses this: duplicate key value violates unique constraint", "UPDATE dara_topic SET slug = 'x'"),
]


def test_each_rule_names_its_field(seeds):
    for field, says, sql in RULES:  # in one test: importing the seeds takes longer than all of them
        found = explained(sql)
        assert (found.field, found.sentence[: len(says)]) == (field, says), f"{sql}\n{found}"


def test_every_rule_names_a_column_unless_it_is_about_the_row():
    """A rule that is added is about some column, and says so."""
    sql = "".join(path.read_text(encoding="utf-8") for path in sorted(database_rules.FOLDER.glob("*.sql")))
    raised = re.findall(r"RAISE EXCEPTION.*?;\n", sql, re.DOTALL)
    silent = [rule for rule in raised if "COLUMN = " not in rule]
    assert len(raised) > 20
    assert [rule for rule in silent if "isolation level" not in rule] == []


class TestUniqueConstraints:
    def test_a_document_is_named_and_what_to_do(self, seeds):
        found = explained(SOURCE.replace("'documents/other.txt'", "document"))
        document = Source.objects.get(key="zjmtrs6m").document
        assert found == Explanation(
            "document",
            f"Another source has the document “{document}” already. "
            "Give this document's file another name, and write that name in its record.",
        )

    def test_several_columns(self, seeds):
        found = explained(
            "INSERT INTO dara_candidacy (candidate_id, race_id) SELECT candidate_id, race_id FROM dara_candidacy LIMIT 1"
        )
        assert found == Explanation(
            None,
            "Another candidacy has the same candidate and race already. Change this one, or correct the candidacy that is there.",
        )

    def test_a_message_of_its_own_comes_first(self, seeds):
        sql = "INSERT INTO dara_reply (source_id, kind, key) VALUES ('zjmtrs6m', 'sources', 'my39rk8h')"
        assert explained(f"{sql}; {sql}") == Explanation(None, "This reply is held already.")

    @pytest.mark.parametrize(
        "constraint",
        [
            pytest.param((model, constraint), id=constraint.name)
            for model in apps.get_app_config("dara").get_models()
            for constraint in model._meta.constraints
        ],
    )
    def test_no_constraint_shows_a_placeholder(self, constraint):
        model, rule = constraint
        said = type("Diagnostics", (), dict.fromkeys(("message_detail", "column_name", "message_hint")))
        said.message_primary, said.constraint_name, said.table_name = "violated", rule.name, model._meta.db_table
        error = DatabaseError("violated")
        error.__cause__ = type("Cause", (Exception,), {"diag": said})()
        sentence = explain_database_error(error).sentence
        assert "%(" not in sentence
        assert "Constraint “" not in sentence
        assert sentence.endswith(".")
        assert isinstance(rule, (models.CheckConstraint, models.UniqueConstraint))


def test_what_is_protected_is_listed(seeds):
    with pytest.raises(ProtectedError) as refused:
        apps.get_model("dara.Race").objects.get(slug="2020").delete()
    assert re.match(
        r"Other things rest on it: .* and \d+ more\. Correct or withdraw them first\.",
        explain_database_error(refused.value).sentence,
    )


def test_an_error_that_is_not_the_databases_says_what_it_says():
    assert explain_database_error(DatabaseError("It is full.")) == Explanation(None, "It is full.")
