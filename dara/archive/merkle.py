"""Merkle trees as RFC 6962 (section 2.1) makes them, and their heads as C2SP's tlog-checkpoint writes them. Pure; nothing here is signed."""

import base64
import binascii
import re
from hashlib import sha256
from typing import NamedTuple

ORIGIN = "dara/history"  # the first line of a head: what it is the head of
EMPTY_ROOT = sha256().digest()


class Tree:
    """A tree that leaves are added to. Keeps the roots of its complete parts alone: one for each bit that is set in its size."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        node = sha256(b"\0" + leaf).digest()
        size = self.size
        while size & 1:
            node = sha256(b"\1" + self._roots.pop() + node).digest()
            size >>= 1
        self._roots.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root: 32 bytes. That of no leaves is the SHA-256 of nothing."""
        if not self._roots:
            return EMPTY_ROOT
        *others, root = self._roots
        for each in reversed(others):
            root = sha256(b"\1" + each + root).digest()
        return root


class Head(NamedTuple):
    """The size and the root of a tree."""

    size: int
    root: bytes

    def text(self) -> str:
        """The head in three lines (https://c2sp.org/tlog-checkpoint)."""
        return f"{ORIGIN}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The head that `text` is; lines after an empty one, which signatures are, are left alone. Raises ValueError for what is none."""
        lines = text.partition("\n\n")[0].splitlines()
        if len(lines) < 3 or lines[0] != ORIGIN or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
            raise ValueError(f"A head is a line “{ORIGIN}”, a line with a number, and a line with a root in base64.")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error as error:
            raise ValueError("The third line of the head is not base64.") from error
        if len(root) != len(EMPTY_ROOT):
            raise ValueError(f"The root in the third line has {len(root)} bytes, and should have {len(EMPTY_ROOT)}.")
        return cls(int(lines[1]), root)
