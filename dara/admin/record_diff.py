"""Two forms of a record side by side, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dara.models.record_format import Kind, Values


@dataclass(frozen=True)
class Compared:
    """A field: what it is called, what each side says of it as text ("" for nothing), and whether they differ."""

    name: str
    left: str
    right: str
    differs: bool


def side_by_side(kind: Kind, left: Values, right: Values) -> list[Compared]:
    """The fields of which either form says something, in the order of the kind's fields."""
    pairs = [(field.name, left.get(field.name), right.get(field.name)) for field in kind.fields]
    return [
        Compared(name, shown(one), shown(other), one != other) for name, one, other in pairs if one is not None or other is not None
    ]


def shown(value: Any) -> str:
    """A value of a form for people."""
    if value is None:
        return ""
    if isinstance(value, dict) and {"exact", "start", "end"} == value.keys():
        return f"{value['exact']}\n({value['start']} to {value['end']})"
    if isinstance(value, dict):
        return "\n".join(_lines(value))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _lines(value: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """A table with a line for each text in it, named as forms of the admin have it: “es.inferred.said_on: …”."""
    for name, words in value.items():
        if isinstance(words, dict):
            yield from _lines(words, f"{before}{name}.")
        else:
            yield f"{before}{name}: {words}"
