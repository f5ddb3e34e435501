"""A browser, the public site as `make run` serves it, and visits to it, each of which must go without a fault.

Nothing here uses Django or its database: the site is a process of its own."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dara.local import defaults, postgres
from tests.browser.pages import SIZES, WITHDRAWN
from tests.running_site import Site, shared_site

CHECKS = Path(__file__).with_name("checks.js")
QUIET = [  # the browser itself asks nobody for anything
    "--disable-gpu",  # there is none, and its stand-in costs a process
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-sandbox",  # as root there is none
]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder in all test processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def data_dir(sites: Site) -> Path:
    """The data directory of the site."""
    return Path(sites.data_dir)


@pytest.fixture(scope="session")
def site(sites: Site) -> str:
    """The public site's address."""
    return sites.public


@pytest.fixture(scope="session")
def sites(shared_folder: Path) -> Iterator[Site]:
    """Both sites; what the public sees in them stays as it is."""
    with shared_site(shared_folder / "site", withdraw_one) as running:
        yield running


def withdraw_one(site: Site) -> None:
    with psycopg.connect(postgres.locate(Path(site.data_dir)).url()) as connection:
        withdraw = "INSERT INTO dara_tombstone (key, kind, withdrawn_on, ground, note) VALUES (%s, 'statements', '2031-01-01', 'error', '')"
        connection.execute(withdraw, [WITHDRAWN])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = subprocess.run([".ci/browser"], cwd=defaults.CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page as on a first visit: visit("/about/", "desktop", javascript=False) → Page.

    The test fails when the page answers with another status, asks anything of another site, or the browser complains.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def visit(path: str, size: str = "phone", *, status: int = 200, javascript: bool = True, **options) -> Page:
        context = browser.new_context(base_url=site, viewport=SIZES[size], java_script_enabled=javascript, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(path=CHECKS)
        refused = f"{site}{path}" if status >= 400 else ""
        context.on("request", lambda request: leaves(site, request.url) and faults.append(f"asks for {request.url}"))
        context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
        context.on(
            "console", lambda said: said.location["url"] != refused and faults.append(f"console: {said.text} ({said.location})")
        )
        page = context.new_page()
        answer = page.goto(path)
        assert answer.status == status, path
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def leaves(site: str, address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != site
