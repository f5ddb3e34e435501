"""Which pages a bake renders: of a site that is a dictionary of addresses, each with what it links to and one file of its name."""

import contextlib
from unittest.mock import patch

import pytest

from dara.bake import BakeError
from dara.bake.ledger import Ledger
from dara.bake.rendering import Rendered
from dara.bake.visiting import BATCH, Visits

SITE = {"/": ["/a/", "/list.csv"], "/a/": ["/b/#place"], "/b/": ["/"], "/list.csv": []}


class Bakes:
    """One bake after another. `site`: what each page links to now; `rendered`: the addresses of the last bake."""

    def __init__(self, folder):
        self.folder, self.site, self.rendered = folder, dict(SITE), []

    def bake(self, stale=(), starts=("/",)) -> set[str]:
        """Bake, where the addresses `stale` have changed; return the files of the site."""
        self.rendered = []
        with contextlib.closing(Ledger(self.folder / "ledger", former=self.folder / "former")) as ledger:
            ledger.begin(everything=not (self.folder / "former").exists(), always="")
            ledger.mark_stale([page for page, path in ledger.paths() if path in stale])
            visits = Visits(ledger, self._render)
            visits.visit(list(starts))
            self.gone = ledger.end()
            visits.render_exports()
            assert visits.rendered == len(self.rendered)
            files = {path for path, _ in ledger.sums()}
        (self.folder / "ledger").rename(self.folder / "former")
        return files

    def _render(self, tasks):
        return map(self._page, [address for address, *_ in tasks])

    def _page(self, address: str) -> Rendered:
        if address not in self.site:
            return Rendered(problem="answers 404")
        self.rendered.append(address)
        return Rendered(links=self.site[address], files={address: "00"})


@pytest.fixture
def bakes(tmp_path):
    bakes = Bakes(tmp_path)
    assert bakes.bake() == set(SITE)
    assert bakes.rendered == ["/", "/a/", "/b/", "/list.csv"]  # exports last
    return bakes


def test_nothing_is_rendered_where_nothing_has_changed(bakes):
    assert bakes.bake() == set(SITE)
    assert bakes.rendered == []


def test_what_has_changed_is_rendered(bakes):
    assert bakes.bake(stale=["/b/", "/list.csv"]) == set(SITE)
    assert bakes.rendered == ["/b/", "/list.csv"]


def test_what_is_new_is_rendered_with_all_that_it_links_to(bakes):
    bakes.site |= {"/b/": ["/", "/c/"], "/c/": ["/d/"], "/d/": []}
    assert bakes.bake(stale=["/b/"]) == {*SITE, "/c/", "/d/"}
    assert bakes.rendered == ["/b/", "/c/", "/d/"]


def test_what_nothing_links_to_any_more_goes(bakes):
    bakes.site["/"] = ["/b/", "/list.csv"]
    assert bakes.bake(stale=["/"]) == {"/", "/b/", "/list.csv"}
    assert bakes.gone == ["/a/"]
    assert bakes.rendered == ["/"]


def test_a_file_without_links_goes_with_the_last_link_to_it(bakes):
    bakes.site |= {"/": [*SITE["/"], "/a.png", "/b.png"], "/b/": ["/", "/b.png#part"], "/a.png": [], "/b.png": []}
    assert bakes.bake(stale=["/", "/b/"]) == {*SITE, "/a.png", "/b.png"}
    bakes.site["/"] = [*SITE["/"], "/new.png"]
    bakes.site["/new.png"] = []
    with patch.object(Ledger, "begin_visits_anew", side_effect=AssertionError("all links were followed again")):
        assert bakes.bake(stale=["/"]) == {*SITE, "/b.png", "/new.png"}
        assert bakes.gone == ["/a.png"]
        assert bakes.rendered == ["/", "/new.png"]
        bakes.site["/b/"] = ["/"]
        assert bakes.bake(stale=["/b/"]) == {*SITE, "/new.png"}


def test_a_file_without_links_stays_where_a_bake_starts(bakes):
    bakes.site |= {"/": [*SITE["/"], "/a.png"], "/a.png": []}
    bakes.bake(stale=["/"])
    bakes.site["/"] = SITE["/"]
    assert bakes.bake(stale=["/"], starts=("/", "/a.png")) == {*SITE, "/a.png"}


def test_what_has_come_to_lead_further_goes_with_what_it_leads_to(bakes):
    bakes.site |= {"/": [*SITE["/"], "/a.png"], "/a.png": []}
    bakes.bake(stale=["/"])
    bakes.site |= {"/": SITE["/"], "/a.png": ["/further/"], "/further/": ["/"]}
    assert bakes.bake(stale=["/", "/a.png"]) == set(SITE)


def test_a_page_stays_to_which_another_way_leads(bakes):
    bakes.site["/"] = ["/b/", *SITE["/"]]
    bakes.bake(stale=["/"])
    bakes.site["/"] = SITE["/"]
    with patch.object(Ledger, "begin_visits_anew", side_effect=AssertionError("all links were followed again")):
        assert bakes.bake(stale=["/"]) == set(SITE)


def test_what_no_longer_starts_goes(bakes):
    bakes.site["/cited/"] = []
    assert bakes.bake(starts=("/", "/cited/")) == {*SITE, "/cited/"}
    assert bakes.bake() == set(SITE)


def test_a_page_that_is_not_there_any_more_is_no_fault_unless_it_is_linked(bakes):
    del bakes.site["/b/"]
    bakes.site["/a/"] = []
    assert bakes.bake(stale=["/a/", "/b/"]) == {"/", "/a/", "/list.csv"}
    del bakes.site["/a/"]
    with pytest.raises(BakeError, match="/ links to /a/, which answers 404"):
        bakes.bake(stale=["/a/"])


def test_more_pages_than_are_looked_up_at_a_time(bakes):
    many = [f"/{n}/" for n in range(5 * BATCH)]
    bakes.site |= {"/": [*SITE["/"], *many], **{address: [] for address in many}}
    assert bakes.bake(stale=["/"]) == {*SITE, *many}
    assert bakes.bake(stale=many) == {*SITE, *many}
    assert len(bakes.rendered) == len(many)


def test_many_pages_that_are_not_there_any_more(bakes):
    many = [f"/{n}/" for n in range(5 * BATCH)]
    bakes.site["/"] = [*SITE["/"], *many]
    bakes.site |= {address: ["/a/"] for address in many}
    bakes.bake(stale=["/"])
    bakes.site = dict(SITE)
    assert bakes.bake(stale=["/", *many]) == set(SITE)
