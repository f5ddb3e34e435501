"""Uploads in exports and imports: whole ones carry them, public ones know nothing of them, and what is imported of the same bytes is theirs."""

import json

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from dara.archive.document_import import import_folder
from dara.archive.exporting import export_package
from dara.archive.importing import import_package
from dara.archive.verification import failures
from dara.curation.draft_queue import enqueue_drafts
from dara.curation.uploads import publish
from dara.ingest.sandbox.process import Sandbox
from dara.ingest.store import Outcome, ingest_file
from dara.models import Draft, PendingUpload, Source
from tests import factories
from tests.archive.conftest import TEXT
from tests.archive.round_trip import empty_the_archive, files, same
from tests.ingest import example_documents

pytestmark = pytest.mark.django_db(transaction=True)


def waiting_copy(package) -> PendingUpload:
    """An upload of the package's document, with its drafts."""
    upload = factories.upload(TEXT, title="A story that waits")
    enqueue_drafts(upload)
    assert upload.drafts.exists()
    return upload


def test_the_whole_export_has_them_and_the_public_one_does_not(package, tmp_path):
    import_package(package.write())
    with Sandbox() as sandbox:
        (arrival,) = ingest_file("page.html", example_documents.page().encode(), sandbox, uploaded_by="ula")
    upload = arrival.upload
    enqueue_drafts(upload)
    drafts = upload.drafts.count()
    export_package(tmp_path / "public", public=True)
    everything = files(tmp_path / "public")
    assert not [name for name in everything if upload.pk in name or "upload" in name]
    assert upload.pk.encode() not in b"".join(everything.values())
    export_package(tmp_path / "one")
    assert (tmp_path / "one" / "data" / upload.document).exists()
    empty_the_archive()
    import_package(tmp_path / "one")
    again = PendingUpload.objects.get()
    assert (again.pk, again.new_publisher, again.drafts.count()) == (upload.pk, "The Sampleville Times", drafts)
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")
    assert list(failures()) == []
    publish(again)
    report = import_package(tmp_path / "one")  # an older backup
    assert (report.counts["uploads"]["merged"], report.counts["drafts"]["unchanged"]) == (1, drafts)
    assert (PendingUpload.objects.count(), report.conflicts) == (0, [])


def test_an_archive_of_uploads_alone_is_exported(tmp_path):
    upload = factories.upload(TEXT)
    export_package(tmp_path / "one")
    assert json.loads((tmp_path / "one/data/records/uploads.jsonl").read_text())["key"] == upload.pk


def test_record_files_of_the_same_bytes_make_it_their_source(package):
    upload = waiting_copy(package)
    drafts = set(upload.drafts.values_list("pk", flat=True))
    import_package(package.write())
    assert not PendingUpload.objects.exists()
    assert set(Draft.objects.filter(source="src22222").values_list("pk", flat=True)) == drafts
    assert Source.objects.get().title == "A story"


def test_a_folder_with_the_same_bytes_publishes_it(package, tmp_path):
    upload = waiting_copy(package)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(TEXT, encoding="utf-8")
    (arrival,) = import_folder(tmp_path / "folder")
    assert (arrival.outcome, arrival.source.pk, arrival.source.title) == (Outcome.CREATED, upload.pk, "A story that waits")
    assert arrival.source.drafts.exists()
    call_command("verify_archive")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE dara_pendingdocument SET original = original || ' '", "the original's bytes do not have the checksum"),
        ("UPDATE dara_pendingdocument SET body = replace(body, 'Friday', 'Monday')", "the text is not what “text v1” makes"),
        ("UPDATE dara_pendingparagraph SET body = upper(body)", "paragraph 1 is not its text"),
        ("DELETE FROM dara_pendingdocument", "has no original and no text"),
        ('UPDATE dara_draft SET "values" = jsonb_set("values", \'{passage,exact}\', \'"No."\')', "is not what its text says at"),
    ],
)
def test_damage_is_found(package, damage, says):
    upload = waiting_copy(package)
    with connection.cursor():
        info = connection.connection.info
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user="postgres", autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute(damage)
    found = list(failures())
    assert any(each.startswith(f"Upload {upload.pk}") and says in each for each in found), found
