"""What a browser sends of a form, field by field: of the form as it was shown, and of the form as somebody has changed it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from dara.admin.fields import is_key, name_to_choose, plain_newlines

Values = dict[str, list[str]]  # the values by the fields' names, as Django's QueryDict has them


@dataclass(frozen=True)
class Difference:
    """A field whose stored value is another one than the value that was typed, both as text for people."""

    label: str
    stored: str
    typed: str


def untouched_values(form: forms.BaseForm) -> Values:
    """Return what a browser sends if nobody changes anything in the form, in the form of `plain_values`."""
    values = {name: _untouched(field, form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    return plain_values(values, form)


def _untouched(field: forms.Field, initial: Any) -> list[str]:
    widget: Any = getattr(field.widget, "widget", field.widget)
    value = field.prepare_value(initial)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if getattr(widget, "allow_multiple_selected", False):
        return [str(each) for each in value or ()]
    if isinstance(widget, forms.Select) and value in (None, ""):
        return [str(next(iter(widget.choices), ("",))[0])]  # a browser sends the first of the choices
    return ["" if value is None else str(value if isinstance(widget, forms.Select) else widget.format_value(value) or "")]


def plain_values(values: Mapping[str, Sequence[str]], form: forms.BaseForm) -> Values:
    """Return the values of the form's fields without what makes no difference: kinds of newlines, white space at the ends, order, empty values."""
    found = {name: sorted(filter(None, (plain_newlines(each).strip() for each in sent))) for name, sent in values.items()}
    return {name: sent for name, sent in found.items() if sent and name in form.fields}


def differences(form: forms.BaseForm, stored: Values, typed: Values) -> list[Difference]:
    """Compare two sets of values of the form, field by field."""
    return [
        Difference(str(field.label or name), _in_words(field, stored.get(name, [])), _in_words(field, typed.get(name, [])))
        for name, field in form.fields.items()
        if stored.get(name, []) != typed.get(name, []) and not isinstance(field.widget, forms.HiddenInput)
    ]


def _in_words(field: Any, values: Sequence[str]) -> str:
    offered: Any = getattr(field, "queryset", None)
    if offered is not None:
        return ", ".join(
            name_to_choose(row) for row in offered.filter(pk__in=[each for each in values if is_key(offered.model, each)])
        )
    if isinstance(field, forms.ChoiceField):
        names = {str(value): str(name) for value, name in field.widget.choices}
        return ", ".join(names.get(each, each) for each in values)
    return "\n".join(values)


def digest(values: Any) -> str:
    """Return a digest of values that JSON can hold, of 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
