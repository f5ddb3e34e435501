"""Rows as JSON objects: the field names of `dara.models.record_format`, and what it takes to use an object alone: names beside slugs, the source, and
what stands around the passage. One serialisation, for the API and the exports."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dara.models import (
    Candidacy,
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    PublicParagraph,
    Race,
    Redirect,
    Reply,
    Source,
    Statement,
    Tombstone,
    Topic,
    Utterance,
    Withholding,
    translations,
)
from dara.models.passage_context import contexts
from dara.models.permalinks import permalink
from dara.models.record_format import number

# --- fields -----------------------------------------------------------------------------------------


class NumberField(serializers.DecimalField):
    """A decimal as a JSON number that reads as it is written: 53.72; not 53.7200, and not "53.72"."""

    def to_representation(self, value):
        return number(value)


class PermalinkField(serializers.URLField):
    """The address of the page for people: absolute."""

    def __init__(self, **kwargs):
        defaults = {"source": "get_absolute_url", "read_only": True, "help_text": "The address of the page for people."}
        super().__init__(**defaults | kwargs)

    def to_representation(self, value):
        return f"{settings.DARA_BASE_URL}{value}"


class InferredField(serializers.DictField):
    """Field name → basis, in the archive's words."""

    child = serializers.CharField()

    def __init__(self, **kwargs):
        super().__init__(
            read_only=True, help_text="Values that no source states: the field’s name, and the basis of our inference.", **kwargs
        )


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


class RowSerializer(serializers.ModelSerializer):
    """Every field each time, in one order; null where there is nothing, never ""."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: NumberField,
        translations.TranslationsField: TranslationsField,
    }

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if kwargs.pop("allow_blank", False):
            kwargs["allow_null"] = True
        return field_class, kwargs

    def to_representation(self, instance) -> dict[str, Any]:
        return {name: None if value == "" else value for name, value in super().to_representation(instance).items()}


# --- what others refer to ---------------------------------------------------------------------------


class BySlug(serializers.ListSerializer):
    """Things that a record names, in the order in which record files have them."""

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


class NamedSourceSerializer(RowSerializer):
    """A source: what a citation needs. Where `inferred` names the title, it is ours, and stands in brackets."""

    publisher = NamedEntitySerializer(allow_null=True, read_only=True)
    inferred = InferredField()
    permalink = PermalinkField()

    class Meta:
        model = Source
        fields = ("key", "title", "publisher", "kind", "language", "url", "published_on", "inferred", "permalink")
        read_only_fields = fields


class PassageSerializer(serializers.Serializer):
    """A span of the source's text, in Unicode code points (W3C Web Annotation: TextPositionSelector and TextQuoteSelector)."""

    exact = serializers.CharField(read_only=True)
    start = serializers.IntegerField(min_value=0, read_only=True)
    end = serializers.IntegerField(min_value=1, read_only=True, help_text="Exclusive.")
    prefix = serializers.CharField(source="context.prefix", read_only=True, help_text="What stands before, and may be read.")
    suffix = serializers.CharField(source="context.suffix", read_only=True, help_text="What stands after, and may be read.")


# --- records ----------------------------------------------------------------------------------------


class WithContexts(serializers.ListSerializer):
    """Rows with a passage; what stands around the passages is one question for all of them."""

    def to_representation(self, data):
        rows = list(data)
        passages = [row if isinstance(row, Passage) else row.passage for row in rows]
        around = contexts(passages)
        for passage in passages:
            passage.context = around[passage.pk]
        return super().to_representation(rows)


class PassageOfSourceSerializer(PassageSerializer):
    """A passage that a record rests on, by itself: with the key of its source, and where it is marked on the source's page."""

    source = serializers.CharField(source="source_id", read_only=True)  # type: ignore[assignment]  # a field called “source”
    permalink = PermalinkField()

    class Meta:
        list_serializer_class = WithContexts


class RecordSerializer(RowSerializer):
    """What rests on a passage. It is serialised as one of several (`many=True`), even when it is alone: WithContexts."""

    passage = PassageSerializer(read_only=True)
    source = NamedSourceSerializer(source="passage.source", read_only=True)  # type: ignore[assignment]  # a field called “source”
    inferred = InferredField()
    permalink = PermalinkField()

    class Meta:
        list_serializer_class = WithContexts


