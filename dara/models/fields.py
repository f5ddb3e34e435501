"""Columns that several models share: opaque keys, and dates of known precision.

The CHECK on every such date is in `sql/values.sql`, as it calls a function of ours."""

import datetime
import re

from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

KEY_PATTERN = r"^[0-9a-z]{8}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"  # BCP 47, without its rarest tags
# 2020, 2020-03 or 2020-03-05: ISO 8601-1 §5.2.2, a date of reduced precision. As text it says its own precision and sorts by itself.
PARTIAL_DATE_PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def validate_partial_date(value: str) -> None:
    """Refuse what is not a year, a year and month, or a real day of the calendar (ISO 8601, e.g. "2020-03")."""
    message = f"“{value}” is not a date: write 2020, 2020-03 or 2020-03-05, as precise as the source is."
    if not re.match(PARTIAL_DATE_PATTERN, value):
        raise ValidationError(message)
    if len(value) == len("2020-03-05"):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise ValidationError(message) from None


class KeyField(models.CharField):
    """A record's or source's opaque name: 8 letters and digits, given once, the primary key and the permalink."""

    default_validators = [RegexValidator(KEY_PATTERN, "A key is 8 small letters and digits.")]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 8, "primary_key": True, "db_collation": "C"}
        kwargs.setdefault("help_text", "8 letters and digits, given once; the permalink.")
        super().__init__(**kwargs)


class SlugField(models.SlugField):
    """A name in addresses and record files, unique among its kind, sorted by code point."""

    def __init__(self, **kwargs):
        kwargs |= {"unique": True, "db_collation": "C"}
        super().__init__(**kwargs)


class PartialDateField(models.CharField):
    """A date with the precision that is known, or null: “2020”, “2020-03” or “2020-03-05”."""

    default_validators = [validate_partial_date]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 10, "null": True, "blank": True, "db_collation": "C"}
        super().__init__(**kwargs)

    def clean(self, value, model_instance):
        return super().clean(value or None, model_instance)  # an empty form field is "not stated", not ""


class LanguageField(models.CharField):
    """The language of a text, as HTML's `lang` has it: a tag of BCP 47, e.g. “en”, “es”, “zh-Hant”."""

    default_validators = [RegexValidator(LANGUAGE_PATTERN, "A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.")]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 35, "db_collation": "C"}  # RFC 5646 §4.4.1
        super().__init__(**kwargs)


class VersionField(models.DateTimeField):
    """When a record came to say what it says: of its last change, or of its making. The database keeps it (`sql/versions.sql`)."""

    def __init__(self, **kwargs):
        kwargs |= {"db_default": TransactionNow(), "editable": False}
        super().__init__(**kwargs)


TEXT_SEARCH = "public.dara_english"  # English words by their stems, without accents (`sql/search.sql`)


def search_column(**columns: str | tuple[str | models.Expression, ...]) -> models.GeneratedField:
    """What full-text search reads of a row, made by PostgreSQL: weight → column or columns, as search_column(A="text", D="found_by").

    Columns are of the row itself, or a text in one of JSON: a generated column cannot follow a foreign key."""
    first, *others = (
        SearchVector(*([names] if isinstance(names, str) else names), config=TEXT_SEARCH, weight=weight)
        for weight, names in sorted(columns.items())
    )
    return models.GeneratedField(expression=sum(others, start=first), output_field=SearchVectorField(), db_persist=True)


class LeanManager(models.Manager):
    """Rows without the columns that only searching reads."""

    def get_queryset(self):
        names = {field.name for field in self.model._meta.concrete_fields}
        return super().get_queryset().defer(*names & {"search", "found_by"})


def is_slug(field: str = "slug") -> models.CheckConstraint:
    """A CHECK that `field` can stand in an address."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": r"^[-a-zA-Z0-9_]+$"}),
        name=f"%(class)s_{field}_is_a_slug",
        violation_error_message="A slug is letters, digits, hyphens and underscores.",
    )


def is_key(field: str) -> models.CheckConstraint:
    """A CHECK that `field` is an opaque key."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": KEY_PATTERN}),
        name=f"%(class)s_{field}_is_8_letters_and_digits",
        violation_error_message="A key is 8 small letters and digits.",
    )
