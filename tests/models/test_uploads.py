"""The database keeps uploads as they were received, their drafts to their words, and all of it from the public."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dara.models import Draft, PendingDocument, PendingParagraph, PendingUpload
from tests import factories

TEXT = "First line.\n\nÉmile said “yes”.\n"


@pytest.fixture
def upload(db) -> PendingUpload:
    return factories.upload(TEXT)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def draft(upload: PendingUpload, start: int, end: int, /, **passage) -> Draft:
    place = {"kind": "quote", "start": start, "end": end}
    return Draft(key=factories.key(), upload=upload, name=f"quote-{start}", values={"passage": passage}, **place)


def test_the_text_is_cut_as_a_source_s_is(upload):
    paragraphs = PendingParagraph.objects.filter(upload=upload).order_by("number")
    assert [(each.number, each.start, each.end, each.body) for each in paragraphs] == [
        (1, 0, 13, "First line.\n\n"),
        (2, 13, len(TEXT), "Émile said “yes”.\n"),
    ]


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE dara_pendingdocument SET body = ''", "an upload is kept as received"),
        ("UPDATE dara_pendingdocument SET original = ''", "an upload is kept as received"),
        ("UPDATE dara_pendingparagraph SET body = ''", "cut by the database"),
        (
            "INSERT INTO dara_pendingparagraph (upload_id, number, start, \"end\", body) SELECT key, 9, 90, 91, 'x' FROM dara_pendingupload",
            "cut by the database",
        ),
        ("UPDATE dara_pendingupload SET sha256 = repeat('0', 64)", "upload another one"),
        ("UPDATE dara_pendingupload SET kind = 'poem'", "kind_is_known"),
        ("UPDATE dara_pendingupload SET make_publisher = true", "one_publisher"),
        ("UPDATE dara_pendingupload SET published_on = '2020-13'", "is_a_date"),
    ],
)
def test_what_was_received_does_not_change(upload, sql, says):
    with pytest.raises(DatabaseError, match=says):
        run(sql)


def test_bytes_have_the_checksum_that_the_upload_declares(upload):
    PendingDocument.objects.all().delete()
    with pytest.raises(IntegrityError, match="checksum"), transaction.atomic():
        PendingDocument.objects.create(upload=upload, original=b"Other bytes.", extractor="text v1", body=TEXT)


def test_a_key_names_one_thing(curated_archive):
    with pytest.raises(IntegrityError, match="names another record"), transaction.atomic():
        factories.upload(TEXT, key=curated_archive.statement.key)


class TestDrafts:
    @pytest.mark.parametrize(
        ("start", "end", "passage"),
        [
            (0, 99, {}),  # beyond the text
            (13, 18, {"exact": "Emile"}),
            (13, 30, {"exact": "“yes”", "start": 23, "end": 28}),  # of which the attribution is no part, a place too early
        ],
    )
    def test_words_that_do_not_stand_there_are_refused(self, upload, start, end, passage):
        with pytest.raises(IntegrityError), transaction.atomic():
            draft(upload, start, end, **passage).save()

    def test_words_that_stand_there_are_taken(self, upload):
        Draft.objects.bulk_create(
            [draft(upload, 13, 18, exact="Émile"), draft(upload, 12, 30, exact="“yes”", start=24, end=29), draft(upload, 0, 5)]
        )
        assert upload.drafts.count() == 3
        with pytest.raises(IntegrityError), transaction.atomic():
            Draft.objects.filter(start=13).update(end=19)
        Draft.objects.filter(start=13).update(state="rejected")

    def test_a_draft_rests_on_one_of_both(self, upload):
        both = draft(upload, 0, 5)
        both.source = factories.source(TEXT)
        for each in (both, Draft(key=factories.key(), name="q", kind="quote", start=0, end=5)):
            with pytest.raises(IntegrityError, match="draft_of_a_source_or_an_upload"), transaction.atomic():
                each.save()

    def test_they_are_taken_out_with_the_upload_and_the_history_says_so(self, upload):
        one = draft(upload, 0, 5)
        one.save()
        key = upload.pk
        upload.delete()
        assert not Draft.objects.filter(pk=one.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pgh_label, upload_id FROM dara_draftevent WHERE key = %s ORDER BY pgh_id", [one.pk])
            assert cursor.fetchall() == [("insert", key), ("delete", key)]


@pytest.mark.parametrize(
    "table", ["dara_pendingupload", "dara_pendingdocument", "dara_pendingparagraph", "dara_draftingrun", "dara_draft"]
)
def test_the_public_reads_none_of_it(as_public, upload, table):
    with pytest.raises(DatabaseError, match="permission denied"), as_public(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
