"""What a document's bytes are: by what they begin with, the name only where that leaves it open. Compression taken off, within limits."""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from dara.ingest import encodings
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox import limits

BEGINNING = 4096  # bytes that tell a page from a text


class Format(StrEnum):
    TEXT = "plain text"
    HTML = "HTML"
    PDF = "PDF"
    GZIP = "gzip"
    WARC = "WARC"
    ZIP = "ZIP"


@dataclass(frozen=True)
class _Other:
    """A kind of file that is none of ours: what it begins with, what it is called, what to do."""

    magic: bytes
    name: str
    instead: str


_SAVE = "Save it as PDF or as plain text, and archive that beside the original."
_OTHERS = (
    _Other(b"{\\rtf", "an RTF document", _SAVE),
    _Other(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind", _SAVE),
    _Other(b"%!PS", "a PostScript document", _SAVE),
    _Other(b"\x89PNG", "a PNG picture", "Archive a text of what it shows."),
    _Other(b"\xff\xd8\xff", "a JPEG picture", "Archive a text of what it shows."),
    _Other(b"GIF8", "a GIF picture", "Archive a text of what it shows."),
    _Other(b"BZh", "a bzip2 file", "Unpack it first."),
    _Other(b"\xfd7zXZ\x00", "an xz file", "Unpack it first."),
    _Other(b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    _Other(b"Rar!", "a RAR archive", "Unpack it first."),
    _Other(b"\x28\xb5\x2f\xfd", "a zstd file", "Unpack it first."),
    _Other(b"\x7fELF", "a program", ""),
    _Other(b"MZ\x90\x00", "a program", ""),
    _Other(b"SQLite format 3\x00", "a database", ""),
)
_HTML_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(r"(article|div|h1|h2|main|meta|p|script|section|span|style|table|title)[\s>/]", re.IGNORECASE)
_ANY_ELEMENT = re.compile(r"<[a-z][a-z0-9]*(\s[^<>]*)?/?>", re.IGNORECASE)
_PREAMBLE = re.compile(r"(\s|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)


def sniff(content: bytes, name: str = "") -> Format:
    """The format of `content`; `name`, the file's, decides between a page without its frame and a text with tags in it.

    Raises TextError for a kind of file that holds no text that we can read."""
    if not content:
        raise TextError("the file is empty.")
    if content.startswith(b"\x1f\x8b"):
        return Format.GZIP
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return Format.ZIP
    if content.startswith(b"WARC/"):
        return Format.WARC
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    for other in _OTHERS:
        if content.startswith(other.magic):
            raise TextError(f"this is {other.name}, which the archive does not read. {other.instead}".rstrip())
    return Format.HTML if _is_html(_beginning(content), name) else Format.TEXT


def _beginning(content: bytes) -> str:
    """Its first characters: good enough to look for tags in."""
    codec = encodings.CODECS[encodings.marked(content) or "utf-8"]
    return content[:BEGINNING].decode(codec, errors="replace").removeprefix("\ufeff")


def _is_html(beginning: str, name: str) -> bool:
    start = _PREAMBLE.match(beginning)
    rest = beginning[start.end() if start else 0 :]
    if not rest.startswith("<"):
        return bool(_HTML_NAME.search(name) and _ANY_ELEMENT.search(beginning))
    if _PAGE.search(beginning) or _ELEMENT.match(rest[1:]):
        return True
    if beginning.lstrip().startswith("<?xml"):
        found = re.match(r"<([\w:.-]{1,40})", rest)
        raise TextError(f"this is XML{f' (<{found[1]}>)' if found else ''}, neither a page nor a text. Archive the page itself.")
    return bool(_HTML_NAME.search(name) and _ANY_ELEMENT.search(beginning))


def gunzipped(content: bytes) -> bytes:
    """What a gzip file holds (RFC 1952; all of its members). Raises TextError for a damaged one and for a bomb."""
    out: list[bytes] = []
    total = 0
    rest = content
    while rest:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not member.eof:
            try:
                piece = member.decompress(rest, limits.MB)
            except zlib.error as error:
                raise TextError(f"the gzip file is damaged: {error}. Fetch it again.") from error
            rest = member.unconsumed_tail
            if not piece and not rest and not member.eof:
                raise TextError("the gzip file is cut off. Fetch it again.")
            total += len(piece)
            check_unpacked(total, len(content))
            out.append(piece)
        rest = member.unused_data.lstrip(b"\0")  # padding
    return b"".join(out)


def check_unpacked(size: int, packed: int) -> None:
    """Raises TextError when `packed` bytes came to `size`, which is more than any text does."""
    if size > limits.UNPACKED:
        raise TextError(
            f"unpacked, it is larger than {limits.size(limits.UNPACKED)}. Unpack it, and archive the part that matters."
        )
    if size > limits.MB and size > packed * limits.RATIO:
        raise TextError(f"unpacked, it is more than {limits.RATIO} times as large, as no text is: a bomb? It was not unpacked.")
