"""The pieces of a Markdown text: escaped words, links, quotations, lists; and sentences that pages have as HTML."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from dara.models.permalinks import public_url
from dara.public.presentation.inference import filled
from dara.public.presentation.numbers import grouped

SPECIAL = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)")
AT_START_OF_LINE = re.compile(r"^([ \t]*)(?:(?=[-+=#])|(\d{1,9})(?=[.)](?:\s|$)))", re.MULTILINE)
INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
MARKS = {"b": "**", "strong": "**", "i": "*", "br": "\n"}


def escaped(text: str) -> str:
    """Return text that Markdown shows to the letter, but for spaces at the start of a line."""
    return AT_START_OF_LINE.sub(r"\1\2\\", SPECIAL.sub(r"\\\g<0>", text))


class _Sentence(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self.links.append(public_url(address) if address.startswith("/") else address)
            self.parts.append("[")
        self.parts.append(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"]({self.links.pop()})" if tag == "a" else MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.parts.append(escaped(data))


def _read(shown: Any) -> str:
    reader = _Sentence()
    reader.feed(conditional_escape(shown))
    reader.close()
    return "".join(reader.parts)


def sentence(shown: Any) -> str:
    """Return what a page shows as HTML, or a plain text, as Markdown on one line, with its links and stresses."""
    return " ".join(_read(shown).split())


def link(name: Any, path: str) -> str:
    return f"[{sentence(name)}]({public_url(path)})"


def quotation(shown: Any) -> str:
    """Return words of a source as a block quotation. Their lines stay lines."""
    paragraphs = re.split(r"\n\s*\n", INDENTED.sub("", _read(shown)).strip())
    return "\n>\n".join("> " + each.replace("\n", "\\\n> ") for each in paragraphs)


def fenced(text: str) -> str:
    """Return a text as it is, in a fence that is longer than any in it."""
    fence = "`" * max(3, 1 + max((len(found) for found in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def facts(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Return a list of “**name:** value”, without what has no value. Values are Markdown."""
    return "\n".join(f"- **{name}:** {value}" for name, value in pairs if value)


def items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def more(rows: Any, where: str, path: str) -> str:
    """Return how many of how many rows are shown (`FirstRows`), and where the others are; "" where all are."""
    if rows.are_all:
        return ""
    message = _('The first %(shown)s of %(held)s; all are in <a href="%(all)s">%(where)s</a>.')
    return sentence(filled(message, shown=len(rows.rows), held=grouped(rows.total), all=path, where=where))


def text(blocks: Iterable[str]) -> str:
    """Return the whole text: its blocks, without those that are empty, and what the archive is."""
    return "\n\n".join(filter(None, [*blocks, "---", *_neutrality()])) + "\n"


def _neutrality() -> Iterator[str]:
    yield _(
        "This archive shows what documents say. It rates no one and takes no side. Words in quotation marks are as the named source printed "
        "them; other words are labelled by who wrote them. We have not checked whether claims are true."
    )
    guide = _(
        "An archive, not a ballot guide; for current candidates and voting see "
        '<a href="https://www.lavote.gov/" rel="nofollow noopener">the county’s site</a>.'
    )
    yield sentence(mark_safe(guide))  # a constant
