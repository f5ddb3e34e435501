"""Pasted words → passage: how everything that rests on a passage is added and corrected."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from dara.admin.base import TITLE_SHOWN, CuratedAdmin, CuratedForm, link, public_address, replies_to, shortened
from dara.admin.fields import plain_newlines
from dara.admin.merge import Mergeable
from dara.models import Passage, Source, SourceText, Tombstone
from dara.models.keys import new_key
from dara.text import anchoring

Fieldset = tuple[str, Any]  # a title, and Django's options


class PassageForm(CuratedForm):
    """Takes a source and its exact words, or an existing passage. Pasted words count before a picked passage.

    The passage is found as the form is checked, and made only when the record is saved (`place_passage`)."""

    passage_source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label="Source",
        widget=AutocompleteSelect(Passage._meta.get_field("source"), admin.site),
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
        self.found: Passage | None = None  # in the pasted words; not in the database yet
        if "passage" in self.fields:
            self.fields["passage"].required = False
            self.fields["passage"].label = "Or a passage held already"
            if self.instance.passage_id:
                self.initial.setdefault("passage_source", self.instance.passage.source_id)

    def clean(self):
        cleaned = super().clean()
        words, source = cleaned.get("passage_words"), cleaned.get("passage_source")
        if self.errors.keys() & {"passage", "passage_source", "passage_words"}:
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

    def _find(self, source: Source, words: str) -> None:
        body = SourceText.objects.filter(source=source).values_list("body", flat=True).first()
        if body is None:
            self.add_error("passage_source", "The archive holds no text of this source.")
            return
        try:
            start, end = self._place(body, plain_newlines(words))
        except anchoring.AnchorError as error:
            self.add_error("passage_words", str(error))
        else:
            self.found = Passage(source=source, start=start, end=end, exact=body[start:end])

    def _place(self, body: str, words: str) -> tuple[int, int]:
        """Where they were selected; else, as they were corrected since or pasted, wherever they stand once."""
        selected = self.cleaned_data.get("passage_start")
        if selected is not None and body.startswith(words, selected):
            return selected, selected + len(words)
        prefix, suffix = (plain_newlines(self.cleaned_data.get(name, "")) for name in ("passage_prefix", "passage_suffix"))
        return anchoring.find(body, words, prefix, suffix)

    @property
    def words_of_passage(self) -> str | None:
        """What the record's passage says, as far as the form knows by now."""
        passage = self.found or self.cleaned_data.get("passage")
        return passage.exact if passage else None

    def place_passage(self) -> None:
        """Gives the record its passage: the one that is held, or a new one."""
        if self.found:
            self.instance.passage, _ = Passage.objects.get_or_create(
                source=self.found.source, start=self.found.start, end=self.found.end, defaults={"exact": self.found.exact}
            )


class EvidencedAdmin(CuratedAdmin):
    """For whatever rests on a passage."""

    form = PassageForm
    autocomplete_fields = ["passage"]
    readonly_fields = ["evidence"]
    named_with: tuple[str, ...] = ("passage__source",)
    PASSAGE: Fieldset = (
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
            public_address(passage.source, passage.anchor),
        )

    @admin.display(description="source", ordering="passage__source__title")
    def source_link(self, obj) -> SafeString | None:
        return link(obj.passage.source, shortened(str(obj.passage.source), TITLE_SHOWN))

    @admin.display(description="passage", ordering="passage__start")
    def passage_words_shortened(self, obj) -> str:
        return shortened(obj.passage.exact)

    def save_model(self, request, obj, form, change):
        form.place_passage()
        super().save_model(request, obj, form, change)


class RecordAdmin(Mergeable, EvidencedAdmin):
    """For records: they are given their key as they are added, and withdrawn, never deleted without a trace."""

    readonly_fields = ["key", "evidence", "withdraw", "replies"]
    NOTES: Fieldset = ("In the archive's words", {"fields": ["summary", "note", "inferred", "translations"]})

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, ("Replies", {"fields": ["replies"]})] if obj else fieldsets

    @admin.display(description="archived as sources")
    def replies(self, obj) -> SafeString:
        return replies_to(obj)

    @admin.display(description="withdraw")
    def withdraw(self, obj) -> SafeString | str:
        """The way to a tombstone: the record goes, its address stays and says so."""
        kind = next((kind for kind, name in Tombstone.MODELS.items() if name == type(obj).__name__), None)
        if obj._state.adding or kind is None:
            return "–"
        address = f"{reverse('admin:dara_tombstone_add')}?{urlencode({'key': obj.key, 'kind': kind})}"
        return format_html("<a href='{}'>Withdraw this record, leaving a tombstone at its address</a>", address)

    def save_model(self, request, obj, form, change):
        if not change and not request.user.has_perm(f"dara.add_{self.opts.model_name}"):
            raise PermissionDenied  # who may only draft sees the form, and publishes nothing
        form.place_passage()
        form.place_entities()
        if not change:
            obj.key = new_key()
        obj.save(force_insert=not change)  # a key that is taken is refused, not overwritten
