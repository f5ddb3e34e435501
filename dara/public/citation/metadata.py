"""The metadata in the <head> of a page: Highwire and Dublin Core tags, and schema.org. Open Graph is in `dara.public.cards`.

The tags are chosen so that Zotero's translators (github.com/zotero/translators, “Embedded Metadata.js” and “RDF.js”) file a page
correctly. `citation_title` alone means a journal article; a `DC.type` that names one of Zotero's item types takes precedence, an
`og:type` of “article” does not. The container is `DC.source`, or else `og:site_name`. Zotero splits each creator into a given and
a family name, so the creators are only persons whose names have these two parts, and never an inferred person.

schema.org cannot mark what is inferred, so its data have only what a source states: inferred dates, authors, publishers and kinds
are left out, and an inferred person has the name that the source gives, without a page."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from dara.models import ElectionResult, Endorsement, Entity, Source, Statement
from dara.models.permalinks import permalink, permanent
from dara.public.citation.files import edtf
from dara.public.citation.item import ARCHIVE, Item
from dara.public.citation.names import family_of
from dara.public.citation.words import (
    OMISSION,
    Record,
    Row,
    bracketed,
    in_english,
    inferences,
    name_of,
    teller_of,
    title_of,
    words_of,
)

PageOf = Callable[[Entity], str]  # returns the path of an entity's page
Node = dict[str, Any]

ITEM_TYPES = {  # Zotero's name of a CSL type
    "article-newspaper": "newspaperArticle",
    "webpage": "webpage",
    "post": "forumPost",
    "report": "report",
    "document": "document",
    "entry": "webpage",
}
SCHEMA_TYPES = {
    Source.Kind.NEWS_ARTICLE: "NewsArticle",
    Source.Kind.CAMPAIGN_PAGE: "WebPage",
    Source.Kind.SOCIAL_POST: "SocialMediaPosting",
}


@dataclass(frozen=True)
class Metadata:
    """`names` are (name, content) of <meta name>; `json_ld` is the text of a <script>, which is safe in HTML."""

    names: Sequence[tuple[str, str]] = ()
    alternates: Sequence[tuple[str, str]] = ()  # (media type, address)
    json_ld: SafeString = field(default=SafeString(""))


@in_english
def metadata(row: Row, item: Item, outer: Sequence[Statement], alternates: Sequence[tuple[str, str]], page_of: PageOf) -> Metadata:
    """Return the metadata of a record's page. For a private person's record it is only what a reader needs to cite the page, without
    data for search engines."""
    public = not is_private(row)
    return Metadata(
        names=[(name, content) for name, content in _names(row, item) if content],
        alternates=alternates,
        json_ld=json_ld([*_schema(row, outer, page_of), _breadcrumbs(row)]) if public else SafeString(""),
    )


def is_private(row: Row) -> bool:
    if isinstance(row, Statement):
        return row.speaker.private or (row.within is not None and row.within.speaker.private)
    if isinstance(row, Endorsement):
        return row.endorser.private
    return isinstance(row, Source) and row.publisher is not None and row.publisher.private


# --- meta tags --------------------------------------------------------------------------------------


def _names(row: Row, item: Item) -> Iterable[tuple[str, str]]:
    issued = item.get("issued", {})
    # “Brackett, Alonzo Jr.”: of a name with two commas, Zotero would lose the last part
    creators = [
        f"{family_of(name)}, {name['given']} {name.get('suffix', '')}".strip()
        for name in item.get("author", [])
        if "family" in name
    ]
    yield "citation_title", item["title"]
    for creator in creators:
        yield "citation_author", creator
    yield "citation_publication_date", "" if issued.get("circa") else edtf(issued).replace("-", "/")
    yield "citation_publisher", item.get("publisher", "")
    yield "citation_abstract", item.get("abstract", "")
    yield "citation_public_url", permanent(row)
    yield "DC.title", item["title"]
    for creator in creators:
        yield "DC.creator", creator
    yield "DC.date", edtf(issued)
    yield "DC.publisher", item.get("publisher", "")
    yield "DC.source", item.get("container-title", "")
    yield "DC.type", ITEM_TYPES[item["type"]]
    yield "DC.identifier", permanent(row)


# --- schema.org -------------------------------------------------------------------------------------


def json_ld(nodes: Sequence[Node]) -> SafeString:
    """Return a graph for <script type="application/ld+json">. Characters that could end the script are written as \\uXXXX."""
    graph = json.dumps({"@context": "https://schema.org", "@graph": [_without_empty(node) for node in nodes]}, ensure_ascii=False)
    return mark_safe(graph.translate({ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}))


def of_entity(entity: Entity, page_of: PageOf) -> Node:
    """Return an entity's name and page, and nothing that no passage says. A group is neither a person nor an organization."""
    if entity.kind == Entity.Kind.GROUP:
        return {"@type": "Thing", "name": entity.name}
    page = f"{settings.DARA_BASE_URL}{page_of(entity)}"
    kind = "Person" if entity.kind == Entity.Kind.PERSON else "Organization"
    return {"@type": kind, "@id": page, "name": entity.name, "url": page}


