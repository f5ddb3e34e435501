"""Make the tree of a page hold what the page shows, before its text is read.

Hidden and struck-out words leave, and marks of footnotes, which would join a figure; <q> gets its marks. What leaves is remembered by the
reason why."""

import re
from collections.abc import Iterator
from typing import Any

Element = Any  # lxml has no types

STRUCK = "words that are struck out"
HIDDEN = "words that are not shown"
OF_ARCHIVE = "words of the web archive"
NOTES = "marks of footnotes"

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060\ufeff]"
)  # where a line may be broken, and byte order marks: of the layout, not of the text
_SPACE = re.compile(r"(?:[ \t\n\r\f]|(?<!\d)\u00a0|\u00a0(?!\d))+")  # a no-break space between digits groups them, and stays
_NO_TEXT = ("script", "style", "noscript", "template")
_NOT_DISPLAYED = re.compile(r"\b(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOR_SCREEN_READERS = re.compile(r"(^|[\s_-])(sr-only|visually-?hidden|screen-?reader(-text)?)([\s_-]|$)", re.IGNORECASE)
_OF_ARCHIVES = re.compile(r"(wm-ipp|donato$)")  # the Wayback Machine's own words
_SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_NOTE = re.compile(r"[\[(]?(\d{1,3}|[a-z]|[*†‡§¶]+|note \w+)[\])]?(, ?\d{1,3})*", re.IGNORECASE)
_POWER_OF = re.compile(r"(?<!\w)([kcm]?m|ft|in|mi|yd|10)$")
_MONEY = re.compile(r"[$€£]\s?[\d,]+$")


def keep_shown_words(tree: Element) -> dict[str, list[str]]:
    """Change the tree, and return the words that left it, by the reason why."""
    left: dict[str, list[str]] = {}
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if element is not tree and (why := _why_not_shown(element)):
            if words := one_line(element.text_content()):
                left.setdefault(why, []).append(words)
            element.drop_tree()
            continue
        waiting += (child for child in reversed(element) if isinstance(child.tag, str))
        if element.tag == "q":
            _write_marks(element)
        elif element.tag == "sup" and (mark := _mark_of_note(element)):
            left.setdefault(NOTES, []).append(mark)
            element.drop_tree()
    return left


def one_line(words: str) -> str:
    """The words in one line, without invisible characters."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", words)).strip(" ")


def remarks(left: dict[str, list[str]]) -> Iterator[str]:
    """A sentence for each reason why words of a page left."""
    for why, words in left.items():
        yield f"Left out, {why}: {listed(words)}."


def listed(words: list[str], number: int = 5) -> str:
    """The first of several words in quotation marks, and how many there are more: “a”, “b” and 3 more."""
    shown = ", ".join(f"“{each if len(each) <= 60 else each[:58].rstrip() + ' …'}”" for each in words[:number])
    return shown + (f" and {len(words) - number} more" if len(words) > number else "")


def _why_not_shown(element: Element) -> str:
    """In words, why the page does not show the element, or ""."""
    if element.tag in ("del", "s", "strike"):
        return STRUCK
    if element.tag in ("head", "body", *_NO_TEXT) or element.getparent().tag == "head":
        return ""
    if _OF_ARCHIVES.match(element.get("id") or ""):
        return OF_ARCHIVE
    is_hidden = element.get("hidden") is not None or _NOT_DISPLAYED.search(element.get("style") or "")
    if is_hidden or _is_for_screen_readers(element) or _is_copy(element):
        return HIDDEN
    return ""


def _is_for_screen_readers(element: Element) -> bool:
    return bool(_FOR_SCREEN_READERS.search(element.get("class") or ""))


def _is_copy(element: Element) -> bool:
    """Whether an element, hidden from screen readers, repeats words that stand beside it."""
    if element.get("aria-hidden") != "true":
        return False
    words = one_line(element.text_content())
    others = (each for each in element.getparent() if each is not element and isinstance(each.tag, str))
    return bool(words) and any(one_line(each.text_content()) == words for each in others if not _is_for_screen_readers(each))


def _write_marks(element: Element) -> None:
    """Write the quotation marks that the page shows around a <q>."""
    words = one_line(element.text_content())
    if not words or words[0] in '“"«‘„':  # the page has written marks itself
        return
    inner = sum(each.tag == "q" for each in element.iterancestors()) % 2
    element.text = f"{'“‘'[inner]}{(element.text or '').lstrip()}"
    if len(element):
        element[-1].tail = f"{(element[-1].tail or '').rstrip()}{'”’'[inner]}"
    else:
        element.text = f"{element.text.rstrip()}{'”’'[inner]}"


def _mark_of_note(element: Element) -> str:
    """The mark of a footnote, with the word that it stands at, or "" for other words above the line, which are kept apart from a figure."""
    words, before = one_line(element.text_content()), one_line(_words_before(element)[-80:])
    is_ordinal = not re.search(r"\d", words) and len(words) > 1 and words.isalpha()  # 4th
    if not words or is_ordinal or words in "®™℠ªº":
        return ""
    if (element.tail or "").startswith(("/", "⁄")):  # 3 1/2
        apart = " " if before[-1:].isdigit() else ""
    elif _POWER_OF.search(before) or (_MONEY.search(before) and len(words) == 2):
        words, apart = words.translate(_SUPERSCRIPTS), ""
    elif _NOTE.fullmatch(words):
        return f"{before.rpartition(' ')[2][-20:]}{words.translate(_SUPERSCRIPTS)}"
    else:
        apart = " " if before[-1:].isalnum() and words[:1].isalnum() else ""
    for child in list(element):
        element.remove(child)
    element.text = apart + words
    return ""


def _words_before(element: Element) -> str:
    """The words directly before an element, in its parent or before that."""
    while element is not None and element.tag not in ("p", "div", "td", "li", "body"):
        before = element.getprevious()
        words = (before.text_content() + (before.tail or "") if before is not None and isinstance(before.tag, str) else "") or (
            (element.getparent().text or "") if element.getparent() is not None else ""
        )
        if words.strip():
            return words
        element = element.getparent()
    return ""
