"""Read web archives, WARC (ISO 28500) and WACZ (1.1.1): the records that are responses with a page, byte for byte.

A record has the URL, the moment of capture and the server's headers beside the page, so the record is the original."""

import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import brotli
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from dara.ingest import formats
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox import limits

_PAGES = {"text/html", "application/xhtml+xml", "application/pdf"}


class Damaged(TextError):
    """A web archive that cannot be read to its end."""

    def __init__(self, error: Exception):
        why = " ".join(str(error).split())[:150] or type(error).__name__
        super().__init__(f"the web archive is damaged: {why.rstrip('.')}. Fetch it again.")


@dataclass(frozen=True)
class Part:
    """A document in a file that holds several: its name in that file, or "", its bytes, and in words why it cannot be read, or ""."""

    name: str
    content: bytes
    problem: str = ""


@dataclass(frozen=True)
class Response:
    """The content of a record: the page's bytes, the encoding that its server stated, its URL, and the day of capture (ISO 8601)."""

    content: bytes
    charset: str | None
    url: str
    captured_on: str


def responses(content: bytes) -> Iterator[Part]:
    """The pages in a WARC, uncompressed or compressed record by record. A page that is cut off has a problem. Raises Damaged."""
    for number, part in enumerate(_records(content), 1):
        if number > limits.RECORDS:
            raise TextError(f"more than {limits.RECORDS:,} records. Cut the web archive up.")
        if part.name:
            yield part


def check_whole(content: bytes) -> None:
    """Raise TextError if a page in a WARC is cut off."""
    for part in responses(content):
        if part.problem:
            raise TextError(part.problem)


def _records(content: bytes) -> Iterator[Part]:
    """Each record: one that is a page with its URL and bytes, the others with neither."""
    records = ArchiveIterator(io.BytesIO(content))
    held: Part | None = None
    faults = 0
    try:
        for record in itertools.chain(records, [None]):
            if held:  # warcio looks only now whether the record that it has left ends where it says
                ends = records.err_count == faults
                yield held if ends or held.problem or not held.name else replace(held, problem=_WRONG_LENGTH)
                faults = records.err_count
            if record is not None:
                url = _page_url(record)
                problem = _why_cut_off(record)
                start = records.get_record_offset()
                held = Part(url, content[start : start + records.get_record_length()], problem) if url else Part("", b"")
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise Damaged(error) from error


_WRONG_LENGTH = "the record is longer than it says (Content-Length): the page in it would be cut off. Fetch it again."


def _why_cut_off(record: ArcWarcRecord) -> str:
    """Read to the end of the record, so that warcio knows its length. Returns in words why the page in it is cut off, or ""."""
    read = _drain(record)
    missing = getattr(record.raw_stream, "limit", 0)  # a record that does not say its length has no limit
    if missing > 0:
        return f"the record is cut off: {missing:,} bytes are missing at its end. Fetch it again."
    if why := record.rec_headers.get_header("WARC-Truncated"):
        return f"the page is cut off: whoever captured it stopped before its end (WARC-Truncated: {why[:40]}). Fetch it again."
    headers = record.http_headers if record.rec_type == "response" else None
    stated = (headers and headers.get_header("Content-Length")) or ""
    encoded = headers is not None and (headers.get_header("Content-Encoding") or headers.get_header("Transfer-Encoding"))
    if re.fullmatch(r"\d{1,18}", stated.strip()) and read < int(stated) and not encoded:
        return f"the page is cut off: its server announced {int(stated):,} bytes, and the record holds {read:,}. Fetch it again."
    return ""


def _page_url(record: ArcWarcRecord) -> str | None:
    """The record's URL if it is a successful response with a page, otherwise None."""
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    media_type = ((headers and headers.get_header("Content-Type")) or "").split(";")[0].strip().lower()
    succeeded = record.rec_type == "resource" or (headers is not None and str(headers.get_statuscode()).startswith("2"))
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    return url if media_type in _PAGES and succeeded and re.match("https?://", url) else None


def _drain(record: ArcWarcRecord) -> int:
    """Read to the end of the record. Returns the number of bytes."""
    read = 0
    while piece := record.raw_stream.read(limits.MB):
        read += len(piece)
        if read > limits.UNPACKED:
            raise TextError(f"a record is larger than {limits.size(limits.UNPACKED)} when unpacked. Cut the web archive up.")
    return read


