"""Read HTML: the main text of a page, and what the page says of itself. The extractor is *html v1*.

The page is decoded by its byte order mark, the server's charset, its <meta> or else as UTF-8, and loses its control characters. The main text
is the one that trafilatura finds (no comments; a line for each paragraph, heading, list item and row). The page's only <h1> is put before it if
the main text lacks it. The text is stored with the library versions, as another version of trafilatura may find another main text."""

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html
import trafilatura

from dara.ingest import encodings, extractors, metadata_parsing
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.encodings import Decoded
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

Element = Any  # lxml has no types

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)")
_ARTICLES = {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
_NEWS = {"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}

# The <meta> elements in which pages state the fields of a source, the most reliable one first.
_METAS = {
    "title": ("og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"),
    "published_on": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "pubdate",
        "publishdate",
        "sailthru.date",
        "date",
    ),
    "publisher": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
    "language": ("og:locale", "dc.language"),
}


def extract(content: bytes, *, charset: str | None = None, url: str = "") -> Text:
    """The main text of a page. `charset`: the encoding that its server stated; `url`: the URL of its capture, if known.

    Raises TextError if the page cannot be parsed to its end, or has no main text."""
    page = _decode(content, charset)
    tree, remarks = _parse(page.words)
    whole = _visible_words(tree)
    warnings = [f"On the page: {sentence}" for sentence in character_warnings(whole)]  # the main text may lack the characters
    metadata = [*_metadata(tree, page.words, url)]
    main = trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False)
    if not main or not main.strip():
        raise TextError(
            "no main text on the page: it may be a menu, a form, or made by scripts. Save the page from a browser, or its text."
        )
    body = _with_heading(tree, re.sub(r"[ \t]*(\r\n|\r|\n)", "\n", main).strip())
    if "\0" in body or not _is_writable(body):
        raise TextError("its text holds characters that no text may have (NUL, or half of a surrogate pair).")
    return Text(
        body=body,
        extractor=extractors.HTML,
        made_with=extractors.made_with(extractors.HTML),
        metadata=(*metadata, *metadata_parsing.from_text(body), *_paid_for(tree, whole)),
        remarks=tuple(filter(None, (page.basis, *remarks, *warnings))),
    )


def _decode(content: bytes, charset: str | None) -> Decoded:
    """The decoded page. Its `basis` is a remark, a whole sentence."""
    stated = _stated_encoding(content, charset)
    try:
        utf_8 = Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        utf_8 = None  # type: ignore[assignment]
    if stated is None:
        if utf_8:
            return utf_8
        detected = encodings.detect(content)
        return Decoded(detected.words, detected.encoding, f"Decoded as {detected.encoding}: {detected.basis}.")
    encoding, basis = stated
    if encoding == "utf-8" and utf_8:
        return utf_8
    try:
        return Decoded(encodings.decode(content, encoding), encoding, f"Decoded as {encoding}: {basis}.")
    except UnicodeDecodeError as error:
        if utf_8:
            return Decoded(
                utf_8.words, "utf-8", f"Decoded as UTF-8, which it is, though {basis.replace('says so', f'says {encoding}')}."
            )
        damaged = content.decode(encodings.CODECS[encoding], errors="replace")
        return Decoded(
            damaged,
            encoding,
            f"Decoded as {encoding}: {basis}; but some bytes are not, the first at {error.start}. They are shown as “�”: "
            f"{damaged.count(chr(0xFFFD)):,} in all.",
        )


def _stated_encoding(content: bytes, charset: str | None) -> tuple[str, str] | None:
    """The encoding that the page or its server states, and a clause that says which of them does."""
    if encoding := encodings.of_byte_order_mark(content):
        return encoding, "its byte order mark says so"
    if charset and (encoding := encodings.standard_name(charset)):
        return encoding, "the server says so"
    meta = _CHARSET.search(content[:8192])
    if meta and (encoding := encodings.standard_name(meta[1].decode("ascii", "replace"))):
        if encoding.startswith("utf-16"):
            encoding = "utf-8"  # as browsers do: if the page were UTF-16, its <meta> could not have been read
        return encoding, "its <meta> says so"
    return None


