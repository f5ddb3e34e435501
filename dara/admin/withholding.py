"""The admin of withholdings and replies.

Words are withheld in two steps: the form finds them, and a second page shows what is withdrawn with them, to be confirmed. Deleting a withholding lifts
it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.admin.base import TITLE_SHOWN, CuratedAdmin, CuratedForm, OwnSourceFilter, link, public_url, shorten, warn_of_utterances
from dara.admin.corrections import check_words, notes_of
from dara.admin.fields import plain_newlines
from dara.admin.lifting import LiftingAdmin
from dara.admin.sources import in_paragraphs
from dara.archive.download_builds import start_build
from dara.curation.withholding import Consequences, consequences, withhold
from dara.models import Reply, Source, SourceText, Tombstone, Withholding
from dara.models.keys import new_key
from dara.text import anchoring

SOURCES_SHOWN = 20  # other sources with the same words


def text_of(source: Source) -> str:
    return SourceText.objects.filter(source=source).values_list("body", flat=True).first() or ""


def words_of(withholding: Withholding) -> str:
    return text_of(withholding.source)[withholding.start : withholding.end]


class WithholdForm(CuratedForm):
    """Takes pasted words, or their start and end, or the whole text: one of the three."""

    whole = forms.BooleanField(required=False, label="The whole text")
    words = forms.CharField(
        required=False,
        strip=False,
        label="Exact words",
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text="Paste them from the source, to the letter, and no more than must go.",
    )
    before = forms.CharField(
        required=False, strip=False, label="Just before", help_text="Only where the words stand there twice; with the space."
    )
    after = forms.CharField(
        required=False, strip=False, label="Just after", help_text="Only where the words stand there twice; with the space."
    )

    consequences: Consequences  # set once the words are found

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self._find_words(cleaned)
        if not self.errors:
            source, start, end = cleaned["source"], cleaned["start"], cleaned["end"]
            self.consequences = consequences(Withholding(source=source, start=start, end=end))
            for sentence in self.consequences.obstacles:
                self.add_error(None, sentence)
            _check_note(self, Withholding(source=source, start=start, end=end))
        return cleaned

    def _find_words(self, cleaned: dict[str, Any]) -> None:
        """Set start and end, both None for the whole text."""
        words, span = plain_newlines(cleaned["words"]), [cleaned["start"], cleaned["end"]]
        if bool(words) + cleaned["whole"] + (span != [None, None]) != 1:
            self.add_error("words", "Paste the words, or give their start and end, or choose the whole text: one of the three.")
        elif words:
            before, after = plain_newlines(cleaned["before"]), plain_newlines(cleaned["after"])
            try:
                cleaned["start"], cleaned["end"] = anchoring.find(text_of(cleaned["source"]), words, before, after)
            except anchoring.AnchorError as error:
                self.add_error("words", str(error))
        elif not cleaned["whole"] and (None in span or not span[0] < span[1] <= len(text_of(cleaned["source"]))):
            self.add_error("end", "Give both start and end, the start before the end, within the text.")

    @property
    def confirmation(self) -> str:
        """What the user confirms: these words and these records. If either changes meanwhile, the second page is shown again."""
        cleaned = self.cleaned_data
        return " ".join(
            map(str, [cleaned["source"].pk, cleaned["start"], cleaned["end"], *(each.key for each in self.consequences.records)])
        )


class WithholdingForm(CuratedForm):
    """Corrects the ground and the note of what is withheld."""

    def clean(self):
        cleaned = super().clean()
        _check_note(self, self.instance)
        return cleaned


def _check_note(form: forms.ModelForm, withholding: Withholding) -> None:
    try:
        check_words(notes_of(form.cleaned_data), withholding.source_id, withholding)
    except ValidationError as error:
        form.add_error("note", error)


@admin.register(Withholding)
class WithholdingAdmin(LiftingAdmin):
    list_display = ["key", "source_link", "place", "ground", "withheld_on", "note"]
    list_filter = [OwnSourceFilter, "ground"]
    search_fields = ["=key", "=source__key", "source__title", "note"]
    ordering = ["-withheld_on", "key"]
    autocomplete_fields = ["source"]
    permanent_fields = ("source", "start", "end")
    readonly_fields = ["key", "withheld_words"]
    select_related = ("source",)
    actions = None  # withholdings are lifted one by one, after a warning
    GROUND_FIELDSET = ("Why", {"fields": ["ground", "withheld_on", "note", "translations"]})

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = WithholdingForm if change else WithholdForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj:
            return [(None, {"fields": ["key", "source", ("start", "end"), "withheld_words"]}), self.GROUND_FIELDSET]
        places = {"fields": ["source", "words", ("before", "after"), ("start", "end"), "whole"]}
        return [("What is withheld", places), self.GROUND_FIELDSET]

    def add_view(self, request, form_url="", extra_context=None):
        """Show what is withdrawn with the words, once they are found, to be confirmed."""
        if request.method == "POST" and self.has_add_permission(request):
            form = self.get_form(request)(request.POST)
            if form.is_valid() and request.POST.get("confirmed") != form.confirmation:
                return self._confirm(request, form)
        return super().add_view(request, form_url, extra_context)

    def _confirm(self, request, form: WithholdForm) -> TemplateResponse:
        withholding = form.save(commit=False)
        words = words_of(withholding)
        others = (
            Source.objects.filter(text__body__contains=words).exclude(pk=withholding.source_id) if words else Source.objects.none()
        )
        context = {
            **self.admin_site.each_context(request),
            "title": "Withhold these words?",
            "opts": self.opts,
            "withholding": withholding,
            "words": in_paragraphs(words),
            "records": [(each._meta.verbose_name, link(each), each.passage.exact) for each in form.consequences.records],
            "repeats": 0 if withholding.is_whole else text_of(withholding.source).count(words) - 1,
            "other_sources": [link(each) for each in others.newest_first()[:SOURCES_SHOWN]],
            "submitted": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in ("confirmed", "csrfmiddlewaretoken")
                for value in values
            ],
            "confirmation": form.confirmation,
        }
        return TemplateResponse(request, "admin/dara/withholding/withhold_confirmation.html", context)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.key = new_key()
        withdrawn = withhold(obj)
        kinds = ", ".join(f"{each.get_kind_display().lower()} {each.key}" for each in withdrawn.tombstones)
        messages.info(request, f"Withdrawn with these words: {kinds}." if kinds else "No record had to be withdrawn.")
        messages.info(request, "The downloads of the public site are made anew without these words; until then it offers none.")
        transaction.on_commit(start_build)
        warn_of_utterances(request, withdrawn.utterances)

    @admin.display(description="source", ordering="source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.source, shorten(str(obj.source), TITLE_SHOWN))

    @admin.display(description="place", ordering="start")
    def place(self, obj) -> str:
        return "the whole text" if obj.is_whole else f"{obj.start}–{obj.end}"

    @admin.display(description="words, as curators alone read them")
    def withheld_words(self, obj) -> SafeString | str:
        return "the whole text" if obj.is_whole else in_paragraphs(words_of(obj))

    def view_on_site(self, obj) -> str:
        return public_url(obj.source)


@admin.register(Reply)
class ReplyAdmin(CuratedAdmin):
    """Replies to a record or source. Deleting a reply deletes neither the source that replies nor what it answers."""

    list_display = ["__str__", "source_link", "kind", "key"]
    list_filter = [OwnSourceFilter, "kind"]
    search_fields = ["=key", "=source__key", "source__title"]
    ordering = ["source", "kind", "key"]
    autocomplete_fields = ["source"]
    select_related = ("source",)
    readonly_fields = ["answers"]
    fields = ["source", ("kind", "key"), "answers"]

    @admin.display(description="source", ordering="source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.source, shorten(str(obj.source), TITLE_SHOWN))

    @admin.display(description="answers")
    def answers(self, obj) -> SafeString | str:
        if not obj.pk:
            return "–"
        return link(obj.record) or format_html("a {} that was withdrawn", Tombstone.Kind(obj.kind).label.lower())

    def view_on_site(self, obj) -> str:
        return public_url(obj.source)
