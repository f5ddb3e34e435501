"""Bytes become canonical text by text v1."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.ingest.canonical_text import TextError, extract
from dara.ingest.documents import DocumentError, read
from dara.local import defaults


def test_a_collectors_header_is_kept_apart_from_the_publishers_words():
    text = extract(b" date 2020-11-06 https://example.org/a-b\n\nAt a press conference")
    assert (text.header, text.body) == ("date 2020-11-06 https://example.org/a-b", "At a press conference")


def test_a_header_without_an_address_stands_on_the_texts_first_line():
    assert extract(b" date 2023-09-13 Federal prosecutor").body == "Federal prosecutor"


@pytest.mark.parametrize("start", ["date 2020-11-06 x", " date 2020-11 x", "x date 2020-11-06 y", " dates 2020-11-06 x"])
def test_what_only_looks_like_a_header_stays_in_the_text(start):
    assert extract(start.encode()).body == start


def test_bom_and_crlf_are_the_only_characters_that_change():
    assert extract("\ufeffone\r\ntwo\rthree\u00a0e\u0301 “four”\r\n".encode()).body == "one\ntwo\rthree\u00a0e\u0301 “four”\n"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\ufeff")).filter(str.strip))
def test_any_other_text_is_kept_as_it_is(words):
    text = extract(words.encode())
    assert text.body == words or (text.header and words.startswith(f" {text.header}") and words.endswith(text.body))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"ab\xff", "not UTF-8: byte 2 is 0xff"),
        ("“é”".encode("latin-1", "replace"), "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),  # a surrogate: strict UTF-8 has none
        (b"one\0two", "a NUL character at 3"),
        (b" \n\n", "no text"),
        (b"", "no text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(content, says):
    with pytest.raises(TextError, match=says):
        extract(content)


def test_the_seeds_give_the_text_that_their_records_were_made_from():
    texts = [extract(path.read_bytes()) for path in sorted((defaults.CHECKOUT / "seeds" / "documents").iterdir())]
    assert [text.header.split(" https:")[0] for text in texts] == ["date 2023-09-13", "", "date 2020-11-06"]
    assert [len(text.body) for text in texts] == [3376, 12042, 8170]
    assert all(text.body[0] in "FPA" for text in texts)


def test_a_document_is_read_as_its_bytes_and_their_checksum(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa\r\n")
    document = read(tmp_path, "a.txt")
    assert document.content == b"\xef\xbb\xbfa\r\n"
    assert document.sha256 == hashlib.sha256(document.content).hexdigest()


@pytest.mark.parametrize(("name", "says"), [("none.txt", "cannot be read: No such file"), ("../b.txt", "leads out of the package")])
def test_a_document_that_is_not_there_is_named(tmp_path, name, says):
    (tmp_path / "package").mkdir()
    (tmp_path / "b.txt").write_text("b")
    with pytest.raises(DocumentError, match=says):
        read(tmp_path / "package", name)
