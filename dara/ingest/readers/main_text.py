"""Tell the main text of a page from its menus, teasers and foot.

trafilatura finds where the main text is. The text is then all blocks of the innermost element that holds most of it, in their order, but for
what is no text: menus, forms, lists of links. So what trafilatura overlooks in the middle of an article (lists, headings, tables) comes in, and
what is dropped is said."""

import copy
import re
from collections import Counter
from collections.abc import Iterator

import trafilatura

from dara.ingest.readers.page_blocks import Block, read
from dara.ingest.readers.shown_words import Element, listed, one_line

MOST = 0.8  # of the words that trafilatura finds, in the element that holds the main text
LINKS = 0.6  # of the characters of a block in links: it leads elsewhere
SENTENCE = 8  # spaces in a block, from which it is more than a label
_FURNITURE_TAGS = {"nav", "footer", "aside", "menu", "dialog", "figcaption", "form", "address", "noscript"}
_FURNITURE = re.compile(
    r"(^|[\s_-])(ads?|advert\w*|author\w*|breadcrumbs?|byline|captions?|comments?|consent|cookies?|copyright|credits?|dateline|disqus|footer|menu|meta"
    r"|nav\w*|newsletter|outbrain|pagination|paywall|popular|promo\w*|recirc\w*|recommend\w*|related\w*|share\w*|sharing|sidebar|skip|social\w*"
    r"|sponsor\w*|subscribe|subscription|taboola|tags?|teasers?|timestamp|toolbar|trending|widget)([\s_-]|$)",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(©|copyright\b|all rights reserved|advertisement$|share this|read more\b|sign up|subscribe|related:|most popular)",
    re.IGNORECASE,
)
_SHORT = 15  # letters; a shorter block may be found in another one by chance


def of_page(tree: Element) -> tuple[str, list[str]]:
    """The main text, a line for each block, and remarks on what the page has beside it. The text is "" if there is none."""
    body = _body(tree)
    page = read(body)
    main = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False) or ""
    lines = [line for line in main.splitlines() if line.strip()]
    if not lines:
        return "", []
    is_found = _Found(lines)
    blocks = [(block, is_found(block)) for block in page]
    root = _root([(block, found or is_found(block, tables=True)) for block, found in blocks], body)
    kept, dropped = _sorted(blocks, root)
    return _with_heading(tree, kept), list(_remarks(dropped))


def whole_page(tree: Element) -> tuple[str, list[str]]:
    """All text of the page, and no remarks."""
    return "\n".join(block.words for block in read(_body(tree))), []


def _body(tree: Element) -> Element:
    body = tree.find("body")
    return tree if body is None else body


class _Found:
    """Whether trafilatura has found a block. It writes them otherwise, so letters and digits are compared."""

    def __init__(self, lines: list[str]) -> None:
        plain = [line for line in lines if not line.startswith("|")]  # a row may be a layout's
        self._lines = {_letters(line) for line in plain}
        self._plain = " ".join(map(_letters, plain))
        self._all = "".join(map(_letters, lines))

    def __call__(self, block: Block, tables: bool = False) -> bool:
        letters = _letters(block.words)
        return letters in self._lines or (len(letters) >= _SHORT and letters in (self._all if tables else self._plain))


def _letters(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def _root(blocks: list[tuple[Block, bool]], body: Element) -> Element:
    """The innermost element that holds most of the words that were found."""
    sizes: Counter[Element] = Counter()
    for block, found in blocks:
        if found:
            for element in (block.element, *block.element.iterancestors()):
                sizes[element] += len(block.words)
    total = max(sizes.values(), default=0)
    large = [element for element, size in sizes.items() if size >= total * MOST]
    return max(large, key=lambda element: sum(1 for _ in element.iterancestors()), default=body)


def _sorted(blocks: list[tuple[Block, bool]], root: Element) -> tuple[list[Block], list[Block]]:
    """The blocks of the main text, and those that were dropped though they look like text."""
    kept: list[Block] = []
    dropped: list[Block] = []
    inside: dict[Element, bool | None] = {}
    introduced = False
    for block, found in blocks:
        if block.element.tag == "h1" and any(block.words == each.words for each in kept):
            continue
        if found:
            kept.append(block)
            introduced = block.words.endswith(":")
            continue
        place = _place(block.element, root, inside)
        is_item = block.words.startswith("- ")
        leads_elsewhere = block.cells == 1 and block.linked > LINKS * len(block.words) and not (introduced and is_item)
        if place and not leads_elsewhere and not _FOOT.match(block.words):
            if not (kept and kept[-1].words == block.words):
                kept.append(block)
            introduced = block.words.endswith(":") or (introduced and is_item)
        elif place or (place is False and not leads_elsewhere and block.words.count(" ") >= SENTENCE):
            dropped.append(block)
    return kept, dropped


def _place(element: Element, root: Element, known: dict[Element, bool | None]) -> bool | None:
    """Whether an element is inside of the main text's; None if it is in a menu, a foot or the like."""
    if element is root:
        return True
    if element not in known:
        parent = element.getparent()
        if _is_furniture(element):
            known[element] = None
        else:
            known[element] = False if parent is None else _place(parent, root, known)
    return known[element]


def _is_furniture(element: Element) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return element.tag in _FURNITURE_TAGS or bool(_FURNITURE.search(named))


def _with_heading(tree: Element, kept: list[Block]) -> str:
    """The main text, after the page's only <h1> if that is missing from it."""
    lines = [block.words for block in kept]
    headings = {words for each in tree.iter("h1") if (words := one_line(each.text_content()))}
    if (
        len(headings) == 1
        and (heading := headings.pop()).casefold() not in {line.casefold() for line in lines}
        and len(heading) <= 300
    ):
        lines.insert(0, heading)
    return "\n".join(lines)


def _remarks(dropped: list[Block]) -> Iterator[str]:
    if dropped:
        longest = sorted(dropped, key=lambda block: -len(block.words))
        yield f"Shown on the page, and left out as not of its main text: {listed([block.words for block in longest], 4)}."
