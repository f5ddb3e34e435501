"""A document's file → its exact bytes and their checksum."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


class DocumentError(Exception):
    """A document cannot be read; the text says which, why, and what to do."""


@dataclass(frozen=True)
class Document:
    """The original as received: `content` in bytes, `sha256` in hexadecimal."""

    content: bytes
    sha256: str


def read(package: Path, name: str) -> Document:
    """The document at the relative path `name` below `package`.

    Raises DocumentError when it is not there, or when the path leads out of the package."""
    path = package / name
    try:
        if not path.resolve().is_relative_to(package.resolve()):
            raise DocumentError(f"“{name}” leads out of the package; documents lie below {package}.")
        content = path.read_bytes()
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise DocumentError(f"“{name}” cannot be read: {reason}. It should be at {path}.") from error
    return Document(content, hashlib.sha256(content).hexdigest())
