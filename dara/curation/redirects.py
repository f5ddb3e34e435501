"""The redirects of merged rows as a lookup table, for files and conflicts that still use the old names."""

from collections.abc import Iterable, Mapping
from typing import Any

from dara.models.record_format import NAMESPACES, Kind


class RedirectMap:
    """Maps the old key or slug of each merged row to its current one, however many merges lie between the two.

    `redirects`: (kind, old, new). Where several redirect the same name, the first one counts. Raises ValueError if redirects form a circle; the
    message names its members."""

    def __init__(self, redirects: Iterable[tuple[str, str, str]]):
        self._current: dict[str, dict[str, str]] = {}
        for kind, old, new in redirects:
            self._current.setdefault(namespace(kind), {}).setdefault(old, new)
        for names in self._current.values():
            for old in names:
                names[old] = _last(names, old)

    def __bool__(self) -> bool:
        return bool(self._current)

    def resolve(self, kind: str, name: Any) -> Any:
        """Return the current name of a row of that kind; `name` itself if the row was not merged, or if `name` is not a string."""
        return self._current.get(namespace(kind), {}).get(name, name) if isinstance(name, str) else name

    def resolve_references(self, kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a record, with each reference to a merged row replaced by its current name."""
        resolved = dict(values)
        for field in kind.fields if self else ():
            value = values.get(field.name)
            if field.refers_to and isinstance(value, list):
                resolved[field.name] = [self.resolve(field.refers_to, each) for each in value]
            elif field.refers_to and field.name in values:
                resolved[field.name] = self.resolve(field.refers_to, value)
        return resolved


def namespace(kind: str) -> str:
    """Return the namespace of a kind's names: a name is given once among all kinds that share it."""
    return NAMESPACES.get(kind, kind)


def _last(names: Mapping[str, str], old: str) -> str:
    passed, name = [old], names[old]
    while name in names:
        if name in passed:
            raise ValueError(f"the redirects of {', '.join(passed)} lead in a circle.")
        passed.append(name)
        name = names[name]
    return name
