"""Withheld words, and replies: what the public reads instead, and what the database refuses."""

import contextlib

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dara.models import PublicParagraph, Reply, Source, Tombstone
from dara.models.grants import READABLE
from dara.models.passage_context import contexts
from dara.models.withholding import MASK, mask, overlaps
from tests import factories

TEXT = """Vega spoke in the harbor. “Let us begin,” she said. A cousin of hers, Quillfeather, was there.

“We heard Vega say: ‘Let us go on’ and the cousin laughed,” the Harbor Union wrote. The union backed Vega.

Nobody else came.
"""
pytestmark = pytest.mark.older_postgres

COUSIN = "A cousin of hers, Quillfeather, was there."


@pytest.fixture
def story(db):
    return factories.source(TEXT, kind="press release", title="A day in the harbor")


@pytest.fixture
def vega(db):
    return factories.person("Ana Vega")


@pytest.fixture
def union(db):
    return factories.organization("Harbor Union")


def read(source) -> str:
    return "".join(each.body for each in PublicParagraph.objects.filter(source=source))


# --- what the public reads --------------------------------------------------------------------------


def test_withheld_words_are_masked_one_for_one(story):
    factories.withholding(story, COUSIN)
    assert read(story) == TEXT.replace(COUSIN, MASK * len(COUSIN))
    assert not PublicParagraph.objects.filter(body__contains="Quillfeather").exists()
    assert [each.start for each in PublicParagraph.objects.filter(source=story)] == [
        each.start for each in story.paragraphs.order_by("number")
    ]


def test_of_a_text_that_is_withheld_as_a_whole_nothing_is_read(story):
    factories.withholding(story)
    assert read(story) == ""


def test_a_span_over_paragraphs_leaves_their_ends(story):
    words = TEXT[TEXT.index("there.") : TEXT.index("came.")]
    factories.withholding(story, words)
    assert [each.body.count("\n") for each in PublicParagraph.objects.filter(source=story)] == [2, 2, 1]
    assert set(read(story)[TEXT.index(words) : TEXT.index(words) + len(words)]) == {MASK, "\n"}


@pytest.mark.parametrize(("words", "found"), [("Quillfeather", 0), ("harbor", 2), ("begin", 1)])
def test_a_search_finds_what_is_left(story, words, found):
    from dara.public.search.query import Query
    from dara.public.search.results import best

    factories.withholding(story, COUSIN)
    assert len(best("paragraphs", Query.parse(words))) == found


def test_two_withholdings_may_overlap(story):
    factories.withholding(story, COUSIN)
    factories.withholding(story, "Quillfeather, was there.", ground="safety")
    assert read(story) == TEXT.replace(COUSIN, MASK * len(COUSIN))


def test_what_stands_around_a_passage_ends_at_withheld_words(story, vega):
    quote = factories.statement(story, "“Let us begin,” she said.", pieces=["Let us begin,"], speaker=vega)
    factories.withholding(story, COUSIN)
    factories.withholding(story, "spoke")
    around = contexts([quote.passage])[quote.passage_id]
    assert around == (" in the harbor. ", " ")


@given(st.text("ab\n", max_size=12), st.integers(0, 5), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3))
def test_masked_code_points(body, offset, spans):
    shown = mask(body, offset, spans)
    hidden = {place for start, end in spans for place in range(start, end)}
    assert shown == "".join(MASK if place in hidden and each != "\n" else each for place, each in enumerate(body, offset))


@pytest.mark.django_db
@given(st.text("a🙂\n", max_size=8), st.lists(st.tuples(st.integers(-3, 9), st.integers(1, 9)), min_size=1, max_size=3))
def test_the_database_masks_as_we_do(body, spans):
    starts, ends = zip(*((start, start + length) for start, length in spans), strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.dara_masked(%s, %s, %s)", [body, list(starts), list(ends)])
        assert cursor.fetchone()[0] == mask(body, 0, zip(starts, ends, strict=True))


@pytest.mark.parametrize(
    ("span", "other", "meet"),
    [
        ((5, 9), (0, 5), False),
        ((5, 9), (9, 12), False),
        ((5, 9), (8, 12), True),
        ((5, 9), (0, 20), True),
        ((None, None), (3, 4), True),
    ],
)
def test_spans_meet_where_they_share_a_code_point(span, other, meet):
    assert overlaps(*span, *other) is meet


# --- lifting ---------------------------------------------------------------------------------------


def test_a_withholding_may_be_lifted_and_the_page_is_of_now(story):
    words = factories.withholding(story, COUSIN)
    Source.objects.filter(pk=story.pk).update(version="2020-01-01T00:00Z")
    words.delete()
    story.refresh_from_db()
    assert story.version.year > 2020
    assert read(story) == TEXT
    factories.passage(story, COUSIN)


# --- what the database refuses ----------------------------------------------------------------------

ROW = "INSERT INTO dara_withholding (key, source_id, start, \"end\", ground, withheld_on, note) VALUES ('wthhld33', %s, {}, {}, 'privacy', now(), '')"
SPAN = TEXT.index(COUSIN), TEXT.index(COUSIN) + len(COUSIN)
PASSAGE = 'INSERT INTO dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph) VALUES (%s, {}, {}, %s, 0, 0)'


def run(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(("start", "end"), [SPAN, (SPAN[0] - 5, SPAN[0] + 1), (SPAN[1] - 1, SPAN[1] + 5), (0, len(TEXT))])
def test_no_passage_touches_withheld_words(story, start, end):
    factories.withholding(story, COUSIN)
    with pytest.raises(IntegrityError, match="that are withheld from the public: no passage may touch them"):
        run(PASSAGE.format(start, end), story.pk, TEXT[start:end])


def test_a_passage_beside_them_is_none_of_theirs(story):
    factories.withholding(story, COUSIN)
    run(PASSAGE.format(SPAN[0] - 5, SPAN[0]), story.pk, TEXT[SPAN[0] - 5 : SPAN[0]])


def test_no_passage_is_of_a_text_that_is_withheld(story):
    factories.withholding(story)
    with pytest.raises(IntegrityError, match="no passage may touch them"):
        factories.passage(story, COUSIN)


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        (*SPAN, "which touches the words to be withheld: withdraw what rests on it first"),
        ("NULL", "NULL", "which touches the words to be withheld"),
        (5, 5, "withholding_is_a_span_or_all"),
        (9, 5, "withholding_is_a_span_or_all"),
        (5, "NULL", "withholding_is_a_span_or_all"),
        ("NULL", 5, "withholding_is_a_span_or_all"),
        (0, len(TEXT) + 1, "has no text at 0 to"),
    ],
)
def test_what_is_withheld_is_a_span_that_nothing_rests_on(story, start, end, refusal):
    if "touches" in refusal:
        factories.passage(story, "Quillfeather")
    with pytest.raises(IntegrityError, match=refusal):
        run(ROW.format(start, end), story.pk)


