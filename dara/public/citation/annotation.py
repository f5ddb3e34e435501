"""A record as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/) of its passage."""

from datetime import UTC
from typing import Any

from dara.models.passage_context import Context
from dara.models.permalinks import permanent
from dara.public.citation.item import ARCHIVE
from dara.public.citation.words import Record, in_english, title_of

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


@in_english
def annotation(record: Record, address: str, context: Context) -> dict[str, Any]:
    """Return the annotation that is published at `address`. `context` is the text before and after the passage.

    On the archive's page of the source it selects by quotation and by position: code points (§4.2.5) of the canonical text, from 0,
    `end` exclusive. At the live address it selects by quotation only, because positions there are those of another document."""
    passage, source = record.passage, record.source
    quoted = {"type": "TextQuoteSelector", "exact": passage.exact, "prefix": context.prefix, "suffix": context.suffix}
    positioned = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    targets = [{"type": "SpecificResource", "source": permanent(source), "selector": [quoted, positioned]}]
    if source.url:
        targets.append({"type": "SpecificResource", "source": source.url, "selector": [quoted]})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": address,
        "type": "Annotation",
        "motivation": "linking",
        "modified": record.version.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "generator": {"type": "Software", "name": ARCHIVE},
        "body": [
            {"type": "SpecificResource", "purpose": "linking", "source": permanent(record)},
            {"type": "TextualBody", "purpose": "describing", "value": title_of(record), "format": "text/plain", "language": "en"},
        ],
        "target": targets,
    }
