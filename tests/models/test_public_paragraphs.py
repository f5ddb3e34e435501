"""The table of the paragraphs that the public may read: it is, whatever happens, what the database's function says that it should be."""

import contextlib

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dara.models import Passage, PublicParagraph, Source, Statement, Withholding
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.older_postgres]

LINES = 12
TEXT = "".join(f"Line {number} of it.\n" for number in range(LINES))

# What the public may read, as a view said it before there was a table. Written otherwise than in the file of the rules, on purpose.
MAY_BE_READ = """
SELECT p.id, p.source_id, p.number, p.start, p."end",
    coalesce((SELECT public.dara_masked(p.body, array_agg(w.start - p.start), array_agg(w."end" - p.start)) FROM dara_withholding AS w
        WHERE w.source_id = p.source_id AND w.start < p."end" AND w."end" > p.start), p.body) AS body
FROM dara_paragraph AS p JOIN dara_source AS s ON s.key = p.source_id
WHERE NOT EXISTS (SELECT FROM dara_withholding AS w WHERE w.source_id = p.source_id AND w.start IS NULL)
    AND (s.visibility = 'full' OR EXISTS (
        SELECT FROM dara_passage AS g
        WHERE g.source_id = p.source_id AND g.last_paragraph >= p.number - 1 AND g.first_paragraph <= p.number + 1 AND g.id IN (
            SELECT passage_id FROM dara_statement UNION SELECT passage_id FROM dara_endorsement UNION SELECT passage_id FROM dara_electionresult
            UNION SELECT passage_id FROM dara_candidacyfact UNION SELECT passage_id FROM dara_election)))
ORDER BY p.id
"""
IS_READ = 'SELECT id, source_id, number, start, "end", body FROM dara_publicparagraph ORDER BY id'


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def numbers(source: Source) -> list[int]:
    return list(PublicParagraph.objects.filter(source=source).values_list("number", flat=True))


# --- what may happen to an archive of two sources ----------------------------------------------------


class Archive:
    """Two texts, somebody who speaks, and a candidate; each method takes two numbers and does something to one of the texts."""

    def __init__(self):
        self.sources = [factories.source(TEXT, kind="news article"), factories.source(TEXT, kind="press release")]
        self.somebody = factories.person(f"Ana Vega {factories.next_number()}")
        self.race = factories.race(f"race-{factories.next_number()}", self.somebody)

    def _place(self, first, second):
        return self.sources[first % 2], f"Line {second % LINES} of it."

    def _statement(self, number):
        return Statement.objects.order_by("key")[number % max(Statement.objects.count(), 1) :].first()

    def state(self, first, second):
        source, words = self._place(first, second)
        factories.statement(source, words, speaker=self.somebody)

    def state_over_three_lines(self, first, second):
        start = (second % (LINES - 3)) * len("Line 0 of it.\n")  # inside of the first ten lines, mostly
        factories.statement(self.sources[first % 2], TEXT[start : start + 30], speaker=self.somebody, pieces=["of it"])

    def state_much(self, first, second):
        passages = [factories.passage(*self._place(first + number, second + 3 * number)) for number in range(4)]
        Statement.objects.bulk_create(
            Statement(key=factories.key(), passage=each, kind="quote", pieces=[each.exact], speaker=self.somebody)
            for each in passages
        )

    def endorse(self, first, second):
        source, words = self._place(first, second)
        factories.endorsement(
            source, words, endorser=self.somebody, candidate=self.somebody, race=self.race, stance="endorses", verb="Line"
        )

    def count(self, first, second):
        source, words = self._place(first, second)
        election = factories.election(self.race, source, words)
        factories.result(
            source, words, candidate=self.somebody, race=self.race, election=election, percent=second % LINES, status="partial"
        )

    def tell(self, first, second):
        source, words = self._place(first, second)
        factories.fact(source, words, candidate=self.somebody, race=self.race, kind="running")

    def move(self, first, second):
        if statement := self._statement(second):
            statement.passage = factories.passage(*self._place(first, second))
            statement.pieces = [statement.passage.exact]
            statement.save()

    def move_all(self, first, second):
        passage = factories.passage(*self._place(first, second))
        Statement.objects.update(passage=passage, pieces=[passage.exact])

    def take_out(self, first, second):
        if statement := self._statement(second):
            statement.delete()

    def take_all_out(self, first, second):
        Statement.objects.all().delete()

    def show(self, first, second):
        Source.objects.filter(pk=self.sources[first % 2].pk).update(visibility=["full", "excerpts"][second % 2])

    def withhold(self, first, second):
        Withholding.objects.create(
            key=factories.key(), source=self.sources[first % 2], start=second, end=second + 20, ground="privacy"
        )

    def withhold_the_text(self, first, second):
        Withholding.objects.create(key=factories.key(), source=self.sources[first % 2], ground="rights")

    def lift(self, first, second):
        Withholding.objects.filter(source=self.sources[first % 2]).delete()

    def bring_a_text(self, first, second):
        self.sources[first % 2] = factories.source(TEXT, kind=["news article", "press release"][second % 2])

    def forget_passages(self, first, second):
        Passage.objects.unused().delete()


