"""The report of an upload: it is corrected, published as a source, or taken out with its drafts; the desk works on it as on a source."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.urls import reverse

from dara.admin.dashboard import waiting
from dara.curation import drafting_runs
from dara.curation.draft_queue import enqueue_drafts
from dara.models import Draft, Entity, PendingUpload, Source, Statement
from tests import factories
from tests.admin.forms import as_a_browser_sends, errors_of

TEXT = (
    "Ana Vega spoke on Friday.\n\n“We will publish every number,” Vega said at the hall.\n\nThe Harbor Union endorsed Ana Vega.\n"
)


@pytest.fixture
def upload(archive) -> PendingUpload:
    PendingUpload.objects.all().delete()
    Draft.objects.all().delete()
    upload = factories.upload(TEXT, title="Friday at the hall", new_publisher="The Harbor Mill")
    enqueue_drafts(upload)
    return upload


@pytest.fixture
def quotation(upload) -> Draft:
    return upload.drafts.get(kind="quote")


def report(upload: PendingUpload, page: str = "change") -> str:
    return reverse(f"admin:dara_pendingupload_{page}", args=[upload.pk])


def form_of(draft: Draft) -> str:
    return f"{reverse('admin:dara_statement_add')}?draft={draft.pk}"


def press(client, url: str, button: str, **changes):
    return client.post(url, as_a_browser_sends(client.get(url)) | changes | {button: "1"})


def said(response) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


class TestTheReport:
    def test_it_is_corrected(self, curator, upload, admin_user):
        changes = {
            "kind": "press release",
            "title": "On Friday",
            "published_on": "2020-11",
            "make_publisher": "on",
            "visibility": "full",
        }
        response = press(curator, report(upload), "_continue", **changes)
        assert response.status_code == 302
        upload.refresh_from_db()
        assert (upload.kind, upload.title, upload.published_on, upload.visibility) == (
            "press release",
            "On Friday",
            "2020-11",
            "full",
        )
        assert (upload.make_publisher, upload.edited_by) == (True, admin_user.get_username())
        assert not Entity.objects.filter(name="The Harbor Mill").exists()
        assert "last changed by admin" in curator.get(report(upload)).text

    def test_who_only_looks_does_not_become_its_editor(self, curator, upload):
        press(curator, report(upload), "_continue")
        upload.refresh_from_db()
        assert upload.edited_by == ""

    def test_a_publisher_who_is_held_is_not_made_again(self, curator, upload, archive):
        response = press(curator, report(upload), "_continue", new_publisher="harbor news", make_publisher="on")
        assert "Harbor News is held already" in errors_of(response)["publisher"]
        response = press(curator, report(upload), "_continue", publisher=archive.publisher.pk, make_publisher="on")
        assert "not both" in errors_of(response)["__all__"]

    def test_it_is_published(self, curator, upload):
        response = press(curator, report(upload), "_publish", title="On Friday", make_publisher="on")
        source = Source.objects.get(pk=upload.pk)
        assert response.headers["Location"] == reverse("admin:dara_source_change", args=[source.pk])
        assert (source.title, source.publisher.name, source.drafts.count()) == ("On Friday", "The Harbor Mill", 2)
        followed = curator.get(report(upload))
        assert followed.headers["Location"] == response.headers["Location"], "an old address leads to the source"

    def test_what_the_database_refuses_is_said_and_nothing_is_published(self, curator, upload):
        factories.source("Another one.\n", document=upload.document)
        response = press(curator, report(upload), "_publish")
        assert "Another source has the document" in " ".join(errors_of(response).values())
        assert PendingUpload.objects.filter(pk=upload.pk).exists()

    def test_it_is_removed_with_its_drafts_after_a_question(self, curator, upload):
        page = curator.get(report(upload, "delete")).text
        assert "2 drafts that rest on it" in page
        assert PendingUpload.objects.filter(pk=upload.pk).exists()
        curator.post(report(upload, "delete"), {"post": "yes"})
        assert not PendingUpload.objects.filter(pk=upload.pk).exists()
        assert not Draft.objects.filter(upload=upload.pk).exists()

    def test_two_persons(self, client, upload, settings):
        settings.DARA_TWO_PERSONS = True
        ula = User.objects.create_user("ula", is_staff=True)
        ula.groups.add(Group.objects.get(name="curator"))
        client.force_login(ula)
        page = client.get(report(upload))
        assert "somebody else publishes it" in page.text
        assert 'name="_publish"' not in page.text
        response = client.post(report(upload), as_a_browser_sends(page) | {"_publish": "1"})
        assert "somebody else publishes it" in said(response)
        assert not Source.objects.filter(pk=upload.pk).exists()

    def test_a_drafting_that_goes_on_is_asked_for_again(self, curator, upload, monkeypatch):
        monkeypatch.setattr(drafting_runs, "start_in_background", lambda command: None)
        address = reverse("admin:dara_draft_drafting", args=[upload.pk])
        assert address not in curator.get(report(upload)).text
        drafting_runs.ask([upload], "ula")
        for url in (report(upload), reverse("admin:dara_draft_source", args=[upload.pk]), address):
            assert f'data-asks="{address}"' in curator.get(url).text
        drafting_runs.work()
        ended = curator.get(address).text
        assert "data-asks" not in ended
        assert "New drafts: 0. In the queue before: 2." in ended


class TestTheDesk:
    def test_a_long_text_does_not_hold_the_web(self, curator, upload, monkeypatch):
        monkeypatch.setattr(drafting_runs, "DRAFTED_AT_ONCE", 10)
        monkeypatch.setattr(drafting_runs, "find_drafts", lambda source: pytest.fail("the web waits"))
        response = curator.post(reverse("admin:dara_draft_find", args=[upload.pk]))
        assert "It is being drafted" in said(response)

    def test_lists_and_the_first_page_name_it(self, curator, upload, admin_user):
        row = next(each for each in waiting(admin_user) if "not public" in each.what)
        assert (row.number, row.details) == (1, "the oldest since 2026-11-26; 0 by you")
        drafts = next(each for each in waiting(admin_user) if each.url.endswith("/draft/"))
        assert drafts.details.startswith("of 1 source;")
        text = reverse("admin:dara_draft_source", args=[upload.pk])
        queue = curator.get(reverse("admin:dara_draft_changelist")).text
        assert queue.count(text) == 3  # by source, and of each draft
        listed = curator.get(reverse("admin:dara_draft_changelist"), {"source": upload.pk}).context["cl"].queryset
        assert listed.count() == 2
        assert "Not public yet." in curator.get(text).text

    def test_words_are_selected_and_a_draft_is_kept_and_rejected(self, curator, upload, quotation):
        place = {"kind": "paraphrase", "start": "0", "end": "24"}
        selected = curator.post(reverse("admin:dara_draft_select", args=[upload.pk]), place)
        assert "draft=" in selected.headers["Location"]
        press(curator, form_of(quotation), "_keep", note="Kept.")
        quotation.refresh_from_db()
        assert (quotation.typed["note"], quotation.upload) == (["Kept."], upload)
        press(curator, form_of(quotation), "_reject")
        quotation.refresh_from_db()
        assert quotation.state == "rejected"
        assert not Source.objects.filter(pk=upload.pk).exists()

    def test_the_first_draft_publishes_the_source(self, curator, upload, quotation):
        response = press(curator, form_of(quotation), "_save")
        assert "Published, and its source with it" in said(response)
        quotation.refresh_from_db()
        statement = Statement.objects.get(pk=quotation.record)
        assert statement.passage.source_id == upload.pk
        assert not PendingUpload.objects.filter(pk=upload.pk).exists()
        following = Draft.objects.get(source=upload.pk, kind="endorsement")
        assert following.pk in response.headers["Location"]

    def test_a_refused_record_leaves_the_upload_waiting(self, curator, upload, quotation):
        response = press(curator, form_of(quotation), "_save", pieces="Words of nobody")
        assert "pieces" in errors_of(response)
        assert "Friday at the hall" in response.text
        assert PendingUpload.objects.filter(pk=upload.pk).exists()

    def test_a_group_of_the_upload_comes_with_its_record(self, curator, upload, quotation):
        press(curator, form_of(quotation), "_save", speaker="", new_speaker="several voters", new_speaker_kind="group")
        assert Entity.objects.get(name="several voters").source_id == upload.pk

    def test_a_draft_that_was_taken_out_is_no_form(self, curator, upload, quotation):
        sent = as_a_browser_sends(curator.get(form_of(quotation))) | {"_save": "1"}
        PendingUpload.objects.filter(pk=upload.pk).delete()
        response = curator.post(form_of(quotation), sent)
        assert response.headers["Location"] == reverse("admin:dara_draft_changelist")
        assert "taken out" in said(response)
        assert not Source.objects.filter(pk=upload.pk).exists()
