"""“Add source”: files brought in by the admin, one by one, and what the page says of each."""

from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dara.admin import uploads
from dara.curation.uploads import publish
from dara.ingest.sandbox import limits
from dara.models import PendingUpload, Source
from tests.ingest import example_documents

ADD = reverse("admin:dara_source_add")
RELEASE = b"FOR IMMEDIATE RELEASE\n\nAna Vega said that she will run for the office.\n"


def send(client, **files: bytes):
    """Upload files, “a_txt” for a.txt."""
    uploaded = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    return client.post(ADD, {"files": uploaded})


def test_the_list_leads_to_the_page(curator, db):
    assert ADD in curator.get(reverse("admin:dara_source_changelist")).text
    page = curator.get(ADD).text
    assert 'name="files"' in page
    assert "multiple" in page


def test_each_file_is_told_what_became_of_it(curator, db):
    page = send(
        curator, a_txt=RELEASE, b_pdf=b"%PDF-1.4 broken", c_html=example_documents.page().encode(), d_txt=RELEASE, e_txt=b""
    ).text
    release, story = PendingUpload.objects.get(kind="press release"), PendingUpload.objects.get(extractor="html v2")
    assert (PendingUpload.objects.count(), Source.objects.count()) == (2, 0)
    assert f'<strong>created</strong>: a.txt, <a href="{reverse("admin:dara_pendingupload_change", args=[release.pk])}">' in page
    assert "<strong>refused</strong>: b.pdf" in page
    assert "the PDF cannot be read" in page
    assert f'<strong>created</strong>: c.html, <a href="{reverse("admin:dara_pendingupload_change", args=[story.pk])}">' in page
    assert "<strong>seen before</strong>: d.txt" in page
    assert "the same bytes; it waits, and is not public" in page
    assert "the file is empty." in page
    assert "The Sampleville Times” as its publisher" in page
    assert LogEntry.objects.filter(object_id__in=[release.pk, story.pk]).count() == 2


def test_the_report_shows_what_was_noticed(curator, db):
    send(curator, a_txt="Gascón said: I donâ€™t.".encode())
    page = curator.get(reverse("admin:dara_pendingupload_change", args=[PendingUpload.objects.get().pk])).text
    assert "Received as “a.txt”." in page
    assert "may have been “don’t" in page
    assert "text v1" in page
    assert "title: the first line of the text" in page  # where a curator corrects it


def test_a_later_capture_says_what_changed(curator, db):
    send(curator, a_html=example_documents.page().encode())
    earlier = publish(PendingUpload.objects.get())
    page = send(curator, a_html=example_documents.page(*example_documents.STORY[:2]).encode()).text
    upload = PendingUpload.objects.get()
    assert upload.supersedes == earlier
    assert "0 paragraphs changed, 0 only in the later, 1 only in the earlier, 3 the same" in page
    assert publish(upload).supersedes == earlier


def test_another_capture_that_waits_is_named(curator, db):
    send(curator, a_html=example_documents.page().encode())
    first = PendingUpload.objects.get()
    page = send(curator, a_html=example_documents.page(*example_documents.STORY[:2]).encode()).text
    assert f"Upload {first.pk}, which waits, has the same address." in page


def test_words_of_a_document_are_escaped(curator, db):
    page = send(curator, a_txt=b"<b>Bold</b> is the first line.\n").text
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold" in page


def test_nothing_chosen(curator, db):
    assert "No file came. Choose one or more." in send(curator).text


def test_what_is_too_large_is_let_go_of_and_the_rest_comes_in(curator, db, monkeypatch):
    monkeypatch.setattr(limits, "SIZE", 200_000)
    page = send(curator, a_txt=b"a" * 300_000, b_txt=RELEASE).text
    assert "<strong>refused</strong>: a.txt" in page
    assert "a document has 200,000 bytes at most" in page
    assert PendingUpload.objects.get().kind == "press release"
    assert "No file came" not in send(curator, a_txt=b"a" * 300_000).text


def test_too_much_at_once_is_a_clear_page(curator, db, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    response = send(curator, a_txt=RELEASE, b_txt=RELEASE)
    assert response.status_code == 400
    assert "more files than are taken at once" in response.text
    monkeypatch.setattr(uploads, "TOTAL", 100)
    response = send(curator, a_txt=RELEASE)
    assert response.status_code == 400
    assert "more than is taken at once" in response.text
    assert not PendingUpload.objects.exists()


def test_only_who_may_add_sources(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert send(client, a_txt=RELEASE).status_code == 403
    assert not PendingUpload.objects.exists()


def test_no_form_adds_a_source_beside_itself(curator, archive):
    for thing in (archive.source, archive.statement.speaker):
        page = curator.get(reverse(f"admin:dara_{thing._meta.model_name}_change", args=[thing.pk])).text
        assert f"{ADD}?_to_field" not in page
