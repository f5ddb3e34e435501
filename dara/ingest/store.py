"""A document → rows: its original and its text, beside its source. The database cuts the paragraphs and checks the checksum.

`store_document` stores what a package describes; `bring_in` a file by itself, as far as it says itself what it is."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.db.models.functions import MD5
from psycopg.errors import ProgramLimitExceeded

from dara.ingest import extractors, urls
from dara.ingest.canonical_text import Text, TextError
from dara.ingest.documents import Document
from dara.ingest.sandbox.process import Apart
from dara.ingest.source_metadata import described, settle
from dara.models import Original, Source, SourceText
from dara.models.keys import new_key
from dara.refusals import explain
from dara.text import revisions

COMPARED = 1000  # paragraphs of a capture, at most, that are compared with those of the one before


class Outcome(StrEnum):
    CREATED = "created"
    LATER = "later capture"
    SEEN = "seen before"
    REFUSED = "refused"


@dataclass(frozen=True)
class Arrival:
    """What became of a document. `name`: the file's, and in a web archive the page's address. `source`: which was made, or, of one seen before,
    which is held; `why`, in words, where nothing was made. `earlier`: the capture that it supersedes, `changes` what differs."""

    name: str
    outcome: Outcome
    source: Source | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()
    earlier: Source | None = None
    changes: revisions.Comparison | None = None


def store_document(source: Source, document: Document, text: Text) -> None:
    """Store a new `source` (not saved yet) with its original and its canonical text.

    Raises django.db.IntegrityError when the key is taken, or the bytes are not those whose checksum the source declares."""
    source.collector_header = text.header
    source.extractor = text.extractor
    source.save(force_insert=True)
    Original.objects.create(source=source, content=document.content)
    SourceText.objects.create(
        source=source, extractor=text.extractor, made_with=text.made_with, remarks=list(text.remarks), body=text.body
    )


def bring_in(name: str, content: bytes, extraction: Apart) -> Iterator[Arrival]:
    """Bring the documents of a file into the archive, each in a transaction of its own, and say of each what became of it.

    `name`: the file's, for people; where the bytes leave it open, its end says what they are."""
    try:
        parts = extraction.documents(content, name)
    except TextError as error:
        yield Arrival(name, Outcome.REFUSED, why=str(error))
        return
    for part in parts:
        yield _arrived(f"{name}: {part.name}" if part.name else name, name, part.content, extraction)


def _arrived(called: str, name: str, content: bytes, extraction: Apart) -> Arrival:
    document = Document(content, hashlib.sha256(content).hexdigest())
    if held := _of_the_same_bytes(document):
        return held(called)
    try:
        text = extraction.extract(content, name=name)
        with transaction.atomic():
            with connection.cursor() as cursor:  # one at a time: two could bring the same document
                cursor.execute("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('dara documents'))")
            return _stored(called, document, text)
    except TextError as error:
        return Arrival(called, Outcome.REFUSED, why=str(error))
    except (IntegrityError, DataError) as error:
        return _refused(called, error)
    except OperationalError as error:
        if not isinstance(error.__cause__, ProgramLimitExceeded):
            raise
        return _refused(called, error)


def _refused(called: str, error: Error) -> Arrival:
    return Arrival(called, Outcome.REFUSED, why=explain(error).sentence)


def _of_the_same_bytes(document: Document):
    source = Source.objects.for_lists().filter(sha256=document.sha256).order_by("key").first()
    return source and (lambda called: Arrival(called, Outcome.SEEN, source, why="the same bytes"))


def _of_the_same_text(text: Text) -> Source | None:
    digest = hashlib.md5(text.body.encode(), usedforsecurity=False).hexdigest()
    alike = SourceText.objects.annotate(md5=MD5("body")).filter(md5=digest, body=text.body)
    return Source.objects.for_lists().filter(key__in=alike.values("source")).order_by("key").first()


def _stored(called: str, document: Document, text: Text) -> Arrival:
    """Store a document that is new; it is told where it is not."""
    if held := _of_the_same_bytes(document):
        return held(called)
    fields, inferred, remarks = described(text)
    url = fields.get("url", "")
    same = _of_the_same_text(text)
    if same:
        if not url or not same.url or same.url in urls.variants(url):
            return Arrival(called, Outcome.SEEN, same, why="the same text, in other bytes")
        remarks.append(f"Its text is that of source {same.key}, which has another address.")
    earlier = _earlier(url, fields, inferred, remarks)
    settle(fields, remarks)
    key = new_key()
    stored = Text(
        text.body,
        text.header,
        text.extractor,
        text.made_with,
        remarks=(f"Received as “{called}”.", *text.remarks, *remarks),
    )
    source = Source(
        key=key,
        document=f"documents/{key}{extractors.suffix(document.content, text.extractor)}",
        sha256=document.sha256,
        supersedes=earlier,
        inferred=inferred,
        **fields,
    )
    store_document(source, document, stored)
    if not earlier:
        return Arrival(called, Outcome.CREATED, source, remarks=stored.remarks)
    changes = revisions.compare_revisions(_paragraphs(earlier), _paragraphs(source))
    return Arrival(called, Outcome.LATER, source, remarks=stored.remarks, earlier=earlier, changes=changes)


def _earlier(url: str, fields: dict[str, Any], inferred: dict[str, str], remarks: list[str]) -> Source | None:
    """The capture of the same address that this one supersedes; what that one is, this one is, where it does not say itself."""
    if not url:
        return None
    held = Source.objects.for_lists().filter(url__in=urls.variants(url), superseded_by__isnull=True)
    earlier = held.order_by("-captured_on", "-version", "key").first()
    if not earlier:
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


def _paragraphs(source: Source) -> list[revisions.Paragraph | None]:
    """The paragraphs of a capture, without blank lines; None at the end where there are more than are compared."""
    held = list(source.paragraphs.order_by("number").values_list("number", "body")[: COMPARED + 1])
    shown: list[revisions.Paragraph | None] = [revisions.Paragraph(*each) for each in held[:COMPARED] if each[1].strip()]
    return shown + [None] * (len(held) > COMPARED)
