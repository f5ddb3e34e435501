"""The kinds of filters that lists have, and the form fields that read their values."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dara.public.search.query import MAX_LENGTH, Query
from dara.public.search.results import matching
from dara.public.search.synonyms import with_synonyms

UNDATED = "none"  # the value of a year filter for rows whose date is not stated


class QueryField(forms.CharField):
    """A search text of at most 2,000 characters. Its cleaned value is a `Query`, which is false where there is no text."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": MAX_LENGTH, **kwargs})

    def clean(self, value) -> Query:
        return Query.parse(super().clean(value))


class ReferenceField(forms.ModelChoiceField):
    """A row named by its slug or key. A value that names none is an error with a sentence of its own."""

    def to_python(self, value):
        if isinstance(value, str) and "\0" in value:  # PostgreSQL refuses it, and not with a ValueError
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ReferenceFilter(django_filters.ModelChoiceFilter):
    """Filters by a row that is named by its slug or key."""

    field_class = ReferenceField

    def __init__(self, label: Any, queryset: QuerySet, to_field_name: str = "slug", **kwargs):
        kwargs["error_messages"] = {"invalid_choice": _("There is none of this name.")}
        super().__init__(queryset=queryset, to_field_name=to_field_name, label=label, **kwargs)


class ChoiceFilter(django_filters.ChoiceFilter):
    """Filters by one of a few values. The error message lists them."""

    def __init__(self, label: Any, choices: Any, **kwargs):
        names = ", ".join(f"“{value}”" for value, name in getattr(choices, "choices", choices))
        kwargs["error_messages"] = {"invalid_choice": format_lazy(_("It is one of {names}."), names=names)}
        super().__init__(label=label, choices=choices, **kwargs)


class QueryFilter(django_filters.CharFilter):
    """Filters by a search text, in the syntax that `dara.public.search.query` describes."""

    field_class = QueryField

    def __init__(self, **kwargs):
        super().__init__(label=_("Words"), **kwargs)

    def filter(self, queryset, value):
        return matching(queryset, value) if value else queryset


class Synonyms(models.TextChoices):
    NO = "no", _("Only my words")


class SynonymsFilter(ChoiceFilter):
    """Tells how the search text is read: with synonyms, or (“no”) without. `ListForm` does so; no row is filtered by it."""

    def __init__(self, **kwargs):
        super().__init__(_("Search"), Synonyms, **kwargs)

    def filter(self, queryset, value):
        return queryset


class ListForm(forms.Form):
    """The form of a list. Its `q`, if it has one, is read with synonyms, unless its `synonyms` is “no”. Asks the database once."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("q") and values.get("synonyms") != Synonyms.NO:
            values["q"] = with_synonyms(values["q"])
        return values


class YearFilter(django_filters.CharFilter):
    """Filters by the year of a partial date, or by “none” for rows without a date."""

    field_class = forms.RegexField

    def __init__(self, label: Any, field_name: str):
        invalid = _("Write a year, as 2020, or “{none}” for those without a date.")
        messages = {"invalid": format_lazy(invalid, none=UNDATED)}
        super().__init__(field_name, label=label, regex=rf"^([0-9]{{4}}|{UNDATED})\Z", error_messages=messages)

    def filter(self, queryset, value):
        if not value:
            return queryset
        if value == UNDATED:
            return queryset.filter(**{f"{self.field_name}__isnull": True})
        return queryset.filter(**{f"{self.field_name}__startswith": value})
