"""A page → its main text, and what it says of itself. Versioned.

*Html v1*: decoded as its byte order mark, the server, its <meta> or else UTF-8 say; without control characters; the main text as trafilatura
finds it (no comments; a line for each paragraph, heading, list item and row), and the page's only <h1> before it where it is missing. What it is made with
is part of the text's record: another version of trafilatura may find another main text."""

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html
import trafilatura

from dara.ingest import encodings, extractors, metadata_parsing
from dara.ingest.canonical_text import Found, Text, TextError
from dara.ingest.encodings import Decoded
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

Element = Any  # lxml has no types

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)")
_ARTICLES = {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
_NEWS = {"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}

# Where pages say things, the surest first: the field, where, and in which <meta>.
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
    """The main text of the page. `charset`: what its server said; `url`: the address that it was captured at, where that is known.

    Raises TextError for a page that cannot be read to its end, or has no text."""
    page = _decoded(content, charset)
    tree, remarks = _tree(page.words)
    whole = _words(tree)
    odd = [f"On the page: {sentence}" for sentence in character_warnings(whole)]  # the main text may leave them out
    found = [*_found(tree, page.words, url)]
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
        found=(*found, *metadata_parsing.of_words(body), *_payer(tree, whole)),
        remarks=tuple(filter(None, (page.how, *remarks, *odd))),
    )


def _decoded(content: bytes, charset: str | None) -> Decoded:
    """The page's characters; `how` is a remark."""
    said = _said(content, charset)
    try:
        words = content.decode("utf-8")
        read = Decoded(words, "utf-8")
    except UnicodeDecodeError:
        read = None  # type: ignore[assignment]
    if said is None:
        if read:
            return read
        guessed = encodings.decoded(content)
        return Decoded(guessed.words, guessed.encoding, f"Decoded as {guessed.encoding}: {guessed.how}.")
    encoding, where = said
    if encoding == "utf-8" and read:
        return read
    try:
        return Decoded(encodings.decode(content, encoding), encoding, f"Decoded as {encoding}: {where}.")
    except UnicodeDecodeError as error:
        if read:
            return Decoded(
                read.words, "utf-8", f"Decoded as UTF-8, which it is, though {where.replace('says so', f'says {encoding}')}."
            )
        lost = content.decode(encodings.CODECS[encoding], errors="replace")
        return Decoded(
            lost,
            encoding,
            f"Decoded as {encoding}: {where}; but some bytes are not, the first at {error.start}. They are shown as “�”: "
            f"{lost.count(chr(0xFFFD)):,} in all.",
        )


def _said(content: bytes, charset: str | None) -> tuple[str, str] | None:
    """The encoding that somebody says the page is in, and who."""
    if marked := encodings.marked(content):
        return marked, "its byte order mark says so"
    if charset and (encoding := encodings.name(charset)):
        return encoding, "the server says so"
    meta = _CHARSET.search(content[:8192])
    if meta and (encoding := encodings.name(meta[1].decode("ascii", "replace"))):
        if encoding.startswith("utf-16"):
            encoding = "utf-8"  # as browsers do: a page in UTF-16 could not be read so far
        return encoding, "its <meta> says so"
    return None


def _tree(words: str) -> tuple[Element, list[str]]:
    """The page as a tree, without control characters. Raises TextError where libxml2 would leave some of it out."""
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
            if (held := getattr(element, name)) and _CONTROLS.search(held):  # written as &#11;
                held, more = _CONTROLS.subn("", held)
                setattr(element, name, held)
                controls += more
    if controls:
        remarks.append(f"{controls:,} control characters, which a page may not have, are left out.")
    return tree, remarks


def _words(tree: Element) -> str:
    """All words that the page may show, a line for each element's."""
    skipped = ("script", "style", "noscript", "template")
    pieces = (words.strip() for words in tree.xpath(f"//body//text()[not({' or '.join(f'ancestor::{name}' for name in skipped)})]"))
    return "\n".join(filter(None, pieces))


def _with_heading(tree: Element, main: str) -> str:
    headings = {metadata_parsing.one_line(each.text_content()) for each in tree.xpath("//h1")} - {""}
    lines = {metadata_parsing.one_line(line).casefold() for line in main.splitlines()}
    if len(headings) == 1 and (heading := headings.pop()).casefold() not in lines and len(heading) <= limits.TITLE:
        return f"{heading}\n{main}"
    return main


def _is_writable(words: str) -> bool:
    return not re.search("[\ud800-\udfff]", words)


# --- what a page says of itself ---------------------------------------------------------------------


def _found(tree: Element, page: str, url: str) -> Iterator[Found]:
    """In order of sureness within each field."""
    metas = _metas(tree)
    if url:
        yield Found("url", url, "the address that the capture names")
    for each in tree.xpath("//link[@rel='canonical']/@href"):
        yield Found("url", each, 'the page’s <link rel="canonical">')
    yield from _of_json(tree)
    for field, names in _METAS.items():
        for name in names:
            for value in metas.get(name, ()):
                yield Found(field, value, f"the page’s <meta> “{name}”")
    if saved := _SAVED_FROM.search(page):
        yield Found("url", saved[1], "the comment of the browser that saved the page")
    yield from _of_elements(tree)


def _payer(tree: Element, whole: str) -> list[Found]:
    """A campaign's line at the foot of its page; of an article's page, it is an advertisement's."""
    metas = _metas(tree)
    is_article = "article" in metas.get("og:type", ()) or "article:published_time" in metas or any(_of_json(tree))
    return [] if is_article else metadata_parsing.of_payer(whole, "on the page")


def _of_elements(tree: Element) -> Iterator[Found]:
    for value in tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime | //*[@itemprop='datePublished']/@content"):
        yield Found("published_on", value, "the page’s datePublished")
    times = set(tree.xpath("(//article | //main)//time/@datetime"))
    if len(times) == 1:  # several may be of other articles
        yield Found("published_on", times.pop(), "the page’s only <time>")
    for each in tree.xpath(
        "(//*[@itemprop='author'] | //a[@rel='author'] | //*[contains(concat(' ', @class, ' '), ' byline ')])[1]"
    ):
        yield Found(
            "author",
            re.sub(r"^by\s+", "", metadata_parsing.one_line(each.text_content()), flags=re.IGNORECASE),
            "the page’s byline",
        )
    headings = tree.xpath("//h1")
    if len(headings) == 1:
        yield Found("title", headings[0].text_content(), "the page’s <h1>")
    for each in tree.xpath("//head/title"):
        yield Found("title", each.text_content(), "the page’s <title>")
    for value in tree.xpath("/html/@lang"):
        yield Found("language", value, "the page’s <html lang>")


def _metas(tree: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in tree.xpath("//meta[@content]"):
        name = (each.get("property") or each.get("name") or each.get("itemprop") or "").strip().lower()
        if each.get("content").strip():
            found.setdefault(name, []).append(each.get("content").strip())
    return found


def _of_json(tree: Element) -> Iterator[Found]:
    """schema.org, in JSON-LD: of the page's article."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            nodes = [node for node in _nodes(json.loads(script)) if _types(node) & _ARTICLES]
        except (ValueError, RecursionError):
            continue  # pages hold broken ones; what they would have said is not said
        for node in nodes[:1]:
            if news := _types(node) & _NEWS:
                yield Found("kind", "news article", f"the page’s JSON-LD calls it a {sorted(news)[0]}")
            for field, name in (
                ("title", "headline"),
                ("author", "author"),
                ("published_on", "datePublished"),
                ("publisher", "publisher"),
                ("language", "inLanguage"),
            ):
                if value := ", ".join(_names(node.get(name))):
                    yield Found(field, value, f"the page’s JSON-LD, “{name}”")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
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
    """The texts of a value: its own, or the names of the things in it."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [name for each in value for name in _names(each)] if isinstance(value, list) else []
