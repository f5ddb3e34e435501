"""Bake the site: visit each page once, from link to link; render what is not fresh; index the words; check the links."""

import contextlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from dara.bake import BakeError, reads, search
from dara.bake.addresses import file_of, split
from dara.bake.folder import LEDGER, SUMS, Folder
from dara.bake.ledger import Ledger, Waiting
from dara.bake.release import release
from dara.bake.rendering import NOT_FOUND, Rendered, Renderer
from dara.bake.site import public_site
from dara.bake.workers import Task, rendering
from dara.models import Candidate, Redirect, Tombstone
from dara.public.presentation.links import in_language

Render = Callable[[Iterable[Task]], Iterator[Rendered]]
Rendering = tuple[list[Waiting], Iterator[Rendered]]

BATCH = 200  # pages that are looked up at a time
MAX_PENDING = 3  # batches that are rendered while more are looked up
HEADERS_FILE = "_headers"
HEADERS = """\
# What a server should say of these files, as Netlify and Cloudflare Pages read it; docs/operations.md has the same for others.
# Each page has its content security policy in itself, all but this rule, which only a header can say.
/*
  Content-Security-Policy: frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Access-Control-Allow-Origin: *
{frames}/static/*
  Cache-Control: public, max-age=31536000, immutable
/share/*.png
  Cache-Control: public, max-age=604800
/*.atom
  Content-Type: application/atom+xml; charset=utf-8
/*.jsonld
  Content-Type: application/ld+json
/*.jsonl
  Content-Type: application/jsonl; charset=utf-8
/*.csv
  Content-Type: text/csv; charset=utf-8
/*.md
  Content-Type: text/markdown; charset=utf-8
/*.bib
  Content-Type: application/x-bibtex; charset=utf-8
/*.ris
  Content-Type: application/x-research-info-systems; charset=utf-8
"""
FRAME = """\
/{path}/:key/embed/*
  ! Content-Security-Policy
  Content-Security-Policy: frame-ancestors *
"""
FRAMED = ("statement", "endorsement", "result")  # the pages of records that other sites may show in a frame
MOST_SHOWN = 20  # broken links in a message
STARTS = ("/", "/sitemap.xml", "/robots.txt", "/search/", f"/{NOT_FOUND}", f"/es/{NOT_FOUND}")
EXPORT = re.compile(r"/[a-z]+\.(csv|jsonl?|bib|ris)")  # of all records of a kind
ALWAYS = "%/data/%"  # pages on the downloads, which are files, not rows
PAGES_OF = {  # the name of the page of what a redirect leads to
    Redirect.Kind.TOPIC: "topic",
    Redirect.Kind.ENTITY: "voice",
    Redirect.Kind.STATEMENT: "statement",
    Redirect.Kind.ENDORSEMENT: "endorsement",
    Redirect.Kind.RESULT: "result",
}


@dataclass
class Baked:
    """How many addresses the baked site has, how many of them were rendered, and how many files it has."""

    addresses: int = 0
    rendered: int = 0
    files: int = 0


def bake(out: Path, processes: int = 1) -> Baked:
    """Write the public site to the folder `out`, or bring a former bake there up to date. `processes`: in how many pages are rendered.

    Raises BakeError where `out` is something else, or a link leads nowhere; then `out` stays as it was."""
    folder = Folder(out)
    baked = Baked()
    with folder.opened():
        ledger = Ledger(folder.unfinished / LEDGER, former=out / LEDGER)
        with contextlib.closing(ledger), public_site() as site:
            with rendering(processes, Renderer(site, folder)) as render:
                _begin(ledger)
                exports = _visit_all(ledger, folder, render, baked)
                ledger.end()
                with _indexing(ledger, folder):  # which takes as long as the exports do
                    _refuse(_record(ledger, _start_rendering(ledger, exports, render), baked))
            _check_fragments(ledger, folder)
            ledger.add_files(folder.write(HEADERS_FILE, [_headers().encode()], ledger.files_of(HEADERS_FILE)))
            baked.files = _write_sums(ledger, folder)
    return baked


def _begin(ledger: Ledger) -> None:
    ledger.replace_rows(reads.rows())
    current = release()
    everything = ledger["release"] != current
    if not everything:
        ledger.mark_changed(list(reads.changed_queries(ledger, reads.changes(ledger))))
    ledger.begin(everything=everything, always=ALWAYS)
    ledger.forget_former_rows()
    ledger["release"] = current
    ledger.add(STARTS, "the start")
    ledger.add(_unlinked(), "the database")


