"""Decode bytes: detect the encoding of a document and say how it was detected. An uncertain encoding is refused, with its candidates named."""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from dara.ingest.canonical_text import TextError

SAMPLE = 200_000  # bytes that are examined to tell encodings apart

# The longer byte order mark comes first if another one is its beginning.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings by their names in the WHATWG Encoding standard, and Python's codec for each. Python's other codecs are never used, as some of
# them are not encodings of texts.
CODECS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
    "windows-1252": "cp1252",
    **{f"windows-{page}": f"cp{page}" for page in (874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "ibm437": "cp437",
    "ibm850": "cp850",
    "ibm852": "cp852",
    "ibm866": "cp866",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
}
_ALIASES = {
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("latin1", "latin-1", "iso-8859-1", "iso8859-1", "ascii", "us-ascii", "cp1252", "x-cp1252"), "windows-1252"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "windows-1254"),
    **dict.fromkeys(("mac", "x-mac-roman"), "macintosh"),
    **dict.fromkeys(("sjis", "x-sjis", "shift-jis", "ms_kanji", "windows-31j"), "shift_jis"),
    **dict.fromkeys(("gbk", "gb2312", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5-hkscs", "cn-big5"), "big5"),
    **dict.fromkeys(("ks_c_5601-1987", "korean", "windows-949"), "euc-kr"),
}
# Python's codecs, by which charset-normalizer names encodings, and the standard's names. Others are not considered.
_NAMES_OF_CODECS = {codecs.lookup(codec).name: name for name, codec in CODECS.items()} | {
    codecs.lookup(codec).name: name
    for codec, name in {
        "latin_1": "windows-1252",
        "euc_jis_2004": "euc-jp",
        "euc_jisx0213": "euc-jp",
        "shift_jis": "shift_jis",
        "shift_jis_2004": "shift_jis",
        "euc_kr": "euc-kr",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "big5": "big5",
    }.items()
}
# ASCII and the other characters that English and Spanish are written with.
_ENGLISH_OR_SPANISH = re.compile("[\\x00-\\x7fáéíóúüñçàèâêôïëöäÁÉÍÓÚÜÑÇÖÄ¿¡ªº“”‘’«»–—…•·°§©®™¢£€½¼¾×\u00a0\u00ad]*")
# Symbols or capitals inside words: these are letters of another encoding.
_UNLIKELY = re.compile("[a-zñáéíóú][…•·°§©®™¢£€½¼¾×«»¿¡ªº][a-zñáéíóú]|[a-z][ÁÉÍÓÚÜÑÇÖÄ]")
_CLEAR_MARGIN = 0.2  # between the coherence of the best encoding and that of the next, both 0 to 1


@dataclass(frozen=True)
class Decoded:
    """Decoded text, the standard's name of its encoding, and in words how the encoding was detected ("" for UTF-8)."""

    words: str
    encoding: str
    basis: str = ""


def standard_name(label: str) -> str | None:
    """The standard's name of the encoding that a page or a server calls `label`; None if it is unknown."""
    label = label.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    return label if label in CODECS else None


def of_byte_order_mark(content: bytes) -> str | None:
    """The encoding that a byte order mark states, or None."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), None)


def decode(content: bytes, encoding: str) -> str:
    """The text of `content`, where `encoding` has its standard name. Raises UnicodeDecodeError."""
    return content.decode(CODECS[encoding])


def detect(content: bytes) -> Decoded:
    """Decode a plain text. Raises TextError if its encoding is uncertain."""
    encoding = of_byte_order_mark(content)
    if encoding and encoding != "utf-8":
        try:
            return Decoded(decode(content, encoding), encoding, "its byte order mark says so")
        except UnicodeDecodeError as error:
            raise TextError(
                f"its byte order mark says {encoding}, but byte {error.start} is not: {error.reason}. Is it cut off?"
            ) from error
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(content, error)


def _guess(content: bytes, error: UnicodeDecodeError) -> Decoded:
    """Decode bytes that are not UTF-8, for the given error."""
    if b"\0" in content:
        raise TextError(
            f"not a text: a NUL at byte {content.index(0)}, and byte {error.start} is not UTF-8. If it is UTF-16, save it with a byte order mark."
        )
    read = content.decode("utf-8", errors="replace")
    lost = read.count("\ufffd")
    if sum(character > "\x7f" for character in read) - lost > lost:
        raise TextError(
            f"it is UTF-8 but for some bytes, the first at {error.start}, 0x{content[error.start]:02x} ({error.reason}). Is it cut off, or damaged? "
            "Fetch it again, or keep the original and archive a UTF-8 copy."
        )
    if half := re.search(rb"\xed[\xa0-\xbf][\x80-\xbf]", content):
        raise TextError(f"half of a surrogate pair at byte {half.start()}, which no text may have. Archive a UTF-8 copy.")
    likely = _likely_encodings(content)
    foreign = sum(byte > 0x7F for byte in content)
    bytes_ = f"{foreign:,} {'byte is' if foreign == 1 else 'bytes are'} beyond ASCII and not UTF-8"
    if len(likely) == 1:
        (encoding, words), *_ = likely.items()
        return Decoded(words, encoding, f"{bytes_}; no other encoding that is known makes sense of them")
    told = "; ".join(f"as {encoding} it reads “{_around(words, error.start)}”" for encoding, words in list(likely.items())[:4])
    raise TextError(
        f"its encoding is not sure: byte {error.start} is 0x{content[error.start]:02x}, which is not UTF-8. "
        + (
            f"It may be {' or '.join(list(likely)[:4])}: {told}."
            if likely
            else "No encoding of texts makes sense of it: is it a text?"
        )
        + " Keep the original, and archive a UTF-8 copy."
    )


def _likely_encodings(content: bytes) -> dict[str, str]:
    """The encodings in which the bytes make sense, each with the decoded text. Of several that give the same text, one."""
    western = _distinct(
        {encoding: words for encoding in ("windows-1252", "macintosh") if (words := _as_english_or_spanish(content, encoding))}
    )
    if western:
        return western
    matches = charset_normalizer.from_bytes(content[:SAMPLE])
    found = [match for match in matches if codecs.lookup(match.encoding).name in _NAMES_OF_CODECS]
    best = found[:1]
    if best and all(
        match.chaos > best[0].chaos or match.coherence + _CLEAR_MARGIN <= best[0].coherence
        for match in found[1:]
        if str(match) != str(best[0])
    ):
        found = best  # the others are less like a text, or clearly less like a language
    read = {}
    for match in found:
        encoding = _NAMES_OF_CODECS[codecs.lookup(match.encoding).name]
        try:
            words = decode(content, encoding)
        except UnicodeDecodeError:
            continue
        if not _UNLIKELY.search(words):
            read[encoding] = words
    return _distinct(read)


def _as_english_or_spanish(content: bytes, encoding: str) -> str | None:
    """The decoded text if English or Spanish is written with all of its characters, otherwise None."""
    try:
        words = decode(content, encoding)
    except UnicodeDecodeError:
        return None
    return words if _ENGLISH_OR_SPANISH.fullmatch(words) and not _UNLIKELY.search(words) else None


def _distinct(read: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for encoding, words in read.items():
        if words not in found.values():
            found[encoding] = words
    return found


def _around(words: str, place: int) -> str:
    """The first character beyond ASCII with its neighbours, or those of the offset `place` if there is none."""
    at = next((n for n, character in enumerate(words) if ord(character) > 0x7F), place)
    return words[max(at - 12, 0) : at + 12].replace("\n", " ")
