"""Topics, statements, endorsements, and what is left of withdrawn records."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dara.admin.base import CuratedAdmin, CuratedForm, SourceFilter, SourceKindFilter, link, shortened
from dara.admin.drafts.workbench import DeskAdmin
from dara.admin.fields import PiecesField
from dara.admin.inline_entities import NewcomersForm, candidacy_field, kind_field, name_field
from dara.admin.merge import Mergeable
from dara.models import Endorsement, Entity, Statement, Tombstone, Topic, Utterance
from dara.models.permalinks import permalink
from dara.text import anchoring

RENDERINGS_SHOWN = 20  # of an utterance, in its lists


@admin.register(Topic)
class TopicAdmin(Mergeable):
    list_display = ["name", "position", "description", "statements_held", "slug"]
    search_fields = ["name", "slug", "description"]
    ordering = ["position", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    permanent = ("slug",)
    fields = ["name", "slug", "position", "description", "translations"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(statements_held=Count("statements"))

    @admin.display(description="statements", ordering="statements_held")
    def statements_held(self, obj) -> int:
        return obj.statements_held


class StatementsField(forms.ModelMultipleChoiceField):
    """Statements, each with what tells it from another rendering of the same words."""

    def label_from_instance(self, obj) -> str:
        return f"{obj} ({obj.get_kind_display().lower()}, {obj.key})"


class UtteranceForm(CuratedForm):
    joined = StatementsField(
        Statement.objects.select_related("speaker"),
        required=False,
        label="Statements",
        widget=AutocompleteSelectMultiple(Statement._meta.get_field("within"), admin.site, attrs={"data-width": "60em"}),
        help_text="Two or more that give one thing said once. The same speaker, event or hashtag is no reason.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["joined"] = list(self.instance.statements.values_list("pk", flat=True))

    def clean_joined(self):
        joined = self.cleaned_data["joined"]
        if len(joined) < 2:
            way_out = "" if self.instance._state.adding else " To part them, delete the utterance: its statements stay."
            raise ValidationError(f"Choose two statements or more: an utterance is what several of them give.{way_out}")
        elsewhere = joined.exclude(utterance=None).exclude(utterance=self.instance.pk).select_related("speaker", "utterance")
        if elsewhere:
            way_out = "take it out there, or delete that utterance, first."
            raise ValidationError([f"{each} is joined in “{each.utterance}” already: {way_out}" for each in elsewhere])
        return joined


@admin.register(Utterance)
class UtteranceAdmin(CuratedAdmin):
    form = UtteranceForm
    list_display = ["slug", "reason_shortened", "statements_held", "given_by"]
    search_fields = ["slug", "reason", "statements__text", "statements__speaker__name", "=statements__key"]
    ordering = ["slug"]
    readonly_fields = ["renderings"]
    permanent = ("slug",)
    fields = ["slug", "reason", "translations", "joined", "renderings"]

    def get_queryset(self, request):
        statements = Statement.objects.select_related("speaker", "passage__source").order_by(
            "passage__source", "passage__start", "key"
        )
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("statements", statements))
            .annotate(held=Count("statements", distinct=True))
        )

    @admin.display(description="reason", ordering="reason")
    def reason_shortened(self, obj) -> str:
        return shortened(obj.reason)

    @admin.display(description="statements", ordering="held")
    def statements_held(self, obj) -> int:
        return obj.held

    @admin.display(description="given by")
    def given_by(self, obj) -> SafeString:
        shown = [(link(each), each.get_kind_display().lower()) for each in obj.statements.all()[:RENDERINGS_SHOWN]]
        return format_html_join(mark_safe("<br>"), "{} ({})", shown)

    @admin.display(description="as they give it")
    def renderings(self, obj) -> SafeString:
        """Each with its words in full, to compare before they are joined for the public."""
        shown = [
            (link(each), each.get_kind_display().lower(), link(each.source), each.text)
            for each in (obj.statements.all()[:RENDERINGS_SHOWN] if obj.pk else ())
        ]
        return format_html_join(mark_safe("<br>"), "{} · {} · {}<br>{}<br>", shown)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        utterance, joined = form.instance, form.cleaned_data["joined"]
        utterance.statements.exclude(pk__in=joined).update(utterance=None)
        Statement.objects.filter(pk__in=joined, utterance=None).update(utterance=utterance)

    def get_deleted_objects(self, objs, request):
        """Its statements do not stand in the way: they stay, and are joined no more."""
        to_delete, counts, forbidden, _ = super().get_deleted_objects(objs, request)
        return to_delete, counts, forbidden - {Statement._meta.verbose_name}, []

    def delete_model(self, request, obj):
        self.delete_queryset(request, Utterance.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        Statement.objects.filter(utterance__in=queryset).update(utterance=None)
        super().delete_queryset(request, queryset)


class StatementForm(NewcomersForm):
    may_be_new = ("speaker",)
    new_speaker, new_speaker_kind = name_field(), kind_field()
    pieces = PiecesField(
        required=False,
        label="The words themselves",
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text="Of a quotation: what stands between its marks; where the source breaks it off (“she said”), "
        "put a line with only … between the pieces. Otherwise empty: the whole passage.",
    )
    about_entities = forms.ModelMultipleChoiceField(
        Entity.objects.all(),
        required=False,
        label="About",
        widget=AutocompleteSelectMultiple(Statement._meta.get_field("about"), admin.site),
        help_text="Whom the words speak of. A campaign's prose: the committee speaks, the candidate is whom it is about.",
    )
    topic_list = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        label="Topics",
        widget=AutocompleteSelectMultiple(Statement._meta.get_field("topics"), admin.site),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["about_entities"] = list(self.instance.about.values_list("pk", flat=True))
            self.initial["topic_list"] = list(self.instance.topics.values_list("pk", flat=True))

    def clean_utterance(self):
        """An utterance joins two statements or more, the one that is left and the one that is joined alike."""
        joins, joined = self.cleaned_data["utterance"], self.instance.utterance
        if joins == joined:
            return joins
        if joined and joined.statements.exclude(pk=self.instance.pk).count() < 2:
            raise ValidationError(
                f"“{joined}” would join fewer than two. To part them, delete that utterance: its statements stay."
            )
        if joins and not joins.statements.exclude(pk=self.instance.pk).exists():
            raise ValidationError(f"“{joins}” would join this statement alone: choose its statements on the utterance's own page.")
        return joins

    def clean(self):
        cleaned = super().clean()
        words = self.words_of_passage
        if words is None or "pieces" not in cleaned:
            return cleaned
        if "pieces" not in self.changed_data and self.initial.get("pieces"):
            cleaned["pieces"] = self.initial["pieces"]
        if not cleaned["pieces"] and cleaned.get("kind") == Statement.Kind.QUOTE:
            self.add_error("pieces", "Of a quotation, write the words between its marks.")
        elif not cleaned["pieces"]:
            cleaned["pieces"] = [words]
        elif (missing := anchoring.missing_piece(words, cleaned["pieces"])) is not None:
            self.add_error("pieces", anchoring.explain_piece(words, missing))
        return cleaned


@admin.register(Statement)
class StatementAdmin(DeskAdmin):
    form = StatementForm
    list_display = ["words", "speaker__name", "kind", "said_on", "source_link", "key"]
    list_filter = [SourceFilter, "kind", "topics", SourceKindFilter]
    search_fields = ["text", "speaker__name", "speaker_as_named", "passage__exact", "passage__source__title", "=key"]
    ordering = ["passage__source", "passage__start", "key"]
    autocomplete_fields = ["passage", "speaker", "within", "utterance"]
    named_with = ("passage__source", "speaker")
    fieldsets = [
        (None, {"fields": ["key", "withdraw", "kind"]}),
        DeskAdmin.PASSAGE,
        (
            "Whose words",
            {
                "fields": [
                    "pieces",
                    "speaker",
                    ("new_speaker", "new_speaker_kind"),
                    "speaker_as_named",
                    "within",
                    "said_on",
                    "utterance",
                ]
            },
        ),
        ("What they are about", {"fields": ["about_entities", "topic_list"]}),
        DeskAdmin.NOTES,
    ]

    @admin.display(ordering="text")
    def words(self, obj) -> str:
        return shortened(obj.text)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["text"])  # the database derives it

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.about.set(form.cleaned_data["about_entities"])
        form.instance.topics.set(form.cleaned_data["topic_list"])


class EndorsementForm(NewcomersForm):
    may_be_new = ("endorser", "candidate")
    new_endorser, new_endorser_kind = name_field(), kind_field()
    new_candidate, new_candidate_kind = name_field(), kind_field()
    add_candidacy = candidacy_field()


@admin.register(Endorsement)
class EndorsementAdmin(DeskAdmin):
    form = EndorsementForm
    list_display = [
        "endorser__name",
        "stance",
        "candidate__name",
        "race__slug",
        "verb",
        "amount_as_stated",
        "source_link",
        "key",
    ]
    list_filter = [SourceFilter, "stance", "race", SourceKindFilter]
    search_fields = ["endorser__name", "endorser_as_named", "candidate__name", "passage__exact", "passage__source__title", "=key"]
    ordering = ["race__slug", "candidate__sort_name", "stance", "endorser__sort_name", "key"]
    autocomplete_fields = ["passage", "endorser", "candidate", "within"]
    named_with = ("passage__source", "endorser", "candidate", "race")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        DeskAdmin.PASSAGE,
        (
            "Who to whom",
            {
                "fields": [
                    ("endorser", "endorser_as_named"),
                    ("new_endorser", "new_endorser_kind"),
                    ("stance", "verb"),
                    "candidate",
                    ("new_candidate", "new_candidate_kind"),
                    ("race", "election"),
                    "add_candidacy",
                    "stated_on",
                    "within",
                ]
            },
        ),
        (
            "Money",
            {
                "fields": ["amount", "amount_as_stated", "recipient", "purpose"],
                "description": "Only of “funds”, and only what the passage says: no sum is added up, no recipient is concluded.",
            },
        ),
        DeskAdmin.NOTES,
    ]


@admin.register(Tombstone)
class TombstoneAdmin(CuratedAdmin):
    list_display = ["key", "kind", "withdrawn_on", "ground", "note"]
    list_filter = ["kind", "ground"]
    search_fields = ["=key", "note"]
    ordering = ["-withdrawn_on", "key"]
    permanent = ("key", "kind")
    readonly_fields = ["past"]
    fields = ["key", "kind", "withdrawn_on", "ground", "note", "translations", "past"]

    @admin.display(description="the record")
    def past(self, obj) -> SafeString | str:
        """The way to what it was, and to bringing it back."""
        if obj._state.adding:
            return "–"
        address = reverse(f"admin:dara_{Tombstone.MODELS[Tombstone.Kind(obj.kind)].lower()}_history", args=[obj.key])
        return format_html("<a href='{}'>Its history, from which it can be brought back</a>", address)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # what was withdrawn stays known to have been

    def save_model(self, request, obj, form, change):
        utterance = Utterance.objects.filter(statements=obj.key).first()
        if not change:
            obj.remove_record()
        super().save_model(request, obj, form, change)
        if utterance and utterance.statements.count() < 2:
            left = f"“{utterance}” joins fewer than two statements now. Join another one, or delete it: its statements stay."
            messages.warning(request, left)

    def view_on_site(self, obj) -> str | None:
        if obj.kind == Tombstone.Kind.FACT:
            return None  # facts stand on their candidate's page
        return settings.DARA_BASE_URL + permalink(obj.kind.removesuffix("s"), obj.key)
