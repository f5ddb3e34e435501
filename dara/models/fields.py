"""Model fields and constraints that several models share: keys, slugs, partial dates, languages, versions and search columns.

The CHECK on partial dates is plain SQL, because it calls a function of the archive (`sql/values.sql`)."""

import datetime
import re

from django import forms
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

KEY_PATTERN = r"^[0-9a-z]{8}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"  # BCP 47, without its rarest tags
# 2020, 2020-03 or 2020-03-05: ISO 8601-1 §5.2.2, a date of reduced precision. As text it says its own precision and sorts by itself.
PARTIAL_DATE_PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


# Of the web, and without white space: the same as the CHECK of the columns (`url_is_of_the_web`), which may know more kinds of white space.
ADDRESS_PATTERN = r"^https?://[^ \t\n\r\f\v]+\Z"

validate_address = RegexValidator(ADDRESS_PATTERN, "An address begins with http:// or https://, and has no spaces.")


def validate_partial_date(value: str) -> None:
    """Raise ValidationError unless the value is a year, a year and month, or a day of the calendar (ISO 8601, e.g. "2020-03")."""
    message = f"“{value}” is not a date: write 2020, 2020-03 or 2020-03-05, as precise as the source is."
    if not re.match(PARTIAL_DATE_PATTERN, value):
        raise ValidationError(message)
    if len(value) == len("2020-03-05"):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise ValidationError(message) from None


class KeyField(models.CharField):
    """The opaque name of a record or source: 8 letters and digits, given once. It is the primary key and part of the permalink."""

    default_validators = [RegexValidator(KEY_PATTERN, "A key is 8 small letters and digits.")]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 8, "primary_key": True, "db_collation": "C"}
        kwargs.setdefault("help_text", "8 letters and digits, given once; the permalink.")
        super().__init__(**kwargs)


class SlugField(models.SlugField):
    """A name in addresses and record files, unique in its table and sorted by code point."""

    def __init__(self, **kwargs):
        kwargs |= {"unique": True, "db_collation": "C"}
        super().__init__(**kwargs)


class PartialDateField(models.CharField):
    """A date with the precision that is known: “2020”, “2020-03” or “2020-03-05”; null where no date is stated."""

    default_validators = [validate_partial_date]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 10, "null": True, "blank": True, "db_collation": "C"}
        super().__init__(**kwargs)

    def clean(self, value, model_instance):
        return super().clean(value or None, model_instance)  # an empty form field is "not stated", not ""


class LanguageField(models.CharField):
    """The language of a text as a BCP 47 tag, like HTML's `lang`: “en”, “es”, “zh-Hant”."""

    default_validators = [RegexValidator(LANGUAGE_PATTERN, "A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.")]

    def __init__(self, **kwargs):
        kwargs |= {"max_length": 35, "db_collation": "C"}  # RFC 5646 §4.4.1
        super().__init__(**kwargs)


class AddressFormField(forms.URLField):
    """An address in a form. What is typed without a scheme is taken for https; nothing else is changed."""

    default_validators = [validate_address]

    def to_python(self, value):
        value = forms.CharField.to_python(self, value)
        return f"https://{value}" if value and "://" not in value else value


class AddressField(models.URLField):
    """An address of the web as a document had it: hosts of one's own network, or with an underscore, are addresses too."""

    default_validators = [validate_address]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs  # the database has the same column

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": AddressFormField, **kwargs})


class VersionField(models.DateTimeField):
    """When a record or source was last changed, or else made. Triggers of the database keep it (`sql/versions.sql`)."""

    def __init__(self, **kwargs):
        kwargs |= {"db_default": TransactionNow(), "editable": False}
        super().__init__(**kwargs)


TEXT_SEARCH = "public.dara_english"  # the text search configuration: English stems, without accents (`sql/search.sql`)


def search_vector(*texts: str | models.Expression, weight: str) -> SearchVector:
    """Return the words of columns or texts, as they are searched."""
    words = (models.Func(text, function="public.dara_searched_words", output_field=models.TextField()) for text in texts)
    return SearchVector(*words, config=TEXT_SEARCH, weight=weight)


def search_column(**columns: str | tuple[str | models.Expression, ...]) -> models.GeneratedField:
    """Return a generated column for full-text search: weight → column or columns, as search_column(A="text", D="found_by").

    It can read the columns of its own row and texts inside a JSON column, but it cannot follow a foreign key."""
    first, *others = (
        search_vector(*([names] if isinstance(names, str) else names), weight=weight) for weight, names in sorted(columns.items())
    )
    return models.GeneratedField(expression=sum(others, start=first), output_field=SearchVectorField(), db_persist=True)


def wording_column(*columns: str) -> models.GeneratedField:
    """Return a generated column for the search for exact phrases: every word of the columns as it is, none passed over. No phrase goes on from
    one column, or one text in `found_by`, into the next (`dara_wording` in `sql/search.sql`)."""
    vector = models.Func(*columns, function="public.dara_wording", output_field=SearchVectorField())
    return models.GeneratedField(expression=vector, output_field=SearchVectorField(), db_persist=True)


DERIVED = (
    "search",
    "wording",
    "found_by",
    "place",
    "place_by_date",
)  # by the database, from other columns, to find and to sort rows


def latest_first(date: str) -> models.Func:
    """Return an expression that sorts rows by a partial date, the latest first and those without a date last (`sql/lists.sql`)."""
    return models.Func(models.F(date), function="public.dara_latest_first", output_field=models.TextField())


class ManagerWithoutSearch(models.Manager):
    """Defers the columns that only full-text search and the order of lists read."""

    def get_queryset(self):
        names = {field.name for field in self.model._meta.concrete_fields}
        return super().get_queryset().defer(*names & set(DERIVED))


def is_slug(field: str = "slug") -> models.CheckConstraint:
    """Return a CHECK that `field` can be part of an address."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": r"^[-a-zA-Z0-9_]+$"}),
        name=f"%(class)s_{field}_is_a_slug",
        violation_error_message="A slug is letters, digits, hyphens and underscores.",
    )


def is_key(field: str) -> models.CheckConstraint:
    """Return a CHECK that `field` is a key."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": KEY_PATTERN}),
        name=f"%(class)s_{field}_is_8_letters_and_digits",
        violation_error_message="A key is 8 small letters and digits.",
    )


class IsAny(models.Func):
    """Whether a value is in an array. PostgreSQL makes the array first, however many tables are joined; a subquery after `IN` it may not."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()
