"""The canonical form of everything the archive holds: one description a kind, for import, export and the API.

A form is a plain dict of JSON values in the order of the kind's fields, without those that say nothing (null, "", [], {}, false, a default). It names
other things by slug or key, never by a database id, so the same record has the same form, and the same digest, on every machine.
seeds/README.md describes the fields for people."""

import datetime
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from dara import models
from dara.models.translations import OURS

Form = dict[str, Any]
SAYS_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


@dataclass(frozen=True)
class Field:
    """A field of a form: `type` is the JSON type in files; `refers_to`, the kind that a slug or key (or a list of them) names; `default`, what
    goes without saying."""

    name: str
    type: type = str
    required: bool = False
    refers_to: str = ""
    default: str | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name in files, its model, what identifies it (a field, or two), and its fields."""

    name: str
    model: type[Model]
    identity: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: Callable[[], QuerySet] = field(repr=False)
    parent: str = ""  # the field that names another of the same kind, which comes first
    private: bool = False  # not for the public: only in the whole export

    def key(self, values: Mapping[str, Any]) -> str:
        """What identifies a form among its kind: a key, a slug, or for a candidacy “jackie-lacey 2020”."""
        return " ".join(str(values[name]) for name in self.identity)

    def key_of(self, row: Model) -> str:
        """The same of a row."""
        return " ".join(str(functools.reduce(getattr, lookup.split("__"), row)) for lookup in self.lookups)

    @property
    def lookups(self) -> list[str]:
        """The same as a query finds it: ["key"], ["candidate__slug", "race__slug"], ["source_id", "kind", "key"]."""
        refers = {field.name: field.refers_to for field in self.fields}
        ways = {"entities": "__slug", "races": "__slug", "sources": "_id"}
        return [f"{name}{ways.get(refers[name], '')}" for name in self.identity]

    @property
    def names(self) -> set[str]:
        return {field.name for field in self.fields}

    @property
    def has_passage(self) -> bool:
        return "passage" in self.names

    @property
    def has_version(self) -> bool:
        """Whether the database keeps since when each says what it says. No part of the form: a file has no such date."""
        return any(field.name == "version" for field in self.model._meta.fields)


class Passage:
    """The type of a passage in a form: {"exact": words, "start": int, "end": int}, in code points, `end` exclusive."""


SLUG = Field("slug", required=True)


KEY = Field("key", required=True)
SOURCE = Field("source", required=True, refers_to="sources")
PASSAGE = Field("passage", Passage, required=True)
NOTE = Field("note")
INFERRED = Field("inferred", dict)
TRANSLATIONS = Field("translations", dict)
OF_RECORDS = (Field("summary"), NOTE, INFERRED, TRANSLATIONS)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (  # in the order of dependency: a kind refers to those before it (and to itself)
        Kind(
            "topics",
            models.Topic,
            ("slug",),
            (
                SLUG,
                Field("name", required=True),
                Field("position", int, required=True),
                Field("description"),
                TRANSLATIONS,
            ),
            lambda: models.Topic.objects.all(),
        ),
        Kind(
            "entities",
            models.Entity,
            ("slug",),
            (
                SLUG,
                Field("name", required=True),
                Field("sort_name", required=True),
                Field("kind", required=True),
                Field("private", bool),
                NOTE,
                TRANSLATIONS,
            ),
            lambda: models.Entity.objects.with_page(),
        ),
        Kind(
            "races",
            models.Race,
            ("slug",),
            (SLUG, Field("name", required=True), TRANSLATIONS),
            lambda: models.Race.objects.all(),
        ),
        Kind(
            "sources",
            models.Source,
            ("key",),
            (
                KEY,
                Field("document", required=True),
                Field("sha256", required=True),
                Field("extractor", default="text v1"),
                Field("kind", required=True),
                Field("language", default=OURS),
                Field("title", required=True),
                Field("publisher", refers_to="entities"),
                Field("author"),
                Field("url"),
                Field("published_on"),
                Field("captured_on"),
                Field("supersedes", refers_to="sources"),
                Field("visibility"),
                NOTE,
                INFERRED,
                TRANSLATIONS,
            ),
            lambda: models.Source.objects.select_related("publisher"),
            parent="supersedes",
        ),
        Kind(
            "groups",
            models.Entity,
            ("slug",),
            (SLUG, Field("name", required=True), SOURCE, NOTE, TRANSLATIONS),
            lambda: models.Entity.objects.filter(kind=models.Entity.Kind.GROUP),
        ),
        Kind(
            "elections",
            models.Election,
            ("slug",),
            (
                SLUG,
                Field("race", required=True, refers_to="races"),
                Field("name", required=True),
                Field("stage"),
                Field("held_on"),
                SOURCE,
                PASSAGE,
                NOTE,
                INFERRED,
                TRANSLATIONS,
            ),
            lambda: models.Election.objects.select_related("race", "passage"),
        ),
        Kind(
            "candidacies",
            models.Candidacy,
            ("candidate", "race"),
            (Field("candidate", required=True, refers_to="entities"), Field("race", required=True, refers_to="races")),
            lambda: models.Candidacy.objects.select_related("candidate", "race"),
        ),
        Kind(
            "utterances",
            models.Utterance,
            ("slug",),
            (SLUG, Field("reason", required=True), TRANSLATIONS),
            lambda: models.Utterance.objects.all(),
        ),
        Kind(
            "statements",
            models.Statement,
            ("key",),
            (
                KEY,
                Field("kind", required=True),
                SOURCE,
                PASSAGE,
                Field("pieces", list, required=True),
                Field("speaker", required=True, refers_to="entities"),
                Field("speaker_as_named"),
                Field("within", refers_to="statements"),
                Field("about", list, refers_to="entities"),
                Field("topics", list, refers_to="topics"),
                Field("said_on"),
                Field("utterance", refers_to="utterances"),
                *OF_RECORDS,
            ),
            lambda: models.Statement.objects.select_related("passage", "speaker", "utterance").prefetch_related("about", "topics"),
            parent="within",
        ),
        Kind(
            "endorsements",
            models.Endorsement,
            ("key",),
            (
                KEY,
                SOURCE,
                PASSAGE,
                Field("endorser", required=True, refers_to="entities"),
                Field("endorser_as_named"),
                Field("candidate", refers_to="entities"),
                Field("race", required=True, refers_to="races"),
                Field("election", refers_to="elections"),
                Field("stance", required=True),
                Field("verb", required=True),
                Field("stated_on"),
                Field("within", refers_to="statements"),
                Field("amount", Decimal),
                Field("amount_as_stated"),
                Field("recipient"),
                Field("purpose"),
                *OF_RECORDS,
            ),
            lambda: models.Endorsement.objects.select_related("passage", "endorser", "candidate", "race", "election"),
        ),
        Kind(
            "results",
            models.ElectionResult,
            ("key",),
            (
                KEY,
                SOURCE,
                PASSAGE,
                Field("candidate", required=True, refers_to="entities"),
                Field("election", required=True, refers_to="elections"),
                Field("percent", Decimal),
                Field("votes", int),
                Field("qualifier"),
                Field("status", required=True),
                Field("as_of"),
                Field("authority", refers_to="entities"),
                Field("ballots_out", int),
                Field("ballots_out_as_stated"),
                Field("ballots_out_authority", refers_to="entities"),
                *OF_RECORDS,
            ),
            lambda: models.ElectionResult.objects.select_related(
                "passage", "candidate", "election", "authority", "ballots_out_authority"
            ),
        ),
        Kind(
            "facts",
            models.CandidacyFact,
            ("key",),
            (
                KEY,
                SOURCE,
                PASSAGE,
                Field("candidate", required=True, refers_to="entities"),
                Field("race", required=True, refers_to="races"),
                Field("election", refers_to="elections"),
                Field("kind", required=True),
                Field("occurred_on"),
                *OF_RECORDS,
            ),
            lambda: models.CandidacyFact.objects.select_related("passage", "candidate", "race", "election"),
        ),
        Kind(
            "tombstones",
            models.Tombstone,
            ("key",),
            (
                KEY,
                Field("kind", required=True),
                Field("withdrawn_on", required=True),
                Field("ground", required=True),
                NOTE,
                TRANSLATIONS,
            ),
            lambda: models.Tombstone.objects.all(),
        ),
        Kind(
            "withholdings",
            models.Withholding,
            ("key",),
            (
                KEY,
                SOURCE,
                Field("start", int),
                Field("end", int),
                Field("ground", required=True),
                Field("withheld_on", required=True),
                NOTE,
                TRANSLATIONS,
            ),
            lambda: models.Withholding.objects.all(),
        ),
        Kind(
            "replies",
            models.Reply,
            ("source", "kind", "key"),
            (SOURCE, Field("kind", required=True), KEY),
            lambda: models.Reply.objects.all(),
        ),
        Kind(
            "redirects",
            models.Redirect,
            ("kind", "old"),
            (Field("kind", required=True), Field("old", required=True), Field("new", required=True)),
            lambda: models.Redirect.objects.all(),
        ),
        Kind(
            "drafts",
            models.Draft,
            ("key",),
            (
                KEY,
                SOURCE,
                Field("name", required=True),
                Field("kind", required=True),
                Field("start", int, required=True),
                Field("end", int, required=True),
                Field("values", dict),
                Field("typed", dict),
                Field("rule"),
                Field("sureness", Decimal),
                Field("state", default=models.Draft.State.OPEN),
                Field("author"),
                Field("record"),
                Field("decided_by"),
                Field("decided_on"),
                Field("reason"),
            ),
            lambda: models.Draft.objects.all(),
            private=True,
        ),
    )
}


def kind_of(row: object) -> Kind | None:
    """The kind that a row is of; None for what is in no record file."""
    of_its_model = [kind for kind in KINDS.values() if isinstance(row, kind.model)]
    if isinstance(row, models.Entity):
        return KINDS["groups" if row.kind == models.Entity.Kind.GROUP else "entities"]
    return of_its_model[0] if of_its_model else None


# A key or slug names one thing among all kinds of the same space: a group may speak wherever an entity may.
SPACE = {"groups": "entities"}


def form(kind: Kind, row: Model) -> Form:
    """The canonical form of a row of `kind.rows()`."""
    return tidy(kind, {field.name: _value(row, field) for field in kind.fields})


def tidy(kind: Kind, values: Mapping[str, Any]) -> Form:
    """`values` in the order of the kind's fields, lists of references sorted and single, without what says nothing."""
    tidied: Form = {}
    for each in kind.fields:
        value = values.get(each.name)
        if each.refers_to and each.type is list and value:
            value = sorted(set(value))
        if isinstance(value, Decimal):
            value = number(value)
        if value != each.default and (value not in SAYS_NOTHING or (value == 0 and value is not False)):
            tidied[each.name] = value
    return tidied


def digest(form: Form) -> bytes:
    """SHA-256 of a form: 32 bytes, the same for the same record on every machine."""
    return hashlib.sha256(json.dumps(form, ensure_ascii=False, sort_keys=True).encode()).digest()


def _value(row: Any, field: Field) -> Any:
    if field.type is Passage:
        return {"exact": row.passage.exact, "start": row.passage.start, "end": row.passage.end}
    if field.name == "source" and hasattr(row, "passage_id"):
        return row.passage.source_id
    if field.refers_to in ("sources", "statements"):  # named by their key, which is the column
        return getattr(row, f"{field.name}_id")
    if field.refers_to and field.type is list:
        return [each.slug for each in getattr(row, field.name).all()]
    value = getattr(row, field.name)
    if field.refers_to:
        return value and value.slug
    return value.isoformat() if isinstance(value, datetime.date) else value


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number that reads as it is written: 53.72, not 53.7200."""
    return int(value) if value == value.to_integral_value() else float(value)
