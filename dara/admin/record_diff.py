"""The difference between two versions of a record, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dara.models.record_format import Kind, Values


@dataclass(frozen=True)
class FieldDiff:
    """The values of a field in both versions, as text ("" for no value)."""

    name: str
    left: str
    right: str
    differs: bool


def diff_records(kind: Kind, left: Values, right: Values) -> list[FieldDiff]:
    """Compare two records of a kind. Returns the fields that have a value in either, in the order of the kind's fields."""
    pairs = [(field.name, left.get(field.name), right.get(field.name)) for field in kind.fields]
    return [
        FieldDiff(name, as_text(one), as_text(other), one != other)
        for name, one, other in pairs
        if one is not None or other is not None
    ]


def as_text(value: Any) -> str:
    """Return a value of a record as text for people."""
    if value is None:
        return ""
    if isinstance(value, dict) and {"exact", "start", "end"} == value.keys():
        return f"{value['exact']}\n({value['start']} to {value['end']})"
    if isinstance(value, dict):
        return "\n".join(_lines(value))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _lines(value: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield a line for each text in nested dicts, with its path as in the admin's forms: “es.inferred.said_on: …”."""
    for name, words in value.items():
        if isinstance(words, dict):
            yield from _lines(words, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}: {words}"
