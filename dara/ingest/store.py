"""Store documents: a source, or an upload that waits, with its original and its text. The database cuts the paragraphs and checks the checksum.

`store_document` stores a document that a package describes; `ingest_file` stores the documents of a file by what they say of themselves."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import MD5
from django.utils import timezone
from psycopg.errors import ProgramLimitExceeded

from dara.ingest import extractors, urls
from dara.ingest.canonical_text import Text, TextError
from dara.ingest.documents import Document
from dara.ingest.sandbox.process import Sandbox
from dara.ingest.source_metadata import named_publisher, set_defaults, source_fields
from dara.models import Original, PendingDocument, PendingUpload, Source, SourceText
from dara.models.copying import copy_rows
from dara.models.database_errors import explain_database_error
from dara.models.keys import new_key
from dara.text import revisions

COMPARED = 1000  # paragraphs of a capture that are compared with those of the earlier one


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    LATER = "later capture"
    SEEN = "seen before"
    REFUSED = "refused"


@dataclass(frozen=True)
class IngestedDocument:
    """What became of a document.

    `name`: the file's name, and the page's URL in a web archive. `source`, `upload`: what is new, or what the archive has already.
    `why`: in words, why nothing was stored, or "". `earlier`: the source that the new one supersedes; `changes`: how they differ."""

    name: str
    outcome: Outcome
    source: Source | None = None
    upload: PendingUpload | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()
    earlier: Source | None = None
    changes: revisions.Comparison | None = None


def store_document(source: Source | PendingUpload, document: Document, text: Text) -> None:
    """Store a new `source` or upload (not saved yet) with its original and its canonical text.

    Raises django.db.IntegrityError when the key is taken, or the bytes are not those whose checksum the source declares."""
    source.collector_header = text.header
    source.extractor = text.extractor
    source.save(force_insert=True)
    _store_originals_and_texts(type(source), [(source.key, document, text)])


def store_documents(
    documents: Iterable[tuple[Mapping[str, Any], Document, Text]], model: type[Source] | type[PendingUpload] = Source
) -> None:
    """The same for many new sources or uploads, each given by its columns. All of them are in memory at a time."""
    documents = list(documents)
    copy_rows(model, ({**row, "collector_header": text.header, "extractor": text.extractor} for row, _, text in documents))
    _store_originals_and_texts(model, [(row["key"], document, text) for row, document, text in documents])


def _store_originals_and_texts(model: type[Source] | type[PendingUpload], documents: Iterable[tuple[str, Document, Text]]) -> None:
    if model is PendingUpload:
        rows = ({"upload_id": key, "original": document.content, **_columns(text)} for key, document, text in documents)
        copy_rows(PendingDocument, rows)
        return
    copy_rows(Original, ({"source_id": key, "content": document.content} for key, document, _ in documents))
    copy_rows(SourceText, ({"source_id": key, **_columns(text)} for key, _, text in documents))


def _columns(text: Text) -> dict[str, Any]:
    return {"extractor": text.extractor, "made_with": text.made_with, "remarks": list(text.remarks), "body": text.body}


def ingest_file(name: str, content: bytes, sandbox: Sandbox, *, uploaded_by: str = "") -> Iterator[IngestedDocument]:
    """Store the documents of a file, each in a transaction of its own, and yield what became of each.

    `name`: the file's name as people see it; its suffix decides the format where the bytes leave it open.
    `uploaded_by`: the user for whom each document is kept as an upload that waits; without one it is a source at once."""
    try:
        parts = sandbox.documents(content, name)
    except TextError as error:
        yield IngestedDocument(name, Outcome.REFUSED, why=str(error))
        return
    for part in parts:
        shown_name = f"{name}: {part.name}" if part.name else name
        if part.problem:
            yield IngestedDocument(shown_name, Outcome.REFUSED, why=part.problem)
        else:
            yield _ingest(shown_name, name, part.content, sandbox, uploaded_by)


def _ingest(shown_name: str, file_name: str, content: bytes, sandbox: Sandbox, uploaded_by: str) -> IngestedDocument:
    document = Document(content, hashlib.sha256(content).hexdigest())
    if known := _with_the_same_bytes(document):
        return _seen(shown_name, known, "the same bytes")
    try:
        text = sandbox.extract(content, name=file_name)
        with transaction.atomic():
            with connection.cursor() as cursor:  # one at a time: two processes could store the same document
                cursor.execute("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('dara documents'))")
            return _store_new(shown_name, document, text, uploaded_by)
    except TextError as error:
        return IngestedDocument(shown_name, Outcome.REFUSED, why=str(error))
    except (IntegrityError, DataError) as error:
        return _refused(shown_name, error)
    except OperationalError as error:
        if not isinstance(error.__cause__, ProgramLimitExceeded):
            raise
        return _refused(shown_name, error)


def _refused(shown_name: str, error: Error) -> IngestedDocument:
    return IngestedDocument(shown_name, Outcome.REFUSED, why=explain_database_error(error).sentence)


def _seen(shown_name: str, known: Source | PendingUpload, why: str) -> IngestedDocument:
    return IngestedDocument(shown_name, Outcome.SEEN, **_as_known(known), why=why)


def _as_known(stored: Source | PendingUpload) -> dict[str, Any]:
    return {"upload" if isinstance(stored, PendingUpload) else "source": stored}


def _with_the_same_bytes(document: Document) -> Source | PendingUpload | None:
    """The source that the archive has of these bytes, or else the upload that waits."""
    sources = Source.objects.for_lists().filter(sha256=document.sha256).order_by("key")
    return sources.first() or PendingUpload.objects.filter(sha256=document.sha256).order_by("key").first()


def _with_the_same_text(text: Text) -> Source | PendingUpload | None:
    digest = hashlib.md5(text.body.encode(), usedforsecurity=False).hexdigest()
    alike, waiting = (
        model._default_manager.annotate(md5=MD5("body")).filter(md5=digest, body=text.body)
        for model in (SourceText, PendingDocument)
    )
    sources = Source.objects.for_lists().filter(key__in=alike.values("source")).order_by("key")
    return sources.first() or PendingUpload.objects.filter(key__in=waiting.values("upload")).order_by("key").first()


def _store_new(shown_name: str, document: Document, text: Text, uploaded_by: str) -> IngestedDocument:
    """Store a document unless the archive has its bytes or its text already."""
    if known := _with_the_same_bytes(document):
        return _seen(shown_name, known, "the same bytes")
    fields, inferred, remarks = source_fields(text)
    url = fields.get("url", "")
    same = _with_the_same_text(text)
    if same:
        if not url or not same.url or urls.are_of_one_page(same.url, url):
            return _seen(shown_name, same, "the same text, in other bytes")
        called = "upload" if isinstance(same, PendingUpload) else "source"
        remarks.append(f"Its text is that of {called} {same.key}, which has another address.")
    earlier = _earlier_capture(url, fields, inferred, remarks)
    set_defaults(fields, remarks)
    key = new_key()
    stored = Text(
        text.body,
        text.header,
        text.extractor,
        text.made_with,
        remarks=(f"Received as “{shown_name}”.", *text.remarks, *remarks),
    )
    fields |= {
        "key": key,
        "document": f"documents/{key}{extractors.suffix(document.content, text.extractor)}",
        "sha256": document.sha256,
        "supersedes": earlier,
        "inferred": inferred,
    }
    new: Source | PendingUpload
    new = _build_upload(fields, text, uploaded_by) if uploaded_by else Source(**fields)
    store_document(new, document, stored)
    if not earlier:
        return IngestedDocument(shown_name, Outcome.CREATED, **_as_known(new), remarks=stored.remarks)
    changes = revisions.compare_revisions(_paragraphs(earlier), _paragraphs(new))
    return IngestedDocument(shown_name, Outcome.LATER, **_as_known(new), remarks=stored.remarks, earlier=earlier, changes=changes)


def _build_upload(fields: dict[str, Any], text: Text, uploaded_by: str) -> PendingUpload:
    """An upload that waits, not saved, with the name of the publisher whom the archive does not know, and its basis in `inferred`."""
    upload = PendingUpload(**fields, uploaded_by=uploaded_by, uploaded_on=timezone.localdate())
    if not upload.publisher_id and (named := named_publisher(text)):
        upload.new_publisher, upload.inferred["publisher"] = named
    return upload


def _earlier_capture(url: str, fields: dict[str, Any], inferred: dict[str, str], remarks: list[str]) -> Source | None:
    """The capture of the same URL that this one supersedes, or None. Its publisher, kind and visibility fill what is missing in `fields`."""
    if not url:
        return None
    captures = Source.objects.for_lists().of_page(url).filter(superseded_by__isnull=True)
    earlier = captures.order_by("-captured_on", "-version", "key").first()
    if not earlier:
        if waiting := PendingUpload.objects.of_page(url).order_by("key").first():
            remarks.append(
                f"Upload {waiting.key}, which waits, has the same address. Publish the earlier capture first, and name it in the report of the later one."
            )
        return None
    captured_on = fields.get("captured_on")
    if captured_on and earlier.captured_on and captured_on < earlier.captured_on:
        remarks.append(f"An earlier capture than source {earlier.key} of the same address. Say there which one it supersedes.")
        return None
    basis = f"as of source {earlier.key}, the earlier capture of the same address"
    inferred["supersedes"] = f"{earlier.url}, its address too"
    if "publisher" not in fields and earlier.publisher:
        fields["publisher"], inferred["publisher"] = earlier.publisher, basis
    if "kind" not in fields and earlier.kind != Source.Kind.OTHER:
        fields["kind"], inferred["kind"], fields["visibility"] = earlier.kind, basis, earlier.visibility
    if earlier.visibility == Source.Visibility.EXCERPTS:
        fields["visibility"] = earlier.visibility
    return earlier


def _paragraphs(source: Source | PendingUpload) -> list[revisions.Paragraph | None]:
    """The paragraphs of a capture without blank ones, and None at the end if there are more than are compared."""
    rows = list(source.paragraphs.order_by("number").values_list("number", "body")[: COMPARED + 1])
    shown: list[revisions.Paragraph | None] = [revisions.Paragraph(*each) for each in rows[:COMPARED] if each[1].strip()]
    return shown + [None] * (len(rows) > COMPARED)