OF_RECORDS = ("summary", "note", "inferred", "translations", "passage", "source", "permalink", "version")
VERSION = {"version": {"default_timezone": datetime.UTC, "help_text": "Since when it says what it says."}}


class StatementSerializer(RecordSerializer):
    """What an entity says, and in whose words we hold it."""

    speaker = NamedEntitySerializer(read_only=True)
    about = NamedEntitySerializer(many=True, read_only=True)
    topics = NamedSerializer(many=True, read_only=True)
    utterance: serializers.Field = serializers.SlugRelatedField(
        "slug", allow_null=True, read_only=True, help_text="One thing said once, that other statements give too."
    )

    class Meta(RecordSerializer.Meta):
        model = Statement
        fields = (
            "key",
            "kind",
            "text",
            "pieces",
            "speaker",
            "speaker_as_named",
            "within",
            "about",
            "topics",
            "said_on",
            "utterance",
            *OF_RECORDS,
        )
        read_only_fields = fields
        extra_kwargs = VERSION


class EndorsementSerializer(RecordSerializer):
    """An entity’s reported stance toward a candidate in a race; for money, what the passage says of it and no more."""

    endorser = NamedEntitySerializer(read_only=True)
    candidate = NamedEntitySerializer(allow_null=True, read_only=True)
    race = NamedSerializer(read_only=True)
    election = NamedSerializer(allow_null=True, read_only=True)

    class Meta(RecordSerializer.Meta):
        model = Endorsement
        fields = (
            "key",
            "endorser",
            "endorser_as_named",
            "candidate",
            "race",
            "election",
            "stance",
            "verb",
            "stated_on",
            "within",
            "amount",
            "amount_as_stated",
            "recipient",
            "purpose",
            *OF_RECORDS,
        )
        read_only_fields = fields
        extra_kwargs = VERSION


class ResultSerializer(RecordSerializer):
    """A count for a candidate in an election, as one source gives it, with its qualifiers."""

    candidate = NamedEntitySerializer(read_only=True)
    race = NamedSerializer(read_only=True)
    election = NamedSerializer(read_only=True)
    authority = NamedEntitySerializer(allow_null=True, read_only=True, help_text="Whom the source cites.")
    ballots_out_authority = NamedEntitySerializer(allow_null=True, read_only=True, help_text="Who said so, where stated.")

    class Meta(RecordSerializer.Meta):
        model = ElectionResult
        fields = (
            "key",
            "candidate",
            "race",
            "election",
            "percent",
            "votes",
            "qualifier",
            "status",
            "as_of",
            "authority",
            "ballots_out",
            "ballots_out_as_stated",
            "ballots_out_authority",
            *OF_RECORDS,
        )
        read_only_fields = fields
        extra_kwargs = VERSION


class FactSerializer(RecordSerializer):
    """What a source states of a candidacy. It has no page of its own; its permalink leads into the candidate’s."""

    candidate = NamedEntitySerializer(read_only=True)
    race = NamedSerializer(read_only=True)
    election = NamedSerializer(allow_null=True, read_only=True)

    class Meta(RecordSerializer.Meta):
        model = CandidacyFact
        fields = ("key", "candidate", "race", "election", "kind", "occurred_on", *OF_RECORDS)
        read_only_fields = fields
        extra_kwargs = VERSION


class ElectionSerializer(RecordSerializer):
    """One stage of a race, with the passage that speaks of it."""

    race = NamedSerializer(read_only=True)

    class Meta(RecordSerializer.Meta):
        model = Election
        fields = (
            "slug",
            "race",
            "name",
            "stage",
            "held_on",
            "note",
            "inferred",
            "translations",
            "passage",
            "source",
            "permalink",
        )
        read_only_fields = fields


# --- sources, people, races, topics -----------------------------------------------------------------


class SourceSerializer(RowSerializer):
    """One archived document as captured once. Where `inferred` names the title, it is ours, and stands in brackets."""

    publisher = NamedEntitySerializer(allow_null=True, read_only=True)
    superseded_by = serializers.CharField(
        source="superseded_by_key", allow_null=True, read_only=True, help_text="A later capture of the same page."
    )
    inferred = InferredField()
    paragraphs = serializers.SerializerMethodField(help_text="Where its text is, as far as the public may read it.")
    permalink = PermalinkField()

    class Meta:
        model = Source
        fields = (
            "key",
            "kind",
            "language",
            "title",
            "publisher",
            "author",
            "url",
            "published_on",
            "captured_on",
            "supersedes",
            "superseded_by",
            "visibility",
            "document",
            "sha256",
            "extractor",
            "collector_header",
            "note",
            "inferred",
            "translations",
            "paragraphs",
            "permalink",
            "version",
        )
        read_only_fields = fields
        extra_kwargs = VERSION

    def get_paragraphs(self, source) -> str:
        return f"{settings.DARA_BASE_URL}{permalink('api:paragraphs-list')}?source={source.key}"


