"""Uploads become sources: by themselves, with the first draft that is published, or because an import brings the same bytes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from dara.curation import drafts, uploads
from dara.curation.draft_queue import enqueue_drafts
from dara.models import Draft, Entity, Original, Paragraph, PendingDocument, PendingParagraph, PendingUpload, Source, SourceText
from tests import factories

TEXT = (
    "Ana Vega spoke on Friday.\n\n“We will publish every number,” Vega said at the hall.\n\nThe Harbor Union endorsed Ana Vega.\n"
)


@pytest.fixture
def upload(archive) -> PendingUpload:
    upload = factories.upload(TEXT, title="Friday", author="A. Writer", published_on="2020-11", inferred={"published_on": "ours"})
    enqueue_drafts(upload)
    return upload


def test_publishing_makes_the_source_with_all_that_belongs_to_it(upload):
    drafts_of_it = list(upload.drafts.values_list("pk", flat=True))
    assert len(drafts_of_it) == 2
    source = uploads.publish(upload)
    assert (source.key, source.title, source.author, source.published_on) == (upload.key, "Friday", "A. Writer", "2020-11")
    assert source.inferred == {"published_on": "ours"}
    assert bytes(Original.objects.get(source=source).content) == TEXT.encode()
    assert SourceText.objects.get(source=source).body == TEXT
    assert Paragraph.objects.filter(source=source).count() == 3
    assert sorted(source.drafts.values_list("pk", flat=True)) == sorted(drafts_of_it)
    for model in (PendingDocument, PendingParagraph):
        assert not model.objects.filter(upload=upload.key).exists()
    with pytest.raises(uploads.UploadGone):
        uploads.publish(upload)


@pytest.mark.parametrize(("captured_on", "is_later"), [("2020-12-01", True), ("2020-11-01", False), (None, True)])
def test_the_latest_capture_is_superseded(upload, archive, captured_on, is_later):
    other = factories.source("Captured meanwhile.\n", supersedes=archive.source, captured_on="2020-11-20")
    PendingUpload.objects.filter(pk=upload.pk).update(
        supersedes=archive.source, captured_on=captured_on, inferred={"supersedes": "its address too"}
    )
    source = uploads.publish(upload)
    assert source.supersedes == (other if is_later else None)
    assert ("supersedes" in source.inferred) == is_later


class TestThePublisher:
    def test_it_is_made_together_with_the_source(self, upload):
        basis = {"publisher": "the page’s <meta> “og:site_name”"}
        PendingUpload.objects.filter(pk=upload.pk).update(new_publisher="The Harbor Mill", make_publisher=True, inferred=basis)
        assert not Entity.objects.filter(name="The Harbor Mill").exists()
        source = uploads.publish(upload)
        assert (source.publisher.slug, source.publisher.kind, source.inferred) == ("the-harbor-mill", "organization", basis)

    def test_one_that_has_come_into_the_archive_meanwhile_is_taken(self, upload):
        PendingUpload.objects.filter(pk=upload.pk).update(new_publisher="The Harbor Mill", make_publisher=True)
        mill = factories.organization("The Harbor Mill")
        assert uploads.publish(upload).publisher == mill

    def test_one_that_is_only_named_is_not_made(self, upload):
        PendingUpload.objects.filter(pk=upload.pk).update(new_publisher="The Harbor Mill", inferred={"publisher": "its byline"})
        source = uploads.publish(upload)
        assert (source.publisher, source.inferred) == (None, {})
        assert not Entity.objects.filter(name="The Harbor Mill").exists()


class TestTheFirstDraft:
    def test_it_publishes_the_source_and_the_others_rest_on_it(self, upload, archive):
        first, other = upload.drafts.in_order()

        def save_record():
            return factories.statement(
                Source.objects.get(pk=upload.key), "“We will publish every number,”", kind="paraphrase", speaker=archive.vega
            )

        drafts.publish(first, "carla", save_record)
        assert [(each.source_id, each.upload_id) for each in Draft.objects.filter(pk__in=[first.pk, other.pk])] == [
            (upload.key, None)
        ] * 2
        drafts.publish(other, "carl", save_record)  # as it was read before

    def test_without_its_record_there_is_no_source(self, upload):
        class Refused(Exception):
            pass

        def save_record():
            raise Refused

        with pytest.raises(Refused):
            drafts.publish(upload.drafts.first(), "carla", save_record)
        assert not Source.objects.filter(pk=upload.key).exists()
        assert upload.drafts.count() == 2

    def test_one_that_was_taken_out_with_its_upload_is_told(self, upload):
        draft = upload.drafts.select_related("upload").first()
        PendingUpload.objects.get(pk=upload.pk).delete()
        with pytest.raises(drafts.DraftDecided):
            drafts.publish(draft, "carla", lambda: pytest.fail("no record is created"))

    def test_words_of_an_upload_are_selected(self, upload):
        start = TEXT.index("Vega said")
        draft = drafts.select(upload, "paraphrase", start, start + 9, "rita")
        assert (draft.upload, draft.source, draft.values["passage"]["exact"]) == (upload, None, "Vega said")
        assert drafts.select(upload, "paraphrase", start, start + 9, "carl") == draft


def test_nothing_is_drafted_of_an_upload_that_is_gone(upload):
    uploads.publish(upload)
    with pytest.raises(uploads.UploadGone):
        enqueue_drafts(upload)
    with pytest.raises(drafts.SelectionRefused):
        drafts.select(upload, "quote", 0, 8, "rita")


@pytest.mark.django_db(transaction=True)
def test_two_drafts_published_at_once_make_one_source(upload, archive):
    first, other = upload.drafts.in_order().select_related("upload")

    def record_on(words: str):
        source = Source.objects.get(pk=upload.key)
        return factories.statement(source, words, kind="paraphrase", speaker=archive.vega)

    def publish_the_other() -> None:
        drafts.publish(other, "carl", lambda: record_on("The Harbor Union endorsed Ana Vega."))
        connection.close()

    with ThreadPoolExecutor(1) as another, transaction.atomic():
        drafts.publish(first, "carla", lambda: record_on("Ana Vega spoke on Friday."))
        published = another.submit(publish_the_other)
        with pytest.raises(TimeoutError):
            published.result(timeout=0.3)  # it waits for the first
        transaction.on_commit(lambda: published.result(timeout=30))
    assert Source.objects.filter(pk=upload.key).count() == 1
    assert set(Draft.objects.filter(source=upload.key).values_list("decided_by", flat=True)) == {"carla", "carl"}


class TestWhoPublishes:
    @pytest.fixture
    def curator(self, db) -> User:
        curator = User.objects.create_user("carl", is_staff=True)
        curator.groups.add(Group.objects.get(name="curator"))
        return curator

    @pytest.mark.parametrize(
        ("uploaded_by", "edited_by", "two_persons", "may"),
        [("carl", "", False, True), ("carl", "", True, False), ("ula", "carl", True, False), ("ula", "ula", True, True)],
    )
    def test_two_persons(self, upload, curator, settings, uploaded_by, edited_by, two_persons, may):
        settings.DARA_TWO_PERSONS = two_persons
        PendingUpload.objects.filter(pk=upload.pk).update(uploaded_by=uploaded_by, edited_by=edited_by)
        upload.refresh_from_db()
        assert (uploads.why_not_published(upload, curator) is None) == may
        draft = upload.drafts.get(kind="endorsement")
        assert (drafts.why_not_published(draft, curator, drafts.model_of(draft), lambda: False) is None) == may

    def test_a_reviewer_does_not(self, upload):
        reviewer = User.objects.create_user("rita", is_staff=True)
        reviewer.groups.add(Group.objects.get(name="reviewer"))
        assert uploads.why_not_published(upload, reviewer) == "You may not publish sources: a curator does."


class TestTheSameBytesInTheArchive:
    def test_the_upload_is_that_source_and_its_drafts_are_kept(self, upload):
        source = factories.source(TEXT, title="By the files")
        kept, known = upload.drafts.in_order()
        Draft.objects.create(key="known222", source=source, name=known.name, kind="quote", start=0, end=3)
        assert uploads.adopt() == []
        assert not PendingUpload.objects.filter(pk=upload.pk).exists()
        assert sorted(source.drafts.values_list("pk", flat=True)) == sorted([kept.pk, "known222"])

    def test_it_waits_on_where_another_text_is_made_of_them(self, upload):
        other = Source.objects.create(
            key="other222",
            title="O",
            kind="other",
            visibility="full",
            document="documents/o.html",
            sha256=upload.sha256,
            extractor="html v1",
        )
        Original.objects.create(source=other, content=TEXT.encode())
        SourceText.objects.create(source=other, extractor="html v1", body="Another text.")
        assert uploads.adopt() == [f"the upload {upload.key}: its bytes are those of a source, its text is another."]
        assert upload.drafts.count() == 2
