"""The first half of the evidence chain: source → original bytes → canonical text → paragraphs → passages.

The rules that keep these tables consistent are triggers and constraints of the database, in plain SQL (`sql/evidence.sql`)."""

import functools
import operator

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import MD5, Concat
from django.utils.translation import gettext_lazy as _

from dara.models.fields import (
    LANGUAGE_PATTERN,
    AddressField,
    KeyField,
    LanguageField,
    ManagerWithoutSearch,
    PartialDateField,
    VersionField,
    is_key,
    latest_first,
    search_column,
    wording_column,
)
from dara.models.permalinks import address
from dara.models.translations import OURS, TranslationsField, in_language


def only_texts(value: object) -> None:
    """Raise ValidationError unless the value maps field names to a basis: {"published_on": "the collector's header"}."""
    if not isinstance(value, dict) or not all(isinstance(basis, str) and basis for basis in value.values()):
        raise ValidationError('Write an object of names and bases: {"published_on": "the collector’s header"}.')


class InferredField(models.JSONField):
    """What the archive infers and no source states: field name → basis, in the archive's words."""

    default_validators = [only_texts]

    def __init__(self, **kwargs):
        kwargs |= {"default": dict, "blank": True}
        kwargs.setdefault("help_text", "Values that the source does not state, each with the basis of our inference.")
        super().__init__(**kwargs)


PARAGRAPHS_A_PAGE = 200  # of a long text; the paragraphs' numbers say which page a passage stands on


def text_page(source: str, paragraph: int) -> str:
    """Return the address of the part of a source's text that contains a paragraph."""
    page = (paragraph - 1) // PARAGRAPHS_A_PAGE + 1
    return f"{address('source', source)}{f'?page={page}' if page > 1 else ''}"


class CaptureQuerySet(models.QuerySet):
    def of_page(self, url: str):
        """Only what has an address of the same page as `url` (`sql/addresses.sql`)."""
        pages = (
            models.Func(each, function="public.dara_page", output_field=models.TextField()) for each in ("url", models.Value(url))
        )
        return self.alias(page=next(pages)).filter(page=next(pages))


class SourceQuerySet(CaptureQuerySet):
    def for_lists(self):
        """Select what a line of a list and a citation show."""
        return self.select_related("publisher")

    def newest_first(self):
        return self.order_by("place")

    def without_private_persons(self):
        """Exclude what private persons published: feeds send it to readers who did not ask for it."""
        return self.exclude(publisher__private=True)

    def with_public_original(self):
        """Only sources whose original the public may have: those that it may read in full, without withheld words, and no mails, which hold
        addresses of their senders and recipients."""
        return self.filter(visibility=Source.Visibility.FULL, withholdings=None).exclude(extractor__startswith="mail ")


