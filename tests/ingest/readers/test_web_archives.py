"""The pages in WARC and WACZ files are documents, each with its record as the original, and so are pages compressed with gzip."""

import gzip

import pytest

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
