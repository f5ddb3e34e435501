"""List and read the files of a folder that somebody wants to import. Whatever cannot be read is listed too, with its problem."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dara.ingest.documents import DocumentError
from dara.ingest.sandbox import limits

DEEPEST = 100  # levels of nested folders
DOCUMENT_SUFFIXES = {".txt", ".htm", ".html", ".pdf", ".warc", ".wacz", ".gz", ".eml", ".mht", ".mhtml"}


@dataclass(frozen=True)
class Item:
    """Something in a folder. `name`: its path in the folder, as people see it; `problem`: in words, why it cannot be read, or ""."""

    name: str
    path: Path
    problem: str = ""


def items(folder: Path) -> Iterator[Item]:
    """The items in a folder and its subfolders, sorted by the bytes of their names, without names that begin with a dot.

    If `folder` is a file, it is the only item."""
    if not folder.is_dir():
        yield Item(display_name(folder.name), folder, _problem(folder, folder.parent))
        return
    waiting = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        name = display_name(str(path.relative_to(folder)))
        if path != folder and (path.is_symlink() or not path.is_dir()):
            yield Item(name, path, _problem(path, folder))
        elif depth > DEEPEST:
            yield Item(name, path, f"folders lie more than {DEEPEST} deep in each other. Move the file up.")
        else:
            try:
                contents = sorted(path.iterdir(), key=os.fsencode, reverse=True)
            except OSError as error:
                yield Item(name, path, f"the folder cannot be read: {error.strerror}.")
                continue
            if not contents and path.suffix.lower() in DOCUMENT_SUFFIXES:
                yield Item(name, path, "a folder, and empty.")
            waiting += [(each, depth + 1) for each in contents if not each.name.startswith(".")]


def count_hidden(folder: Path) -> int:
    """The number of files and folders that `items` leaves out because their names begin with a dot."""
    return sum(name.startswith(".") for _, folders, files in os.walk(folder) for name in (*folders, *files))


def read(item: Item) -> bytes:
    """The bytes of a file. Raises DocumentError if the item is not a file, cannot be read, or is too large."""
    if item.problem:
        raise DocumentError(item.problem)
    try:
        descriptor = os.open(item.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
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
    """The error for a file of `size` bytes, which is more than a document may have."""
    return DocumentError(
        f"{limits.size(size)}: a document has {limits.size(limits.SIZE)} at most. Archive the part that matters; cut a web archive up."
    )


def display_name(name: str) -> str:
    """A file's name as people see it: printable, and at most 200 characters long, whatever its bytes are."""
    words = printable(os.fsencode(name).decode("utf-8", errors="backslashreplace"))
    return words if len(words) <= 200 else f"{words[:100]}…{words[-90:]}"


def printable(words: str) -> str:
    """The words with escapes in place of characters that are not printable, such as line breaks and changes of direction."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in words)


def _problem(path: Path, root: Path) -> str:
    """In words, why a path is not a file that can be read, or ""."""
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
