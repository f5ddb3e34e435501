"""The admin of topics, utterances, statements, endorsements and tombstones."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dara.admin.add_links import add_link
from dara.admin.base import CuratedAdmin, CuratedForm, SourceFilter, SourceKindFilter, link, shorten, warn_of_utterances
from dara.admin.candidates import OfCandidateAdmin
from dara.admin.drafts.workbench import WorkbenchAdmin
from dara.admin.fields import LookupSelectMultiple, PiecesField
from dara.admin.inline_entities import InlineEntitiesForm, candidacy_field, kind_field, name_field
from dara.admin.merge import MergeableAdmin
from dara.curation import topics, utterances
from dara.curation.withdrawal import is_held, withdraw
from dara.models import Endorsement, Entity, Statement, Tombstone, Topic, Utterance
from dara.models.permalinks import permalink
from dara.text import anchoring

RENDERINGS_SHOWN = 20  # statements of an utterance
LAST_POSITION = 32767  # of a topic, that its column takes


class TopicForm(CuratedForm):
    position = forms.IntegerField(
        required=False, min_value=0, max_value=LAST_POSITION, help_text="Order on the page. Empty: after the last topic."
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if held := topics.same_name(name, besides=self.instance.pk):
            raise ValidationError(f"The topic “{held}” has this name already: choose it, or name this one otherwise.")
        return name

    def clean_position(self):
        position = self.cleaned_data["position"]
        return topics.next_position() if position is None else position


@admin.register(Topic)
class TopicAdmin(MergeableAdmin):
    form = TopicForm
    list_display = ["name", "parent", "position", "description", "statements_held", "slug"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "description"]
    ordering = ["position", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    permanent_fields = ("slug",)
    fields = ["name", "slug", "parent", "position", "description", "translations"]
    autocomplete_fields = ["parent"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number_of_statements=Count("statements"))

    @admin.display(description="statements", ordering="number_of_statements")
    def statements_held(self, obj) -> int:
        return obj.number_of_statements


class StatementsField(forms.ModelMultipleChoiceField):
    """Statements, with their kinds and keys to tell apart those with the same words."""

    def label_from_instance(self, obj) -> str:
        return f"{obj} ({obj.get_kind_display().lower()}, {obj.key})"


class UtteranceForm(CuratedForm):
    joined = StatementsField(
        Statement.objects.select_related("speaker"),
        required=False,
        label="Statements",
        widget=LookupSelectMultiple(Statement._meta.get_field("within"), admin.site, attrs={"data-width": "60em"}),
        help_text="Two or more that give one thing said once. The same speaker, event or hashtag is no reason.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["joined"] = list(self.instance.statements.values_list("pk", flat=True))

    def clean_joined(self):
        statements = self.cleaned_data["joined"]
        try:
            utterances.check_statements(self.instance, statements)
        except utterances.JoinRefused as refusal:
            raise ValidationError(refusal.reasons) from refusal
        return statements


@admin.register(Utterance)
class UtteranceAdmin(CuratedAdmin):
    form = UtteranceForm
    list_display = ["slug", "reason_shortened", "statements_held", "given_by"]
    search_fields = ["slug", "reason", "statements__text", "statements__speaker__name", "=statements__key"]
    ordering = ["slug"]
    readonly_fields = ["renderings"]
    permanent_fields = ("slug",)
    fields = ["slug", "reason", "translations", "joined", "renderings"]

    def get_queryset(self, request):
        statements = Statement.objects.select_related("speaker", "passage__source").order_by(
            "passage__source", "passage__start", "key"
        )
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("statements", statements))
            .annotate(number_of_statements=Count("statements", distinct=True))
        )

    @admin.display(description="reason", ordering="reason")
    def reason_shortened(self, obj) -> str:
        return shorten(obj.reason)

    @admin.display(description="statements", ordering="number_of_statements")
    def statements_held(self, obj) -> int:
        return obj.number_of_statements

    @admin.display(description="given by")
    def given_by(self, obj) -> SafeString:
        shown = [(link(each), each.get_kind_display().lower()) for each in obj.statements.all()[:RENDERINGS_SHOWN]]
        return format_html_join(mark_safe("<br>"), "{} ({})", shown)

    @admin.display(description="as they give it")
    def renderings(self, obj) -> SafeString:
        """The statements with their words in full, to compare them before they are joined."""
        shown = [
            (link(each), each.get_kind_display().lower(), link(each.source), each.text)
            for each in (obj.statements.all()[:RENDERINGS_SHOWN] if obj.pk else ())
        ]
        return format_html_join(mark_safe("<br>"), "{} · {} · {}<br>{}<br>", shown)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        utterances.join(form.instance, form.cleaned_data["joined"])

    def get_deleted_objects(self, objs, request):
        """Leave out the statements, which do not prevent the deletion: they stay, and are joined no more."""
        to_delete, counts, forbidden, _ = super().get_deleted_objects(objs, request)
        return to_delete, counts, forbidden - {Statement._meta.verbose_name}, []

    def delete_model(self, request, obj):
        self.delete_queryset(request, Utterance.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        utterances.delete(queryset)


class StatementForm(InlineEntitiesForm):
    inline_entities = ("speaker",)
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
        widget=LookupSelectMultiple(Statement._meta.get_field("about"), admin.site),
        help_text="Whom the words speak of. A campaign's prose: the committee speaks, the candidate is whom it is about.",
    )
    topic_list = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        label="Topics",
        widget=LookupSelectMultiple(Statement._meta.get_field("topics"), admin.site),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["about_entities"] = list(self.instance.about.values_list("pk", flat=True))
            self.initial["topic_list"] = list(self.instance.topics.values_list("pk", flat=True))

    def clean_utterance(self):
        utterance = self.cleaned_data["utterance"]
        try:
            utterances.check_utterance(self.instance, utterance)
        except utterances.JoinRefused as refusal:
            raise ValidationError(refusal.reasons) from refusal
        return utterance

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
class StatementAdmin(WorkbenchAdmin):
    form = StatementForm
    list_display = ["words", "speaker__name", "kind", "said_on", "source_link", "key"]
    list_filter = [SourceFilter, "kind", "topics", SourceKindFilter]
    search_fields = ["text", "speaker__name", "speaker_as_named", "passage__exact", "passage__source__title", "=key"]
    ordering = ["passage__source", "passage__start", "key"]
    autocomplete_fields = ["passage", "speaker", "within", "utterance"]
    select_related = ("passage__source", "speaker")
    fieldsets = [
        (None, {"fields": ["key", "withdraw", "kind"]}),
        WorkbenchAdmin.PASSAGE_FIELDSET,
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
        WorkbenchAdmin.NOTES_FIELDSET,
    ]

    @admin.display(ordering="text")
    def words(self, obj) -> str:
        return shorten(obj.text)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        may_add = request.user.has_perm("dara.add_topic")
        add_link(form, "topic_list", Statement._meta.get_field("topics"), "admin:dara_topic_add", may_add=may_add)
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["text"])  # which the database derives

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.about.set(form.cleaned_data["about_entities"])
        form.instance.topics.set(form.cleaned_data["topic_list"])


class EndorsementForm(InlineEntitiesForm):
    inline_entities = ("endorser", "candidate")
    new_endorser, new_endorser_kind = name_field(), kind_field()
    new_candidate, new_candidate_kind = name_field(), kind_field()
    add_candidacy = candidacy_field()


@admin.register(Endorsement)
class EndorsementAdmin(OfCandidateAdmin):
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
    select_related = ("passage__source", "endorser", "candidate", "race")
    fieldsets = [
        (None, {"fields": ["key", "withdraw"]}),
        WorkbenchAdmin.PASSAGE_FIELDSET,
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
        WorkbenchAdmin.NOTES_FIELDSET,
    ]


class TombstoneForm(CuratedForm):
    def clean(self):
        cleaned = super().clean()
        names = self.instance._state.adding and cleaned.get("key") and cleaned.get("kind")
        if names and not is_held(Tombstone(key=cleaned["key"], kind=cleaned["kind"])):
            self.add_error("key", "The archive holds no such record. Withdraw a record from its own page, which fills this in.")
        return cleaned


@admin.register(Tombstone)
class TombstoneAdmin(CuratedAdmin):
    form = TombstoneForm
    list_display = ["key", "kind", "withdrawn_on", "ground", "note"]
    list_filter = ["kind", "ground"]
    search_fields = ["=key", "note"]
    ordering = ["-withdrawn_on", "key"]
    permanent_fields = ("key", "kind")
    readonly_fields = ["past", "withdrawn_on"]
    fields = ["key", "kind", "withdrawn_on", "ground", "note", "translations", "past"]

    @admin.display(description="the record")
    def past(self, obj) -> SafeString | str:
        """Link the history of the record, from which it can be brought back."""
        if obj._state.adding:
            return "–"
        url = reverse(f"admin:dara_{Tombstone.MODELS[Tombstone.Kind(obj.kind)].lower()}_history", args=[obj.key])
        return format_html("<a href='{}'>Its history, from which it can be brought back</a>", url)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # that the record was withdrawn stays known

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            warn_of_utterances(request, withdraw(obj))

    def view_on_site(self, obj) -> str | None:
        if obj.kind == Tombstone.Kind.FACT:
            return None  # facts have no page of their own
        return settings.DARA_BASE_URL + permalink(obj.kind.removesuffix("s"), obj.key)
