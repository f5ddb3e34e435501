"""What becomes of an upload that waits: it is published as a source, or is found to be a source already. Until then it can be taken out."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from dara.curation.entities import build_entity
from dara.curation.permissions import may_publish
from dara.ingest.canonical_text import Text
from dara.ingest.documents import Document
from dara.ingest.store import store_document
from dara.models import Draft, Entity, PendingUpload, Source
from dara.models.sources import SourceFields

SHARED = tuple(field.name for field in SourceFields._meta.local_fields)


class UploadGone(Exception):
    """The upload does not wait any more: somebody has published it, or taken it out."""


def source_or_upload(key: str) -> Source | PendingUpload | None:
    """Return the source with that key, or else the upload that becomes it."""
    source = Source.objects.for_lists().filter(pk=key).first()
    return source or PendingUpload.objects.select_related("publisher").filter(pk=key).first()


def why_not_published(upload: PendingUpload, user: Any) -> str | None:
    """Return why this user may not make a source of the upload, in a sentence for them; None if they may."""
    if not may_publish(user, Source):
        return "You may not publish sources: a curator does."
    if settings.DARA_TWO_PERSONS and user.get_username() in (upload.uploaded_by, upload.edited_by):
        return "You uploaded this document, or changed what is said of it: somebody else publishes it."
    return None


def publish(upload: PendingUpload) -> Source:
    """Make a source of the upload, with its original, its text and its drafts, in one transaction, and return it.

    Raises UploadGone, and IntegrityError if the database refuses the source."""
    with transaction.atomic():
        held = PendingUpload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
        if held is None:
            raise UploadGone
        source = Source(
            **{name: getattr(held, name) for name in SHARED},
            key=held.key,
            publisher=held.publisher or _new_publisher(held),
            supersedes=_earlier_capture(held),
        )
        unknown = {name for name in ("publisher", "supersedes") if getattr(source, name) is None}
        source.inferred = {name: basis for name, basis in source.inferred.items() if name not in unknown}
        content = held.content
        text = Text(content.body, held.collector_header, content.extractor, content.made_with, remarks=tuple(content.remarks))
        store_document(source, Document(bytes(content.original), content.sha256), text)
        _move_drafts(held, source)
        held.delete()
    return source


def _new_publisher(upload: PendingUpload) -> Entity | None:
    """Return the organization that is to be made the publisher, unless it has come into the archive meanwhile."""
    if not upload.make_publisher:
        return None
    known = Entity.objects.with_page().filter(name__iexact=upload.new_publisher).order_by("slug").first()
    if known is None:
        known = build_entity(upload.new_publisher, Entity.Kind.ORGANIZATION)
        known.save()
    return known


def _earlier_capture(upload: PendingUpload) -> Source | None:
    """Return the source that the upload supersedes, or the latest capture where others have superseded that one meanwhile. None before that one."""
    earlier = upload.supersedes
    while earlier and (later := Source.objects.filter(supersedes=earlier).first()):
        earlier = later
        if upload.captured_on and earlier.captured_on and upload.captured_on < earlier.captured_on:
            return None
    return earlier


def _move_drafts(upload: PendingUpload, source: Source) -> None:
    """Let the drafts rest on the source, apart from those that it has already."""
    drafts = Draft.objects.filter(upload=upload).exclude(name__in=source.drafts.values("name"))
    drafts.update(source=source, upload=None)


def same_source(sha256: str, body: str) -> Source | None:
    """Return the source that the archive has of these bytes, with the same text."""
    return Source.objects.filter(sha256=sha256, text__body=body).order_by("key").first()


def adopt() -> list[str]:
    """Let each upload of whose bytes there is a source now become that source, its drafts kept; return a sentence for each that cannot.

    An import has brought these sources. Where it made another text of the bytes, the drafts have no place in it, and the upload waits on."""
    kept = []
    same_bytes = Exists(Source.objects.filter(sha256=OuterRef("sha256")))
    for upload in PendingUpload.objects.filter(same_bytes).order_by("key"):
        if source := same_source(upload.sha256, upload.content.body):
            _move_drafts(upload, source)
            upload.delete()
        else:
            kept.append(f"the upload {upload.key}: its bytes are those of a source, its text is another.")
    return kept