def _named(entity: Entity, page_of: PageOf, inferred: bool, as_named: str = "") -> Node:
    """Return the same where a source names the entity. An inferred entity has the name that the source gives, or one in brackets."""
    if not inferred:
        return of_entity(entity, page_of)
    return {"@type": of_entity(entity, page_of)["@type"], "name": as_named or bracketed(entity.name, inferred)}


def of_website() -> Node:
    """Return the site, with its search."""
    home = f"{settings.DARA_BASE_URL}{permalink('home')}"
    search = {"@type": "EntryPoint", "urlTemplate": f"{settings.DARA_BASE_URL}{permalink('search')}?q={{words}}"}
    action = {"@type": "SearchAction", "target": search, "query-input": "required name=words"}
    return {"@type": "WebSite", "@id": home, "name": ARCHIVE, "url": home, "potentialAction": action}


def _schema(row: Row, outer: Sequence[Statement], page_of: PageOf) -> list[Node]:
    """Return the record with the source that it is part of. The archive rates nothing, so nothing is a Claim or a ClaimReview."""
    if isinstance(row, Source):
        return [_of_source(row, page_of)]
    node: Node = {
        "@type": "CreativeWork",
        "@id": permanent(row),
        "url": permanent(row),
        "name": title_of(row),
        "text": words_of(row),
        "description": inferences("passage", row.inferred),
        "isPartOf": _of_source(row.source, page_of),
    }
    if isinstance(row, Statement) and row.kind in Statement.DIRECT:
        node |= {"@type": "Quotation", "dateCreated": _stated(row, "said_on")} | _of_speaker(row, page_of)
    elif isinstance(row, Statement) and row.kind == Statement.Kind.REPORT:
        node["creator"] = _speaker(row, page_of)
    else:
        teller, inferred = teller_of(row, outer)
        node["creator"] = _named(teller, page_of, inferred) if teller else None
    return [node | {"about": _about(row, page_of)}]


def _stated(row: Row, name: str) -> Any:
    """Return the value of a field, or None where it is inferred."""
    return None if name in row.inferred else getattr(row, name)


def _speaker(statement: Statement, page_of: PageOf) -> Node:
    return _named(statement.speaker, page_of, "speaker" in statement.inferred, statement.speaker_as_named)


def _of_speaker(statement: Statement, page_of: PageOf) -> Node:
    """Return the speaker as the `creator` where the document itself is the speaker's. Otherwise the speaker is `spokenByCharacter`,
    which schema.org defines as the “Person or Organization to whom the quotation is attributed within the containing CreativeWork”."""
    own = statement.kind == Statement.Kind.POSITION or statement.source.kind == Source.Kind.SOCIAL_POST
    text = OMISSION.join(statement.pieces)
    return {"text": text, "creator" if own and not statement.within else "spokenByCharacter": _speaker(statement, page_of)}


def _about(record: Record, page_of: PageOf) -> list[Node]:
    """Return whom a record is about; for a paraphrase also its speaker, and for an endorsement the endorser. Private persons are left
    out."""
    entities: list[tuple[Entity, Node]] = []
    if isinstance(record, Statement):
        entities = [(entity, _named(entity, page_of, "about" in record.inferred)) for entity in record.about.all()]
        if record.kind == Statement.Kind.PARAPHRASE:
            entities = [(record.speaker, _speaker(record, page_of)), *entities]
    else:
        if isinstance(record, Endorsement):
            endorser = _named(record.endorser, page_of, "endorser" in record.inferred, record.endorser_as_named)
            entities = [(record.endorser, endorser)]
        if record.candidate:
            entities.append((record.candidate, _named(record.candidate, page_of, "candidate" in record.inferred)))
    return [node for entity, node in entities if not entity.private]


def _of_source(source: Source, page_of: PageOf) -> Node:
    publisher = _stated(source, "publisher")
    return {
        "@type": SCHEMA_TYPES.get(_stated(source, "kind"), "CreativeWork"),
        "@id": permanent(source),
        "name": str(source),
        "url": _stated(source, "url") or permanent(source),
        "archivedAt": permanent(source),
        "author": _stated(source, "author"),
        "publisher": of_entity(publisher, page_of) if publisher and not publisher.private else None,
        "datePublished": _stated(source, "published_on"),
        "description": inferences("document", source.inferred),
    }


def _breadcrumbs(row: Row) -> Node:
    steps = [(name_of(row), row.get_absolute_url())]
    if isinstance(row, ElectionResult):
        steps = [("Elections", permalink("elections")), (row.election.name, row.election.get_absolute_url()), *steps]
    else:
        section = {Statement: "statements", Endorsement: "endorsements", Source: "sources"}[type(row)]
        steps = [(section.capitalize(), permalink(section)), *steps]
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "item": f"{settings.DARA_BASE_URL}{path}"}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _without_empty(node: Node) -> Node:
    """Return a node without its empty values, at any depth."""
    return {name: _without_empty(value) if isinstance(value, dict) else value for name, value in node.items() if value}
