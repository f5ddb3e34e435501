"""The parts of an export, some rows each: what has not changed is taken from the former file, and only the others are made again."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dara.bake.ledger import Places, Query
from dara.bake.reads import Recorder
from dara.public.exports import MakePart


@dataclass(frozen=True)
class Part:
    """A part of a file. `rows`: a digest of their keys; `start`, `length`: in bytes; `queries`: what it read, None where it is a former one."""

    rows: bytes
    start: int
    length: int
    queries: list[Query] | None


class Parts:
    """The parts of one file. `former`: where the parts that have not changed stand in the file at `path`."""

    def __init__(self, path: Path, former: Places, recorder: Recorder):
        self.path, self.former, self.recorder = path, former, recorder
        self.found: list[Part] = []
        self._next: tuple[bytes, bytes, list[Query] | None] = b"", b"", None

    def keep(self, keys: list[Any], make: MakePart) -> bytes:
        """Return the part of the rows with these keys."""
        rows, before, queries = hashlib.blake2b(repr(keys).encode(), digest_size=16).digest(), len(self.recorder.queries), None
        if rows in self.former:
            content = self._read(*self.former[rows])
        else:
            content = make(keys)
            queries = self.recorder.queries[before:]  # which are the part's, not the file's
            del self.recorder.queries[before:]
        self._next = content, rows, queries
        return content

    def _read(self, start: int, length: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def located(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of the file, of which each part is one, and note where the parts stand."""
        at = 0
        for piece in pieces:
            content, rows, queries = self._next
            if piece and piece is content:
                self.found.append(Part(rows, at, len(piece), queries))
            at += len(piece)
            yield piece
