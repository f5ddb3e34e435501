"""The pages in WARC and WACZ files are documents, each with its record as the original, and so are pages compressed with gzip."""

import gzip

import brotli
import pytest
import zstandard

from dara.ingest import extraction
from dara.ingest.canonical_text import TextError
from dara.ingest.extraction import documents, extract
from dara.ingest.sandbox import limits
from tests.ingest import example_documents

OTHER = "https://times.example/other"
BODY = "\n".join(("Union backs Vega", *example_documents.STORY))
TWO = (
    (example_documents.ADDRESS, example_documents.page()),
    (OTHER, example_documents.page("Another story. " * 9, title="Other", address="")),
)


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_a_document_byte_for_byte(packed):
    archive = example_documents.warc(*TWO, packed=packed)
    parts = documents(archive, "crawl.warc.gz")
    assert [part.name for part in parts] == [example_documents.ADDRESS, OTHER]
    assert all(part.content in archive for part in parts)
    text = extract(parts[0].content)
    assert (text.body, text.extractor) == (BODY, "html v2")
    assert {(found.field, found.value) for found in text.metadata} >= {
        ("url", example_documents.ADDRESS),
        ("captured_on", "2021-04-01"),
    }
    assert extract(parts[0].content, "html v2").body == BODY


def test_a_warc_that_is_packed_as_one():
    parts = documents(gzip.compress(example_documents.warc(*TWO, packed=False)))
    assert [part.name for part in parts] == [example_documents.ADDRESS, OTHER]
    assert extract(parts[0].content).body == BODY


def test_what_the_server_said_of_the_encoding_counts():
    body = example_documents.page(*example_documents.STORY[:2], "Gascón agreed.").encode("cp1252")
    (part,) = documents(example_documents.warc((example_documents.ADDRESS, body), kind="text/html; charset=ISO-8859-1"))
    text = extract(part.content)
    assert "Gascón agreed." in text.body
    assert text.remarks == ("Decoded as windows-1252: the server says so.",)


def test_a_pdf_in_a_web_archive():
    (part,) = documents(example_documents.warc((OTHER, example_documents.pdf(["A line.", "And more."])), kind="application/pdf"))
    text = extract(part.content)
    assert (text.body, text.extractor) == ("A line.\nAnd more.", "pdf v2")
    assert {found.field for found in text.metadata} == {"url", "captured_on"}


def packed_page(encoding: str, body: bytes) -> bytes:
    (part,) = documents(example_documents.warc((OTHER, body), kind=f"text/html\r\nContent-Encoding: {encoding}"))
    return part.content


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("br", brotli.compress), ("zstd", zstandard.compress), ("ZSTD", zstandard.compress), ("gzip", gzip.compress)],
)
def test_pages_are_unpacked(encoding, pack):
    assert extract(packed_page(encoding, pack(example_documents.page().encode()))).body == BODY


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("zstd", zstandard.compress(example_documents.page().encode())[:-20], "it is cut off"),
        ("br", brotli.compress(example_documents.page().encode())[:-20], "it is cut off"),
        ("br", b"\xff\xffnonsense", "damaged"),
        ("br", brotli.compress(bytes(50_000_000), quality=5), "more than 200 times as large"),
        ("zstd", b"\x28\xb5\x2f\xfdnonsense", "damaged"),
        ("zstd", zstandard.compress(bytes(5_000_000)), "more than 200 times as large"),
        ("compress", b"words", "packed as “compress”, which the archive does not read"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(encoding, body, says):
    with pytest.raises(TextError, match=says):
        extract(packed_page(encoding, body))


WHOLE = example_documents.warc(*TWO, packed=False)
LENGTH = b"Content-Length: "  # of a record, and of the page in it


def with_length(change: int, nth: int) -> bytes:
    """The WARC with another length of the last record (nth 0) or of the page in it (nth 1)."""
    start = WHOLE.rindex(b"WARC/1.0")
    head, *lengths = WHOLE[start:].split(LENGTH)
    number, rest = lengths[nth].split(b"\r\n", 1)
    lengths[nth] = b"%d\r\n%s" % (int(number) + change, rest)
    return WHOLE[:start] + LENGTH.join((head, *lengths))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (WHOLE[:-100], "the record is cut off: 96 bytes are missing"),
        (with_length(+50, 0), "the record is cut off"),
        (with_length(-150, 0), "cut off"),
        (with_length(-150, 0).replace(b"Content-Length: 615\r\n", b""), "the record is longer than it says"),
        (with_length(+50, 1), "its server announced"),
        (
            WHOLE.replace(b"WARC-Target-URI: " + OTHER.encode(), b"WARC-Truncated: time\r\nWARC-Target-URI: " + OTHER.encode()),
            "WARC-Truncated: time",
        ),
    ],
)
def test_a_page_that_is_cut_off_has_a_problem_and_the_others_come_in(content, says):
    whole, cut_off = documents(content)
    assert (whole.name, whole.problem) == (example_documents.ADDRESS, "")
    assert extract(whole.content).body == BODY
    assert cut_off.name == OTHER
    assert says in cut_off.problem


