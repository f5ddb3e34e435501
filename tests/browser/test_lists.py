"""The header and the lists: on a phone the results first, and everything else one press away, by keyboard and without JavaScript."""

import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import LANGUAGES, PAGES, SIZES

HIGHEST_HEADER = 120  # pixels, on a phone
FIRST_RESULT = 420  # pixels from the top of a phone's screen
LISTS = ("/statements/", "/endorsements/", "/sources/")
BEHIND_THE_MENU = {
    "candidates",
    "compare",
    "topics",
    "elections",
    "endorsements",
    "statements",
    "voices",
    "sources",
    "check",
    "data",
    "corrections",
    "about",
}

in_each_language = pytest.mark.parametrize("language", LANGUAGES, ids=["en", "es"])
with_and_without_javascript = pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.long_form), False], ids=["javascript", "without-javascript"]
)


def in_turn(values: Iterable[str]) -> list:
    """Each value in each language; in the short form in one, in turn."""
    return [
        pytest.param(language, value, marks=pytest.mark.long_form if (first + second) % 2 else ())
        for first, language in enumerate(LANGUAGES)
        for second, value in enumerate(values)
    ]


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


@in_each_language
@pytest.mark.parametrize(
    "name", ["candidate", *(pytest.param(name, marks=pytest.mark.long_form) for name in ("home", "statements", "search-hits"))]
)
def test_the_header_leaves_a_phone_to_the_page(visit, language, name):
    page = visit(language + PAGES[name])
    header = page.get_by_role("banner").bounding_box()
    assert header["height"] <= HIGHEST_HEADER
    for shown in ("a:has(strong)", ".language a", "input[type=search]", "button", "summary"):
        expect(page.locator(f"header.site {shown}").first).to_be_in_viewport(ratio=1)


@in_each_language
@with_and_without_javascript
def test_the_menu_is_opened_and_followed_with_the_keyboard(visit, language, javascript):
    page = visit(f"{language}/about/", javascript=javascript)
    menu, archive = page.locator(".menu > summary"), page.locator(".archive > summary")
    expect(page.locator(".menu > ul")).to_be_hidden()
    at = menu.bounding_box()
    menu.press("Enter")
    assert menu.bounding_box() == at, "what was pressed moved away"
    expect(page.locator(".menu > ul")).to_be_visible()
    archive.press("Enter")
    links = [link.get_attribute("href") for link in page.locator("header.site nav a").all() if link.is_visible()]
    assert {link.removeprefix(language).strip("/") for link in links} == BEHIND_THE_MENU
    page.locator("header.site nav a", has_text="Fuentes" if language else "Sources").press("Enter")
    expect(page).to_have_url(re.compile(f"[0-9]{language}/sources/$"))


@in_each_language
def test_on_a_desktop_only_the_archive_is_folded(visit, language):
    page = visit(f"{language}/topics/", "desktop", javascript=False)
    expect(page.locator(".menu > summary")).to_be_hidden()
    expect(page.locator(".menu > ul a[aria-current]")).to_be_visible()
    row = [link.bounding_box() for link in page.locator(".menu > ul a, .archive > summary, header.site input").all()]
    assert max(each["y"] for each in row) - min(each["y"] for each in row) < 12, "they stand in one row"
    page.locator(".archive > summary").press("Enter")
    expect(page.locator(".archive a").last).to_be_visible()
    assert [link.bounding_box() for link in page.locator(".menu > ul a, .archive > summary, header.site input").all()] == row


@in_each_language
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_placeholder_is_not_cut(visit, language, size):
    page = visit(f"{language}/", size)
    assert page.locator("#search").evaluate(
        """field => {
             const style = getComputedStyle(field), paper = document.createElement("canvas").getContext("2d")
             paper.font = style.font
             const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
             return paper.measureText(field.placeholder).width <= room
           }"""
    )


@with_and_without_javascript
@pytest.mark.parametrize(("language", "path"), in_turn(LISTS))
def test_the_first_result_is_on_a_phones_first_screen(visit, path, language, javascript):
    page = visit(language + path, javascript=javascript)
    first = top(page, "main ul.sources > li" if path == "/sources/" else "main figure, main article")
    assert first < (FIRST_RESULT if path == "/statements/" else 600)
    for shown in ("a[href*='.csv']", ".narrow > summary"):
        assert top(page, f"main {shown}") < first
    expect(page.locator(".narrow form")).to_be_hidden()
    page.locator(".narrow > summary").press("Enter")
    expect(page.locator(".narrow form")).to_be_visible()
    expect(page.locator(".facets summary").last).to_be_visible()


def test_the_button_says_how_many_filters_are_set(visit):
    page = visit("/statements/?candidate=jackie-lacey&topic=cash-bail&sort=date")
    expect(page.locator(".narrow > summary")).to_have_text("Filter (2)", use_inner_text=True)
    page.goto("/statements/")
    expect(page.locator(".narrow > summary")).to_have_text("Filter", use_inner_text=True)


@pytest.mark.parametrize(("language", "size"), in_turn(SIZES))
def test_a_facet_that_opens_moves_no_other(visit, size, language):
    page = visit(f"{language}/statements/", size)
    if size == "phone":
        page.locator(".narrow > summary").click()
    facets = page.locator(".facets summary")
    places = [each.bounding_box() for each in facets.all()]
    before = page.evaluate("scrollY")
    for each in facets.all():
        each.press("Enter")
        assert page.locator(".facets details[open] a").count()
        moved = page.evaluate("scrollY") - before
        assert [box | {"y": box["y"] + moved} for box in (other.bounding_box() for other in facets.all())] == places


def test_nothing_cuts_the_ring_of_the_list_s_search_box(visit):
    page = visit("/statements/", "desktop")
    clipping = page.locator("#words").evaluate(
        """field => {
             const within = []
             for (let each = field.parentElement; each.localName !== "main"; each = each.parentElement) within.push(getComputedStyle(each).overflow)
             return within.filter(overflow => overflow !== "visible")
           }"""
    )
    assert clipping == []