class SourceFields(models.Model):
    """What is known about a document as it was captured once."""

    class Kind(models.TextChoices):
        NEWS_ARTICLE = "news article", _("News article")
        PRESS_RELEASE = "press release", _("Press release")
        CAMPAIGN_PAGE = "campaign page", _("Campaign page")
        SOCIAL_POST = "social post", _("Social media post")
        OFFICIAL_RESULTS = "official results", _("Official results")
        OTHER = "other", _("Other document")

    class Visibility(models.TextChoices):
        FULL = "full", _("The whole text")
        EXCERPTS = "excerpts", _("The paragraphs that hold evidence, and their neighbours")

    kind = models.CharField(max_length=20, choices=Kind)
    language = LanguageField(default=OURS, db_default=OURS, help_text="Of the document: “en”, “es”, “zh-Hant” (BCP 47).")
    title = models.CharField(max_length=300, help_text="Where `inferred` names it, it is ours, and shown in brackets.")
    author = models.CharField(max_length=200, blank=True, help_text="As the document names them.")
    url = AddressField("address", max_length=2000, blank=True)
    published_on = PartialDateField()
    captured_on = PartialDateField()
    visibility = models.CharField(max_length=10, choices=Visibility)
    document = models.CharField(max_length=300, help_text="The original's path in the archive package.")
    sha256 = models.CharField("SHA-256 of the original", max_length=64)
    extractor = models.CharField(
        max_length=40, default="text v1", db_default="text v1", help_text="What made its text: name and version, e.g. “html v1”."
    )
    collector_header = models.CharField(
        max_length=2100, blank=True, help_text="What the collector wrote before the text; not the publisher's words."
    )
    note = models.TextField(blank=True, help_text="In the archive's words.")
    inferred = InferredField()
    translations = TranslationsField("title", "note", "inferred")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__regex=r"^https?://[^[:space:]]+$"),
                name="%(class)s_url_is_of_the_web",
                violation_error_message="An address begins with http:// or https://.",
            ),
            models.UniqueConstraint(fields=["key", "sha256"], name="%(class)s_key_sha256"),  # its original refers to both
            models.UniqueConstraint(fields=["key", "extractor"], name="%(class)s_key_extractor"),  # its text refers to both
            models.UniqueConstraint(fields=["document"], name="%(class)s_document"),
            models.CheckConstraint(
                condition=models.Q(
                    document__regex=r"^documents/([^/.][^/]*/)*[^/.][^/]*$"
                ),  # it cannot leave the folder of an export
                name="%(class)s_document_is_below_documents",
                violation_error_message="The original's path is below documents/, and no part of it begins with a dot.",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="%(class)s_sha256_is_hex",
                violation_error_message="A SHA-256 checksum is 64 hexadecimal digits.",
            ),
            models.CheckConstraint(
                condition=models.Q(language__regex=LANGUAGE_PATTERN),
                name="%(class)s_language_is_a_tag",
                violation_error_message="A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.",
            ),
        ]

    def __str__(self) -> str:
        return f"[{in_language(self, 'title')}]" if "title" in self.inferred else self.title


