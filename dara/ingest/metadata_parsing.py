"""Parse what documents say of themselves: dates, languages, addresses, kinds, publishers and titles.

The parsers are cautious. They return None for a value that they do not understand, and never guess."""

import datetime
import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from dara.ingest.canonical_text import MetadataValue
from dara.ingest.sandbox import limits

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_EPOCHS = ("1970-01-01", "1601-01-01", "1900-01-01")  # what programs write for no date
EARLIEST = "1800"  # year
_ARCHIVED = re.compile(r"https?://[^/?#]+/(?:[^?#]*?/)?(\d{4})\.?(\d\d)\.?(\d\d)-?\d{6}(?:[a-z]{2}_)?/(https?:/{1,2}\S+)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_TAGS = re.compile(r"</?(?:a|abbr|b|br|cite|em|font|i|mark|q|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_DATE_IN_WORDS = re.compile(
    rf"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?(?:{_MONTHS}\b\.? \d|\d{{1,2}}(?: de)? {_MONTHS}\b|\d{{4}}-\d\d"
    r"|\d{1,2}/\d{1,2}/\d{2}|\d{1,2}:\d\d|\d{1,2} [ap]\.?m\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"^\W*(?:(?:written |posted |published |reported |story )?by|escrito por|por)\b:?\s*", re.IGNORECASE)
_NO_AUTHOR = re.compile(
    r"(?:by|por|e-?mail|share|print|tweet|follow\b.*|posted|published\b.*|updated\b.*|last updated\b.*|(?:on|at|in)|\d+ min(?:ute)?s?(?: read)?|[\W\d]*)",
    re.IGNORECASE,
)
_ADDRESS_OR_HANDLE = re.compile(r"\S*@\S+|https?://\S+")
_NO_TITLE = re.compile(
    r"\W*(?:(?:for )?immediate release\b[^\n]{0,40}|para (?:su )?(?:publicación|difusión) inmediata\b[^\n]{0,40}|(?:press|news|media) (?:releases?|advisory|statement)"
    r"|comunicados? de prensa|home|home ?page|welcome|untitled|untitled document|documents?|index|news|articles?|blog|inicio|portada|noticias|default|new page"
    r"|(?:microsoft word|powerpoint presentation)\b.*)\W*",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\W*(?:media |press )?(?:contacts?|contacto|date|fecha|from|to|subject|tel|phone)\s*:", re.IGNORECASE)
_DATE_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%a, %d %b %Y", "%m/%d/%Y")
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_][a-z0-9-]+)?", re.IGNORECASE)
# A line by which a text calls itself a press release, not one that mentions a press release.
_PRESS_RELEASE = re.compile(
    r"\W*(for immediate release\b[^\n]{0,60}|para (?:su )?(?:publicación|difusión) inmediata\b[^\n]{0,60}|(?:press|news) release\W*|media advisory\W*"
    r"|comunicado de prensa\W*|(?:press|news) release\s*[:|–—-][^\n]{0,100})$",
    re.IGNORECASE,
)
# Only at the beginning of a line: a story may mention advertisements that were “paid for by the union”.
_PAID_FOR = re.compile(
    r"^\W*(?:political ad(?:vertisement)?\W*)?((?:paid for by (?:the )?|pagado por (?:el |la )?)([^\n.;]{3,150}?))(?: ?(?:FPPC|ID|No\.?)?[ #:]*\d{5,})?[.;]?[ \t]*$",
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


def is_impossible(day: str, latest: datetime.date) -> bool:
    """Whether no document can have the date (ISO 8601, or a part of it): the year 0001, a program's first day, a day after `latest`."""
    return day < EARLIEST or day in _EPOCHS or day > latest.isoformat()[: len(day)]


def parse_archived_url(url: str) -> tuple[str, str] | None:
    """The original URL and the day of capture (ISO 8601) by the URL of a page in a web archive; None for other URLs.

    Wayback Machines write `…/20251107031500/https://…`, archive.today `…/2025.11.07-031500/https://…`."""
    found = _ARCHIVED.fullmatch(url.strip())
    day = found and _valid_day(f"{found[1]}-{found[2]}-{found[3]}")
    if not found or not day:
        return None
    original = re.sub(r"^(https?:)/+", r"\1//", found[4])
    return original, day


def parse_author(value: str) -> str | None:
    """The names in a byline, without “By”, dates, addresses and links; None if none are left."""
    pieces = re.split(r"\s*[|•·\n]\s*|\s[–—-]\s", _ADDRESS_OR_HANDLE.sub("", plain_words(value)))
    names = []
    for piece in pieces:
        if dated := _DATE_IN_WORDS.search(piece):
            piece = piece[: dated.start()]
        name = _BY.sub("", piece).strip(" ,;:()[]")
        if name and not _NO_AUTHOR.fullmatch(name) and name not in names:
            names.append(name)
    return ", ".join(names) or None


def parse_title(value: str, names_of_site: Iterable[str] = ()) -> str:
    """The title in one line, without the site's name after it; "" if it is no title of this document, such as “Home” or “For immediate release”."""
    title = plain_words(value)
    for name in filter(None, map(plain_words, names_of_site)):
        if title.casefold() == name.casefold():
            return ""
        title = re.sub(rf"\s+[|–—•·:-]\s+{re.escape(name)}$", "", title, flags=re.IGNORECASE)
    return "" if _NO_TITLE.fullmatch(title) else title


def plain_words(value: str) -> str:
    """The words of a value in one line: entities decoded that were encoded twice, without tags and invisible characters."""
    return visible_line(_TAGS.sub("", html.unescape(value)))


def visible_line(words: str) -> str:
    """The words in one line, without invisible characters."""
    return one_line(_INVISIBLE.sub("", words))


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
    """The first line of a text that may be a title, or its beginning, for a document that states none."""
    lines = [line for each in body.splitlines() if (line := visible_line(each))]
    line = next((line for line in lines[:HEAD_LINES] if _may_be_title(line)), lines[0] if lines else one_line(body))
    if len(line) <= TITLE_LINE:
        return MetadataValue("title", line, "the first line of the text" if line == lines[0] else "a line of the text")
    cut = line[:100].rsplit(" ", 1)[0]
    return MetadataValue("title", f"{cut} …", "the beginning of the text")


def _may_be_title(line: str) -> bool:
    dated = _DATE_IN_WORDS.search(line)
    is_date = dated is not None and dated.start() < 3 and len(line) < 40
    return bool(re.search(r"[^\W\d_]", line)) and not (is_date or parse_title(line) == "" or _CONTACT.match(line) or "@" in line)


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
