"""Which queries may have another result after a change. To take one for unchanged by mistake would leave a page as it was."""

import contextlib
import json
import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.bake import reads
from dara.bake.ledger import Ledger, Query
from dara.models import Source, Topic
from dara.public import held
from dara.public.revision import kept_by
from tests import factories

BY_KEY = 'SELECT "dara_statement"."key" FROM "dara_statement" INNER JOIN "dara_passage" ON ("dara_statement"."passage_id" = "dara_passage"."id") WHERE "dara_statement"."key" = %s LIMIT 21'
TOPICS = 'SELECT "dara_topic"."id" FROM "dara_topic" INNER JOIN "dara_statementtopic" ON ("dara_topic"."id" = "dara_statementtopic"."topic_id") WHERE "dara_statementtopic"."statement_id" IN (%s, %s) ORDER BY 1'

PASSAGES = """SELECT "dara_passage"."id", EXISTS(SELECT %s AS "a" FROM "dara_statement" U0 WHERE U0."passage_id" = ("dara_passage"."id") LIMIT 1) AS "has"
 FROM "dara_passage" WHERE ("dara_passage"."end" > %s AND "dara_passage"."source_id" = %s AND NOT ("dara_passage"."id" = %s))""".replace(
    "\n", ""
)


def test_a_query_for_one_key_rests_on_the_rows_of_that_key():
    shape = reads.shape(BY_KEY)
    assert (shape.table, shape.conditions) == ("dara_statement", (("key", 0, 1),))
    assert (shape.referred, shape.others) == ({("dara_passage", "passage_id", "dara_passage")}, set())


def test_a_query_through_a_table_between_rests_on_its_rows():
    shape = reads.shape(TOPICS)
    assert (shape.table, shape.conditions) == ("dara_statementtopic", (("statement_id", 0, 2),))
    assert (shape.referred, shape.others) == ({("dara_topic", "topic_id", "dara_topic")}, set())


def test_all_conditions_count_until_the_first_of_another_kind():
    shape = reads.shape(PASSAGES)
    assert (shape.table, shape.conditions) == ("dara_passage", (("source_id", 2, 3),))
    assert (shape.referring, shape.others) == ({("dara_statement", "passage_id")}, set())
    both = 'SELECT 1 FROM "dara_corrected" WHERE ("dara_corrected"."kind" = %s AND "dara_corrected"."record" = %s) LIMIT 1'
    assert reads.shape(both).conditions == (("kind", 0, 1), ("record", 1, 2))


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT count(*) FROM "dara_statement"',
        'SELECT 1 FROM "dara_statement" WHERE ("dara_statement"."key" = %s OR "dara_statement"."kind" = %s)',
        'SELECT 1 FROM "dara_statement" WHERE NOT ("dara_statement"."key" = %s)',
        'SELECT count(*) FILTER (WHERE "dara_statement"."key" = %s) FROM "dara_statement"',
        'SELECT EXISTS (SELECT 1 FROM "dara_topic") FROM "dara_statement" WHERE "dara_statement"."key" = %s',
        'SELECT 1 FROM "dara_statement" WHERE "dara_statement"."key" = %s UNION SELECT 1 FROM "dara_topic"',
        'SELECT 1 FROM "dara_statement" WHERE NOT ("dara_statement"."key" = %s AND "dara_statement"."kind" = %s)',
        'SELECT 1 FROM "dara_statement" WHERE CASE WHEN "dara_statement"."id" > 1 AND "dara_statement"."key" = %s THEN true ELSE false END',
        PASSAGES.replace('("dara_passage"."id")', '("dara_passage"."source_id")'),
    ],
)
def test_a_query_of_another_kind_is_not_understood(sql):
    assert reads.shape(sql) is None


def change(**values: set[str]) -> reads.Changes:
    return reads.Changes("any", values, only_added=False, number=1, columns=None)


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({"dara_topic": change(id={"1"})}, False),
        ({"dara_statement": change(key={"bbbbbbbb"})}, False),
        ({"dara_statement": change(key={"aaaaaaaa"})}, True),
        ({"dara_passage": change(id={"7"})}, True),  # which it refers to
        ({"dara_passage": change(id={"8"})}, False),
        ({"dara_passage": reads.Changes("dara_passage", {"id": {"7"}}, only_added=True, number=1, columns=None)}, False),
    ],
)
def test_changes_that_matter(changed, may):
    query = Query(BY_KEY, json.dumps(["aaaaaaaa"]), b"x")
    assert reads.may_have_changed(query, changed, lambda table, pk: {"passage_id": 7}) is may