def _parse(words: str) -> tuple[Element, list[str]]:
    """The page as a tree without control characters, and remarks. Raises TextError if libxml2 would leave out a part of the page."""
    remarks = []
    if nul := words.count("\0"):
        raise TextError(f"{nul:,} NUL characters, the first at {words.index(chr(0)):,}: this is no page.")
    words, controls = _CONTROLS.subn("", words)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(words.encode("utf-8", "surrogatepass"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        raise TextError(f"the page cannot be parsed: {error}.") from error
    faults = [entry for entry in parser.error_log if entry.level_name == "FATAL" or "RESOURCE_LIMIT" in entry.type_name]
    if any("depth" in entry.message for entry in faults):
        raise TextError(
            f"its elements are nested more than {limits.DEPTH} deep: what is in the innermost would be lost. Archive its text."
        )
    if any(limit in entry.type_name for entry in faults for limit in ("RESOURCE_LIMIT", "NO_MEMORY", "NAME_TOO_LONG")):
        raise TextError(f"the page cannot be parsed to its end: {faults[0].message}.")
    for element in tree.iter():
        for name in ("text", "tail"):
            if (value := getattr(element, name)) and _CONTROLS.search(value):  # written as &#11;
                value, more = _CONTROLS.subn("", value)
                setattr(element, name, value)
                controls += more
    if controls:
        remarks.append(f"{controls:,} control characters, which a page may not have, are left out.")
    return tree, remarks


def _visible_words(tree: Element) -> str:
    """All words that the page may show, with a line for each text node."""
    skipped = ("script", "style", "noscript", "template")
    pieces = (words.strip() for words in tree.xpath(f"//body//text()[not({' or '.join(f'ancestor::{name}' for name in skipped)})]"))
    return "\n".join(filter(None, pieces))


def _with_heading(tree: Element, main: str) -> str:
    """The main text, after the page's only <h1> if that is missing from it."""
    headings = {metadata_parsing.one_line(each.text_content()) for each in tree.xpath("//h1")} - {""}
    lines = {metadata_parsing.one_line(line).casefold() for line in main.splitlines()}
    if len(headings) == 1 and (heading := headings.pop()).casefold() not in lines and len(heading) <= limits.TITLE:
        return f"{heading}\n{main}"
    return main


def _is_writable(words: str) -> bool:
    return not re.search("[\ud800-\udfff]", words)


# --- what a page says of itself ---------------------------------------------------------------------


def _metadata(tree: Element, page: str, url: str) -> Iterator[MetadataValue]:
    """What the page states, the most reliable value of each field first."""
    metas = _metas(tree)
    if url:
        yield MetadataValue("url", url, "the address that the capture names")
    for each in tree.xpath("//link[@rel='canonical']/@href"):
        yield MetadataValue("url", each, 'the page’s <link rel="canonical">')
    yield from _json_ld_metadata(tree)
    for field, names in _METAS.items():
        for name in names:
            for value in metas.get(name, ()):
                yield MetadataValue(field, value, f"the page’s <meta> “{name}”")
    if saved := _SAVED_FROM.search(page):
        yield MetadataValue("url", saved[1], "the comment of the browser that saved the page")
    yield from _element_metadata(tree)


def _paid_for(tree: Element, whole: str) -> list[MetadataValue]:
    """What a campaign's line “Paid for by …” at the foot of its page states. On an article's page the line belongs to an advertisement."""
    metas = _metas(tree)
    is_article = "article" in metas.get("og:type", ()) or "article:published_time" in metas or any(_json_ld_metadata(tree))
    return [] if is_article else metadata_parsing.from_paid_for_line(whole, "on the page")


def _element_metadata(tree: Element) -> Iterator[MetadataValue]:
    """What elements of the page other than <meta> state."""
    for value in tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime | //*[@itemprop='datePublished']/@content"):
        yield MetadataValue("published_on", value, "the page’s datePublished")
    times = set(tree.xpath("(//article | //main)//time/@datetime"))
    if len(times) == 1:  # several may belong to other articles
        yield MetadataValue("published_on", times.pop(), "the page’s only <time>")
    for each in tree.xpath(
        "(//*[@itemprop='author'] | //a[@rel='author'] | //*[contains(concat(' ', @class, ' '), ' byline ')])[1]"
    ):
        yield MetadataValue(
            "author",
            re.sub(r"^by\s+", "", metadata_parsing.one_line(each.text_content()), flags=re.IGNORECASE),
            "the page’s byline",
        )
    headings = tree.xpath("//h1")
    if len(headings) == 1:
        yield MetadataValue("title", headings[0].text_content(), "the page’s <h1>")
    for each in tree.xpath("//head/title"):
        yield MetadataValue("title", each.text_content(), "the page’s <title>")
    for value in tree.xpath("/html/@lang"):
        yield MetadataValue("language", value, "the page’s <html lang>")


def _metas(tree: Element) -> dict[str, list[str]]:
    """The contents of the <meta> elements by their names, in lower case."""
    found: dict[str, list[str]] = {}
    for each in tree.xpath("//meta[@content]"):
        name = (each.get("property") or each.get("name") or each.get("itemprop") or "").strip().lower()
        if each.get("content").strip():
            found.setdefault(name, []).append(each.get("content").strip())
    return found


def _json_ld_metadata(tree: Element) -> Iterator[MetadataValue]:
    """What the page states about its article in schema.org's vocabulary, written as JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            nodes = [node for node in _nodes(json.loads(script)) if _types(node) & _ARTICLES]
        except (ValueError, RecursionError):
            continue  # pages have broken scripts, which state nothing
        for node in nodes[:1]:
            if news := _types(node) & _NEWS:
                yield MetadataValue("kind", "news article", f"the page’s JSON-LD calls it a {sorted(news)[0]}")
            for field, name in (
                ("title", "headline"),
                ("author", "author"),
                ("published_on", "datePublished"),
                ("publisher", "publisher"),
                ("language", "inLanguage"),
            ):
                if value := ", ".join(_names(node.get(name))):
                    yield MetadataValue(field, value, f"the page’s JSON-LD, “{name}”")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a JSON-LD document, those in its @graph included."""
    if isinstance(value, dict):
        yield value
        value = value.get("@graph", [])
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    return {each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)}


def _names(value: Any) -> list[str]:
    """The texts of a JSON-LD value: the value itself, or the names of the things in it."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [name for each in value for name in _names(each)] if isinstance(value, list) else []
