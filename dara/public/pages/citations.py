"""How a page is cited: the section “Cite this”, the metadata in its <head>, and the citation files at addresses below its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from dara.models import Candidate, Corrected, ElectionResult, Endorsement, Entity, Source, Statement, Tombstone
from dara.models.passage_context import contexts
from dara.models.permalinks import address, permalink
from dara.public.cards.card import entity_card, record_card
from dara.public.cards.frame import frame_of
from dara.public.citation.annotation import MEDIA_TYPE, annotation
from dara.public.citation.files import FORMATS
from dara.public.citation.item import ARCHIVE, csl
from dara.public.citation.links import archived_link, fragment_link
from dara.public.citation.metadata import Metadata, is_private, json_ld, metadata, of_entity
from dara.public.citation.newsroom import newsroom
from dara.public.citation.styles import formatted
from dara.public.citation.words import Record, Row
from dara.public.pages.evidence import outer_statements
from dara.public.pages.permalinks import Permalink
from dara.public.presentation.links import entity_address
from dara.public.revision import per_moment

MARKDOWN = "text/markdown"
URL_NAMES = {Statement: "statement", Endorsement: "endorsement", ElectionResult: "result", Source: "source"}


@dataclass(frozen=True)
class Citation:
    """What the section “Cite this” shows. An address is "" where there is none."""

    row: Row
    newsroom: str
    styles: dict[str, SafeString]
    files: list[tuple[str, str]]  # label, path
    annotation: str
    live: str
    live_is_inferred: bool
    archived: str


def citation_context(request: HttpRequest, row: Row, outer: Sequence[Statement] = ()) -> dict[str, Any]:
    """Return what the template of a page needs: the `citation`, when the row was `corrected`, the `metadata`, and the `card` and the
    `frame` (None for a private person’s record; a source has no frame).

    Citations are in English on every page, because the address that is cited is the English permalink. `outer` are the statements
    that the words are quoted in, the innermost first."""
    item, name = csl(row, outer), URL_NAMES[type(row)]
    files = [(format.label, format.media_type, permalink(f"{name}-{suffix}", row.pk)) for suffix, format in FORMATS.items()]
    source = row if isinstance(row, Source) else row.source
    annotated = "" if isinstance(row, Source) else permalink(f"{name}-annotation", row.pk)
    alternates = [(MARKDOWN, address(f"{name}-markdown", row.pk)), *((media_type, path) for _, media_type, path in files)]
    if annotated:
        alternates.append((MEDIA_TYPE, annotated))
    return {
        "citation": Citation(
            row=row,
            newsroom=newsroom(row, outer),
            styles=formatted(item),
            files=[(label, path) for label, _, path in files],
            annotation=annotated,
            live="" if isinstance(row, Source) else fragment_link(row),
            live_is_inferred="url" in source.inferred,
            archived=archived_link(source),
        ),
        "corrected": _corrected(f"{name}s", row.pk),
        "card": None if is_private(row) else record_card(row),
        "frame": None if is_private(row) or isinstance(row, Source) else frame_of(row),
        "metadata": metadata(row, item, outer, alternates, lambda entity: entity_address(request, entity)),
    }


@per_moment
def _corrected(kind: str, key: str) -> Corrected | None:
    return Corrected.objects.filter(kind=kind, pk=key).first()


def entity_metadata(entity: Entity) -> dict[str, Any]:
    """Return the metadata of a person's or an organization's page, a name and an address, and its `card`. A private person's has none."""
    if entity.private:
        return {}
    return {
        "card": entity_card(entity),
        "metadata": Metadata(
            alternates=[(MARKDOWN, address("candidate-markdown", entity.slug))] if isinstance(entity, Candidate) else (),
            json_ld=json_ld([of_entity(entity, lambda each: each.get_absolute_url())]),
        ),
    }


class CitationFile(Permalink):
    """The item as a file: /statements/<key>/citation.bib."""

    kind = Tombstone.Kind.STATEMENT
    suffix = "json"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        row, format = self.object, FORMATS[self.suffix]
        text = format.file([csl(row, outer_statements(row))])
        return file_response(text, f"{format.media_type}; charset=utf-8", f"{ARCHIVE}-{row.pk}.{self.suffix}")


class AnnotationFile(Permalink):
    """The W3C Web Annotation of a record's passage, as a file."""

    kind = Tombstone.Kind.STATEMENT

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        record: Record = self.object
        address = f"{settings.DARA_BASE_URL}{permalink(f'{URL_NAMES[type(record)]}-annotation', record.pk)}"
        content = annotation(record, address, contexts([record.passage])[record.passage_id])
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        return file_response(text, MEDIA_TYPE, f"{ARCHIVE}-{record.pk}.jsonld")


def file_response(text: str, content_type: str, name: str) -> HttpResponse:
    """Return a file to download, which search engines do not index."""
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
