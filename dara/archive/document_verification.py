"""Verify documents: that a text is what its extractor makes of the original, and that its paragraphs are the text; of sources, and of uploads that
wait."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from dara.ingest import canonical_text
from dara.ingest.sandbox.process import Sandbox
from dara.models import Draft, PendingDocument, PendingParagraph, PendingUpload, Source, SourceText


def upload_failures(sandbox: Sandbox) -> Iterator[str]:
    """The original, the text and the paragraphs of each upload that waits, and the words of the drafts that rest on it."""
    paragraphs = Prefetch("paragraphs", PendingParagraph.objects.order_by("number"))
    drafts = Prefetch("drafts", Draft.objects.order_by("key"))
    uploads = PendingUpload.objects.order_by("key").select_related("content").prefetch_related(paragraphs, drafts)
    for upload in uploads.iterator(chunk_size=1):
        name = f"Upload {upload.key}"
        content = getattr(upload, "content", None)
        if content is None:
            yield f"{name} has no original and no text."
            continue
        original = bytes(content.original)
        if hashlib.sha256(original).hexdigest() != upload.sha256:
            yield f"{name}: the original's bytes do not have the checksum {upload.sha256}."
        yield from extraction_failures(name, upload, original, content, sandbox)
        yield from paragraph_failures(name, upload, content.body)
        yield from (failure for draft in upload.drafts.all() for failure in _draft_failures(name, draft, content.body))


def _draft_failures(name: str, draft: Draft, body: str) -> Iterator[str]:
    passage: dict[str, Any] = draft.values.get("passage") or {}
    start, end = passage.get("start", draft.start), passage.get("end", draft.end)
    if draft.end > len(body) or passage.get("exact", body[start:end]) != body[start:end]:
        yield f"{name}: the draft {draft.key} is not what its text says at {start} to {end}."


def extraction_failures(
    name: str, source: Source | PendingUpload, original: bytes, text: SourceText | PendingDocument, sandbox: Sandbox
) -> Iterator[str]:
    """The text is what its extractor makes of the original."""
    try:
        extracted = sandbox.extract(original, text.extractor)
    except canonical_text.TextError as error:
        yield f"{name}: the original gives no text any more: {error}"
        return
    except LookupError:
        yield f"{name}: its text was made by “{text.extractor}”, which this version does not have."
        return
    if extracted.body != text.body or extracted.header != source.collector_header:
        other = (
            f" It was made with {text.made_with}, and {extracted.made_with} is installed here: with that version it can be proved."
            if text.made_with != extracted.made_with
            else ""
        )
        difference = _first_difference(extracted.body, text.body)
        yield f"{name}: the text is not what “{text.extractor}” makes of the original{difference}.{other}"


def paragraph_failures(name: str, source: Source | PendingUpload, body: str) -> Iterator[str]:
    place = 0
    for number, each in enumerate(source.paragraphs.all(), 1):  # in their order
        end = place + len(each.body)
        if (each.number, each.start, each.end) != (number, place, end) or body[place:end] != each.body:
            yield f"{name}: paragraph {each.number} is not its text at {place} to {end}."
            return
        place = end
    if place != len(body):
        yield f"{name}: its paragraphs end at {place}, its text at {len(body)}."


def _first_difference(one: str, other: str) -> str:
    """The end of a sentence on two texts that differ: where they do, or how."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return f", from {place} on: “{one[place : place + 40]}”, not “{other[place : place + 40]}”"
    return f": {len(one)} characters, not {len(other)}" if len(one) != len(other) else ": the collector's header"