@pytest.mark.parametrize("change", ['start = start + 1, "end" = "end" + 1', 'start = NULL, "end" = NULL', "source_id = 'other222'"])
def test_what_is_withheld_stays_the_same_words(story, change):
    factories.withholding(story, COUSIN)
    with pytest.raises(IntegrityError, match="what is withheld stays the same words"):
        run(f"UPDATE dara_withholding SET {change}")


@contextlib.contextmanager
def another_session():
    with connection.cursor():
        url = connection.connection.info
    with psycopg.connect(host=url.host, port=url.port, dbname=url.dbname, user=url.user) as other:
        other.execute("SET lock_timeout = '100ms'")
        other.commit()
        yield other


@pytest.mark.django_db(transaction=True)
def test_two_sessions_do_not_pass_each_other():
    """Whoever comes second waits for the first, and then sees what it did."""
    story = factories.source(TEXT, kind="press release")
    passage = PASSAGE.format(*SPAN), (story.pk, COUSIN)
    withholding = ROW.format(*SPAN), (story.pk,)
    for first, second, refusal in (
        (passage, withholding, "which touches the words to be withheld"),
        (withholding, passage, "no passage may touch them"),
    ):
        with another_session() as one, another_session() as other:
            one.execute(*first)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(*second)
            other.rollback()
            one.commit()
            with pytest.raises(psycopg.errors.CheckViolation, match=refusal):
                other.execute(*second)
            other.rollback()
            one.execute("DELETE FROM dara_passage")
            one.execute("DELETE FROM dara_withholding")
            one.commit()


@pytest.mark.django_db(transaction=True)
def test_a_session_that_sees_an_older_moment_does_not_pass_either():
    story = factories.source(TEXT, kind="press release")
    with another_session() as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for sql, parameters in ((ROW.format(*SPAN), (story.pk,)), (PASSAGE.format(*SPAN), (story.pk, COUSIN))):
            with pytest.raises(psycopg.errors.RestrictViolation, match="READ COMMITTED"):
                other.execute(sql, parameters)
            other.rollback()


# --- replies ----------------------------------------------------------------------------------------


def test_a_reply_answers_what_is_there(story, vega):
    quote = factories.statement(story, "“Let us begin,”", pieces=["Let us begin,"], speaker=vega)
    letter = factories.source("I did not say so.\n", kind="other", published_on="2030-02")
    reply = Reply.objects.create(source=letter, kind="statements", key=quote.key)
    assert reply.record == quote
    assert list(Reply.objects.to("statements", [quote.key])) == [reply]
    Tombstone.objects.create(key="gone2222", kind="results", withdrawn_on="2030-01-01", ground="error")
    assert Reply.objects.create(source=letter, kind="results", key="gone2222").record is None


@pytest.mark.parametrize("kind", list(Tombstone.Kind))
def test_a_reply_to_nothing_is_refused(story, kind):
    with pytest.raises(IntegrityError, match=f"no {kind} has the key nothing2"), transaction.atomic():
        Reply.objects.create(source=story, kind=kind, key="nothing2")


def test_a_source_is_no_reply_to_itself(story):
    with pytest.raises(IntegrityError, match="would be a reply to itself"), transaction.atomic():
        Reply.objects.create(source=story, kind="sources", key=story.pk)


# --- the public role --------------------------------------------------------------------------------


def test_no_table_that_the_public_may_read_holds_withheld_words(story, vega, union):
    factories.statement(story, COUSIN, kind="report", speaker=union, about=[vega])
    factories.withholding(story, "Quillfeather")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dara_public")
        for label in READABLE:
            cursor.execute(f'SELECT t::text FROM "{apps.get_model(label)._meta.db_table}" AS t')
            rows = str(cursor.fetchall()).lower()
            assert "quillfeather" not in rows, label
            assert "quillf" not in rows, label
        cursor.execute("SET LOCAL ROLE NONE")
