"""The names of many records: in a file, so that the memory of an import does not grow with the archive."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from types import TracebackType
from typing import Self

FEW = 10_000  # names of a kind in memory, some 100 bytes each: most kinds have fewer, and a set is quicker
TABLE = "CREATE TABLE name (name TEXT, kind TEXT, PRIMARY KEY (name, kind)) WITHOUT ROWID"


class Names:
    """A set of names, each with its kind. Kinds with many are in a temporary file of SQLite, which has at most 2 MB of it in memory
    (https://sqlite.org/inmemorydb.html)."""

    def __init__(self) -> None:
        self._few: dict[str, set[str]] = defaultdict(set)
        self._many: set[str] = set()  # kinds
        self._database = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode = OFF", TABLE, "BEGIN"):
            self._database.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._database.close()

    def add(self, kind: str, *names: str) -> None:
        if kind not in self._many:
            self._few[kind].update(names)
            if len(self._few[kind]) <= FEW:
                return
            names = tuple(self._few.pop(kind))
            self._many.add(kind)
        self._database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", ((name, kind) for name in names))

    def has(self, name: str, kinds: Collection[str]) -> bool:
        """Tell whether something of one of these kinds has the name."""
        if any(name in self._few[kind] for kind in kinds):
            return True
        if self._many.isdisjoint(kinds):
            return False
        found = self._database.execute("SELECT kind FROM name WHERE name = ?", [name]).fetchall()
        return bool(found) and not {kind for (kind,) in found}.isdisjoint(kinds)

    def of(self, kind: str) -> Iterator[str]:
        """Yield the names of a kind by code point."""
        if kind not in self._many:
            yield from sorted(self._few[kind])
            return
        for (name,) in self._database.execute("SELECT name FROM name WHERE kind = ? ORDER BY name", [kind]):
            yield name
