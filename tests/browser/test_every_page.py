"""What holds of every kind of page, in each language: for everybody, on whatever they read it with."""

import string
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from dara.local import defaults
from tests.browser.pages import PAGES, SCHEMES, SIZES, every_page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {
    "resultTypes": ["violations"],
    "runOnly": STANDARDS,
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, off by default
}
SCREENSHOTS = defaults.CHECKOUT / "var" / "screenshots"
SCREENSHOT_HEIGHT = 3000  # pixels at most: a long list goes on as it begins
MOST_BYTES = 50_000
SHOWN = 12  # faults told of a page


def axe(page: Page, seen: str) -> list[str]:
    """What axe-core, which is in the page, finds wrong with it, a line each; `seen` says how the page is being looked at."""
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", AXE)
    return [
        f"{rule['id']} ({seen}): {' '.join(node['target'])}: {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def unfold(page: Page) -> None:
    """Opens every <details>, also where opening one closes another."""
    page.evaluate("for (const each of document.querySelectorAll('details')) { each.removeAttribute('name'); each.open = true }")


def listed(faults: list[str]) -> str:
    return "\n".join(["", *faults[:SHOWN], f"({len(faults)} in all)"])


def looked_at(page: Page) -> Iterator[str]:
    """The page at each size and in each colour scheme: “phone, dark”."""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield f"{size}, {scheme}"


@every_page
def test_axe_finds_nothing(visit, path, status, request):
    """And pictures are taken, for people to look at."""
    page = visit(path, status=status, reduced_motion="reduce")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for seen in looked_at(page):
        picture = SCREENSHOTS / f"{request.node.callspec.id}-{seen.replace(', ', '-')}.png"
        page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, **page.viewport_size, "height": SCREENSHOT_HEIGHT})
    unfold(page)
    page.evaluate(AXE_SCRIPT)
    faults = [fault for seen in looked_at(page) for fault in axe(page, seen)]
    assert not faults, listed(faults)


@every_page
def test_a_first_visit_is_small(visit, path, status):
    page = visit(path, status=status)
    sizes = page.evaluate(
        "performance.getEntries().filter(each => 'transferSize' in each).map(each => [each.name, each.transferSize])"
    )
    assert sum(size for _, size in sizes) < MOST_BYTES, sizes


@every_page
def test_nothing_is_cut_off(visit, path, status):
    """At 320 px too, which is 1280 px at 400 % zoom; and with text of twice the size."""
    page = visit(path, status=status)
    unfold(page)
    usual = page.evaluate("sizesOfText()")
    faults = []
    for text in (100, 200):
        page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        for width in (1280, 360, 320) if text == 100 else (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{width} px, text {text} %: {fault}" for fault in page.evaluate("cutOff()")]
    assert not faults, listed(faults)
    assert all(now >= 1.4 * before for before, now in zip(usual, page.evaluate("sizesOfText()"), strict=True)), "text does not grow"


@every_page
def test_landmarks_and_the_way_past_them(visit, path, status):
    page = visit(path, status=status, reduced_motion="reduce")
    unfold(page)
    for landmark in ("banner", "navigation", "search", "main", "contentinfo"):
        expect(page.get_by_role(landmark).first).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    faults = []
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        faults += [f"{size}: focus is not to be seen on {fault}" for fault in page.evaluate("withoutFocusIndicator()")]
    assert not faults, listed(faults)


@every_page
def test_settings_of_the_readers_system(visit, path, status):
    """Less motion; and colours of the reader's own, which take backgrounds away."""
    page = visit(path, status=status, reduced_motion="reduce")
    unfold(page)
    faults = [f"moves: {fault}" for fault in page.evaluate("moving()")]
    painted = page.evaluate("painted()")
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        faults += [f"told by its background only: {fault}" for fault in page.evaluate("toldByBackgroundOnly", painted)]
        faults += [f"cannot be read in forced colours, {scheme}: {fault}" for fault in page.evaluate("unreadable()")]
    assert not faults, listed(faults)


WALKED = (
    "home",
    "candidate",
    "compare",
    "election",
    "statement-quote",
    "statements-narrowed",
    "source-press-release",
    "search-hits",
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", WALKED)
def test_the_keyboard_reaches_everything_in_its_order_and_in_sight(visit, name, size):
    page = visit(PAGES[name], size)
    number = page.evaluate("focusable().length")
    walked = []
    for _ in range(number):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("focused()"))
    assert [step["place"] for step in walked] == list(range(number))
    assert [step["told"] for step in walked if not step["seen"]] == []


def test_no_single_character_is_a_shortcut(visit):
    """WCAG 2.2, 2.1.4: who dictates, or hits a key unintended, would be thrown elsewhere."""
    page = visit("/")
    for character in string.ascii_letters + string.digits + string.punctuation:
        page.keyboard.press(character)
        assert page.evaluate("document.activeElement === document.body && scrollY === 0"), character
