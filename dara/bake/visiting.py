"""Visit the pages of the site, and render those that are not fresh.

A bake that brings a former one up to date renders the pages that may have changed, and those that they link to and that are new. Only where a
page no longer links to one that was found by it are all links followed again, from the start: something may be linked no more. Where that one
leads no further, as an image of a former version, it is enough to look for another link to it."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from dara.bake import BakeError, search
from dara.bake.addresses import split
from dara.bake.ledger import Ledger, Page
from dara.bake.rendering import Rendered
from dara.bake.workers import Task

Render = Callable[[Iterable[Task]], Iterator[Rendered]]
BATCH = 25  # pages that are looked up at a time
MAX_PENDING = 24  # batches that are rendered while more are looked up
MOST_SHOWN = 20  # broken links in a message
MOST_LOST = 100  # addresses that are looked for in the links of all pages
EXPORT = re.compile(r"/[a-z]+\.(csv|jsonl?|bib|ris)")  # of all records of a kind; nothing is linked from it


class Visits:
    """The visits of one bake. `rendered`: how many pages were rendered."""

    def __init__(self, ledger: Ledger, render: Render):
        self.ledger, self.render, self.rendered = ledger, render, 0
        self._pending: deque[tuple[list[Page], Iterator[Rendered]]] = deque()
        self._broken: list[str] = []
        self._has_lost_links = False
        self._lost: set[str] = set()  # addresses that were found by a link that is gone

    def visit(self, starts: list[str]) -> None:
        """Render all pages that are not fresh and can be reached from `starts`, but no exports.

        Raises BakeError if a link is broken."""
        former, self.ledger["starts"] = self.ledger["starts"], "\n".join(starts)
        self._has_lost_links = not set(former.splitlines()) <= set(starts)
        self.ledger.add(starts, "the start")
        self._follow_links()
        if self._has_lost_links or len(self._lost) > MOST_LOST or any(map(self.ledger.leads_on, self._lost)):
            self._finish(0)
            self._broken = []  # a page that is not there is no fault unless a page links to it
            self.ledger.begin_visits_anew()
            self.ledger.add(starts, "the start")
            self._follow_links()
        else:
            self.ledger.drop_unlinked(self._lost.difference(starts))
        self._refuse_broken()

    def render_exports(self) -> None:
        """Render the exports that are not fresh."""
        self._start([page for page in self.ledger.stale() if EXPORT.fullmatch(page.address)])
        self._finish(0)
        self._refuse_broken()

    def _follow_links(self) -> None:
        """Render the pages that wait, unless they are fresh, and those that they link to."""
        while ((batch := self.ledger.waiting(BATCH)) or self._pending) and len(self._broken) < MOST_SHOWN:
            stale = []
            for page in batch:
                self.ledger.done(page)
                if page.fresh:
                    self.ledger.add(_addresses(self.ledger.links(page)), page.address)
                elif not EXPORT.fullmatch(page.address):
                    stale.append(page)
            self._start(stale)
            self._finish(MAX_PENDING if batch else len(self._pending) - 1)

    def _start(self, pages: list[Page]) -> None:
        """Let pages be rendered, while this process goes on."""
        if pages:
            self._pending.append(
                (pages, self.render((page.address, self.ledger.files(page), self.ledger.places(page)) for page in pages))
            )

    def _finish(self, most: int) -> None:
        """Record what was rendered, until so many batches are left."""
        while len(self._pending) > max(most, 0):
            for page, rendered in zip(*self._pending.popleft(), strict=True):
                self._record(page, rendered)

    def _record(self, page: Page, rendered: Rendered) -> None:
        """Record a page that was rendered, and let those that it links to wait."""
        lost = set(_addresses(self.ledger.links(page))) - set(_addresses(rendered.links))
        self._lost.update(address for address in lost if self.ledger.was_found_by(page, address))
        self._has_lost_links |= bool(rendered.problem)
        if rendered.problem:
            self._broken.append(f"{page.linked_from} links to {page.address}, which {rendered.problem}")
        else:
            self.rendered += 1
            self.ledger.written(page, rendered.links, rendered.files, rendered.queries, rendered.parts)
            self.ledger.add(_addresses(rendered.links), page.address)

    def _refuse_broken(self) -> None:
        if self._broken:
            raise BakeError("\n".join(["These links are broken:", *self._broken[:MOST_SHOWN]]))


def _addresses(links: Iterable[str]) -> Iterator[str]:
    for link in links:
        address, _ = split(link)
        if address != search.SCRIPT:  # which is there when the words are indexed
            yield address