@pytest.mark.parametrize(
    ("changed", "may"),
    [
        ({"dara_statement": change(passage_id={"7"})}, True),
        ({"dara_statement": change(passage_id={"8"})}, False),  # of another source
        ({"dara_statement": change(passage_id={"9"})}, True),  # which is no more
        ({"dara_statement": change(passage_id={"None"})}, False),
        ({"dara_statement": change(key={"aaaaaaaa"})}, True),
        ({"dara_passage": change(id={"8"}, source_id={"ssssssss"})}, True),
        ({"dara_passage": change(id={"8"}, source_id={"tttttttt"})}, False),
    ],
)
def test_rows_that_refer_to_those_of_a_query_matter(changed, may):
    query = Query(PASSAGES, json.dumps([1, 50, "ssssssss", 3]), b"x")
    sources = {"7": {"source_id": "ssssssss"}, "8": {"source_id": "tttttttt"}}
    assert reads.may_have_changed(query, changed, lambda table, pk: sources.get(pk, {})) is may


@pytest.mark.parametrize(("record", "may"), [("aaaaaaaa", True), ("bbbbbbbb", False)])
def test_a_change_matters_only_where_all_conditions_may_be_met(record, may):
    sql = 'SELECT 1 FROM "dara_corrected" WHERE ("dara_corrected"."kind" = %s AND "dara_corrected"."record" = %s)'
    query = Query(sql, '["statements", "aaaaaaaa"]', b"x")
    changed = {"dara_corrected": change(kind={"statements"}, record={record})}
    assert reads.may_have_changed(query, changed, lambda table, pk: {}) is may


@pytest.mark.parametrize(
    ("sql", "may"),
    [
        ('SELECT "dara_statement"."summary" FROM "dara_statement" ORDER BY 1', True),
        ('SELECT s.* FROM "dara_statement" AS s', True),
        ('SELECT count(*) FROM "dara_statement" WHERE kind = %s', False),
        ("SELECT s.key FROM public.dara_statement AS s WHERE summary = %s", True),
        ('SELECT o."summary", "dara_statement"."key" FROM "dara_source" o, "dara_statement"', False),
        ('SELECT T2."summary" FROM "dara_statement" JOIN "dara_statement" T2 ON (T2."key" = "dara_statement"."within_id")', True),
    ],
)
def test_a_change_matters_only_to_queries_that_name_its_columns(sql, may):
    changed = {
        "dara_statement": reads.Changes(
            "dara_statement", {"key": {"aaaaaaaa"}}, only_added=False, number=1, columns={"summary", "search"}
        )
    }
    assert reads.may_have_changed(Query(sql, "[]", b"x"), changed, lambda table, pk: {}) is may


def test_a_change_of_a_row_that_is_referred_to_matters_only_where_its_columns_are_named():
    sql = 'SELECT "dara_statement"."summary", T2."key" FROM "dara_statement" LEFT OUTER JOIN "dara_statement" T2 ON ("dara_statement"."within_id" = T2."key") WHERE "dara_statement"."speaker_id" = %s'
    for named, may in (("key", False), ("summary", True)):
        changed = {
            "dara_statement": reads.Changes(
                "dara_statement", {"speaker_id": {"2"}}, only_added=False, number=1, columns={"summary"}
            )
        }
        query = Query(sql.replace('T2."key" FROM', f'T2."{named}" FROM'), "[1]", b"x")
        assert reads.may_have_changed(query, changed, lambda table, pk: {}) is may


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "may"), [("speaker_id", True), ("summary", False)])
def test_what_a_table_is_made_of_matters_to_queries_for_its_rows(column, may):
    sql = 'SELECT count(*) FROM "dara_concerned" WHERE "dara_concerned"."entity_id" = %s'
    changed = {
        "dara_statement": reads.Changes("dara_statement", {"key": {"aaaaaaaa"}}, only_added=False, number=1, columns={column})
    }
    assert reads.may_have_changed(Query(sql, "[1]", b"x"), changed, lambda table, pk: {}) is may


@pytest.mark.django_db
def test_columns_in_which_a_row_has_changed(tmp_path):
    source = factories.source("A text.")
    factories.source("Another text.")
    with contextlib.closing(Ledger(tmp_path / "ledger")) as ledger:
        ledger.replace_rows(reads.rows())
        source.title = "Another title"
        source.note = "A note"
        source.save()
        ledger.replace_rows(reads.rows())
        (changed,) = reads.changes(ledger).values()
    assert changed.columns == {"title", "note", "search", "wording"}


def test_a_query_that_names_something_unknown_may_always_have_changed():
    query = Query("SELECT public.dara_something(%s)", '["a"]', b"x")
    assert reads.may_have_changed(query, {"dara_topic": change(id={"1"})}, lambda table, pk: {})


# --- against the database: what is taken for unchanged is unchanged ---------------------------------------


def rename(archive) -> None:
    archive.quote.speaker.name = "Another Name"
    archive.quote.speaker.save()


def move(archive) -> None:
    archive.quote.speaker = archive.bystander
    archive.quote.save()


def speak(archive) -> None:
    factories.statement(
        archive.story,
        "Unions backed Jones.",
        kind="report",
        speaker=archive.bystander,
        about=[archive.quote.speaker],
        topics=[archive.bail],
    )