class Source(SourceFields):
    """What is known about a document as it was captured once. Its bytes and its texts are in tables of their own."""

    key = KeyField()
    publisher = models.ForeignKey(
        "Entity", models.PROTECT, null=True, blank=True, related_name="published", verbose_name="publisher"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", help_text="An earlier capture."
    )
    version = VersionField()
    search = search_column(A="title", B="author", D="note")
    wording = wording_column("title", "author", "note")
    place = models.GeneratedField(
        expression=Concat(latest_first("published_on"), "key"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = ManagerWithoutSearch.from_queryset(SourceQuerySet)()

    class Meta(SourceFields.Meta):
        abstract = False
        indexes = [
            GinIndex(fields=["search"], name="source_search"),
            models.Index(fields=["sha256"], name="source_sha256"),
            models.Index(fields=["place"], name="source_by_place"),
            models.Index(fields=["title", "key"], name="source_by_title"),
        ]
        constraints = [
            *SourceFields.Meta.constraints,
            is_key("key"),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(supersedes=models.F("key")),
                name="source_does_not_supersede_itself",
                violation_error_message="A source does not supersede itself.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("source", self.key)

    @property
    def is_campaign_material(self) -> bool:
        return self.kind in (self.Kind.PRESS_RELEASE, self.Kind.CAMPAIGN_PAGE)


def sha256_of(column: str) -> models.GeneratedField:
    """Return a generated column with the SHA-256 checksum of a column of bytes, in hexadecimal digits."""
    digest = models.Func(column, function="pg_catalog.sha256")
    return models.GeneratedField(
        expression=models.Func(digest, models.Value("hex"), function="pg_catalog.encode"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )


class Original(models.Model):
    """The exact bytes received. Append-only: the database refuses UPDATE, DELETE, and bytes with another SHA-256 than the source's."""

    source = models.OneToOneField(Source, models.PROTECT, primary_key=True, related_name="original")
    content = models.BinaryField()
    sha256 = sha256_of("content")

    def __str__(self) -> str:
        return f"original of {self.source_id}"


class SourceText(models.Model):
    """The canonical plain text that an extractor made from the original. Append-only.

    The database splits it into paragraphs when it is stored. It may be large, so no page and no list reads it."""

    source = models.OneToOneField(Source, models.PROTECT, primary_key=True, related_name="text")
    extractor = models.CharField(max_length=40, help_text="Name and version, e.g. “text v1”.")
    made_with = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="The libraries that decide the text, with their versions."
    )
    remarks = ArrayField(
        models.TextField(), default=list, db_default=[], help_text="What was noticed as it was made, for curators."
    )
    body = models.TextField()

    class Meta:
        indexes = [models.Index(MD5("body"), name="sourcetext_body_md5")]  # to find a source with the same text
        verbose_name = "text"

    def __str__(self) -> str:
        return f"text of {self.source_id}"


class ParagraphFields(models.Model):
    """A line of a text with the newlines after it. A source's paragraphs, joined, are its text. `start` and `end` are in code points."""

    number = models.PositiveIntegerField(help_text="From 1.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    body = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        of = getattr(self, "source_id", "") or getattr(self, "upload_id", "")  # the subclasses have the foreign key
        return f"paragraph {self.number} of {of}"


class Paragraph(ParagraphFields):
    """A paragraph as the database made it when the text was stored. Nothing else can add one."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="paragraphs", db_index=False)  # a constraint has an index

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="paragraph_source_number"),
            models.UniqueConstraint(fields=["source", "start"], name="paragraph_source_start"),
        ]


class PublicParagraph(ParagraphFields):
    """A paragraph that the public may read, with withheld words masked. For a source with the visibility `excerpts`, these are the
    paragraphs with evidence and their neighbours. Triggers keep the table (`sql/public_paragraphs.sql`); nothing else writes it."""

    id = models.BigIntegerField(primary_key=True, help_text="That of the paragraph.")
    source = models.ForeignKey(Source, models.DO_NOTHING, related_name="public_paragraphs", db_constraint=False, db_index=False)
    search = search_column(A="body")
    wording = wording_column("body")

    objects = ManagerWithoutSearch()

    class Meta:
        ordering = ["source_id", "number"]
        indexes = [GinIndex(fields=["search"], name="publicparagraph_search")]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="publicparagraph_source_number")]

    def get_absolute_url(self) -> str:
        """Return the place of the paragraph on its source's page."""
        return f"{text_page(self.source_id, self.number)}#paragraph-{self.number}"


class PassageQuerySet(models.QuerySet):
    RECORDS = ("statements", "endorsements", "electionresults", "candidacyfacts", "elections")

    def unused(self):
        """Only passages that no record rests on."""
        return self.exclude(self.is_used())

    def used(self):
        """Only passages that are evidence for a record."""
        return self.filter(self.is_used())

    def is_used(self) -> models.Q:
        """Return the condition that a passage is evidence for a record: looked up for each passage, not made of all of them."""
        fields = (self.model._meta.get_field(name) for name in self.RECORDS)
        lookups = (models.Exists(field.related_model.objects.filter(passage=models.OuterRef("pk"))) for field in fields)
        return functools.reduce(operator.or_, map(models.Q, lookups))


class Passage(models.Model):
    """A contiguous span of a source's text, in code points, `end` exclusive (W3C TextPositionSelector), with its exact words.

    Insert-only. The database compares `exact` with the paragraphs that the span lies in, and fills in their numbers."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="passages", db_index=False)  # a constraint has an index
    start = models.PositiveIntegerField(help_text="In Unicode code points, from 0.")
    end = models.PositiveIntegerField(help_text="Exclusive.")
    exact = models.TextField()
    first_paragraph = models.PositiveIntegerField(editable=False, default=0)
    last_paragraph = models.PositiveIntegerField(editable=False, default=0)

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "start", "end"], name="passage_source_start_end"),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="passage_start_before_end",
                violation_error_message="A passage starts before it ends.",
            ),
        ]
        indexes = [  # for the paragraphs that the public may read
            models.Index(fields=["source", "last_paragraph", "first_paragraph"], name="passage_by_paragraph")
        ]

    def __str__(self) -> str:
        return f"“{self.exact[:60]}{'…' if len(self.exact) > 60 else ''}” ({self.source_id} {self.start}–{self.end})"

    def get_absolute_url(self) -> str:
        """Return the place of the passage on its source's page, in the part of the text in which it begins."""
        return f"{text_page(self.source_id, self.first_paragraph)}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The fragment of the passage on its source's page."""
        return f"passage-{self.start}-{self.end}"