STEPS = [name for name in vars(Archive) if not name.startswith("_")]


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=12))
def test_after_any_changes_the_table_is_what_may_be_read(steps):
    with transaction.atomic():
        archive = Archive()
        for name, first, second in steps:
            with contextlib.suppress(IntegrityError), transaction.atomic():  # what the rules refuse
                getattr(archive, name)(first, second)
            assert rows(IS_READ) == rows(MAY_BE_READ), name
        transaction.set_rollback(True)


def test_each_step_can_be_done():
    """Otherwise the test above would try nothing."""
    for name in STEPS:
        archive = Archive()
        archive.state(0, 3)
        getattr(archive, name)(1, 60)


# --- cost --------------------------------------------------------------------------------------------


def test_one_more_statement_leaves_all_other_rows_alone():
    story = factories.source("".join(f"Line {number} of it.\n" for number in range(2000)), kind="news article")
    somebody = factories.person("Ana Vega")
    factories.statement(story, "Line 10 of it.", speaker=somebody)
    before = dict(rows("SELECT number, xmin::text || ctid FROM dara_publicparagraph"))
    factories.statement(story, "Line 12 of it.", speaker=somebody)
    after = dict(rows("SELECT number, xmin::text || ctid FROM dara_publicparagraph"))
    assert before.items() <= after.items()
    assert numbers(story) == [10, 11, 12, 13, 14]


def test_the_plans_of_an_empty_archive_suit_a_large_one():
    """A session keeps them: by tables read from beginning to end, each text of an import would come slower than the one before."""
    scans = "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'public' AND relname ~ '^dara_' AND relname !~ 'event$'"
    may_be_read = "SELECT public.dara_readable_paragraphs(ARRAY[key::text], ARRAY[1], ARRAY[99]) FROM dara_source"
    story = factories.source(TEXT, kind="news article")
    factories.statement(story, "Line 3 of it.", speaker=factories.person("Ana Vega"))
    before = dict(rows(scans))
    assert len(rows(may_be_read)) == 3
    after = dict(rows(scans))
    assert after.pop("dara_source") - before.pop("dara_source") in (0, 1)  # by the question itself
    assert after == before


# --- nobody else writes it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM dara_publicparagraph",
        "UPDATE dara_publicparagraph SET body = ''",
        "TRUNCATE dara_publicparagraph",
        """INSERT INTO dara_publicparagraph (id, source_id, number, start, "end", body) VALUES (1, 'other222', 1, 0, 1, 'a')""",
    ],
)
def test_nobody_writes_it_by_hand(sql):
    with pytest.raises(IntegrityError, match="the database keeps what the public may read"), transaction.atomic():
        rows(sql)


# --- two sessions ------------------------------------------------------------------------------------


@contextlib.contextmanager
def another_session():
    with connection.cursor():
        url = connection.connection.info
    with psycopg.connect(host=url.host, port=url.port, dbname=url.dbname, user=url.user) as other:
        other.execute("SET lock_timeout = '100ms'")
        other.commit()
        yield other


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["UPDATE dara_source SET visibility = 'full'", "DELETE FROM dara_endorsement"])
def test_two_sessions_do_not_leave_it_stale(second):
    """Whoever comes second waits for the first, and then sees what it did: here that nothing rests on the text any more."""
    archive = Archive()
    archive.state(0, 3)
    archive.endorse(0, 4)
    with another_session() as one, another_session() as other:
        one.execute("DELETE FROM dara_statement")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(second)
        other.rollback()
        one.commit()
        other.execute(second)
        other.commit()
    assert rows(IS_READ) == rows(MAY_BE_READ)


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_add_to_one_text_do_not_lock_each_other_out():
    """Whoever adds a passage locks the source at once as for the record: two that shared it first would wait for each other for ever."""
    archive = Archive()
    (story, _), somebody = archive.sources, archive.somebody
    passage = "INSERT INTO dara_passage (source_id, start, \"end\", exact, first_paragraph, last_paragraph) VALUES (%s, 0, 6, 'Line 0', 0, 0)"
    with another_session() as one, another_session() as other:
        one.execute(passage, [story.pk])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(passage.replace("0, 6, 'Line 0'", "0, 4, 'Line'"), [story.pk])
        other.rollback()
        one.execute(
            "INSERT INTO dara_statement (key, passage_id, kind, pieces, text, speaker_id, summary, note, inferred, translations, speaker_as_named, found_by)"
            " SELECT %s, id, 'quote', '{Line}', '', %s, '', '', '{}', '{}', '', '' FROM dara_passage",
            [factories.key(), somebody.pk],
        )
        one.commit()
    assert numbers(story) == [1, 2]
