"""What a document says of itself, read cautiously: dates, languages, addresses, kinds, titles. Pure.

A value that is not understood is a remark, never a guess."""

import datetime
import re
from urllib.parse import urlsplit

from dara.ingest.canonical_text import Found
from dara.ingest.sandbox import limits

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%a, %d %b %Y", "%m/%d/%Y")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_][a-z0-9-]+)?", re.IGNORECASE)
# A line that a text calls itself by, not one that speaks of a press release.
_IMMEDIATE = re.compile(
    r"\W*(for immediate release\b[^\n]{0,60}|(?:press|news) release\W*|media advisory\W*|(?:press|news) release\s*[:|–—-][^\n]{0,100})$",
    re.IGNORECASE,
)
# At the beginning of a line: a story may well tell of advertisements that were “paid for by the union”.
_PAID = re.compile(
    r"^\W*(?:political ad(?:vertisement)?\W*)?(paid for by (?:the )?([^\n.;]{3,150}?))(?: ?(?:FPPC|ID|No\.?)?[ #:]*\d{5,})?[.;]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"date (\d{4}-\d{2}-\d{2})(?: (\S+))?")
LINES_OF_HEAD = 12  # of a text, in which it would call itself a press release
TITLE_LINE = 150  # characters of a first line that may be a title; of a longer one the beginning is shown

HEADER = "the collector’s header, first line of the file, not the publisher’s text"


def date(value: str) -> str | None:
    """The day (or month) that `value` begins with, as ISO 8601; None where it is none. No time zone is reckoned with."""
    value = value.strip()
    if found := _ISO.match(value):
        year, month, day = found[1], found[2], found[3]
        return _real(f"{year}-{month}-{day}") if day else (_real(f"{year}-{month}-01") or "")[:7] or None
    if re.fullmatch(r"\d{8}", value):
        return _real(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    for form in _WRITTEN:
        try:
            return datetime.datetime.strptime(re.sub(r" \d\d:\d\d.*", "", value), form).date().isoformat()
        except ValueError:
            continue
    return None


def _real(day: str) -> str | None:
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def language(value: str) -> str | None:
    """A language as the archive has it: “en” of “en-US”, “zh-Hant”; None where it is no tag of BCP 47."""
    found = _TAG.fullmatch(value.strip())
    if not found or found[1].lower() in ("und", "mul", "zxx"):
        return None
    return found[1].lower() + (f"-{found[2].title()}" if found[2] else "")


def address(value: str) -> str | None:
    """An address of the web, or None."""
    value = value.strip()
    if not re.fullmatch(r"https?://[^\s/]\S*", value) or len(value) > limits.ADDRESS:
        return None
    try:
        parts = urlsplit(value)
        return value if parts.hostname and parts.port != 0 else None
    except ValueError:  # brackets of no IPv6 address, a port that is no number
        return None


def one_line(words: str) -> str:
    return " ".join(words.split())


def of_header(header: str) -> list[Found]:
    """What a collector's header says."""
    found = _HEADER.fullmatch(header)
    if not found:
        return []
    said = [("published_on", date(found[1])), ("url", address(found[2] or ""))]
    return [Found(name, value, HEADER) for name, value in said if value]


def of_words(body: str) -> list[Found]:
    """What the words of a text say of what it is."""
    found: list[Found] = []
    for line in [line.strip() for line in body.splitlines() if line.strip()][:LINES_OF_HEAD]:
        if said := _IMMEDIATE.match(line):
            found.append(Found("kind", "press release", f"the text says “{said[1].strip()}”"))
            break
    return found + of_payer(body, "a line of the text")


def of_payer(words: str, where: str) -> list[Found]:
    """“Paid for by …”: campaign material, by law, and whose."""
    said = _PAID.search(words)
    if not said:
        return []
    basis = f"“{one_line(said[1])}”, {where}"
    return [Found("kind", "campaign page", basis), Found("publisher", one_line(said[2]), basis)]


def of_first_line(body: str) -> Found:
    """A title for a text that has none."""
    line = next(one_line(line) for line in body.splitlines() if line.strip())
    if len(line) <= TITLE_LINE:
        return Found("title", line, "the first line of the text")
    cut = line[:100].rsplit(" ", 1)[0]
    return Found("title", f"{cut} …", "the beginning of the text")


# The commonest words of the two languages that the archive expects, none of which is a word of the other.
_COMMON = {
    "en": set(re.findall(r"\w+", "the of and to that is was for with his her they from this are which have not said")),
    "es": set(re.findall(r"\w+", "el la las de que y en del por con para una su fue como pero más dijo según")),
}


def of_common_words(body: str) -> Found | None:
    """The language by its commonest words; None where they do not say."""
    words = re.findall(r"[^\W\d_]+", body[:20_000].lower())
    shares = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    likeliest, other = sorted(shares, key=shares.__getitem__, reverse=True)
    if shares[likeliest] < 5 or shares[likeliest] < 3 * shares[other] or shares[likeliest] * 10 < len(words):
        return None
    said = sorted(_COMMON[likeliest] & set(words), key=words.index)[:4]
    return Found("language", likeliest, f"its commonest words: {', '.join(said)} …")
