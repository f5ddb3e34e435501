"""Parse what documents say of themselves: dates, languages, addresses, kinds, publishers and titles.

The parsers are cautious. They return None for a value that they do not understand, and never guess."""

import datetime
import re
from urllib.parse import urlsplit

from dara.ingest.canonical_text import MetadataValue
from dara.ingest.sandbox import limits

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_DATE_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%a, %d %b %Y", "%m/%d/%Y")
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_][a-z0-9-]+)?", re.IGNORECASE)
# A line by which a text calls itself a press release, not one that mentions a press release.
_PRESS_RELEASE = re.compile(
    r"\W*(for immediate release\b[^\n]{0,60}|(?:press|news) release\W*|media advisory\W*|(?:press|news) release\s*[:|–—-][^\n]{0,100})$",
    re.IGNORECASE,
)
# Only at the beginning of a line: a story may mention advertisements that were “paid for by the union”.
_PAID_FOR = re.compile(
    r"^\W*(?:political ad(?:vertisement)?\W*)?(paid for by (?:the )?([^\n.;]{3,150}?))(?: ?(?:FPPC|ID|No\.?)?[ #:]*\d{5,})?[.;]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"date (\d{4}-\d{2}-\d{2})(?: (\S+))?")
HEAD_LINES = 12  # lines at the beginning of a text in which it would call itself a press release
TITLE_LINE = 150  # characters of a first line that may be a title; a longer line is cut

HEADER_BASIS = "the collector’s header, first line of the file, not the publisher’s text"


def parse_date(value: str) -> str | None:
    """The day or month that `value` begins with, as ISO 8601, or None. Time zones are ignored."""
    value = value.strip()
    if found := _ISO.match(value):
        year, month, day = found[1], found[2], found[3]
        return _valid_day(f"{year}-{month}-{day}") if day else (_valid_day(f"{year}-{month}-01") or "")[:7] or None
    if re.fullmatch(r"\d{8}", value):
        return _valid_day(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    for format_ in _DATE_FORMATS:
        try:
            return datetime.datetime.strptime(re.sub(r" \d\d:\d\d.*", "", value), format_).date().isoformat()
        except ValueError:
            continue
    return None


def _valid_day(day: str) -> str | None:
    """The ISO day, or None if the calendar does not have it."""
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def parse_language(value: str) -> str | None:
    """The language and script of a BCP 47 tag, “en” for “en-US” or “zh-Hant” for “zh-hant-TW”; None for other values."""
    found = _LANGUAGE_TAG.fullmatch(value.strip())
    if not found or found[1].lower() in ("und", "mul", "zxx"):
        return None
    return found[1].lower() + (f"-{found[2].title()}" if found[2] else "")


def parse_url(value: str) -> str | None:
    """The value without white space around it if it is a complete http or https URL, otherwise None."""
    value = value.strip()
    if not re.fullmatch(r"https?://[^\s/]\S*", value) or len(value) > limits.ADDRESS:
        return None
    try:
        parts = urlsplit(value)
        return value if parts.hostname and parts.port != 0 else None
    except ValueError:  # brackets without an IPv6 address, or a port that is not a number
        return None


def one_line(words: str) -> str:
    """The words with a single space for each sequence of white space."""
    return " ".join(words.split())


def from_header(header: str) -> list[MetadataValue]:
    """The date and URL in a collector's header."""
    found = _HEADER.fullmatch(header)
    if not found:
        return []
    said = [("published_on", parse_date(found[1])), ("url", parse_url(found[2] or ""))]
    return [MetadataValue(field, value, HEADER_BASIS) for field, value in said if value]


def from_text(body: str) -> list[MetadataValue]:
    """The kind and publisher that the words of a text state: “For immediate release”, “Paid for by …”."""
    found: list[MetadataValue] = []
    for line in [line.strip() for line in body.splitlines() if line.strip()][:HEAD_LINES]:
        if said := _PRESS_RELEASE.match(line):
            found.append(MetadataValue("kind", "press release", f"the text says “{said[1].strip()}”"))
            break
    return found + from_paid_for_line(body, "a line of the text")


def from_paid_for_line(words: str, place: str) -> list[MetadataValue]:
    """The kind and publisher by a line “Paid for by …”, which the law requires on campaign material. `place` says where the words stand."""
    said = _PAID_FOR.search(words)
    if not said:
        return []
    basis = f"“{one_line(said[1])}”, {place}"
    return [MetadataValue("kind", "campaign page", basis), MetadataValue("publisher", one_line(said[2]), basis)]


def title_from_first_line(body: str) -> MetadataValue:
    """The first line of a text, or its beginning, as a title for a document that states none."""
    line = next(one_line(line) for line in body.splitlines() if line.strip())
    if len(line) <= TITLE_LINE:
        return MetadataValue("title", line, "the first line of the text")
    cut = line[:100].rsplit(" ", 1)[0]
    return MetadataValue("title", f"{cut} …", "the beginning of the text")


# Common words of the two languages that the archive expects. None is a word of both.
_COMMON = {
    "en": set(re.findall(r"\w+", "the of and to that is was for with his her they from this are which have not said")),
    "es": set(re.findall(r"\w+", "el la las de que y en del por con para una su fue como pero más dijo según")),
}


def language_from_common_words(body: str) -> MetadataValue | None:
    """The language of a text by its common words, or None if they do not tell."""
    words = re.findall(r"[^\W\d_]+", body[:20_000].lower())
    shares = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    likeliest, other = sorted(shares, key=shares.__getitem__, reverse=True)
    if shares[likeliest] < 5 or shares[likeliest] < 3 * shares[other] or shares[likeliest] * 10 < len(words):
        return None
    examples = sorted(_COMMON[likeliest] & set(words), key=words.index)[:4]
    return MetadataValue("language", likeliest, f"its commonest words: {', '.join(examples)} …")
