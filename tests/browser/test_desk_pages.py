"""What holds of every kind of page of the desk, for everybody, on whatever they work with: axe-core finds nothing wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import SIZES
from tests.browser.test_every_page import axe, listed, looks
from tests.running_site import Site

READ = "zjmtrs6m"  # a source of the seeds, in which drafts are found
MODELS = [
    *("dara/source", "dara/draft", "dara/reply", "dara/statement", "dara/endorsement", "dara/electionresult", "dara/candidacyfact"),
    *("dara/utterance", "dara/entity", "dara/candidacy", "dara/race", "dara/election", "dara/topic", "dara/synonymgroup"),
    *("dara/withholding", "dara/tombstone", "dara/importconflict", "dara/importedrecord", "dara/redirect", "dara/original"),
    *("dara/sourcetext", "dara/paragraph", "dara/passage", "auth/user", "auth/group"),
]
OTHERS = {
    "first page": "/admin/",
    "password": "/admin/password_change/",
    "second factor": "/admin/second-factor/",
    "text and drafts": f"/admin/dara/draft/source/{READ}/",
    "undo": "/admin/dara/draft/undo/",
    "not there": "/admin/nothing/",
    "not allowed": "/admin/dara/original/add/",
    "not read": "/admin/?q=%00",
    "record not there": "/admin/dara/statement/nothing2/change/",
}
SHORT = ("dara/draft", "dara/statement", "dara/entity")  # models whose pages the short form looks at
SHORT_OTHERS = ("first page", "text and drafts", "not there")


@pytest.fixture(scope="module")
def desk(sites: Site, browser: Browser) -> Iterator[Page]:
    """A page of the admin, signed in, in an archive with drafts."""
    with browser.new_context(base_url=sites.admin, viewport=SIZES["desktop"], reduced_motion="reduce") as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(sites.password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="The archive")).to_be_visible()
        page.goto(OTHERS["text and drafts"])
        page.locator("form[action$='/find/'] button, form[action$='/find/'] input[type=submit]").first.click()
        expect(page.locator(".messagelist")).to_contain_text("new drafts")
        yield page


def check(page: Page, name: str, long: bool) -> list[str]:
    return [f"{name}: {fault}" for fault in axe(page, looks(f"en-{name}", long))]


def pages_of_first_row(page: Page, model: str) -> Iterator[str]:
    """Yield the pages of the first row of a list, whose list is open."""
    row = page.locator("#result_list tbody").locator("th a, td.field-key a, td a").first
    if not row.count():
        return
    row.click()
    page.wait_for_load_state()
    yield page.url
    if "/change/" in page.url:
        root = page.url.split("change/")[0]
        linked = [page.locator(f"a[href$='/{each}/']").count() for each in ("delete", "merge")]
        if model != "dara/draft":
            yield f"{root}history/"
        yield from (f"{root}{each}/" for each, found in zip(("delete", "merge"), linked, strict=True) if found)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", [pytest.param(each, marks=() if each in SHORT else pytest.mark.long_form) for each in MODELS])
def test_the_pages_of_a_model(desk, model, long):
    faults = []
    desk.goto(f"/admin/{model}/")
    faults += check(desk, f"list of {model}", long)
    if desk.locator("a.addlink[href$='/add/']").count():
        desk.goto(f"/admin/{model}/add/")
        faults += check(desk, f"form of {model}", long)
    desk.goto(f"/admin/{model}/{'?state=open' if model == 'dara/draft' else ''}")
    for number, url in enumerate(list(pages_of_first_row(desk, model))):
        desk.goto(url)
        faults += check(desk, f"{model} {number} {url.rsplit('/', 2)[-2]}", long)
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in SHORT_OTHERS else pytest.mark.long_form) for each in OTHERS]
)
def test_other_pages(desk, name, long):
    desk.goto(OTHERS[name])
    faults = check(desk, name, long)
    assert not faults, listed(faults)


def test_a_form_with_errors_and_the_confirmations(desk, long):
    """What shows only once something was sent; nothing is changed."""
    desk.goto("/admin/dara/withholding/add/?source=my39rk8h")
    desk.locator("input[name=_save]").click()
    faults = check(desk, "errors", long)
    desk.get_by_label("The whole text").check()
    desk.get_by_label("Ground").select_option("legal")
    desk.locator("input[name=_save]").click()
    if desk.get_by_text("Nothing has been done yet.").count():
        faults += check(desk, "confirmation", long)
    else:
        faults += check(desk, "obstacles", long)
    assert not faults, listed(faults)


def test_signing_in(sites, browser, long):
    with browser.new_context(base_url=sites.admin) as context:
        page = context.new_page()
        page.goto("/admin/")
        page.locator("input[type=submit]").click()
        faults = check(page, "signing in", long)
    assert not faults, listed(faults)
