"""The form that makes a passage of pasted words, for everything that rests on a passage."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from dara.admin.base import TITLE_SHOWN, CuratedAdmin, CuratedForm, link, public_url, reply_links, shorten
from dara.admin.fields import LookupSelect, SourceField, plain_newlines
from dara.admin.merge import MergeableAdmin
from dara.curation.permissions import may_publish
from dara.curation.records import add_record, set_passage
from dara.models import Passage, PendingUpload, Source, Tombstone
from dara.models.uploads import text_of
from dara.text import anchoring

Fieldset = tuple[str, Any]  # a title, and options as Django's ModelAdmin.fieldsets has them


class PassageForm(CuratedForm):
    """Takes a source and exact words from it, or a passage of the archive. If both are given, the words count.

    The words are found in the text when the form is validated. The passage is added when the record is saved (`set_passage`).
    The form of a draft that rests on an upload takes words of that one: it has become a source by then."""

    upload: PendingUpload | None = None

    passage_source = SourceField(
        Source.objects.all(),
        required=False,
        label="Source",
        widget=LookupSelect(Passage._meta.get_field("source"), admin.site),
        help_text="The document that the words stand in. Its paragraphs, to copy from, are linked on its page.",
    )
    passage_words = forms.CharField(
        required=False,
        label="Exact words",
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text="Paste them from the source, to the letter. Of a quotation: from its first opening to its last closing mark, "
        "the attribution included. Of a stance or a figure: the sentences that say it.",
    )
    passage_start = forms.IntegerField(
        required=False,
        min_value=0,
        widget=forms.HiddenInput,
        help_text="Where the words were selected: their first code point.",
    )
    passage_prefix = forms.CharField(
        required=False, strip=False, label="Just before", help_text="Only where the words stand there twice; with the space."
    )
    passage_suffix = forms.CharField(
        required=False, strip=False, label="Just after", help_text="Only where the words stand there twice; with the space."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found: Passage | None = None  # the passage of the pasted words, not saved
        if self.upload and "passage_source" in self.fields:
            waiting = PendingUpload.objects.filter(pk=self.upload.pk)
            self.fields["passage_source"] = forms.ModelChoiceField(waiting, required=False, label="Source, not public yet")
        if "passage" in self.fields:
            self.fields["passage"].required = False
            self.fields["passage"].label = "Or a passage held already"
            if self.instance.passage_id:
                self.initial.setdefault("passage_source", self.instance.passage.source_id)

    def needs_passage(self) -> bool:
        return True

    def clean(self):
        cleaned = super().clean()
        words, source = cleaned.get("passage_words"), cleaned.get("passage_source")
        if not self.needs_passage() or self.errors.keys() & {"passage", "passage_source", "passage_words"}:
            return cleaned
        if words and source:
            self._find(source, words)
        elif words:
            self.add_error("passage_source", "Name the source that these words stand in.")
        elif not cleaned.get("passage"):
            self.add_error("passage_words", "Paste the words that say it, or pick a passage below: no record without a passage.")
        elif source and source.pk != cleaned["passage"].source_id:
            self.add_error("passage_words", "Another source is named than the passage's: paste its words too.")
        return cleaned

    def _find(self, source: Source | PendingUpload, words: str) -> None:
        body = text_of(source).values_list("body", flat=True).first()
        if body is None:
            self.add_error("passage_source", "The archive holds no text of this source.")
            return
        try:
            start, end = self._find_in_text(body, plain_newlines(words))
        except anchoring.AnchorError as error:
            self.add_error("passage_words", str(error))
        else:
            self.found = Passage(source_id=source.pk, start=start, end=end, exact=body[start:end])

    def _find_in_text(self, body: str, words: str) -> tuple[int, int]:
        """Return the span of the words: where they were selected, or else, if they were pasted or corrected since, their only place in the text."""
        selected = self.cleaned_data.get("passage_start")
        if selected is not None and body.startswith(words, selected):
            return selected, selected + len(words)
        prefix, suffix = (plain_newlines(self.cleaned_data.get(name, "")) for name in ("passage_prefix", "passage_suffix"))
        return anchoring.find(body, words, prefix, suffix)

    @property
    def words_of_passage(self) -> str | None:
        """The words of the record's passage; None if the form has no valid passage."""
        passage = self.found or self.cleaned_data.get("passage")
        return passage.exact if passage else None

    def set_passage(self) -> None:
        """Let the record rest on the passage of the pasted words."""
        if self.found:
            set_passage(self.instance, self.found)


class EvidencedAdmin(CuratedAdmin):
    """The admin of a model whose rows rest on a passage."""

    form = PassageForm
    autocomplete_fields = ["passage"]
    readonly_fields = ["evidence"]
    select_related: tuple[str, ...] = ("passage__source",)
    PASSAGE_FIELDSET: Fieldset = (
        "Passage",
        {
            "fields": [
                "evidence",
                "passage_source",
                "passage_words",
                "passage_start",
                ("passage_prefix", "passage_suffix"),
                "passage",
            ]
        },
    )

    @admin.display(description="rests on")
    def evidence(self, obj) -> SafeString:
        passage = obj.passage
        return format_html(
            "{}<br>{} · {} · <a href='{}'>in its context, on the public site</a>",
            linebreaksbr(passage.exact, autoescape=True),
            link(passage.source),
            link(passage, f"passage {passage.start}–{passage.end}"),
            public_url(passage.source, passage.anchor),
        )

    @admin.display(description="source", ordering="passage__source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.passage.source, shorten(str(obj.passage.source), TITLE_SHOWN))

    @admin.display(description="passage", ordering="passage__start")
    def passage_words_shortened(self, obj) -> str:
        return shorten(obj.passage.exact)

    def save_model(self, request, obj, form, change):
        form.set_passage()
        super().save_model(request, obj, form, change)


class RecordAdmin(MergeableAdmin, EvidencedAdmin):
    """The admin of a kind of record. A record is never deleted without a trace: it is withdrawn."""

    readonly_fields = ["key", "evidence", "withdraw", "replies"]
    NOTES_FIELDSET: Fieldset = ("In the archive's words", {"fields": ["summary", "note", "inferred", "translations"]})

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, ("Replies", {"fields": ["replies"]})] if obj else fieldsets

    @admin.display(description="archived as sources")
    def replies(self, obj) -> SafeString:
        return reply_links(obj)

    @admin.display(description="withdraw")
    def withdraw(self, obj) -> SafeString | str:
        """Link the form of a tombstone for the record."""
        kind = next((kind for kind, name in Tombstone.MODELS.items() if name == type(obj).__name__), None)
        if obj._state.adding or kind is None:
            return "–"
        url = f"{reverse('admin:dara_tombstone_add')}?{urlencode({'key': obj.key, 'kind': kind})}"
        return format_html("<a href='{}'>Withdraw this record, leaving a tombstone at its address</a>", url)

    def save_model(self, request, obj, form, change):
        if not change and not may_publish(request.user, self.model):
            raise PermissionDenied  # users who may only draft see the form of a draft, too
        form.set_passage()
        form.set_entities()
        if change:
            obj.save()
        else:
            add_record(obj)
