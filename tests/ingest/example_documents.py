"""Make documents of every format for tests, about fictional people, places and newsrooms."""

import io
import json
import re
import zipfile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

STORY = (
    "The Sampleville Teachers Union endorsed Ana Vega on Friday, its president said at a rally in the old town hall.",
    "“We trust her,” said Bob Jones, the president of the union. “She listens to us, and then she acts.”",
    "Her opponent did not reply to a request for comment before the deadline of this newspaper on Friday evening.",
)
HEAD = {
    "og:title": "Union backs Vega",
    "og:site_name": "The Sampleville Times",
    "author": "Ana Writer",
    "article:published_time": "2021-03-05T18:00:00-08:00",
}
ADDRESS = "https://times.example/2021/03/05/union-backs-vega"


class _Writer(WARCWriter):
    @classmethod
    def _create_temp_file(cls):
        return io.BytesIO()  # warcio leaves its own to the garbage collector, which warns

    _make_warc_id = staticmethod(lambda: "<urn:uuid:00000000-0000-4000-8000-000000000000>")
    curr_warc_date = staticmethod(lambda: "2021-04-01T12:00:00Z")


def page(
    *paragraphs: str,
    title: str = "Union backs Vega",
    head: str = "",
    metas: dict[str, str] | None = None,
    address: str = ADDRESS,
    after: str = "",
) -> str:
    """A page of a newsroom, as HTML."""
    metas = HEAD if metas is None else metas
    said = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items())
    canonical = f'<link rel="canonical" href="{address}">' if address else ""
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or STORY)
    return (
        f'<!DOCTYPE html>\n<html lang="en-US"><head><title>{title} | The Sampleville Times</title>{said}{canonical}{head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/sports">Sports</a></nav><article><h1>{title}</h1>{words}</article>'
        f"<footer>Copyright 2021 {after}</footer></body></html>"
    )


def pdf(*pages: list[str], info: dict[str, str] | None = None) -> bytes:
    """A PDF (1.4) with a line of text for each line, written by hand; Latin-1."""
    return placed_pdf(*([(72, 720 - 14 * n, line) for n, line in enumerate(lines)] for lines in pages), info=info)


def placed_pdf(*pages: list[tuple[float, float, str]], info: dict[str, str] | None = None, turned: int = 0) -> bytes:
    """A PDF with words at places, in points from the left and from the foot of a page of 612 by 792. Words that begin with “^” are small.

    `turned`: the degrees by which words are turned to the left, around the page's corner, and moved into the page."""
    turn = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, 792, 0)}[turned]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = (
            b"/F1 %d Tf 1 0 0 1 %g %g Tm (%s) Tj\n"
            % (6 if words.startswith("^") else 11, x, y, re.sub(rb"[()\\]", rb"\\\g<0>", words.lstrip("^").encode("cp1252")))
            for x, y, words in lines
        )
        stream = b"q %d %d %d %d %d %d cm BT\n" % turn + b"".join(shown) + b"ET Q"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % (b"792 612" if turned else b"612 792", len(objects))
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    if info:
        objects.append(b"<< " + b" ".join(b"/%s (%s)" % (name.encode(), value.encode()) for name, value in info.items()) + b" >>")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        b" /Info %d 0 R" % len(objects) if info else b"",
        start,
    )
    return bytes(out)


def warc(
    *responses: tuple[str, str | bytes],
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    packed: bool = True,
    day: str = "2021-04-01",
) -> bytes:
    """A WARC with a response for each address and body."""
    out = io.BytesIO()
    writer = _Writer(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("made.warc", {"software": "tests"}))
    for url, body in responses:
        content = body.encode() if isinstance(body, str) else body
        headers = StatusAndHeaders(status, [("Content-Type", kind), ("Content-Length", str(len(content)))], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(content), http_headers=headers, warc_headers_dict={"WARC-Date": f"{day}T12:00:00Z"}
        )
        writer.write_record(record)
    return out.getvalue()


def wacz(archive: bytes, *pages: str) -> bytes:
    """A WACZ with that WARC, which lists these addresses as its pages."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("datapackage.json"), json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        packed.writestr(zipfile.ZipInfo("archive/data.warc.gz"), archive)
        lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url, "title": "A page"} for url in pages)]
        packed.writestr(zipfile.ZipInfo("pages/pages.jsonl"), "\n".join(map(json.dumps, lines)))
    return out.getvalue()
