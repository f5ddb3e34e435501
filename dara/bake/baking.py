"""Bake the site: visit its pages and render what is not fresh; index the words; check the links."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from dara.bake import BakeError, reads, search
from dara.bake.addresses import file_of
from dara.bake.folder import LEDGER, SUMS, Folder
from dara.bake.ledger import Ledger
from dara.bake.release import release
from dara.bake.rendering import NOT_FOUND, Renderer
from dara.bake.site import public_site
from dara.bake.visiting import Visits
from dara.bake.workers import rendering
from dara.models import Candidate, Redirect, Tombstone
from dara.public.presentation.links import in_language

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
STARTS = ("/", "/sitemap.xml", "/robots.txt", "/search/", f"/{NOT_FOUND}", f"/es/{NOT_FOUND}")
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

    addresses: int
    rendered: int
    files: int


def bake(out: Path, workers: Sequence[Executor] = (), built: Callable[[], object] = lambda: None) -> Baked:
    """Write the public site to the folder `out`, or bring a former bake there up to date.

    `workers`: processes that render (`workers.started`). `built`: returns when the downloads are there, which pages describe.
    Raises BakeError where `out` is something else, or a link leads nowhere; then `out` stays as it was."""
    folder = Folder(out)
    with (
        folder.opened(),
        public_site() as site,
        contextlib.closing(Ledger(folder.unfinished / LEDGER, former=out / LEDGER)) as ledger,
    ):
        with rendering(workers, Renderer(site, folder)) as render:
            visits = Visits(ledger, render)
            _begin(ledger, folder)
            built()
            visits.visit([*STARTS, *_unlinked()])
            folder.remove(ledger.end())
            with _indexing(ledger, folder):  # which takes as long as the exports do
                visits.render_exports()
        _check_fragments(ledger, folder)
        ledger.add_files(folder.write(HEADERS_FILE, [_headers().encode()], ledger.files_of(HEADERS_FILE)))
        return Baked(ledger.number_of_pages(), visits.rendered, _write_sums(ledger, folder))


def _begin(ledger: Ledger, folder: Folder) -> None:
    """Find out which pages of the former bake are fresh."""
    ledger.replace_rows(reads.rows())
    current = release()
    everything = ledger["release"] != current
    if not everything:
        ledger.mark_changed(list(reads.changed_queries(ledger, reads.changes(ledger))))
    ledger.begin(everything=everything, always=ALWAYS)
    ledger.mark_stale([page for page, path in ledger.paths() if not folder.has([path])])
    ledger.forget_former_rows()
    ledger["release"] = current


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


@contextlib.contextmanager
def _indexing(ledger: Ledger, folder: Folder) -> Iterator[None]:
    """Index the words meanwhile, unless no page that is searched has changed."""
    current, former = search.version(ledger.sums()), ledger.files_of(f"{search.INDEX}/*")
    if ledger["searched"] == current and former and folder.has(former):
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
    sums = folder.unfinished / SUMS
    sums.unlink(missing_ok=True)  # a link to the former one
    with sums.open("x", encoding="utf-8") as file:
        for path, checksum in ledger.sums():
            file.write(f"{checksum}  {path}\n")
            number += 1
    return number
