"""Sources, and the paragraphs of their texts that the public may read."""

from dara import models
from dara.models.fields import LANGUAGE_PATTERN
from dara.models.permalinks import permalink, public_url
from dara.models.record_format.fields import (
    API,
    INFERRED,
    NOTE,
    PERMALINK,
    PUBLIC,
    TRANSLATIONS,
    VERSION,
    Field,
    Kind,
    Section,
    date_field,
    key_field,
)
from dara.models.translations import OURS


def list_of_paragraphs(source) -> str:
    """The address of the API's list of the source's paragraphs."""
    return f"{public_url(permalink('api:paragraphs-list'))}?source={source.key}"


SOURCES = Kind(
    "sources",
    models.Source,
    ("key",),
    (
        key_field("source"),
        Field("document", required=True, section=Section.ORIGINAL, description="The original’s path in the archive."),
        Field(
            "sha256",
            required=True,
            section=Section.ORIGINAL,
            pattern=r"^[0-9a-f]{64}$",
            description="The SHA-256 checksum of the original.",
        ),
        Field(
            "extractor",
            default="text v1",
            section=Section.ORIGINAL,
            description="What made the text of the original: name and version, “text v1”, “html v1”.",
        ),
        Field(
            "collector_header",
            outputs=PUBLIC,
            section=Section.ORIGINAL,
            description="What the collector wrote before the text; not the publisher’s words.",
        ),
        Field("kind", required=True, description="What the document is."),
        Field(
            "language",
            default=OURS,
            pattern=LANGUAGE_PATTERN,
            description="The language of its text, a tag of BCP 47: “en”, “es”.",
        ),
        Field("title", required=True, description="The title; the archive’s own where `inferred` names it."),
        Field("publisher", refers_to="entities", description="Who published it."),
        Field("author", description="As the document names them."),
        Field("url", description="The address that it had; what is there now is not checked."),
        date_field("published_on", "When it was published."),
        date_field("captured_on", "When it was captured."),
        Field("supersedes", refers_to="sources", description="An earlier capture of the same document."),
        Field("superseded_by", outputs=API, read="superseded_by_key", description="A later capture of the same document."),
        Field("visibility", description="Whether the public may read the whole text, or excerpts."),
        NOTE,
        INFERRED,
        TRANSLATIONS,
        Field(
            "paragraphs",
            outputs=API,
            section=Section.WORDS,
            read=list_of_paragraphs,
            description="The address of its text, as far as the public may read it.",
        ),
        PERMALINK,
        VERSION,
    ),
    lambda: models.Source.objects.select_related("publisher"),
    "Sources",
    "The documents, each as captured once. Their texts belong to their publishers.",
    parent="supersedes",
)

# What a citation needs: the fields of a source that stand in the API's objects of what rests on it.
CITED = ("key", "title", "publisher", "kind", "language", "url", "published_on", "inferred", "permalink")

PARAGRAPHS = Kind(  # made of the texts by the database, and not imported
    "paragraphs",
    models.PublicParagraph,
    ("source", "number"),
    (
        Field("source", required=True, refers_to="sources", description="The source."),
        Field(
            "number",
            int,
            required=True,
            description="The paragraph’s number in the text, from 1; where numbers are missing, paragraphs are not shown.",
        ),
        Field("start", int, required=True, description="Where it begins in the text, in Unicode code points from 0."),
        Field("end", int, required=True, description="Where it ends, exclusive."),
        Field(
            "body",
            required=True,
            description="The words, with the line breaks after them; █ stands for each character that is withheld.",
        ),
    ),
    lambda: models.PublicParagraph.objects.all(),
    "Paragraphs",
    "The paragraphs of the sources’ texts that the public may read: all of some texts, of others those with evidence and their neighbours.",
)
