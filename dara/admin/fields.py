"""Form fields for values of several lines: the pieces of a quotation, inferred values, and translations."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model

from dara.models import Source
from dara.models.fields import validate_partial_date
from dara.models.translations import QUOTED, flat

OMISSION = "…"  # alone on its line, it separates two pieces


def plain_newlines(text: str | None) -> str:
    """Return the text with LF as texts of the archive have it; browsers send a newline as CRLF."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def is_key(model: type[Model], value: Any) -> bool:
    """Return whether the value can be a primary key of the model."""
    assert model._meta.pk is not None
    try:
        model._meta.pk.to_python(value)
    except (ValidationError, ValueError):  # ValueError: thousands of digits
        return False
    return "\0" not in str(value)


def name_to_choose(row: Model) -> str:
    """Return what a row is called among choices: its name, and of a source also the date and the key, as many have the same title."""
    return f"{row} ({row.published_on or 'undated'}, {row.pk})" if isinstance(row, Source) else str(row)


class SourceField(forms.ModelChoiceField):
    """A choice of a source."""

    def label_from_instance(self, obj):
        return name_to_choose(obj)


class _Lookup:
    """A select whose options are looked up while somebody types. What is no key, as in a made-up address, is not looked up.

    `source`: the key of the source that the form is about, whose own groups alone are offered."""

    source = ""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [each for each in value if not each or is_key(self.choices.queryset.model, each)], attr)

    def get_url(self):
        return f"{super().get_url()}?source={self.source}" if self.source else super().get_url()


class LookupSelect(_Lookup, AutocompleteSelect):
    pass


class LookupSelectMultiple(_Lookup, AutocompleteSelectMultiple):
    pass


class PiecesField(forms.CharField):
    """A textarea for a list of pieces, separated by a line with only “…”.

    A newline does not separate pieces, because it may be part of one: a post has several lines. Pieces that should have been separated are refused
    later on; pieces that should not have been would show an omission where there is none."""

    widget = AdminTextareaWidget

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        return f"\n{OMISSION}\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: str | None) -> str:
        return plain_newlines(super().to_python(value))

    def clean(self, value: str | None) -> list[str]:  # type: ignore[override]  # the stubs allow a text only
        lines = super().clean(value)
        pieces = (piece.strip(" \n") for piece in re.split(rf"(?m)^[ \t]*(?:{OMISSION}|\.\.\.)[ \t]*$", lines))
        return [piece for piece in pieces if piece]

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)


class PartialDate(forms.CharField):
    """A date as precise as a source says, where no column of the form's model is filled with it; empty where nothing says."""

    default_validators = [validate_partial_date]

    def __init__(self, **kwargs):
        kwargs = {"required": False, "help_text": "As precise as the source is: 2020, 2020-03 or 2020-03-05."} | kwargs
        super().__init__(max_length=10, widget=AdminTextInputWidget, **kwargs)


class LinesField(forms.CharField):
    """A textarea for {name: words}, with a line `name: words` for each. An indented line continues the one before."""

    widget = AdminTextareaWidget
    line: str  # a description of a line, for error messages

    def prepare_value(self, value: dict[str, Any] | str | None) -> str | None:
        if isinstance(value, dict):
            return "\n".join(f"{name}: {words}".replace("\n", "\n  ") for name, words in sorted(value.items()))
        return value

    def to_python(self, value: str | None) -> str:
        return plain_newlines(super().to_python(value))

    def clean(self, value: str | None) -> dict[str, Any]:  # type: ignore[override]  # the stubs allow a text only
        found: dict[str, Any] = {}
        for line in re.sub(r"\n[ \t]+", "\0", super().clean(value)).splitlines():
            if not line.strip():
                continue
            name, _, words = (part.strip() for part in line.replace("\0", "\n").partition(":"))
            if not words:
                raise ValidationError(f"“{line}”: write {self.line}.")
            if name in found:
                raise ValidationError(f"“{name}” stands there twice.")
            found[name] = words
        return found

    def has_changed(self, initial: dict[str, Any] | None, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial or {}), data)


class InferredLinesField(LinesField):
    """A textarea for {name of a field: basis}."""

    line = "the field, a colon and the basis, as `said_on: “on Friday”, in a story of …`"

    def __init__(self, *, names: Iterable[str]):
        self.names = sorted(names)
        super().__init__(
            required=False,
            widget=AdminTextareaWidget(attrs={"rows": 4}),
            help_text="What the source does not state and we conclude, one a line, each with its basis: "
            "“said_on: ‘on Friday’, in a story dated 2020-11-06, a Friday”. "
            f"Fields: {', '.join(self.names)}. Without a line here, a value stands as the source's.",
        )

    def clean(self, value: str | None) -> dict[str, str]:  # type: ignore[override]  # as above
        inferred = super().clean(value)
        for name in inferred:
            if name not in self.names:
                raise ValidationError(f"There is no field “{name}”; it is one of {', '.join(self.names)}.")
        return inferred


class TranslationLinesField(LinesField):
    """A textarea for {language: {field: words, "inferred": {field: basis}}}, with names as in record files: `es.inferred.said_on: …`.

    Whether there is anything to translate in a field is checked by the model (dara.models.translations)."""

    line = "the language, the field, a colon and the words, as `es.note: …` or `es.inferred.said_on: …`"

    def __init__(self, *, names: Sequence[str], **kwargs):
        basis = "; a basis as “es.inferred.said_on: …”" if "inferred" in names else ""
        quoted = " “text” is a reviewed translation of the source's words, to stand beside them." if QUOTED in names else ""
        kwargs["help_text"] = (
            f"Our own words in Spanish, one field a line: “es.{names[0]}: …”{basis}. Fields: {', '.join(names)}.{quoted} "
            "What is not translated is shown in English."
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: dict[str, Any] | str | None) -> str | None:
        if isinstance(value, dict):
            value = {f"{language}.{name}": said for language, words in value.items() for name, said in flat(words).items()}
        return super().prepare_value(value)

    def clean(self, value: str | None) -> dict[str, Any]:  # type: ignore[override]  # as above
        translations: dict[str, Any] = {}
        for path, said in super().clean(value).items():
            language, _, name = path.partition(".")
            if name in ("", "inferred"):
                raise ValidationError(f"“{path}”: write {self.line}.")
            words = translations.setdefault(language, {})
            if name.startswith("inferred."):
                words = words.setdefault("inferred", {})
            words[name.removeprefix("inferred.")] = said
        return translations
