"""What holds of every kind of page of the desk, for everybody, on whatever they work with: axe-core finds nothing wrong, a phone shows all of it, and
Enter sends nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.desk.curator import Curator
from tests.browser.test_every_page import axe, listed, look_at, looks

READ = "zjmtrs6m"  # a source of the seeds, in which drafts are found
MODELS = [
    *("dara/source", "dara/pendingupload", "dara/draft", "dara/reply", "dara/statement", "dara/endorsement", "dara/electionresult"),
    *("dara/candidacyfact", "dara/utterance", "dara/entity", "dara/candidacy", "dara/race", "dara/election", "dara/topic"),
    *("dara/synonymgroup", "dara/withholding", "dara/tombstone", "dara/importconflict", "dara/importedrecord", "dara/redirect"),
    *("dara/original", "dara/sourcetext", "dara/paragraph", "dara/passage", "auth/user", "auth/group"),
]
OTHERS = {
    "first page": "",
    "password": "password_change/",
    "second factor": "second-factor/",
    "text and drafts": f"dara/draft/source/{READ}/",
    "undo": "dara/draft/undo/",
    "not there": "nothing/",
    "not allowed": "dara/original/add/",
    "not read": "?q=%00",
    "record not there": "dara/statement/nothing2/change/",
}
SHORT = ("dara/draft", "dara/statement")  # models whose pages the short form looks at
SHORT_OTHERS = ("first page", "text and drafts", "not there")


def check(page: Page, name: str, long: bool) -> list[str]:
    """Fields are tried one of each sort in each form: what Enter does is the same for all of them."""
    faults = sent_by_enter(page) + axe(page, looks(f"en-{name}", long))
    look_at(page, "phone", "light")
    return [f"{name}: {fault}" for fault in faults + page.evaluate("cutOff()")]


def sent_by_enter(page: Page) -> list[str]:
    """Return what Enter would have sent, if this page let it."""
    page.evaluate("holdForms()")
    for place in range(page.evaluate("fieldsOfEachSort().length")):
        page.evaluate("place => fieldsOfEachSort()[place].focus()", place)
        page.keyboard.press("Enter")
    return [f"Enter sends {form}" for form in page.evaluate("held")]


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


@pytest.fixture
def desk_with_drafts(curator: Curator) -> Curator:
    page = curator.go(OTHERS["text and drafts"])
    if page.locator(".sheet-form tbody").count() == 0:
        page.locator("form[action$='/find/'] button, form[action$='/find/'] input[type=submit]").first.click()
        curator.told("New drafts:")
    return curator


@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", [pytest.param(each, marks=() if each in SHORT else pytest.mark.long_form) for each in MODELS])
def test_the_pages_of_a_model(desk_with_drafts: Curator, model: str, long: bool) -> None:
    curator = desk_with_drafts
    page = curator.go(f"{model}/")
    faults = check(page, f"list of {model}", long)
    if page.locator("a.addlink[href$='/add/']").count():
        curator.go(f"{model}/add/")
        faults += check(page, f"form of {model}", long)
    curator.go(f"{model}/{'?state=open' if model == 'dara/draft' else ''}")
    for number, url in enumerate(list(pages_of_first_row(page, model))):
        page.goto(url)
        faults += check(page, f"{model} {number} {url.rsplit('/', 2)[-2]}", long)
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in SHORT_OTHERS else pytest.mark.long_form) for each in OTHERS]
)
def test_other_pages(desk_with_drafts: Curator, name: str, long: bool) -> None:
    page = desk_with_drafts.go(OTHERS[name])
    faults = check(page, name, long)
    assert not faults, listed(faults)


def test_a_form_with_errors_and_the_confirmations(curator: Curator, long: bool) -> None:
    """What shows only once something was sent; nothing is changed."""
    page = curator.go("dara/withholding/add/?source=my39rk8h")
    page.locator("input[name=_save]").click()
    faults = check(page, "errors", long)
    curator.go("dara/withholding/add/?source=my39rk8h")
    page.get_by_label("The whole text").check()
    page.get_by_label("Ground").select_option("legal")
    page.locator("input[name=_save]").click()
    if page.get_by_text("Nothing has been done yet.").count():
        faults += check(page, "confirmation", long)
    else:
        faults += check(page, "obstacles", long)
    assert not faults, listed(faults)


def test_signing_in(desk, browser, long):
    with browser.new_context(base_url=desk.site.admin) as context:
        page = context.new_page()
        page.goto("/admin/")
        page.locator("input[type=submit]").click()
        faults = axe(page, looks("en-signing in", long))
    assert not faults, listed(faults)