def _unlinked() -> Iterator[str]:
    """Yield addresses that no page need link to, but that were cited: of what was withdrawn or merged, and of candidates among the voices."""
    withdrawn = Tombstone.objects.exclude(kind=Tombstone.Kind.FACT).values_list("kind", "key")
    named = [(kind.removesuffix("s"), key) for kind, key in withdrawn]
    named += [(PAGES_OF[each.kind], each.old) for each in Redirect.objects.filter(kind__in=PAGES_OF)]
    named += [(f"{name}-embed", argument) for name, argument in named if name in FRAMED]  # which pages of others may show
    named += [("voice", slug) for slug in Candidate.objects.values_list("slug", flat=True)]
    for name, argument in named:
        for language, _ in settings.LANGUAGES:
            yield in_language(reverse(name, args=[argument]), language)


def _visit_all(ledger: Ledger, folder: Folder, render: Render, baked: Baked) -> list[Waiting]:
    """Visit all addresses, but render no exports: return those that are to be rendered. Nothing is linked from them."""
    exports: list[Waiting] = []
    pending: deque[Rendering] = deque()
    broken: list[str] = []
    while ((batch := ledger.waiting(BATCH)) or pending) and len(broken) < MOST_SHOWN:
        baked.addresses += len(batch)
        stale = []
        for page in batch:
            ledger.done(page)
            if page.fresh and folder.has(files := ledger.files(page)):
                folder.keep(files)
                ledger.add(_addresses(ledger.links(page)), page.address)
            elif EXPORT.fullmatch(page.address):
                exports.append(page)
            else:
                stale.append(page)
        if stale:
            pending.append(_start_rendering(ledger, stale, render))
        if pending and (not batch or len(pending) > MAX_PENDING):
            broken += _record(ledger, pending.popleft(), baked)
    _refuse(broken)
    return exports


def _start_rendering(ledger: Ledger, pages: list[Waiting], render: Render) -> Rendering:
    """Let pages be rendered, while this process goes on."""
    return pages, render((page.address, ledger.files(page)) for page in pages)


def _record(ledger: Ledger, rendering_of: Rendering, baked: Baked) -> list[str]:
    """Record the pages that were rendered, and let those that they link to wait. Return which of the links to them are broken, and why."""
    broken: list[str] = []
    for page, rendered in zip(*rendering_of, strict=True):
        if rendered.problem:
            broken.append(f"{page.linked_from} links to {page.address}, which {rendered.problem}")
        else:
            baked.rendered += 1
            ledger.written(page, rendered.links, rendered.files, rendered.queries)
            ledger.add(_addresses(rendered.links), page.address)
    return broken


def _refuse(broken: list[str]) -> None:
    if broken:
        raise BakeError("\n".join(["These links are broken:", *broken[:MOST_SHOWN]]))


def _addresses(links: Iterable[str]) -> Iterator[str]:
    for link in links:
        address, _ = split(link)
        if address != search.SCRIPT:  # which is there when the words are indexed
            yield address


@contextlib.contextmanager
def _indexing(ledger: Ledger, folder: Folder) -> Iterator[None]:
    """Index the words meanwhile, unless no page that is searched has changed."""
    current, former = search.version(ledger.sums()), ledger.files_of(f"{search.INDEX}/*")
    if ledger["searched"] == current and former and folder.has(former):
        folder.keep(former)
        yield
        return
    with search.indexing(folder, former) as files:
        yield
    ledger.remove_files(former)
    ledger.add_files(files)
    ledger["searched"] = current


def _check_fragments(ledger: Ledger, folder: Folder) -> None:
    """Raise BakeError where a link leads to a place that its page does not have."""
    for address, wanted in ledger.fragments():
        content = (folder.unfinished / file_of(address)).read_bytes()
        for fragment, linked_from in wanted:
            if f'id="{fragment}"'.encode() not in content:
                raise BakeError(f"{linked_from} links to {address}#{fragment}: there is no such place on that page.")


def _headers() -> str:
    """Return the headers of all files: records in frames may stand on any site."""
    languages = ("", *(f"{code}/" for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE))
    paths = [f"{language}{name}s" for language in languages for name in FRAMED]
    return HEADERS.replace("{frames}", "".join(FRAME.replace("{path}", path) for path in paths))


def _write_sums(ledger: Ledger, folder: Folder) -> int:
    """Write the checksums of all files, as sha256sum writes and checks them; return their number."""
    number = 0
    with (folder.unfinished / SUMS).open("x", encoding="utf-8") as file:
        for path, checksum in ledger.sums():
            file.write(f"{checksum}  {path}\n")
            number += 1
    return number
