"""Why something is corrected: two fields of the form of what is published, which the history keeps and the public log shows."""

from typing import Any

import pghistory
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from dara.curation.withheld_words import repeated
from dara.models import (
    CandidacyFact,
    Correction,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Source,
    Statement,
    Withholding,
)

CORRECTED = (Statement, Endorsement, ElectionResult, CandidacyFact, Source, Election, Entity)  # what the public log is about
FIELDS = ("correction_ground", "correction_note")
FIELDSET = ("Why it is corrected", {"fields": list(FIELDS), "description": "The public reads this in the list of corrections."})


def source_of(row: Any) -> str | None:
    """Return the key of the source that the row is, or rests on, or is described by; None for one that has none."""
    if isinstance(row, Source):
        return row.pk
    passage = getattr(row, "passage", None)
    return passage.source_id if passage else getattr(row, "source_id", None)


def check_words(texts: list[str], source: str | None, about: Withholding | None = None) -> None:
    """Raise ValidationError if one of the texts repeats withheld words."""
    if (found := repeated(texts, source, about)) is not None:
        raise ValidationError(f"This repeats words that are withheld: “{found}”. Say it without them.")


def notes_of(cleaned: dict[str, Any]) -> list[str]:
    """Return the note of a form, in all its languages."""
    translations = cleaned.get("translations") or {}
    return [cleaned.get("note") or "", *(words.get("note", "") for words in translations.values())]


class ReasonForm(forms.ModelForm):
    """Takes the reason for a correction."""

    asks_reason = False  # whether the form corrects something published
    correction_ground = forms.ChoiceField(choices=[("", "---------"), *Correction.Ground.choices], required=False, label="Ground")
    correction_note = forms.CharField(
        required=False,
        label="Note on the ground",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        max_length=1000,
        help_text="In a sentence, in the archive's words, without repeating what was wrong or is withheld.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.asks_reason:
            for name in FIELDS:
                self.fields.pop(name, None)

    def clean_correction_note(self):
        note = self.cleaned_data["correction_note"]
        if note and not self.cleaned_data.get("correction_ground"):
            raise ValidationError("Choose a ground, too.")
        check_words([note], source_of(self.instance))
        return note

    def tell_reason(self) -> None:
        """Let the history keep the reason with each change that the request makes."""
        if self.cleaned_data.get("correction_ground"):
            ground, note = (self.cleaned_data[name] for name in FIELDS)
            pghistory.context(correction={"ground": ground, "note": note})
