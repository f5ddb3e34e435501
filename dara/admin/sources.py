"""The admin of sources, and of their originals, texts, paragraphs and passages, which are only read.

Sources are added by `uploads` or by the command import_archive."""

from django.contrib import admin
from django.db.models import F, Func, IntegerField, Model, OuterRef, Subquery
from django.db.models.functions import Left
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from dara.admin import uploads
from dara.admin.base import TITLE_SHOWN, CuratedAdmin, OwnSourceFilter, ReadOnlyAdmin, link, public_url, reply_links, shorten
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

TEXT_SHOWN = 5000  # characters at the beginning of a text
PARAGRAPH_SHOWN = 2000  # characters of a paragraph, enough to copy a passage from
RECORDS_SHOWN = 50  # records of a passage, of each kind


def related_of(model: type[Model]) -> tuple[str, ...]:
    """Return what a row's name shows of other tables (see CuratedAdmin)."""
    model_admin = admin.site.get_model_admin(model)
    return model_admin.select_related if isinstance(model_admin, CuratedAdmin) else ()


def in_paragraphs(words: str) -> SafeString:
    """Return a source's words as HTML paragraphs. The filter escapes them."""
    return mark_safe(linebreaks(words, autoescape=True))


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    list_display = ["__str__", "kind", "publisher__name", "published_on", "visibility", "key"]
    list_filter = ["kind", "visibility"]
    search_fields = ["title", "publisher__name", "author", "url", "document", "=key"]
    autocomplete_fields = ["publisher", "supersedes"]
    select_related = ("publisher",)
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
        """Show the page for uploads: a source is made of a file, because without its original it proves nothing."""
        return uploads.upload(self, request)

    def has_delete_permission(self, request, obj=None):
        return False  # the original is kept for good

    @admin.display(description="withheld")
    def withheld(self, source) -> SafeString:
        """Link the withholdings of the source, and the form that adds one."""
        withholdings = [(link(each),) for each in source.withholdings.order_by("start", "key")]
        url = f"{reverse('admin:dara_withholding_add')}?{urlencode({'source': source.pk})}"
        return format_html("{}<a href='{}'>Withhold words</a>", format_html_join("", "{}<br>", withholdings), url)

    @admin.display(description="archived as sources")
    def replies(self, source) -> SafeString:
        return reply_links(source)

    @admin.display(description="remarks")
    def remarks(self, source) -> SafeString | None:
        """What was noticed when the document was added and its text was made."""
        remarks = SourceText.objects.filter(pk=source.pk).values_list("remarks", flat=True).first() or []
        return format_html_join(mark_safe("<br>"), "{}", [(remark,) for remark in remarks]) if remarks else None

    @admin.display(description="made with")
    def made_with(self, source) -> str | None:
        return SourceText.objects.filter(pk=source.pk).values_list("made_with", flat=True).first() or None

    @admin.display(description="what changed")
    def differences(self, source) -> SafeString | None:
        if not source.supersedes_id:
            return None
        return format_html('<a href="{}">since the earlier capture, as the public sees it</a>', public_url(source, "changes"))

    @admin.display(description="held of it")
    def held(self, source) -> SafeString:
        """Link the drafts of the source, its original and its text, and the lists of its paragraphs, passages and records."""
        single = [
            (reverse(f"admin:dara_{model._meta.model_name}_change", args=[source.pk]), model._meta.verbose_name, "")
            for model in (Original, SourceText)
        ]
        lists = [
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
        drafts = (reverse("admin:dara_draft_source", args=[source.pk]), "text and drafts", f" ({source.drafts.count()})")
        return format_html_join(" · ", '<a href="{}">{}</a>{}', [drafts, *single, *lists])


class EvidenceAdmin(ReadOnlyAdmin):
    """The admin of what belongs to one source. As far as the public may read it, it is on the source's page."""

    select_related = ("source",)

    @admin.display(description="source", ordering="source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.source, shorten(str(obj.source), TITLE_SHOWN))

    def view_on_site(self, obj) -> str:
        return public_url(obj.source)


@admin.register(Original)
class OriginalAdmin(EvidenceAdmin):
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
class SourceTextAdmin(EvidenceAdmin):
    list_display = ["source_id", "source_link", "extractor", "length"]
    list_filter = ["extractor"]
    search_fields = ["source__title", "=source__key"]
    ordering = ["source"]
    fields = ["source_link", "extractor", "made_with", "length", "beginning", "paragraphs"]

    def get_queryset(self, request):
        # the end of the last paragraph is that of the text, which need not be read to be measured
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
        url = f"{reverse('admin:dara_paragraph_changelist')}?source={obj.pk}"
        return format_html('<a href="{}">paragraph by paragraph</a>', url)


@admin.register(Paragraph)
class ParagraphAdmin(EvidenceAdmin):
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
class PassageAdmin(EvidenceAdmin):
    """Passages are added together with the records that rest on them."""

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
        return shorten(obj.exact)

    @admin.display(description="exact")
    def words_in_full(self, obj) -> SafeString:
        return in_paragraphs(obj.exact)

    @admin.display(description="evidence for")
    def records(self, obj) -> SafeString:
        records = [
            record
            for model in (Statement, Endorsement, ElectionResult, CandidacyFact, Election)
            for record in model._default_manager.filter(passage=obj).select_related(*related_of(model))[:RECORDS_SHOWN]
        ]
        return format_html_join(mark_safe("<br>"), "{}: {}", [(record._meta.verbose_name, link(record)) for record in records])

    @admin.display(description="add")
    def add(self, obj) -> SafeString:
        """Link the forms that add a record on this passage."""
        return format_html_join(
            " · ",
            '<a href="{}?passage={}">{}</a>',
            [
                (reverse(f"admin:dara_{model._meta.model_name}_add"), obj.pk, model._meta.verbose_name)
                for model in (Statement, Endorsement, ElectionResult, CandidacyFact)
            ],
        )

    def view_on_site(self, obj) -> str:
        return public_url(obj.source, obj.anchor)
