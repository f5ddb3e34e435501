"""A page of another origin, isolated from all others, shows records in frames as oEmbed gives them."""

import json
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import WITHDRAWN
from tests.browser.test_every_page import against_the_readers_settings, axe, cut_off, without_focus

ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
RECORDS = {
    "/statements/wfvkqd97/": "Lacey",
    "/es/statements/y7axeaat/": "Lacey",
    "/statements/s36kbwjm/": "campaign’s own words",
    "/endorsements/wj4xng2f/": "reported as",
    "/results/5x8m63nu/": "Partial count, not a final result.",
}
OVERFLOW = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
EMPTY = "innerHeight - document.querySelector('footer').getBoundingClientRect().bottom"


def answer(site: str, path: str, **sizes: int) -> dict:
    query = urllib.parse.urlencode({"url": site + path, **sizes})
    with urllib.request.urlopen(f"{site}/oembed?{query}") as response:
        return json.load(response)


class Story(BaseHTTPRequestHandler):
    """A page of another site."""

    html = ""

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **ISOLATED}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.html.encode())

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def elsewhere(browser: Browser):
    """A page of another origin with this HTML: elsewhere(html) → Page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Story)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    contexts = []

    def shown(html: str, scheme: str = "light") -> Page:
        Story.html = f"<!doctype html><title>Story</title>{html}"
        context = browser.new_context(viewport={"width": 1000, "height": 4000}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/", wait_until="networkidle")  # another name than the site's
        assert context.cookies() == []
        return page

    yield shown
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frames_show_records_whole(site, elsewhere, scheme):
    answers = [answer(site, path, **sizes) for path in RECORDS for sizes in ({}, {"maxwidth": 320})]
    page = elsewhere("".join(each["html"] for each in answers), scheme)
    assert page.evaluate("crossOriginIsolated")
    frames = page.frames[1:]
    assert len(frames) == len(answers)
    for frame, each, said in zip(frames, answers, [said for said in RECORDS.values() for _ in range(2)], strict=True):
        assert said in frame.locator("main").inner_text(), frame.url
        wider, higher = frame.evaluate(OVERFLOW)
        assert (wider, higher) == (0, 0), (frame.url, each["width"], each["height"])
        assert frame.evaluate(EMPTY) < 0.4 * each["height"], (frame.url, each["width"], each["height"])
    paper = frames[0].evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(251, 250, 246)") == (scheme == "light")


def test_a_withdrawn_record_says_so_and_its_page_is_not_framed(site, elsewhere):
    page = elsewhere(
        f'<iframe src="{site}/statements/{WITHDRAWN}/embed"></iframe><iframe src="{site}/statements/wfvkqd97/"></iframe>'
    )
    embed, record = page.frames[1:]
    assert "This record was withdrawn on January 1, 2031. Ground: error." in embed.locator("main").inner_text()
    assert record.url.startswith("chrome-error:")


def test_a_link_in_a_frame_opens_a_page_of_its_own(site, elsewhere):
    page = elsewhere(answer(site, "/statements/wfvkqd97/")["html"])
    with page.context.expect_page() as opened:
        page.frames[1].get_by_role("link", name="The record, with its passage in context").click()
    assert opened.value.url == f"{site}/statements/wfvkqd97/"
    assert page.url.startswith("http://localhost:")


@pytest.mark.parametrize("path", ["/statements/wfvkqd97/embed", "/es/results/5x8m63nu/embed"])
def test_a_frame_is_for_every_reader(visit, path):
    page = visit(path, reduced_motion="reduce")
    looks = [("phone", "light"), ("desktop", "dark")]
    assert without_focus(page) + against_the_readers_settings(page) + axe(page, looks) + cut_off(page, False) == []
