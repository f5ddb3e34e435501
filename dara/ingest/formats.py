"""Recognize the format of a document by its first bytes, and by its name only where those leave it open. Decompress gzip within limits."""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from dara.ingest import encodings
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox import limits

BEGINNING = 4096  # bytes that are searched for tags


class Format(StrEnum):
    TEXT = "plain text"
    HTML = "HTML"
    PDF = "PDF"
    GZIP = "gzip"
    WARC = "WARC"
    ZIP = "ZIP"
    MAIL = "mail"


@dataclass(frozen=True)
class _Unsupported:
    """A format that the archive does not read: its first bytes, its name, and what to do instead."""

    magic: bytes
    name: str
    instead: str


_SAVE = "Save it as PDF or as plain text, and archive that beside the original."
_UNSUPPORTED = (
    _Unsupported(b"{\\rtf", "an RTF document", _SAVE),
    _Unsupported(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind", _SAVE),
    _Unsupported(b"%!PS", "a PostScript document", _SAVE),
    _Unsupported(b"\x89PNG", "a PNG picture", "Archive a text of what it shows."),
    _Unsupported(b"\xff\xd8\xff", "a JPEG picture", "Archive a text of what it shows."),
    _Unsupported(b"GIF8", "a GIF picture", "Archive a text of what it shows."),
    _Unsupported(b"BZh", "a bzip2 file", "Unpack it first."),
    _Unsupported(b"\xfd7zXZ\x00", "an xz file", "Unpack it first."),
    _Unsupported(b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    _Unsupported(b"Rar!", "a RAR archive", "Unpack it first."),
    _Unsupported(b"\x28\xb5\x2f\xfd", "a zstd file", "Unpack it first."),
    _Unsupported(b"\x7fELF", "a program", ""),
    _Unsupported(b"MZ\x90\x00", "a program", ""),
    _Unsupported(b"SQLite format 3\x00", "a database", ""),
)
# The lines of a mail's head (RFC 5322), after the line that a mailbox puts before each mail.
_MAIL_HEAD = re.compile(rb"(?:From [^\n]*\n)?(?:[A-Za-z][\w-]{0,70}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,500}\r?\n")
_MAIL_NAME = re.compile(r"\.(eml|mht|mhtml)$", re.IGNORECASE)
_MAIL_ONLY = {b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to", b"snapshot-content-location"}
_NEXT_MAIL = re.compile(rb"\r?\n\r?\nFrom \S+ .*\r?\n[A-Z][\w-]+:")
_HTML_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(r"(article|div|h1|h2|main|meta|p|script|section|span|style|table|title)[\s>/]", re.IGNORECASE)
_ANY_ELEMENT = re.compile(r"<[a-z][a-z0-9]*(\s[^<>]*)?/?>", re.IGNORECASE)
_PREAMBLE = re.compile(r"(\s|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)


def sniff(content: bytes, name: str = "") -> Format:
    """The format of `content`. The file's `name` decides between a fragment of a page and a text with tags in it.

    Raises TextError for an empty file and for formats that the archive does not read."""
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
    for unsupported in _UNSUPPORTED:
        if content.startswith(unsupported.magic):
            raise TextError(f"this is {unsupported.name}, which the archive does not read. {unsupported.instead}".rstrip())
    if _is_mail(content, name):
        return Format.MAIL
    return Format.HTML if _is_html(_beginning(content), name) else Format.TEXT


def _is_mail(content: bytes, name: str) -> bool:
    """Whether the bytes are a mail or a page saved as MHTML. Raises TextError for a mailbox with several mails."""
    head = _MAIL_HEAD.match(content, 0, 200_000)
    if not head:
        return False
    if content.startswith(b"From ") and _NEXT_MAIL.search(content):
        raise TextError("this is a mailbox with several mails. Save each mail by itself.")
    names = {each.lower() for each in re.findall(rb"^([\w-]+):", head[0], re.MULTILINE)}
    return bool(_MAIL_NAME.search(name) or not names.isdisjoint(_MAIL_ONLY))


def _beginning(content: bytes) -> str:
    """The first characters, decoded well enough to look for tags."""
    codec = encodings.CODECS[encodings.of_byte_order_mark(content) or "utf-8"]
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


def gunzip(content: bytes) -> bytes:
    """The content of all members of a gzip file (RFC 1952). Raises TextError if it is damaged or a decompression bomb."""
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
    """Raise TextError if `packed` bytes were decompressed to `size` bytes and that is more than any text would give."""
    if size > limits.UNPACKED:
        raise TextError(
            f"unpacked, it is larger than {limits.size(limits.UNPACKED)}. Unpack it, and archive the part that matters."
        )
    if size > limits.MB and size > packed * limits.RATIO:
        raise TextError(f"unpacked, it is more than {limits.RATIO} times as large, as no text is: a bomb? It was not unpacked.")
