"""An item in the styles that newsrooms and universities ask for, by citeproc-py and the CSL project's own styles.

What goes into citeproc-py is not quite the item that we publish, as it does less than a style asks for. It cannot take a substituted
title out of its place again, leaves a label that has nothing to label (“Edition.”), shortens given names in every style, and
knows neither punctuation within quotation marks nor quotations within quotations. `_fed` works round the first three, `_typeset` does
the last two. Escaping is `_typeset`'s alone: citeproc-py's own HTML lets `<script>` through."""

import json
import re
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dara.public.citation.item import RECORD, Item

STYLES = {"APA": "apa", "MLA": "modern-language-association", "Chicago": "chicago-notes-bibliography"}
FED = ("type", "title", "author", "container-title", "publisher", "genre", "issued", "accessed", "URL", "archive")
REMEMBERED = 1024  # forms: some 10 ms each to make, 1 kB each to keep

# Noncharacters, which Unicode keeps for a program's own use (§23.7): they stand for markup until all text is escaped.
ITALIC, ROMAN, OPEN, CLOSE, OURS, LESS_THAN = (chr(0xFDD0 + number) for number in range(6))
CLEANED = dict.fromkeys(range(0xFDD0, 0xFDF0)) | {ord("<"): LESS_THAN}  # citeproc-py reads <span class="nocase">
QUOTED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}([.,]?)")
DOUBLED = re.compile(f"([.?!]{ROMAN}|[?!])\\.|(,{ROMAN}),")
INNER_QUOTES = str.maketrans("“”", "‘’")


def formatted(item: Item) -> dict[str, SafeString]:
    """{"APA": HTML, …}, where the only markup is <i>: what a reference list says of the item."""
    return {label: _rendered(label, json.dumps(item, sort_keys=True)) for label in STYLES}


@lru_cache(maxsize=REMEMBERED)
def _rendered(label: str, item: str) -> SafeString:
    """The style is read anew each time, as rendering writes into it; that takes a tenth of the time."""
    style = CitationStylesStyle(STYLES[label], validate=False)
    source = CiteProcJSON([_fed(label, json.loads(item)) | {"id": "item"}])
    bibliography = CitationStylesBibliography(style, source, _MARKS)
    bibliography.register(Citation([CitationItem("item")]))
    return _typeset("".join(str(entry) for entry in bibliography.bibliography()))


# --- into citeproc-py -------------------------------------------------------------------------------


def _fed(label: str, item: Item) -> Item:
    fed = _cleaned({name: item[name] for name in FED if name in item})
    first = fed.get("author") or [{"literal": _leading_title(label, fed)}]
    fed["author"] = first if label == "APA" else [_in_full(each) for each in first]
    if not item.get("author"):
        del fed["title"]
    for name in ("title", "container-title"):
        if name in fed and _is_ours(fed[name], name == "title" and item["type"] == RECORD):
            fed[name] = f'<span class="nocase">{OURS}{fed[name]}</span>'
    if item["type"] in ("webpage", "post") and "container-title" in fed:
        fed["publisher"] = fed.pop("container-title")  # who publishes a page is no title of a site
    if "archive_location" in item:
        _give_one_address(fed, item)
    if label == "APA" and "issued" not in fed:
        fed["status"] = "n.d."  # else it says “Retrieved”, of a day that is not held
    if label == "Chicago":
        fed["type"] = _type_in_chicago(fed)
    return fed


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(CLEANED)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value


def _is_ours(title: str, is_record: bool) -> bool:
    """Whether a title is a description of ours: it keeps its letters' case, and stands neither in quotation marks nor italics."""
    return is_record or (title.startswith("[") and title.endswith("]"))


def _leading_title(label: str, fed: Item) -> str:
    """Where no author is known the title comes first, in the form that it would have in its place."""
    title = fed["title"]
    if _is_ours(title, fed["type"] == RECORD):
        return title
    alone = fed["type"] == "report" or (label == "APA" and fed["type"] != "article-newspaper")
    return f"{ITALIC}{title}{ROMAN}" if alone else title if label == "APA" else f"{OPEN}{title}{CLOSE}"


def _in_full(name: dict[str, str]) -> dict[str, str]:
    return {"literal": f"{name['family']}, {name['given']}"} if "family" in name else name


def _give_one_address(fed: Item, item: Item) -> None:
    """Our copy's address, and the live one, which has no room for a mark and is left out where it is inferred."""
    if "url" in item["custom"].get("inferred", {}):
        fed["URL"] = item["archive_location"]
    else:
        fed["archive"] = f"{item['archive']}, {item['archive_location']}"


def _type_in_chicago(fed: Item) -> str:
    """Types that the style treats alike, without “Edition.”; and posts, of which its 18th edition makes no entry."""
    if fed["type"] == "article-newspaper":
        return "post-weblog" if "container-title" in fed else "webpage"
    return "webpage" if fed["type"] == "post" else fed["type"]


def _preformat(text: str) -> str:
    """citeproc-py asks this of a style's own words and signs, never of an item's. With a mark before it, “circa” gets no capital."""
    return {"“": OPEN, "”": CLOSE, "circa": f"{OURS}circa"}.get(text, text)


_MARKS = SimpleNamespace(
    preformat=_preformat,
    Italic=lambda text: f"{ITALIC}{text}{ROMAN}",
    Oblique=lambda text: f"{ITALIC}{text}{ROMAN}",
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)


# --- out of citeproc-py -----------------------------------------------------------------------------


def _typeset(text: str) -> SafeString:
    text = QUOTED.sub(_quoted, text)
    text = re.sub(f"{ITALIC}{OURS}([^{ROMAN}]*){ROMAN}", r"\1", text)
    text = DOUBLED.sub(r"\1\2", text)
    text = text.replace(f". {OURS}circa", ". Circa").replace(OURS, "").replace(LESS_THAN, "<")
    first, *rest = text.split(ITALIC)
    pieces = (piece.partition(ROMAN) for piece in rest)
    return format_html("{}{}", first, format_html_join("", "<i>{}</i>{}", ((italic, after) for italic, _, after in pieces)))


def _quoted(found: re.Match[str]) -> str:
    """American styles have full stops and commas within quotation marks."""
    title, stop = found.groups()
    if title.startswith(OURS):
        return f"{title}{stop}"
    if stop == "." and title.endswith((".", "?", "!")):
        stop = ""
    inner = title.translate(INNER_QUOTES)
    return f"“{inner[:-1]}{stop}’”" if title.endswith("”") else f"“{inner}{stop}”"
