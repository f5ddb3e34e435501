"""Sources, and the evidence below them, which is only read. Documents come in by `uploads`, or with `import_archive`."""

from django.contrib import admin
from django.db.models import F, Func, IntegerField, Model, OuterRef, Subquery
from django.db.models.functions import Left
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from dara.admin import uploads
from dara.admin.base import TITLE_SHOWN, CuratedAdmin, OwnSourceFilter, ReadOnlyAdmin, link, public_address, replies_to, shortened
from dara.models import (
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Original,
    Paragraph,
    Passage,
    Source,
    SourceText,
    Statement,
)

TEXT_SHOWN = 5000  # characters of a text's beginning
PARAGRAPH_SHOWN = 2000  # characters of a paragraph, enough to copy a passage from
RECORDS_SHOWN = 50  # of a passage, of each kind


def named_with(model: type[Model]) -> tuple[str, ...]:
    """What a record's name shows of other tables."""
    model_admin = admin.site.get_model_admin(model)
    return model_admin.named_with if isinstance(model_admin, CuratedAdmin) else ()


def in_paragraphs(words: str) -> SafeString:
    """A source's words, escaped by the filter, as the paragraphs that they are."""
    return mark_safe(linebreaks(words, autoescape=True))


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    list_display = ["__str__", "kind", "publisher__name", "published_on", "visibility", "key"]
    list_filter = ["kind", "visibility"]
    search_fields = ["title", "publisher__name", "author", "url", "document", "=key"]
    autocomplete_fields = ["publisher", "supersedes"]
    named_with = ("publisher",)
    readonly_fields = [
        *("key", "document", "sha256", "collector_header", "extractor", "made_with"),
        *("remarks", "differences", "held", "withheld", "replies"),
    ]
    fieldsets = [
        (None, {"fields": ["key", "kind", "language", "title", "publisher", "author", "url"]}),
        ("Dates", {"fields": ["published_on", "captured_on", "supersedes", "differences"]}),
        ("What the public reads", {"fields": ["visibility", "withheld"]}),
        ("In the archive's words", {"fields": ["note", "inferred", "translations"]}),
        ("Replies", {"fields": ["replies"]}),
        ("As received", {"fields": ["remarks", "held", "document", "sha256", "collector_header", "extractor", "made_with"]}),
    ]

    def get_ordering(self, request):
        return [F("published_on").desc(nulls_last=True), "key"]

    def add_view(self, request, form_url="", extra_context=None):
        """A source without its original proves nothing: it is made of a file."""
        return uploads.upload(self, request)

    def has_delete_permission(self, request, obj=None):
        return False  # its original stays for good; what is withdrawn gets a tombstone

    @admin.display(description="withheld")
    def withheld(self, source) -> SafeString:
        """What of it the public may not read, and the way to withhold more."""
        held = [(link(each),) for each in source.withholdings.order_by("start", "key")]
        address = f"{reverse('admin:dara_withholding_add')}?{urlencode({'source': source.pk})}"
        return format_html("{}<a href='{}'>Withhold words</a>", format_html_join("", "{}<br>", held), address)

    @admin.display(description="archived as sources")
    def replies(self, source) -> SafeString:
        return replies_to(source)

    @admin.display(description="remarks")
    def remarks(self, source) -> SafeString | None:
        """What was noticed as its text was made and as it came in."""
        remarks = SourceText.objects.filter(pk=source.pk).values_list("remarks", flat=True).first() or []
        return format_html_join(mark_safe("<br>"), "{}", [(remark,) for remark in remarks]) if remarks else None

    @admin.display(description="made with")
    def made_with(self, source) -> str | None:
        return SourceText.objects.filter(pk=source.pk).values_list("made_with", flat=True).first() or None

    @admin.display(description="what changed")
    def differences(self, source) -> SafeString | None:
        if not source.supersedes_id:
            return None
        return format_html('<a href="{}">since the earlier capture, as the public sees it</a>', public_address(source, "changes"))

    @admin.display(description="held of it")
    def held(self, source) -> SafeString:
        """Links to its original and text, and to the lists of what is cut from it and rests on it."""
        one = [
            (reverse(f"admin:dara_{model._meta.model_name}_change", args=[source.pk]), model._meta.verbose_name, "")
            for model in (Original, SourceText)
        ]
        many = [
            (
                f"{reverse(f'admin:dara_{model._meta.model_name}_changelist')}?source={source.pk}",
                model._meta.verbose_name_plural,
                f" ({model.objects.filter(**{path: source}).count()})",
            )
            for model, path in (
                (Paragraph, "source"),
                (Passage, "source"),
                (Statement, "passage__source"),
                (Endorsement, "passage__source"),
                (ElectionResult, "passage__source"),
                (CandidacyFact, "passage__source"),
                (Election, "passage__source"),
            )
        ]
        desk = (reverse("admin:dara_draft_source", args=[source.pk]), "text and drafts", f" ({source.drafts.count()})")
        return format_html_join(" · ", '<a href="{}">{}</a>{}', [desk, *one, *many])


