"""The values of a record: a plain dict of JSON values, the same on every machine.

The values stand in the order of the kind's fields, without the empty ones (null, "", [], {}, false, a default). They name other things by slug or
key, never by a database id."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from dara.models.record_format.fields import Field, Kind, Passage

Values = dict[str, Any]


def values_of(kind: Kind, row: Model) -> Values:
    """The canonical values of a row of `kind.rows()`."""
    return canonical(kind, {field.name: value_of(row, field) for field in kind.fields})


def canonical(kind: Kind, values: Mapping[str, Any]) -> Values:
    """`values` in the order of the kind's fields, lists of references sorted and without repeats, empty values left out."""
    found: Values = {}
    for field in kind.fields:
        value = values.get(field.name)
        if field.is_list_of_references and value:
            value = sorted(set(value))
        if isinstance(value, Decimal):
            value = number(value)
        if value != field.default and not is_empty(value):
            found[field.name] = value
    return found


def is_empty(value: Any) -> bool:
    """Whether a value says nothing. The number 0 does say something."""
    return not value and (value != 0 or value is False)


def value_of(row: Any, field: Field) -> Any:
    """What a row says in a field: a JSON value, or a Decimal."""
    if field.type is Passage:
        return {"exact": row.passage.exact, "start": row.passage.start, "end": row.passage.end}
    if field.name == "source" and hasattr(row, "passage_id"):
        return row.passage.source_id
    if isinstance(field.read, str) and field.read:
        return getattr(row, field.read)
    if field.refers_to in ("sources", "statements"):  # the column holds the key
        return getattr(row, f"{field.name}_id")
    if field.is_list_of_references:
        if (slugs := getattr(row, f"{field.name}_slugs", None)) is not None:  # of `kind.rows()`
            return slugs
        return [each.slug for each in getattr(row, field.name).all()]
    value = getattr(row, field.name)
    if field.refers_to:
        return value and value.slug
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, datetime.date) else value


def number(value: Decimal) -> int | float:
    """A decimal as the JSON number that is read as it was written: 53.72, not 53.7200."""
    return int(value) if value == value.to_integral_value() else float(value)


def digest(values: Values) -> bytes:
    """The SHA-256 digest of canonical values: 32 bytes, the same for the same record on every machine."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).digest()
