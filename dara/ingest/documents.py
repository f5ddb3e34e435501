"""Read the exact bytes of a document in a package, with their checksum."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


class DocumentError(Exception):
    """A document cannot be read. The message says which one, why, and what to do."""


@dataclass(frozen=True)
class Document:
    """An original as received. `sha256` is the hexadecimal checksum of `content`."""

    content: bytes
    sha256: str


def read(package: Path, name: str) -> Document:
    """The document at the path `name`, which is relative to the folder `package`.

    Raises DocumentError if there is none, or if the path leads out of the package."""
    path = package / name
    try:
        if not path.resolve().is_relative_to(package.resolve()):
            raise DocumentError(f"“{name}” leads out of the package; documents lie below {package}.")
        content = path.read_bytes()
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise DocumentError(f"“{name}” cannot be read: {reason}. It should be at {path}.") from error
    return Document(content, hashlib.sha256(content).hexdigest())
