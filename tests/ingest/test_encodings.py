"""A certain encoding is decoded and stated, and an uncertain one is refused with its candidates."""

import codecs

import pytest

from dara.ingest.canonical_text import TextError
from dara.ingest.canonical_text import extract as text_v1
from dara.ingest.encodings import detect, standard_name
from dara.ingest.readers.plain import extract, extract_again

CANDIDATE = "Gascón said: “We don’t know” — really…"
RUSSIAN = "Выборы окружного прокурора состоятся в следующем месяце, в них участвуют два кандидата."
JAPANESE = "地方検事の選挙は来月行われる予定です。候補者は二人います。"


@pytest.mark.parametrize(
    ("words", "codec", "encoding"),
    [
        (CANDIDATE, "utf-8", "utf-8"),
        (CANDIDATE, "utf-8-sig", "utf-8"),
        (CANDIDATE, "cp1252", "windows-1252"),
        (CANDIDATE, "mac_roman", "macintosh"),
        (CANDIDATE, "utf-16", "utf-16"),
        (CANDIDATE, "utf-32", "utf-32"),
        ("¿Qué dijo la señora Peña?", "latin-1", "windows-1252"),
        ("café", "cp1252", "windows-1252"),
        ("The vote—which nobody saw—is “over”.", "cp1252", "windows-1252"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        ("지방 검사 선거는 다음 달에 실시될 예정이다.", "euc-kr", "euc-kr"),
        ("Zażółć gęślą jaźń i jeszcze kilka słów po polsku o wyborach prokuratora", "cp1250", "windows-1250"),
    ],
)
def test_encodings_are_told_apart(words, codec, encoding):
    found = detect(words.encode(codec))
    assert (found.words.removeprefix("\ufeff"), found.encoding) == (words, encoding)
    assert bool(found.basis) == (encoding != "utf-8")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a few words and \x81\x8d then", "may be shift_jis or euc-kr or gb18030: as shift_jis it reads “"),
        (b"Gasc\x97n", "may be windows-1252 or macintosh: as windows-1252 it reads “Gasc—n”; as macintosh it reads “Gascón”"),
        (bytes(range(1, 256)) * 20, "No encoding of texts makes sense of it"),
        ("Gascón".encode("utf-16-le"), "save it with a byte order mark"),
        (codecs.BOM_UTF16_LE + b"a", "byte order mark says utf-16, but byte 2 is not: truncated data"),
        ("x\ud800y".encode("utf-8", "surrogatepass"), "half of a surrogate pair at byte 1"),
        ("Él dijo: “sí” y “no”".encode() + b"\xf3", "it is UTF-8 but for some bytes, the first at 30, 0xf3"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_candidates(content, says):
    with pytest.raises(TextError) as refused:
        extract(content)
    assert says in str(refused.value)


def test_the_extractor_names_the_encoding_and_makes_the_same_text_again():
    text = extract(CANDIDATE.encode("cp1252"))
    assert text.extractor == "text v1 windows-1252"
    assert text.remarks == (
        "Decoded as windows-1252: 6 bytes are beyond ASCII and not UTF-8; no other encoding that is known makes sense of them.",
    )
    assert extract_again(CANDIDATE.encode("cp1252"), text.extractor).body == text.body == CANDIDATE


def test_utf_8_is_text_v1_as_ever():
    for content in (CANDIDATE.encode(), b" date 2031-03-05 https://example.org/a\n\nWords.", "\ufeffa\r\nb\u00a0e\u0301".encode()):
        now, ever = extract(content), text_v1(content)
        assert (now.body, now.header, now.extractor) == (ever.body, ever.header, "text v1")


def test_names_of_the_web():
    assert standard_name(" 'ISO-8859-1' ") == "windows-1252"
    assert standard_name("GB2312") == "gb18030"
    assert standard_name("rot13") is None
    assert standard_name("unicode_escape") is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "She said: I donâ€™t know Gascón.",
            "Characters that look like another encoding's: 1. “donâ€™t” at 12 may have been “don’t”.",
        ),
        ("a\x01b", "Control characters: 1, at 1."),
        ("\u202eback \u2066x", "Signs that turn the direction of writing"),
        ("lost \ufffd", "Replacement characters (�), where something was lost before the document came here: 1, at 5."),
        ("one\rtwo", "Carriage returns that are not before a line feed: 1, at 3."),
    ],
)
def test_what_is_odd_is_shown_and_stays(words, says):
    text = extract(words.encode())
    assert text.body == words
    assert any(remark.startswith(says) for remark in text.remarks), text.remarks


def test_good_text_has_no_remarks():
    assert extract("“¿Qué?”, dijo José — ¡no! §5, 50 °C, “it’s” … café naïve".encode()).remarks == ()