class OfSource(ReadOnlyAdmin):
    """For what belongs to one source and is public, as far as it is, on that source's page."""

    named_with = ("source",)

    @admin.display(description="source", ordering="source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.source, shortened(str(obj.source), TITLE_SHOWN))

    def view_on_site(self, obj) -> str:
        return public_address(obj.source)


@admin.register(Original)
class OriginalAdmin(OfSource):
    list_display = ["source_id", "source_link", "size", "sha256"]
    search_fields = ["source__title", "source__document", "=source__key", "sha256"]
    ordering = ["source"]
    fields = ["source_link", "size", "sha256"]

    def get_queryset(self, request):
        size = Func("content", function="octet_length", output_field=IntegerField())
        return super().get_queryset(request).defer("content").annotate(size=size)

    @admin.display(ordering="size")
    def size(self, obj) -> str:
        return filesizeformat(obj.size)


@admin.register(SourceText)
class SourceTextAdmin(OfSource):
    list_display = ["source_id", "source_link", "extractor", "length"]
    list_filter = ["extractor"]
    search_fields = ["source__title", "=source__key"]
    ordering = ["source"]
    fields = ["source_link", "extractor", "made_with", "length", "beginning", "paragraphs"]

    def get_queryset(self, request):
        # its last paragraph ends where it does: no text is read to measure it
        last = Paragraph.objects.filter(source=OuterRef("source")).order_by("-start").values("end")[:1]
        return super().get_queryset(request).defer("body").annotate(length=Subquery(last))

    @admin.display(description="code points", ordering="length")
    def length(self, obj) -> int:
        return obj.length

    @admin.display(description=f"its first {TEXT_SHOWN:,} characters")
    def beginning(self, obj) -> SafeString:
        beginning = SourceText.objects.filter(pk=obj.pk).values_list(Left("body", TEXT_SHOWN), flat=True).get()
        return in_paragraphs(beginning)

    @admin.display(description="whole")
    def paragraphs(self, obj) -> SafeString:
        address = f"{reverse('admin:dara_paragraph_changelist')}?source={obj.pk}"
        return format_html('<a href="{}">paragraph by paragraph</a>', address)


@admin.register(Paragraph)
class ParagraphAdmin(OfSource):
    list_display = ["number", "words", "source_link", "start", "end"]
    list_filter = [OwnSourceFilter]
    search_fields = ["body", "source__title", "=source__key"]
    ordering = ["source", "number"]
    fields = ["source_link", "number", "start", "end", "words"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body").annotate(beginning=Left("body", PARAGRAPH_SHOWN))

    @admin.display(description="words")
    def words(self, obj) -> str:
        return obj.beginning.rstrip("\n")


@admin.register(Passage)
class PassageAdmin(OfSource):
    """Made as a record that rests on it is saved."""

    list_display = ["words", "source_link", "start", "end"]
    list_filter = [OwnSourceFilter]
    search_fields = ["exact", "source__title", "=source__key"]
    ordering = ["source", "start", "end"]
    fields = [
        "source_link",
        "start",
        "end",
        "words_in_full",
        "first_paragraph",
        "last_paragraph",
        "records",
        "add",
    ]

    @admin.display(description="words", ordering="exact")
    def words(self, obj) -> str:
        return shortened(obj.exact)

    @admin.display(description="exact")
    def words_in_full(self, obj) -> SafeString:
        return in_paragraphs(obj.exact)

    @admin.display(description="evidence for")
    def records(self, obj) -> SafeString:
        records = [
            record
            for model in (Statement, Endorsement, ElectionResult, CandidacyFact, Election)
            for record in model._default_manager.filter(passage=obj).select_related(*named_with(model))[:RECORDS_SHOWN]
        ]
        return format_html_join(mark_safe("<br>"), "{}: {}", [(record._meta.verbose_name, link(record)) for record in records])

    @admin.display(description="add")
    def add(self, obj) -> SafeString:
        """Links to the forms of new records that rest on it."""
        return format_html_join(
            " · ",
            '<a href="{}?passage={}">{}</a>',
            [
                (reverse(f"admin:dara_{model._meta.model_name}_add"), obj.pk, model._meta.verbose_name)
                for model in (Statement, Endorsement, ElectionResult, CandidacyFact)
            ],
        )

    def view_on_site(self, obj) -> str:
        return public_address(obj.source, obj.anchor)
