"""Read what a page says of itself: in its <meta> elements, in JSON-LD, in its bylines and headings, and what an archive wrote into it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from dara.ingest import metadata_parsing
from dara.ingest.canonical_text import MetadataValue
from dara.ingest.readers import page_blocks
from dara.ingest.readers.shown_words import Element

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)")
_WAYBACK_COMMENT = re.compile(r"FILE ARCHIVED ON [\d:]+ (\w{3} \d\d, \d{4}) AND RETRIEVED")
_ARTICLES = {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
_NEWS = {"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
_ADVERTISEMENT = re.compile(r"(^|[\s_-])(ads?|advert\w*|banner|promo\w*|sponsor\w*)([\s_-]|$)", re.IGNORECASE)
_BYLINE = "contains(concat(' ', @class, ' '), ' byline ')"

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


def of_page(tree: Element, page: str, url: str) -> Iterator[MetadataValue]:
    """What the page states, the most reliable value of each field first. `page`: its HTML; `url`: the URL of its capture, or ""."""
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
    yield from _of_archive(tree, page)
    yield from _element_metadata(tree)
    yield from _paid_for(tree, metas)


def _of_archive(tree: Element, page: str) -> Iterator[MetadataValue]:
    """What a web archive, or the browser that saved the page, wrote into it."""
    if saved := _SAVED_FROM.search(page):
        yield MetadataValue("url", saved[1], "the comment of the browser that saved the page")
    for each in tree.xpath("//link[@rel='bookmark']/@href"):
        if metadata_parsing.parse_archived_url(each):
            yield MetadataValue("url", each, 'the page’s <link rel="bookmark">')
    if captured := _WAYBACK_COMMENT.search(page):
        yield MetadataValue("captured_on", captured[1], "the Wayback Machine’s comment on the page")


def _element_metadata(tree: Element) -> Iterator[MetadataValue]:
    """What elements of the page other than <meta> state."""
    for value in tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime | //*[@itemprop='datePublished']/@content"):
        yield MetadataValue("published_on", value, "the page’s datePublished")
    times = set(tree.xpath("(//article | //main)//time/@datetime"))
    if len(times) == 1:  # several may belong to other articles
        yield MetadataValue("published_on", times.pop(), "the page’s only <time>")
    if byline := _byline(tree):
        yield MetadataValue("author", byline, "the page’s byline")
    headings = tree.xpath("//h1")
    if len(headings) == 1:
        yield MetadataValue("title", headings[0].text_content(), "the page’s <h1>")
    for each in tree.xpath("//head/title"):
        title = each.text_content()
        if not _is_name_of_site(tree, title):
            yield MetadataValue("title", title, "the page’s <title>")
    for value in tree.xpath("/html/@lang"):
        yield MetadataValue("language", value, "the page’s <html lang>")


def _byline(tree: Element) -> str:
    """The names in the page's first byline, or else its words, parted as its elements are."""
    for each in tree.xpath(f"(//*[@itemprop='author'] | //a[@rel='author'] | //*[{_BYLINE}])[1]"):
        names = each.xpath("descendant-or-self::*[@rel='author'] | .//*[@itemprop='name'][not(.//*[@itemprop='name'])]") or [each]
        return ", ".join(" | ".join(words for piece in name.itertext() if (words := piece.strip())) for name in names)
    return ""


def _is_name_of_site(tree: Element, title: str) -> bool:
    """Whether the page names what it calls its title as the owner of its copyright."""
    words = metadata_parsing.one_line(title)
    lines = tree.xpath("//body//text()[contains(., '©') or contains(., 'opyright')]")
    owners = re.compile(rf"(?:©|copyright)[\s\d,–-]*{re.escape(words)}", re.IGNORECASE)
    return bool(words) and any(owners.search(metadata_parsing.one_line(line)) for line in lines)


def _paid_for(tree: Element, metas: dict[str, list[str]]) -> list[MetadataValue]:
    """What a campaign's line “Paid for by …” at the foot of its page states. On an article's page the line belongs to an advertisement."""
    is_article = (
        "article" in metas.get("og:type", ())
        or not metas.keys().isdisjoint(("article:published_time", "author"))
        or any(_json_ld_metadata(tree))
        or bool(_byline(tree))
    )
    if is_article:
        return []
    blocks = (block for block in page_blocks.read(tree) if not _is_in_advertisement(block.element))
    return metadata_parsing.from_paid_for_line("\n".join(block.words for block in blocks), "on the page")


def _is_in_advertisement(element: Element) -> bool:
    around = (element, *element.iterancestors())
    return any(each.tag == "aside" or _ADVERTISEMENT.search(f"{each.get('class') or ''} {each.get('id') or ''}") for each in around)


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
