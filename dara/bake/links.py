"""The links of a page, made relative, so that the folder works under any address.

Links in full stay as they are: those to other sites, and those that tell programs where the page belongs (canonical, Open Graph)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from posixpath import dirname, relpath
from urllib.parse import urljoin

from dara.bake.addresses import file_of, split

# In the templates' HTML attributes are quoted, and no quotation mark stands unescaped in a text.
LINK = re.compile(r'(?<=\s)(?P<name>href|src|action|content)="(?P<link>[^"]*)"')
CSS_LINK = re.compile(r"""url\(["']?(?P<link>[^"')]+)["']?\)""")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
ADDRESSES_OF_XML = re.compile(r'(?:<loc>|href=")(?P<link>[^<"]+)')


@dataclass
class Page:
    """The text of a page with relative links, and what it links to on this site: addresses, with fragments."""

    text: str
    targets: list[str] = field(default_factory=list)


def rewritten(text: str, address: str, base: str, *, anywhere: bool = False) -> Page:
    """Return the page at `address` with relative links. `base`: where the site is published.

    `anywhere`: with links in full instead, for a page that is shown at any address (404)."""
    targets: dict[str, None] = {}

    def replace(found: re.Match[str]) -> str:
        link = unescape(found["link"])
        if ELSEWHERE.match(link):
            if link.startswith(f"{base}/"):
                targets[link.removeprefix(base)] = None
            return found[0]
        if found["name"] == "content":  # of a <meta>: a text
            return found[0]
        target = urljoin(address, link)
        targets[target] = None
        if anywhere:
            return f'{found["name"]}="{escape(base + target)}"'
        if link.startswith("#"):
            return found[0]
        return f'{found["name"]}="{escape(relative(target, address))}"'

    return Page(LINK.sub(replace, text), list(targets))


def relative(target: str, address: str) -> str:
    """Return the link from the page at `address` to `target`, an address of this site, with its fragment."""
    page, rest = split(target)
    return _relative(page, dirname(file_of(address))) + rest


@lru_cache(4096)
def _relative(address: str, folder: str) -> str:
    return relpath(file_of(address), folder or ".")


def targets_of_css(text: str, address: str) -> list[str]:
    """Return what a stylesheet loads from this site. Its links are relative as they are."""
    links = (found["link"] for found in CSS_LINK.finditer(text))
    return [urljoin(address, link).partition("#")[0] for link in links if not ELSEWHERE.match(link)]


def targets_of_xml(text: str, base: str) -> list[str]:
    """Return what a feed or a site map names of this site, where all addresses are in full."""
    links = (unescape(found["link"]) for found in ADDRESSES_OF_XML.finditer(text))
    return [link.removeprefix(base) for link in links if link.startswith(f"{base}/")]
