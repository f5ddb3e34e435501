"""The evidence chain, attacked with raw SQL as the owner: whatever is not so, the database refuses."""

import hashlib
import re

import psycopg
import pytest
from django.db import Error, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dara.models import Original, Paragraph, Passage, Source, SourceText, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds"), pytest.mark.older_postgres]

NEWS = "zjmtrs6m"


def run(sql: str, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def run_to_the_end(sql: str):
    """As in a transaction that ends here: foreign keys are checked then."""
    with transaction.atomic():
        run(sql)
        connection.check_constraints()


PASSAGE = 'INSERT INTO dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph) VALUES '
STATEMENT = (
    "INSERT INTO dara_statement (key, kind, passage_id, pieces, text, speaker_id, speaker_as_named, summary, note, inferred)"
    " SELECT '22222222', 'quote', {passage}, {pieces}, '', s.speaker_id, '', '', '', '{{}}' FROM dara_statement AS s"
    " WHERE s.text LIKE '%%may one day be listed%%'"
)
THAT = "(SELECT passage_id FROM dara_statement WHERE text LIKE '%%may one day be listed%%')"

ATTACKS = {
    "an original's bytes are changed": "UPDATE dara_original SET content = 'x'",
    "an original is moved to another source": "UPDATE dara_original SET source_id = 'my39rk8h' WHERE source_id = 'zjmtrs6m'",
    "an original is deleted": "DELETE FROM dara_original",
    "a text is changed": "UPDATE dara_sourcetext SET body = replace(body, 'not', '')",
    "a text is changed through a CTE": "WITH x AS (UPDATE dara_sourcetext SET body = 'x' RETURNING 1) SELECT * FROM x",
    "a text is deleted": "DELETE FROM dara_sourcetext",
    "a paragraph is changed": "UPDATE dara_paragraph SET body = 'x'",
    "a paragraph is deleted": "DELETE FROM dara_paragraph WHERE number = 1",
    "a paragraph is added": "INSERT INTO dara_paragraph (source_id, number, start, \"end\", body) VALUES ('zjmtrs6m', 99, 90000, 90004, 'Fake')",
    "a paragraph is added to its text's end": (
        'INSERT INTO dara_paragraph (source_id, number, start, "end", body)'
        " SELECT source_id, max(number) + 1, max(\"end\"), max(\"end\") + 4, 'Fake' FROM dara_paragraph WHERE source_id = 'zjmtrs6m' GROUP BY 1"
    ),
    "a passage is changed": "UPDATE dara_passage SET exact = 'x'",
    "a passage is moved": 'UPDATE dara_passage SET start = start - 1, "end" = "end" - 1',
    "a passage does not match": PASSAGE + "('zjmtrs6m', 0, 5, 'At b ', 0, 0)",
    "a passage has other capitals": PASSAGE + "('zjmtrs6m', 0, 4, 'at a', 0, 0)",
    "a passage is longer than it says": PASSAGE + "('zjmtrs6m', 0, 4, 'At a press', 0, 0)",
    "a passage runs past the end of the text": PASSAGE + "('zjmtrs6m', 8169, 8180, E'\\n', 0, 0)",
    "a passage lies past the end of the text": PASSAGE + "('zjmtrs6m', 90000, 90004, 'Fake', 0, 0)",
    "a passage starts before the text": PASSAGE + "('zjmtrs6m', -1, 3, 'At a', 0, 0)",
    "a passage has no words": PASSAGE + "('zjmtrs6m', 5, 5, '', 0, 0)",
    "a passage runs backwards": PASSAGE + "('zjmtrs6m', 5, 4, '', 0, 0)",
    "a passage is of no source": PASSAGE + "('22222222', 0, 4, 'At a', 0, 0)",
    "a passage says null": PASSAGE + "('zjmtrs6m', 0, 4, NULL, 0, 0)",
    "a passage is there already": 'INSERT INTO dara_passage (source_id, start, "end", exact) SELECT source_id, start, "end", exact FROM dara_passage',
    "a used passage is deleted": "DELETE FROM dara_passage",
    "a statement has no passage": STATEMENT.format(passage="NULL", pieces="ARRAY['Our nation']"),
    "a statement's passage does not exist": STATEMENT.format(passage="-1", pieces="ARRAY['Our nation']"),
    "a piece is not in its passage": STATEMENT.format(passage=THAT, pieces="ARRAY['Our nation is not going']"),
    "a piece is cut inside a word": STATEMENT.format(passage=THAT, pieces="ARRAY['ur nation is']"),
    "the pieces are out of order": STATEMENT.format(passage=THAT, pieces="ARRAY['Our nation', 'The circumstances']"),
    "a piece is used twice": STATEMENT.format(passage=THAT, pieces="ARRAY['Our nation', 'Our nation']"),
    "a piece is empty": STATEMENT.format(passage=THAT, pieces="ARRAY['']"),
    "a piece is null": STATEMENT.format(passage=THAT, pieces="ARRAY['Our nation', NULL]"),
    "a statement has no pieces": STATEMENT.format(passage=THAT, pieces="ARRAY[]::text[]"),
    "a statement's pieces are changed": "UPDATE dara_statement SET pieces = ARRAY['Vote for me']",
    "a statement is moved to another passage": "UPDATE dara_statement SET passage_id = (SELECT max(id) FROM dara_passage) WHERE kind = 'post'",
    "a statement loses its passage": "UPDATE dara_statement SET passage_id = NULL",
    "a statement is quoted in itself": "UPDATE dara_statement SET within_id = key",
    "a statement is quoted elsewhere": "UPDATE dara_statement AS s SET within_id = o.key FROM dara_statement AS o WHERE o.passage_id <> s.passage_id",
    "a source's checksum is changed": "UPDATE dara_source SET sha256 = repeat('0', 64)",
    "an endorsement has no passage": "UPDATE dara_endorsement SET passage_id = NULL",
    "an endorsement's verb is not the source's": "UPDATE dara_endorsement SET verb = 'adores'",
    "an amount is not the source's": "UPDATE dara_endorsement SET amount_as_stated = '$9' WHERE amount IS NOT NULL",
    "an endorsement of somebody who did not run": (
        "UPDATE dara_endorsement SET candidate_id = (SELECT id FROM dara_entity WHERE slug = 'madonna')"
    ),
    "an endorsement in a race that they did not run in": "UPDATE dara_endorsement SET race_id = (SELECT id FROM dara_race WHERE slug = '2024')",
    "an endorsement names nobody": "UPDATE dara_endorsement SET candidate_id = NULL WHERE stance = 'opposes'",
    "a result has no passage": "UPDATE dara_electionresult SET passage_id = NULL",
    "a result has no count": "UPDATE dara_electionresult SET percent = NULL, votes = NULL",
    "an amount is not what its words say": "UPDATE dara_endorsement SET amount = 15000000 WHERE amount_as_stated = '$1.5 Million'",
    "an amount has no words": "UPDATE dara_endorsement SET amount_as_stated = '' WHERE amount IS NOT NULL",
    "a percentage is not in the passage": "UPDATE dara_electionresult SET percent = 35.72",
    "a percentage is cut off": "UPDATE dara_electionresult SET percent = 53 WHERE percent = 53.72",
    "votes are not in the passage": "UPDATE dara_electionresult SET votes = 537200",
    "a count is certified that the source does not say is": "UPDATE dara_electionresult SET status = 'certified'",
    "ballots out are not what their words say": "UPDATE dara_electionresult SET ballots_out = 79000 WHERE ballots_out IS NOT NULL",
    "a result is of more than everybody": "UPDATE dara_electionresult SET percent = 100.1",
    "a result's qualifier is not the source's": "UPDATE dara_electionresult SET qualifier = 'exactly'",
    "a result's area is not the source's": "UPDATE dara_electionresult SET area = 'precinct 12'",
    "a result in another race's election": "UPDATE dara_electionresult SET election_id = (SELECT id FROM dara_election WHERE slug = '2024-march')",
    "a fact has no passage": "UPDATE dara_candidacyfact SET passage_id = NULL",
    "a date that is not in the calendar": "UPDATE dara_statement SET said_on = '2023-02-29'",
    "a date that is no date": "UPDATE dara_statement SET said_on = 'Friday'",
    "a date of month 13": "UPDATE dara_source SET published_on = '2020-13'",
    "a key that is no key": "INSERT INTO dara_tombstone VALUES ('Bad key!', 'sources', now(), 'error', '')",
    "a group without a source": "UPDATE dara_entity SET source_id = NULL",
    "another source's group speaks": (
        "UPDATE dara_statement SET speaker_id = (SELECT min(id) FROM dara_entity WHERE kind = 'group')"
        " WHERE passage_id IN (SELECT id FROM dara_passage WHERE source_id = 'my39rk8h')"
    ),
    "an endorsement by another source's group": (
        "UPDATE dara_entity SET source_id = NULL, kind = 'organization' WHERE kind = 'group'"
    ),
    "a group moves to another source": "UPDATE dara_entity SET source_id = 'my39rk8h' WHERE kind = 'group'",
    "a person becomes a group": "UPDATE dara_entity SET source_id = 'my39rk8h', kind = 'group' WHERE slug = 'jackie-lacey'",
    "the originals are emptied": "TRUNCATE dara_original CASCADE",
    "the texts are emptied": "TRUNCATE dara_sourcetext",
    "the paragraphs are emptied": "TRUNCATE dara_paragraph",
    "the passages are emptied": "TRUNCATE dara_passage CASCADE",
    "everything is emptied": "TRUNCATE dara_source CASCADE",
    "a text has no original": (
        "INSERT INTO dara_source (key, kind, title, author, url, visibility, document, sha256, collector_header, note, inferred)"
        " VALUES ('33333333', 'other', 'x', '', '', 'full', 'documents/x', repeat('0', 64), '', '', '{}');"
        " INSERT INTO dara_sourcetext (source_id, extractor, body) VALUES ('33333333', 'text v1', 'Fake')"
    ),
    "a text is of another extractor than its source says": (
        "INSERT INTO dara_source (key, kind, title, author, url, visibility, document, sha256, collector_header, note, inferred)"
        " VALUES ('33333333', 'other', 'x', '', '', 'full', 'documents/x', encode(sha256('x'), 'hex'), '', '', '{}');"
        " INSERT INTO dara_original (source_id, content) VALUES ('33333333', 'x');"
        " INSERT INTO dara_sourcetext (source_id, extractor, body) VALUES ('33333333', 'html v1', 'x')"
    ),
    "a source's path is changed": "UPDATE dara_source SET document = document || 'x'",
    "a source's extractor is changed": "UPDATE dara_source SET extractor = 'html v1'",
    "a source's header is changed": "UPDATE dara_source SET collector_header = 'date 1999-01-01'",
    "two sources supersede each other": (
        "UPDATE dara_source SET supersedes_id = 'my39rk8h' WHERE key = 'zjmtrs6m';"
        " UPDATE dara_source SET supersedes_id = 'zjmtrs6m' WHERE key = 'my39rk8h'"
    ),
    "a paragraph's number skips one": (
        'INSERT INTO dara_paragraph (source_id, number, start, "end", body)'
        " SELECT source_id, max(number) + 2, max(\"end\"), max(\"end\"), '' FROM dara_paragraph WHERE source_id = 'zjmtrs6m' GROUP BY 1"
    ),
    "a statement is quoted in one that ends before it": ("UPDATE dara_statement SET within_id = 'fpep3ea5' WHERE key = 'y7axeaat'"),
    "what a statement is quoted in moves away": (
        "UPDATE dara_statement SET passage_id = (SELECT passage_id FROM dara_statement WHERE key = 'fpep3ea5'),"
        " pieces = ARRAY['the killing of George Floyd'] WHERE key = 'k94gb9z3'"
    ),
    "what an endorsement is reported in moves away": (
        "UPDATE dara_statement AS s SET passage_id = x.passage_id, pieces = x.pieces FROM dara_statement AS x"
        " WHERE x.key = 'fpep3ea5' AND s.key = (SELECT within_id FROM dara_endorsement WHERE amount = 642252.29)"
    ),
    "an endorsement is reported elsewhere": "UPDATE dara_endorsement SET within_id = 'k94gb9z3'",
    "a statement is quoted in one that is not there": "UPDATE dara_statement SET within_id = '22222222' WHERE kind = 'quote'",
    "a statement's passage is not there": "UPDATE dara_statement SET passage_id = -1",
    "an endorsement's passage is not there": "UPDATE dara_endorsement SET passage_id = -1",
    "an endorsement has no verb": "UPDATE dara_endorsement SET verb = ' '",
    "pieces in two dimensions": "UPDATE dara_statement SET pieces = ARRAY[pieces]",
    "a piece is a full stop": "UPDATE dara_statement SET pieces = ARRAY['.']",
    "a kind that is unknown": "UPDATE dara_statement SET kind = 'sermon'",
    "a stance that is unknown": "UPDATE dara_endorsement SET stance = 'loves' WHERE candidate_id IS NOT NULL AND stance <> 'funds'",
    "a visibility that is unknown": "UPDATE dara_source SET visibility = 'hidden'",
    "inferred is no object": "UPDATE dara_source SET inferred = '5'",
    "inferred is a list": "UPDATE dara_statement SET inferred = '[1, 2]'",
    "inferred has no basis": 'UPDATE dara_statement SET inferred = \'{"said_on": ""}\'',
    "inferred is nested": 'UPDATE dara_statement SET inferred = \'{"said_on": {"a": "b"}}\'',
    "translations are no object": "UPDATE dara_topic SET translations = '5'",
    "translations are a list": "UPDATE dara_race SET translations = '[]'",
    "translations are null": "UPDATE dara_election SET translations = NULL",
    "a language has a list of words": 'UPDATE dara_entity SET translations = \'{"es": [{"note": "x"}]}\'',
    "a translation is a number": 'UPDATE dara_source SET translations = \'{"es": {"note": 5}}\'',
    "a translation is a list": 'UPDATE dara_statement SET translations = \'{"es": {"note": ["x"]}}\'',
    "a translation has no words": 'UPDATE dara_endorsement SET translations = \'{"es": {"note": ""}}\'',
    "a translation of the bases is a text": 'UPDATE dara_electionresult SET translations = \'{"es": {"inferred": "x"}}\'',
    "a translation of the bases is a list": 'UPDATE dara_utterance SET translations = \'{"es": {"inferred": [{"a": "x"}]}}\'',
    "a translation of a basis is nested": 'UPDATE dara_candidacyfact SET translations = \'{"es": {"inferred": {"race": ["x"]}}}\'',
    "a translation of a basis has no words": 'UPDATE dara_election SET translations = \'{"es": {"inferred": {"held_on": ""}}}\'',
    "a tombstone's translation is nested": (
        "INSERT INTO dara_tombstone VALUES ('22222222', 'statements', now(), 'error', '', '{\"es\": {\"note\": {\"a\": \"b\"}}}')"
    ),
    "a language that is none": "UPDATE dara_source SET language = 'Spanish (US)'",
    "a slug that breaks addresses": "UPDATE dara_topic SET slug = slug || '/?'",
    "a topic below itself": "UPDATE dara_topic SET parent_id = id WHERE slug = 'opioids'",
    "a topic below one that is below another": (
        "UPDATE dara_topic SET parent_id = (SELECT id FROM dara_topic WHERE slug = 'experience') WHERE slug = 'opioids'"
    ),
    "a topic with topics below it below another": (
        "UPDATE dara_topic SET parent_id = (SELECT id FROM dara_topic WHERE slug = 'opioids') WHERE slug = 'the-office-and-the-race'"
    ),
    "an empty slug": "UPDATE dara_entity SET slug = '' WHERE slug = 'jackie-lacey'",
    "an address that runs": "UPDATE dara_source SET url = 'javascript:alert(1)'",
    "a key of another record": "INSERT INTO dara_tombstone SELECT key, 'statements', now(), 'error', '' FROM dara_statement",
    "a key that was withdrawn": (
        "INSERT INTO dara_tombstone VALUES ('22222222', 'statements', now(), 'error', '');"
        " UPDATE dara_candidacyfact SET key = '22222222' WHERE kind = 'conceded'"
    ),
    "what happened is changed": "UPDATE dara_statementevent SET speaker_id = 1",
    "what happened is forgotten": "DELETE FROM dara_passageevent; DELETE FROM dara_topicevent",
    "all that happened is forgotten": "TRUNCATE dara_statementevent, dara_raceevent",
    "something is said to have happened": "INSERT INTO dara_raceevent SELECT * FROM dara_raceevent",
    "a table is emptied without history": "TRUNCATE dara_statementtopic",
    "a document's path that leads away": "UPDATE dara_source SET document = 'documents/../../etc/passwd'",
}


@pytest.mark.parametrize("sql", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_owner_is_refused(sql):
    with pytest.raises(Error) as refusal:
        run_to_the_end(sql)
    state = refusal.value.__cause__.sqlstate
    assert state.startswith("23"), f"refused for another reason: {refusal.value}"


def test_no_session_setting_of_an_ordinary_role_opens_the_chain():
    """Each setting that the owner may change, to each of its extremes, with the attacks that matter most under it."""
    attacks = [
        ATTACKS[name]
        for name in (
            "an original's bytes are changed",
            "a text is deleted",
            "a paragraph is changed",
            "a passage is moved",
            "a passage does not match",
            "a piece is not in its passage",
            "a statement has no passage",
        )
    ]
    settings = run(
        "SELECT name, vartype, min_val, max_val, enumvals FROM pg_settings WHERE context = 'user'"
        " AND name <> 'exit_on_error' ORDER BY name"  # that one ends the session at the first refusal
    )
    applied = 0
    for name, vartype, lowest, highest, choices in settings:
        values = {"bool": ["on", "off"], "enum": choices, "integer": [lowest, highest], "real": [lowest, highest]}.get(
            vartype, ["", "evil"]
        )
        for value in values:
            with transaction.atomic():
                if not refused("SELECT set_config(%s, %s, true)", name, value):
                    applied += 1
                    assert [attack for attack in attacks if not refused(attack)] == [], f"{name} = {value} opened the chain"
                transaction.set_rollback(True)
    assert applied > 250


def refused(sql: str, *values) -> bool:
    try:
        run(sql, *values)
    except Error:
        return True
    return False


@pytest.mark.parametrize("setting", ["session_replication_role = replica", "session_replication_role = local"])
def test_triggers_cannot_be_switched_off_by_a_setting(setting):
    with pytest.raises(Error, match="permission denied"):
        run(f"SET {setting}")


def test_look_alike_tables_functions_and_operators_do_not_come_in():
    """The functions pin their search_path: neither a temporary table nor an operator of the attacker's own answers for ours."""
    run('CREATE TEMPORARY TABLE dara_paragraph (source_id text, number int, start int, "end" int, body text)')
    run("INSERT INTO pg_temp.dara_paragraph VALUES ('zjmtrs6m', 1, 0, 8170, 'At b ')")
    run("CREATE SCHEMA evil")
    run("CREATE FUNCTION evil.never(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'")
    run("CREATE OPERATOR evil.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.never)")
    run("CREATE FUNCTION evil.substr(text, integer, integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'At b '::text $$")
    run("SET LOCAL search_path = evil, pg_temp, pg_catalog, public")
    for attack in ("a passage does not match", "a piece is not in its passage"):
        with pytest.raises(IntegrityError):
            run(ATTACKS[attack].replace("dara_passage", "public.dara_passage").replace("dara_statement", "public.dara_statement"))


def test_copy_is_held_to_it_too():
    raw = connection.connection
    with pytest.raises(Exception, match="is not what source"), raw.transaction(), raw.cursor() as cursor:  # noqa: SIM117
        with cursor.copy('COPY dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph) FROM STDIN') as copy:
            copy.write_row(("zjmtrs6m", 0, 4, "At b", 0, 0))


def test_constraints_cannot_be_put_off_to_the_end():
    run("SET CONSTRAINTS ALL DEFERRED")
    for attack in ("a passage does not match", "a piece is not in its passage", "a statement has no passage"):
        with pytest.raises(IntegrityError):
            run(ATTACKS[attack])


@pytest.mark.django_db(transaction=True)
def test_two_sessions_cannot_close_a_circle_together():
    """Each alone sees no circle; so they take turns."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dara_statement SET within_id = NULL WHERE key = '5bcb2spr'")
        info = connection.connection.info
    place = {"host": info.host, "port": info.port, "user": info.user, "dbname": info.dbname}
    with psycopg.connect(**place) as one, psycopg.connect(**place, autocommit=True) as other:
        one.execute("UPDATE dara_statement SET within_id = 'h9gk5bh2' WHERE key = '5bcb2spr'")
        other.execute("SET lock_timeout = '300ms'")
        circle = "UPDATE dara_statement SET within_id = '5bcb2spr' WHERE key = 'h9gk5bh2'"
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(circle)
        one.commit()
        with pytest.raises(psycopg.errors.CheckViolation):
            other.execute(circle)


def test_what_is_so_is_taken():
    run(PASSAGE + "('zjmtrs6m', 0, 4, 'At a', 0, 0)")
    passage = Passage.objects.get(source=NEWS, start=0, end=4)
    assert (passage.first_paragraph, passage.last_paragraph) == (1, 1)
    run(STATEMENT.format(passage=THAT, pieces="ARRAY['Our nation', 'one day']"))
    assert Statement.objects.get(key="22222222").text == "Our nation … one day"
    translations = {"es": {"note": "Una nota.", "inferred": {"said_on": "“on Friday”"}}, "zh-Hant": {}}
    assert Statement.objects.update(translations=translations) > 50
    assert Source.objects.update(language="zh-Hant", translations={}) == 3


def test_the_text_is_derived_from_the_pieces_whatever_is_written():
    statement = Statement.objects.filter(kind="quote").first()
    Statement.objects.filter(pk=statement.pk).update(text="Vote for me")
    statement.refresh_from_db()
    assert statement.text == " … ".join(statement.pieces)


# --- paragraphs and passages, for any text ------------------------------------------------------------

texts = st.text(
    alphabet=st.one_of(st.sampled_from("a “”’\n\r\u00a0\u0301\u2028🗳"), st.characters(codec="utf-8", exclude_characters="\0")),
    min_size=1,
    max_size=200,
)


def store(body: str) -> Source:
    key = "33333333"
    source = Source.objects.create(
        key=key,
        kind="other",
        title="Any text",
        visibility="full",
        document=f"documents/{key}.txt",
        sha256=hashlib.sha256(body.encode()).hexdigest(),
    )
    Original.objects.create(source=source, content=body.encode())
    SourceText.objects.create(source=source, extractor="text v1", body=body)
    return source


def test_any_text_is_cut_into_paragraphs_that_are_the_text_and_any_span_of_it_is_a_passage():
    @given(texts, st.data())
    def check(body, data):
        with transaction.atomic():
            source = store(body)
            paragraphs = list(Paragraph.objects.filter(source=source).order_by("number"))
            assert "".join(each.body for each in paragraphs) == body
            assert all(body[each.start : each.end] == each.body for each in paragraphs)
            assert all(re.fullmatch(r"[^\n]*\n+|[^\n]+", each.body) for each in paragraphs)
            start = data.draw(st.integers(0, len(body) - 1))
            end = data.draw(st.integers(start + 1, len(body)))
            passage = Passage.objects.create(source=source, start=start, end=end, exact=body[start:end])
            passage.refresh_from_db()
            touched = [each.number for each in paragraphs if each.start < end and each.end > start]
            assert (passage.first_paragraph, passage.last_paragraph) == (touched[0], touched[-1])
            wrong = body[start:end][:-1] + ("x" if body[end - 1] != "x" else "y")
            with pytest.raises(IntegrityError), transaction.atomic():
                Passage.objects.create(source=source, start=start, end=end, exact=wrong)
            transaction.set_rollback(True)

    check()


# --- the guards themselves -----------------------------------------------------------------------------


def test_every_function_pins_its_search_path():
    """But those whose names were looked up once, when they were made (RETURN …)."""
    functions = run(
        "SELECT proname, proconfig FROM pg_proc"
        " WHERE proname LIKE 'dara\\_%%' AND pronamespace = 'public'::regnamespace AND prosqlbody IS NULL"
    )
    assert len(functions) >= 10
    assert [name for name, config in functions if "search_path=pg_catalog, pg_temp" not in (config or [])] == []
