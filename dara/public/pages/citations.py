"""How a page is cited: the kit that it shows, what its <head> tells software, and the files beside its address."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from dara.models import Corrected, ElectionResult, Endorsement, Entity, Source, Statement, Tombstone
from dara.models.passage_context import contexts
from dara.models.permalinks import permalink
from dara.public.citation.annotation import MEDIA_TYPE, annotation
from dara.public.citation.files import bibtex, csl_json, ris
from dara.public.citation.item import ARCHIVE, Item, csl
from dara.public.citation.links import archived_link, fragment_link
from dara.public.citation.metadata import Metadata, json_ld, metadata, of_entity
from dara.public.citation.newsroom import newsroom
from dara.public.citation.styles import formatted
from dara.public.citation.words import Record, Row
from dara.public.pages.evidence import enclosing
from dara.public.pages.lists import Permalink
from dara.public.presentation.display import page_of_entity


@dataclass(frozen=True)
class Form:
    """A file format: what a reader calls it, its media type, and how an item is written in it."""

    label: str
    media_type: str
    write: Callable[[Item], str]


FORMS = {  # by the end of the file's name
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    "bib": Form("BibTeX", "application/x-bibtex", bibtex),
    "ris": Form("RIS", "application/x-research-info-systems", ris),
}
NAMES = {Statement: "statement", Endorsement: "endorsement", ElectionResult: "result", Source: "source"}


@dataclass(frozen=True)
class Kit:
    """What the section “Cite this” shows; each address is "" where there is none."""

    row: Row
    newsroom: str
    styles: dict[str, SafeString]
    files: list[tuple[str, str]]  # label, path
    annotation: str
    live: str
    live_is_inferred: bool
    archived: str


def cited(request: HttpRequest, row: Row, outer: Sequence[Statement] = ()) -> dict[str, Any]:
    """What a page's template shows of how it is cited: in English on every page, as what is cited is the English permalink;
    and whether, as `corrected`, what is cited was corrected.

    `outer`: what its words are quoted in, from the innermost."""
    item, name = csl(row, outer), NAMES[type(row)]
    files = [(form.label, form.media_type, permalink(f"{name}-{suffix}", row.pk)) for suffix, form in FORMS.items()]
    source = row if isinstance(row, Source) else row.source
    annotated = "" if isinstance(row, Source) else permalink(f"{name}-annotation", row.pk)
    alternates = [(media_type, path) for _, media_type, path in files]
    if annotated:
        alternates.append((MEDIA_TYPE, annotated))
    return {
        "kit": Kit(
            row=row,
            newsroom=newsroom(row, outer),
            styles=formatted(item),
            files=[(label, path) for label, _, path in files],
            annotation=annotated,
            live="" if isinstance(row, Source) else fragment_link(row),
            live_is_inferred="url" in source.inferred,
            archived=archived_link(source),
        ),
        "corrected": Corrected.objects.filter(kind=f"{name}s", pk=row.pk).first(),
        "metadata": metadata(row, item, outer, alternates, lambda entity: page_of_entity(request, entity)),
    }


def described(entity: Entity) -> dict[str, Metadata]:
    """What the page of a person or an organization tells search engines: a name and an address; of a private person, nothing."""
    if entity.private:
        return {}
    return {"metadata": Metadata(json_ld=json_ld([of_entity(entity, lambda each: each.get_absolute_url())]))}


class CitationFile(Permalink):
    """The item as a file: /statements/<key>/citation.bib. For people who come from the page, not for search engines."""

    kind = Tombstone.Kind.STATEMENT
    form = "json"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        row, form = self.object, FORMS[self.form]
        written = form.write(csl(row, outer_of(row)))
        return file_response(written, f"{form.media_type}; charset=utf-8", f"{ARCHIVE}-{row.pk}.{self.form}")


class AnnotationFile(Permalink):
    """The W3C Web Annotation of a record's passage."""

    kind = Tombstone.Kind.STATEMENT

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        record: Record = self.object
        address = f"{settings.DARA_BASE_URL}{permalink(f'{NAMES[type(record)]}-annotation', record.pk)}"
        made = annotation(record, address, contexts([record.passage])[record.passage_id])
        written = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
        return file_response(written, MEDIA_TYPE, f"{ARCHIVE}-{record.pk}.jsonld")


def file_response(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def outer_of(row: Row) -> list[Statement]:
    """What the words of a record are quoted in, from the innermost."""
    if isinstance(row, Statement):
        return enclosing(row)[1:]
    return enclosing(row.within) if isinstance(row, Endorsement) else []
