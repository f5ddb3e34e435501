"""From an address of the site to the name of its file, which says the query too: each state of a list that is baked has a file.

    /statements/                     statements/index.html
    /statements/?topic=bail&page=2   statements/topic/bail/page/2/index.html
    /statements.csv                  statements.csv
    /statements/my39rk8h/embed       statements/my39rk8h/embed/index.html

Links name `index.html`, so that they work where a server looks for none: an object store, a folder."""

import re
from itertools import chain
from urllib.parse import parse_qsl

from dara.bake import BakeError

PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
PAGE = "index.html"
SEARCH = "/search/"  # the end of the address of the search page, in any language


def file_of(address: str) -> str:
    """Return the path of an address's file in the baked folder. Raises BakeError where it would not be a plain name."""
    path, _, query = address.partition("?")
    *folders, name = path.lstrip("/").split("/")
    if "." not in name:  # a page
        folders, name = [*folders, *filter(None, [name])], PAGE
    parts = [*folders, *chain.from_iterable(parse_qsl(query, keep_blank_values=True)), name]
    if not all(PART.fullmatch(part) for part in parts):
        raise BakeError(f"{address}: no file can have this name.")
    return "/".join(parts)


def split(target: str) -> tuple[str, str]:
    """Return the address that is baked, and what follows it in a link: its fragment; for a search, which runs in the browser, its words too."""
    address, mark, fragment = target.partition("#")
    path, question, query = address.partition("?")
    if path.endswith(SEARCH):
        return path, f"{question}{query}{mark}{fragment}"
    return address, f"{mark}{fragment}"
