"""The files of a folder that somebody drops: all of them, in the order of their names, each once; what is no file is a fault of its own."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dara.ingest.documents import DocumentError
from dara.ingest.sandbox import limits

DEEPEST = 100  # folders in each other
LOOKS_LIKE_ONE = {".txt", ".htm", ".html", ".pdf", ".warc", ".wacz", ".gz"}


@dataclass(frozen=True)
class Entry:
    """Something in a folder: what it is called, for people; where it is; and why it is no file that can be read, in words."""

    name: str
    path: Path
    fault: str = ""


def entries(folder: Path) -> Iterator[Entry]:
    """What is in the folder and the folders in it, sorted by bytes; a file by itself is its only entry. Names that begin with a dot are left out."""
    if not folder.is_dir():
        yield Entry(shown(folder.name), folder, _fault(folder, folder.parent))
        return
    waiting = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        name = shown(str(path.relative_to(folder)))
        if path != folder and (path.is_symlink() or not path.is_dir()):
            yield Entry(name, path, _fault(path, folder))
        elif depth > DEEPEST:
            yield Entry(name, path, f"folders lie more than {DEEPEST} deep in each other. Move the file up.")
        else:
            try:
                held = sorted(path.iterdir(), key=os.fsencode, reverse=True)
            except OSError as error:
                yield Entry(name, path, f"the folder cannot be read: {error.strerror}.")
                continue
            if not held and path.suffix.lower() in LOOKS_LIKE_ONE:
                yield Entry(name, path, "a folder, and empty.")
            waiting += [(each, depth + 1) for each in held if not each.name.startswith(".")]


def hidden(folder: Path) -> int:
    """How many names begin with a dot, and were left out."""
    return sum(name.startswith(".") for _, folders, files in os.walk(folder) for name in (*folders, *files))


def read(entry: Entry) -> bytes:
    """The bytes of the file. Raises DocumentError for what is no file, cannot be read, or is too large."""
    if entry.fault:
        raise DocumentError(entry.fault)
    try:
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise DocumentError("no file (a pipe, a socket or a device).")
            if found.st_size > limits.SIZE:
                raise too_large(found.st_size)
            content = file.read(limits.SIZE + 1)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}.") from error
    if len(content) > limits.SIZE:
        raise too_large(len(content))
    return content


def too_large(size: int) -> DocumentError:
    return DocumentError(
        f"{limits.size(size)}: a document has {limits.size(limits.SIZE)} at most. Archive the part that matters; cut a web archive up."
    )


def shown(name: str) -> str:
    """A file's name for people: in one line, whatever its bytes are."""
    words = printable(os.fsencode(name).decode("utf-8", errors="backslashreplace"))
    return words if len(words) <= 200 else f"{words[:100]}…{words[-90:]}"


def printable(words: str) -> str:
    """Words of a document for a terminal or a page of ours: what would turn, hide or break the line is spelt out."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in words)


def _fault(path: Path, root: Path) -> str:
    """Why a path is no file to be read; empty for one that is."""
    try:
        mode = path.stat().st_mode
        inside = path.resolve().is_relative_to(root.resolve())
    except OSError as error:
        return f"cannot be read: {error.strerror}."
    if path.is_symlink() and stat.S_ISDIR(mode):
        return "a link to a folder, which is not followed."
    if path.is_symlink() and not inside:
        return "a link that leads out of the folder. Copy the file itself here."
    return "" if stat.S_ISREG(mode) else "no file (a pipe, a socket or a device)."
