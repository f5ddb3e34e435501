"""The one description of what a record says: each kind, each of its fields, and in what each field stands.

Everything that is written out of the archive or read into it is made from this description: the record files (`dara/archive/`), the API and the
.csv and .jsonl files of the lists (`dara/public/`), and the tables of the SQLite file and the data package (`dara/archive/tables.py`). A new field
needs a column of its model and a line here. seeds/README.md describes the record files for people."""

from dara import models
from dara.models.record_format.drafts import DRAFTS
from dara.models.record_format.elections import CANDIDACIES, ELECTIONS, FACTS, RACES, RESULTS
from dara.models.record_format.entities import ENTITIES, GROUPS
from dara.models.record_format.fields import Field, Kind, Passage
from dara.models.record_format.records import ENDORSEMENTS, STATEMENTS, TOMBSTONES, TOPICS, UTTERANCES
from dara.models.record_format.redirects import REDIRECTS
from dara.models.record_format.sources import CITED, PARAGRAPHS, SOURCES
from dara.models.record_format.synonyms import SYNONYMS
from dara.models.record_format.uploads import UPLOADS
from dara.models.record_format.values import Values, canonical, digest, is_empty, number, value_of, values_of
from dara.models.record_format.withholding import REPLIES, WITHHOLDINGS

__all__ = [
    "CITED",
    "KINDS",
    "NAMESPACES",
    "PARAGRAPHS",
    "Field",
    "Kind",
    "Passage",
    "Values",
    "canonical",
    "digest",
    "is_empty",
    "kind_of",
    "number",
    "value_of",
    "values_of",
]

# The kinds of record files, in the order of dependency: a kind refers to those before it, and to itself.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TOPICS,
        SYNONYMS,
        ENTITIES,
        RACES,
        SOURCES,
        GROUPS,
        ELECTIONS,
        CANDIDACIES,
        UTTERANCES,
        STATEMENTS,
        ENDORSEMENTS,
        RESULTS,
        FACTS,
        TOMBSTONES,
        WITHHOLDINGS,
        REPLIES,
        REDIRECTS,
        UPLOADS,
        DRAFTS,
    )
}

# A slug or key names one thing among all kinds of the same namespace: a group may speak wherever an entity may, and a draft rests on a source, or
# on an upload that becomes one.
NAMESPACES = {"groups": "entities", "uploads": "sources"}


def kind_of(row: object) -> Kind | None:
    """The kind that a row is of; None for a row that is in no record file."""
    if isinstance(row, models.Entity):
        return KINDS["groups" if row.kind == models.Entity.Kind.GROUP else "entities"]
    return next((kind for kind in KINDS.values() if isinstance(row, kind.model)), None)
