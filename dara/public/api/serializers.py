"""Rows as JSON objects, for the API and for the .csv and .jsonl files of the lists.

The fields of each kind are those of the description, `dara/models/record_format/`. Beside its slug, an object gives the name of what it refers to;
beside its passage, the words around it, and what a citation of the source needs."""

import datetime
from typing import Any, ClassVar, cast

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dara.models import Passage, sources, translations
from dara.models.passage_context import contexts
from dara.models.permalinks import public_url
from dara.models.record_format import CITED, KINDS, PARAGRAPHS, Field, Kind, number
from dara.models.record_format import Passage as PassageType

# --- fields -----------------------------------------------------------------------------------------


class NumberField(serializers.DecimalField):
    """A decimal as the JSON number that is read as it was written: 53.72; not 53.7200, and not "53.72"."""

    def to_representation(self, value):
        return number(value)


class PermalinkField(serializers.URLField):
    """The absolute address of a row's page."""

    def __init__(self, **kwargs):
        super().__init__(**{"source": "get_absolute_url", "read_only": True} | kwargs)

    def to_representation(self, value):
        return public_url(value)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class InferredField(serializers.JSONField):
    """Field name → basis, in the archive's words."""


@extend_schema_field(
    {  # `inferred` is an object of texts, every other field a text
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {"inferred": {"type": "object", "additionalProperties": {"type": "string"}}},
            "additionalProperties": {"type": "string"},
        },
    }
)
class TranslationsField(serializers.JSONField):
    """Language → field → words, and of `inferred` field → basis."""


# --- what others refer to ---------------------------------------------------------------------------


class BySlug(serializers.ListSerializer):
    """What a record refers to, in the order of the record files."""

    def to_representation(self, data):
        return super().to_representation(sorted(data.all(), key=lambda row: row.slug))


class NamedSerializer(serializers.Serializer):
    """A topic, race or election: its slug, and what pages call it."""

    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)

    class Meta:
        list_serializer_class = BySlug


class NamedEntitySerializer(NamedSerializer):
    """A person, an organization, or a group as one source describes it."""

    private = serializers.BooleanField(read_only=True, help_text="A bystander quoted once: not for headlines, feeds, indexes.")


class PassageSerializer(serializers.Serializer):
    """A span of the source's text, in Unicode code points (W3C Web Annotation: TextPositionSelector and TextQuoteSelector)."""

    exact = serializers.CharField(read_only=True)
    start = serializers.IntegerField(min_value=0, read_only=True)
    end = serializers.IntegerField(min_value=1, read_only=True, help_text="Exclusive.")
    prefix = serializers.CharField(source="context.prefix", read_only=True, help_text="What stands before, and may be read.")
    suffix = serializers.CharField(source="context.suffix", read_only=True, help_text="What stands after, and may be read.")


class WithContexts(serializers.ListSerializer):
    """Rows with a passage. The words around all the passages are one query."""

    def to_representation(self, data):
        rows = list(data)
        passages = [row if isinstance(row, Passage) else row.passage for row in rows]
        around = contexts(passages)
        for passage in passages:
            passage.context = around[passage.pk]
        return super().to_representation(rows)


class PassageOfSourceSerializer(PassageSerializer):
    """A passage that a record rests on, by itself: with the key of its source, and its place on the source's page."""

    source = serializers.CharField(source="source_id", read_only=True)  # type: ignore[assignment]  # a field called “source”
    permalink = PermalinkField()

    class Meta:
        list_serializer_class = WithContexts


# --- the kinds of the description -------------------------------------------------------------------

NAMED: dict[str, type[NamedSerializer]] = {
    "entities": NamedEntitySerializer,
    "topics": NamedSerializer,
    "races": NamedSerializer,
    "elections": NamedSerializer,
}


class RowSerializer(serializers.ModelSerializer):
    """Every field of a kind each time, in one order; null where there is nothing, never "".

    Rows of a kind with passages are serialized as several (`many=True`), even one alone: see WithContexts."""

    described: ClassVar[dict[str, Field]]
    has_passage: ClassVar[bool]

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: NumberField,
        sources.InferredField: InferredField,
        translations.TranslationsField: TranslationsField,
    }

    def build_field(self, field_name, info, model_class, nested_depth):
        field = self.described[field_name]
        field_class, kwargs = self._build_described(field) or super().build_field(field_name, info, model_class, nested_depth)
        if field_name in info.forward_relations and info.relations[field_name].model_field.null and not field.required:
            kwargs["allow_null"] = True
        return field_class, kwargs | {"help_text": field.description}

    def _build_described(self, field: Field) -> tuple[type[serializers.Field], dict[str, Any]] | None:
        """The class and the arguments of a field that is not just a column; else None."""
        if field.type is PassageType:
            return PassageSerializer, {}
        if field.nested:
            return NamedSourceSerializer, {"source": "passage.source"} if self.has_passage else {}
        if field.refers_to in NAMED:
            return NAMED[field.refers_to], {"many": True} if field.type is list else {}
        if field.refers_to == "utterances":
            return serializers.SlugRelatedField, {"slug_field": "slug"}
        return (PermalinkField, {}) if field.name == "permalink" else None

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if kwargs.pop("allow_blank", False):
            kwargs["allow_null"] = True
        if isinstance(model_field, models.DateTimeField):
            kwargs["default_timezone"] = datetime.UTC
        return field_class, kwargs

    def to_representation(self, instance) -> dict[str, Any]:
        return {name: None if value == "" else value for name, value in super().to_representation(instance).items()}


def serializer_of(kind: Kind, name: str = "", fields: tuple[str, ...] = ()) -> type[RowSerializer]:
    """The serializer of a kind. `name`: that of its component in OpenAPI; `fields`: those that it has, else all."""
    described = {field.name: field for field in kind.object_fields}
    names = fields or tuple(described)
    meta = {"model": kind.model, "fields": names}
    if kind.name != "redirects":  # which OpenAPI has always described as if they could be written
        meta["read_only_fields"] = names
    if kind.has_passage:
        meta["list_serializer_class"] = WithContexts
    attributes: dict[str, Any] = {
        "__doc__": kind.description,
        "__module__": __name__,
        "described": described,
        "has_passage": kind.has_passage,
        "Meta": type("Meta", (), meta),
    }
    for field in (described[each] for each in names):
        attributes |= _read_otherwise(field)
    name = name or kind.singular.capitalize()
    return cast(type[RowSerializer], type(f"{name}Serializer", (RowSerializer,), attributes))


def _read_otherwise(field: Field) -> dict[str, Any]:
    """What a serializer class declares for a field that is read from the row by `Field.read`; nothing for the others."""
    options: dict[str, Any] = {"read_only": True, "help_text": field.description}
    if callable(field.read):
        return {field.name: serializers.SerializerMethodField(**options), f"get_{field.name}": staticmethod(field.read)}
    if not field.read:
        return {}
    column = serializers.BooleanField if field.type is bool else serializers.CharField
    return {field.name: column(source=field.read, allow_null=not field.required, **options)}


NamedSourceSerializer = serializer_of(KINDS["sources"], "NamedSource", CITED)
SERIALIZERS = {kind.name: serializer_of(kind) for kind in (*KINDS.values(), PARAGRAPHS) if not kind.private}


class WithdrawnSerializer(serializers.Serializer):
    """The answer (410) at the address of a withdrawn source or record."""

    detail = serializers.CharField(read_only=True)
    tombstone = SERIALIZERS["tombstones"](read_only=True)