def is_wacz(content: bytes) -> bool:
    """Whether a ZIP file is a web archive. Raises TextError if the file is damaged."""
    with _open(content) as archive:
        return any(name.startswith("archive/") for name in archive.namelist())


def _open(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TextError(f"the ZIP file is damaged: {error}. Fetch it again.") from error
    if len(archive.infolist()) > limits.MEMBERS:
        raise TextError(f"more than {limits.MEMBERS:,} files in it. Cut the web archive up.")
    return archive


def warcs_in_wacz(content: bytes) -> Iterator[bytes]:
    """The WARC files in a WACZ."""
    with _open(content) as archive:
        for member in archive.infolist():
            if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", member.filename):
                yield _unzip(archive, member)


def listed_pages(content: bytes) -> set[str]:
    """The URLs that a WACZ lists as its pages. Its other responses are frames and advertisements."""
    with _open(content) as archive:
        member = next((each for each in archive.infolist() if each.filename == "pages/pages.jsonl"), None)
        lines = _unzip(archive, member).splitlines() if member else []
    found = set()
    for line in lines[1:]:  # the first line is a header
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            found.add(page["url"])
    return found


def _unzip(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    formats.check_unpacked(member.file_size, max(member.compress_size, 1))
    out = io.BytesIO()
    try:
        with archive.open(member) as file:
            while piece := file.read(limits.MB):
                out.write(piece)
                formats.check_unpacked(out.tell(), max(member.compress_size, 1))  # the stated size may be wrong
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise TextError(f"the ZIP file is damaged, or packed in an unusual way: {error}. Fetch it again.") from error
    return out.getvalue()


def response(content: bytes) -> Response:
    """The content of the one record in `content`. Raises TextError if it is damaged or not a page."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(content))))
        url = _page_url(record)
        if url is None:
            raise TextError("this record of a web archive is no page.")
        headers = record.http_headers or record.rec_headers
        encoding = (headers.get_header("Content-Encoding") or "").strip().lower()
        if encoding in _UNPACKERS:  # warcio knows only gzip and deflate
            headers.remove_header("Content-Encoding")
        stream = record.content_stream()
        out = io.BytesIO()
        while piece := stream.read(limits.MB):
            out.write(piece)
            formats.check_unpacked(out.tell(), len(content))
    except (ArchiveLoadFailed, EOFError, StopIteration, ValueError, OSError) as error:
        raise Damaged(error) from error
    page = _unpacked(out.getvalue(), encoding)
    charset = re.search(r"charset\s*=\s*\"?([\w:.-]+)", headers.get_header("Content-Type") or "", re.IGNORECASE)
    captured = re.match(r"\d{4}-\d{2}-\d{2}", record.rec_headers.get_header("WARC-Date") or "")
    return Response(page, charset[1] if charset else None, url, captured[0] if captured else "")


def _unpacked(page: bytes, encoding: str) -> bytes:
    """The page, which warcio has unpacked already if it knows the encoding. Raises TextError."""
    if encoding in ("", "identity", "gzip", "x-gzip", "deflate") or page.lstrip().startswith(
        b"<"
    ):  # some tools unpack and do not say so
        return page
    if encoding not in _UNPACKERS:
        raise TextError(f"the page is packed as “{encoding[:40]}”, which the archive does not read. Save the page itself.")
    out = io.BytesIO()
    try:
        for piece in _UNPACKERS[encoding](page):
            out.write(piece)
            formats.check_unpacked(out.tell(), max(len(page), 1))
    except (brotli.error, zstandard.ZstdError, EOFError) as error:
        raise TextError(f"the page is packed ({encoding}), and damaged: {error}. Fetch it again.") from error
    return out.getvalue()


def _brotli(page: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    yield unpacker.process(page, output_buffer_limit=limits.MB)
    while not unpacker.is_finished():
        if unpacker.can_accept_more_data():
            raise EOFError("it is cut off")
        yield unpacker.process(b"", output_buffer_limit=limits.MB)


def _zstd(page: bytes) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    for start in range(0, len(page), 1024):  # a little at a time: there is no limit to what comes out
        yield unpacker.decompress(page[start : start + 1024])
        if unpacker.eof:
            return
    raise EOFError("it is cut off")


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"br": _brotli, "zstd": _zstd}
