"""The seeds, baked by the command and served by a server that knows nothing but files, below a prefix: pages, and the search in the browser."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect

from dara.local import defaults
from tests.browser.conftest import leaves
from tests.running_site import free_ports

pytestmark = pytest.mark.long_form

PREFIX = "some/where"
SECONDS = 900  # that a bake may take on a busy machine; usually half a minute


@pytest.fixture(scope="session")
def baked(site: str, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the baked site."""
    folder = tmp_path_factory.mktemp("www") / PREFIX
    ours = os.environ | {"DARA_DATA_DIR": str(data_dir), "DATABASE_URL": "", "DARA_BASE_URL": "https://dara.example.org"}
    command = [sys.executable, "manage.py", "bake", str(folder)]
    ran = subprocess.run(command, cwd=defaults.CHECKOUT, env=ours, capture_output=True, text=True, timeout=SECONDS)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="session")
def files(baked: Path) -> Iterator[str]:
    """The address of a server of the files."""
    port, _ = free_ports()
    root = baked.parents[1]
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(root), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address)
            break
        except URLError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


@pytest.fixture
def page(files: str, browser: Browser) -> Iterator[Page]:
    """A page of a browser. The test fails when it asks another site for anything, or the browser complains."""
    faults: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: leaves(files, request.url) and faults.append(f"asks for {request.url}"))
    context.on("response", lambda answer: answer.status >= 400 and faults.append(f"{answer.status} for {answer.url}"))
    context.on("console", lambda said: faults.append(f"console: {said.text}"))
    context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
    yield context.new_page()
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize(("language", "words"), [("", "Gascon"), ("", '"cash bail"'), ("es/", "Lacey")])
def test_the_search_finds_pages(files, page, language, words):
    page.goto(f"{files}/{PREFIX}/{language}index.html")
    box = page.get_by_role("searchbox").first
    box.fill(words)
    box.press("Enter")
    expect(page.locator("#count")).to_have_text(re.compile(r"\d+ "))
    assert page.get_by_role("searchbox").first.input_value() == words
    hit = page.locator("#hits a").first
    title = hit.text_content()
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(title[:30])))
    assert page.url.startswith(f"{files}/{PREFIX}/{language}")


@pytest.mark.timeout(SECONDS)
def test_the_search_says_when_it_finds_nothing(files, page):
    page.goto(f"{files}/{PREFIX}/search/index.html?q=qqxxzz")
    expect(page.locator("#count")).to_have_text("Nothing found.")


@pytest.mark.timeout(SECONDS)
def test_links_work_below_the_prefix(files, page):
    page.goto(f"{files}/{PREFIX}/index.html")
    page.locator("footer").get_by_role("link", name="Corrections").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Corrections")
    page.locator("p.language a").click()
    assert page.url == f"{files}/{PREFIX}/es/corrections/index.html"


@pytest.mark.timeout(SECONDS)
def test_nothing_withheld_is_in_it(baked, data_dir):
    """The words that the seeds withhold, as the database has them."""
    import psycopg

    from dara.local import postgres

    query = """
        SELECT substr(t.body, w.start + 1, w."end" - w.start) FROM dara_withholding w JOIN dara_sourcetext t USING (source_id) WHERE w.start IS NOT NULL
    """
    with psycopg.connect(postgres.locate(data_dir).url()) as connection:
        withheld = [words for (words,) in connection.execute(query)]
    parts = [
        max(re.split(r"[\n\"'&<>“”‘’]", words), key=len).strip().encode() for words in withheld
    ]  # no part is written otherwise in HTML
    assert parts
    assert min(map(len, parts)) > 12
    for path in baked.rglob("*"):
        if path.suffix in (".html", ".csv", ".jsonl", ".atom", ".json"):
            content = path.read_bytes()
            assert not any(part in content for part in parts), path