def back(archive) -> None:
    archive.money.note = "Another note."
    archive.money.save()


def correct(archive) -> None:
    archive.quote.summary = "A corrected summary."
    archive.quote.save()


def publish(archive) -> None:
    factories.source("Another text of the publisher.\n", publisher=archive.story.publisher, supersedes=archive.story)


def tag(archive) -> None:
    archive.money.passage.source.title = "Another title"
    archive.money.passage.source.save()
    archive.post.topics.add(archive.bail)


@pytest.mark.long_form
@pytest.mark.parametrize("happens", [rename, move, speak, back, correct, publish, tag], ids=lambda each: each.__name__)
def test_what_is_taken_for_unchanged_is_unchanged(story, example_archive, happens, tmp_path):
    shutil.copyfile(story.folder / ".bake.sqlite", tmp_path / "ledger")
    ledger = Ledger(tmp_path / "ledger")
    happens(example_archive)
    ledger.replace_rows(reads.rows())
    changed = reads.changes(ledger)
    assert changed
    settled = [
        query
        for _, query in ledger.queries()
        if query.result is not None and not reads.may_have_changed(query, changed, ledger.columns)
    ]
    assert len(settled) > 100
    for query in settled:
        with connection.cursor() as cursor:
            cursor.execute(query.sql, json.loads(query.parameters))
            assert reads.digest(cursor.cursor) == query.result, query.sql
    ledger.close()


@pytest.mark.django_db
def test_pages_that_share_a_value_have_all_read_what_it_is_made_of():
    asked = []

    def number_of_topics() -> int:
        asked.append(1)
        return Topic.objects.count()

    recorder = reads.Recorder()
    with connection.execute_wrapper(recorder):
        first = recorder.keep("topics", number_of_topics)
        of_first, recorder.queries = recorder.queries, []
        second = recorder.keep("topics", number_of_topics)
        assert (first, second) == (0, 0)
        assert len(asked) == 1
        assert recorder.queries == of_first
        assert len(of_first) == 1


@pytest.mark.django_db
def test_a_value_that_is_made_of_another_rests_on_what_that_one_read():
    recorder = reads.Recorder()
    with connection.execute_wrapper(recorder):
        recorder.keep("topics", Topic.objects.count)
        recorder.keep("both", lambda: recorder.keep("topics", Topic.objects.count) + Source.objects.count())
        recorder.queries = []
        recorder.keep("both", int)
    assert [sorted(reads.tables(query.sql)) for query in recorder.queries] == [["dara_topic"], ["dara_source"]]


@pytest.mark.django_db
def test_what_is_kept_per_revision_is_kept_for_the_moment_of_a_bake():
    recorder = reads.Recorder()
    with connection.execute_wrapper(recorder), kept_by(recorder.keep):
        held.count(Topic.objects.all())
        of_first, recorder.queries = recorder.queries, []
        factories.topic("Cash bail")
        assert held.count(Topic.objects.all()) == 0, "it was made again"
        assert [query for query in recorder.queries if query in of_first] == of_first
    assert held.count(Topic.objects.all()) == 1


def test_what_addresses_of_a_record_share_changes_none_of_them(example_archive, as_public):
    """Nor what they are known to have read."""
    records = (example_archive.quote, example_archive.post, example_archive.money, example_archive.count)
    paths = [f"/statements/{example_archive.withdrawn.key}/", *(record.get_absolute_url() for record in records)]
    addresses = [f"{path}{file}" for path in paths for file in ("", "embed", "citation.bib", "annotation.jsonld")]
    addresses += [f"{path.rstrip('/')}.md" for path in paths]
    addresses += [f"/es{address}" for address in addresses if not address.endswith((".bib", ".jsonld"))]

    def all_answers(client, recorder: reads.Recorder) -> dict[str, tuple[bytes, set[Query]]]:
        answers = {}
        for address in addresses:
            recorder.queries = []
            with connection.execute_wrapper(recorder):
                content = client.get(address).content
            answers[address] = content, set(recorder.queries)
        return answers

    recorder = reads.Recorder()
    with as_public() as client:
        alone = all_answers(client, reads.Recorder())
        with kept_by(recorder.keep), CaptureQueriesContext(connection) as asked_once:
            together = all_answers(client, recorder)
    for address in addresses:
        assert together[address] == alone[address], address
    assert len(asked_once) < sum(len(queries) for _, queries in alone.values()) / 2


def test_what_was_used_last_is_kept(monkeypatch):
    monkeypatch.setattr(reads, "MOST_KEPT", 2)
    recorder = reads.Recorder()
    for key in ("first", "second", "first", "third"):
        recorder.keep(key, str)
    assert [recorder.keep(key, lambda: "made again") for key in ("first", "third", "second")] == ["", "", "made again"]