class ParagraphSerializer(RowSerializer):
    """A line of a source's text that the public may read, with the newlines after it; “█” stands for each character that is withheld."""

    class Meta:
        model = PublicParagraph
        fields = ("source", "number", "start", "end", "body")
        read_only_fields = fields


class EntitySerializer(RowSerializer):
    """A person or an organization that speaks, endorses, runs or publishes."""

    candidate = serializers.BooleanField(source="ran", read_only=True, help_text="Ran for the office in at least one race.")
    permalink = serializers.SerializerMethodField(help_text="The address of the page for people.")

    class Meta:
        model = Entity
        fields = ("slug", "name", "sort_name", "kind", "private", "candidate", "note", "translations", "permalink")
        read_only_fields = fields

    def get_permalink(self, entity) -> str:
        path = permalink("candidate", entity.slug) if entity.ran else entity.get_absolute_url()
        return f"{settings.DARA_BASE_URL}{path}"


class GroupSerializer(RowSerializer):
    """Somebody whom one source describes without a name; they have no page but the source's."""

    source = NamedSourceSerializer(read_only=True)  # type: ignore[assignment]  # a field called “source”
    permalink = PermalinkField()

    class Meta:
        model = Entity
        fields = ("slug", "name", "note", "translations", "source", "permalink")
        read_only_fields = fields


class CandidacySerializer(RowSerializer):
    """A candidate in a race. What is known of it are facts."""

    candidate = NamedEntitySerializer(read_only=True)
    race = NamedSerializer(read_only=True)
    permalink = serializers.SerializerMethodField(help_text="The candidate’s page.")

    class Meta:
        model = Candidacy
        fields = ("candidate", "race", "permalink")
        read_only_fields = fields

    def get_permalink(self, candidacy) -> str:
        return f"{settings.DARA_BASE_URL}{permalink('candidate', candidacy.candidate.slug)}"


class RaceSerializer(RowSerializer):
    """The contest for the office in one cycle."""

    class Meta:
        model = Race
        fields = ("slug", "name", "translations")
        read_only_fields = fields


class TopicSerializer(RowSerializer):
    """An issue of the race. Name and description are the archive’s words."""

    permalink = PermalinkField()

    class Meta:
        model = Topic
        fields = ("slug", "name", "position", "description", "translations", "permalink")
        read_only_fields = fields


class UtteranceSerializer(RowSerializer):
    """One thing said once, that several statements give."""

    class Meta:
        model = Utterance
        fields = ("slug", "reason", "translations", "statements")
        read_only_fields = fields


class TombstoneSerializer(RowSerializer):
    """What is left of a withdrawn record."""

    class Meta:
        model = Tombstone
        fields = ("key", "kind", "withdrawn_on", "ground", "note", "translations")
        read_only_fields = fields


class RedirectSerializer(RowSerializer):
    """What a merged duplicate leads to."""

    class Meta:
        model = Redirect
        fields = ("kind", "old", "new")


class WithholdingSerializer(RowSerializer):
    """Words of a source that the public may not read, by their place in its text; without start and end, the whole text."""

    class Meta:
        model = Withholding
        fields = ("key", "source", "start", "end", "ground", "withheld_on", "note", "translations")
        read_only_fields = fields


class ReplySerializer(RowSerializer):
    """A source that was archived because it answers the record (or source) of that kind and key."""

    source = NamedSourceSerializer(read_only=True)  # type: ignore[assignment]  # a field called “source”

    class Meta:
        model = Reply
        fields = ("source", "kind", "key")
        read_only_fields = fields


class WithdrawnSerializer(serializers.Serializer):
    """The answer (410) at the address of a withdrawn source or record."""

    detail = serializers.CharField(read_only=True)
    tombstone = TombstoneSerializer(read_only=True)