def test_a_cut_off_record_by_itself_is_refused_but_for_a_text_that_is_stored():
    cut = example_documents.warc(TWO[0], packed=False)[:-100]
    cut = cut[cut.rindex(b"WARC/1.0") :]
    with pytest.raises(TextError, match="cut off"):
        extract(cut)
    assert extract(cut, "html v1").body == extract(cut, "html v2").body


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved Permanently", "500 Oops"])
def test_what_did_not_go_well_is_no_page(status):
    with pytest.raises(TextError, match="no page in the web archive"):
        documents(example_documents.warc(TWO[0], status=status))


def test_of_a_wacz_its_pages():
    archive = example_documents.warc(*TWO)
    assert [part.name for part in documents(example_documents.wacz(archive, example_documents.ADDRESS))] == [
        example_documents.ADDRESS
    ]
    assert [part.name for part in documents(example_documents.wacz(archive))] == [example_documents.ADDRESS, OTHER]  # it lists none


@pytest.mark.parametrize("content", [example_documents.page().encode(), b"Plain words.\n", example_documents.pdf(["Words."])])
def test_a_packed_document_is_kept_packed(content):
    zipped = packed(content)
    (part,) = documents(zipped)
    assert (part.name, part.content) == ("", zipped)
    assert extract(zipped).body == extract(content).body
    assert extract(zipped, extract(zipped).extractor).body == extract(content).body


def packed(content: bytes) -> bytes:
    """As gzip packs it, the same each time."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed(bytes(5_000_000)), "more than 200 times as large"),
        (packed(packed(packed(packed(b"Words.")))), "packed more than 3 times"),
        (packed(b"Words. " * 999)[:-9], "the gzip file is cut off|damaged"),
        (b"PK\x03\x04 and no more", "the ZIP file is damaged"),
        (b"PK\x05\x06" + bytes(18), "no web archive"),
        (b"WARC/1.0\r\nnonsense", "damaged|no page"),
        (example_documents.wacz(gzip.compress(bytes(5_000_000))), "more than 200 times as large"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"{\\rtf1 words}", "an RTF document"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "this is XML (<rss>)"),
        (b"", "the file is empty"),
    ],
)
def test_what_holds_no_document_is_refused(content, says):
    with pytest.raises(TextError) as refused:
        documents(content)
    assert any(each in str(refused.value) for each in says.split("|")), refused.value


def test_web_archives_have_limits(monkeypatch):
    monkeypatch.setattr(limits, "DOCUMENTS", 1)
    with pytest.raises(TextError, match="more than 1 pages"):
        documents(example_documents.warc(*TWO))
    monkeypatch.setattr(limits, "RECORDS", 2)
    with pytest.raises(TextError, match="more than 2 records"):
        documents(example_documents.warc(*TWO))


def test_an_extractor_that_is_unknown():
    with pytest.raises(LookupError, match="no extractor “html v9” in this version"):
        extraction.extract(example_documents.page().encode(), "html v9")
