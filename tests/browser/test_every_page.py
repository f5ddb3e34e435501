"""What holds of every kind of page, in each language: for everybody, on whatever they read it with."""

import itertools
import string
import zlib
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from dara.local import defaults
from tests.browser.pages import LOOK_OF, PAGES, SCHEMES, SIZES, every_page

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


def unfold(page: Page) -> None:
    """Opens every <details>, also where opening one closes another."""
    page.evaluate("for (const each of document.querySelectorAll('details')) { each.removeAttribute('name'); each.open = true }")


def listed(faults: list[str]) -> str:
    return "\n".join(["", *faults[:SHOWN], f"({len(faults)} in all)"])


def looks(name: str, long: bool) -> list[tuple[str, str]]:
    """The sizes and colour schemes that a page, named as “en-home”, is looked at in: all of them, or one."""
    every, page = list(itertools.product(SIZES, SCHEMES)), name.partition("-")[2]
    if long:
        return every
    return [LOOK_OF[page][1:] if page in LOOK_OF else every[zlib.crc32(page.encode()) % len(every)]]


def look_at(page: Page, size: str, scheme: str) -> None:
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme)


@every_page
def test_every_page(visit, path, status, request, long):
    """One visit: its weight, pictures for people to look at, landmarks, the reader's own settings, axe, and what is cut off."""
    name = request.node.callspec.id
    shown_in = looks(name, long)
    page = visit(path, status=status, reduced_motion="reduce")
    faults = too_heavy(page)
    if long or request.config.getoption("screenshots"):
        take_pictures(page, name, shown_in)
    unfold(page)
    check_landmarks(page)
    faults += without_focus(page) + against_the_readers_settings(page) + axe(page, shown_in) + cut_off(page, long)
    assert not faults, listed(faults)


def too_heavy(page: Page) -> list[str]:
    """What a first visit loads, where that is too much."""
    sizes = page.evaluate(
        "performance.getEntries().filter(each => 'transferSize' in each).map(each => [each.name, each.transferSize])"
    )
    return [] if sum(size for _, size in sizes) < MOST_BYTES else [f"loads {size} bytes of {name}" for name, size in sizes]


def take_pictures(page: Page, name: str, shown_in: list[tuple[str, str]]) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for size, scheme in shown_in:
        look_at(page, size, scheme)
        clip = {"x": 0, "y": 0, **page.viewport_size, "height": SCREENSHOT_HEIGHT}
        page.screenshot(path=SCREENSHOTS / f"{name}-{size}-{scheme}.png", full_page=True, clip=clip)


def check_landmarks(page: Page) -> None:
    """And the way past them, which the first press of Tab shows."""
    look_at(page, "phone", "light")
    for landmark in ("banner", "navigation", "search", "main", "contentinfo"):
        expect(page.get_by_role(landmark).first).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def without_focus(page: Page) -> list[str]:
    faults = []
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        faults += [f"{size}: focus is not to be seen on {fault}" for fault in page.evaluate("withoutFocusIndicator()")]
    return faults


def against_the_readers_settings(page: Page) -> list[str]:
    """Less motion; and colours of the reader's own, which take backgrounds away."""
    look_at(page, "phone", "light")
    faults = [f"moves: {fault}" for fault in page.evaluate("moving()")]
    painted = page.evaluate("painted()")
    for scheme in SCHEMES:
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        faults += [f"told by its background only: {fault}" for fault in page.evaluate("toldByBackgroundOnly", painted)]
        faults += [f"cannot be read in forced colours, {scheme}: {fault}" for fault in page.evaluate("unreadable()")]
    page.emulate_media(forced_colors="none")
    return faults


def axe(page: Page, shown_in: list[tuple[str, str]]) -> list[str]:
    """What axe-core finds wrong with the page, a line each."""
    page.evaluate(AXE_SCRIPT)
    faults = []
    for size, scheme in shown_in:
        look_at(page, size, scheme)
        for rule in page.evaluate("options => axe.run(options).then(found => found.violations)", AXE):
            faults += [
                f"{rule['id']} ({size}, {scheme}): {' '.join(node['target'])}: {node['failureSummary']}" for node in rule["nodes"]
            ]
    return faults


def cut_off(page: Page, long: bool) -> list[str]:
    """At 320 px, which is 1280 px at 400 % zoom; and on a phone with text of twice the size. In the long form, at more widths."""
    look_at(page, "phone", "light")
    usual = page.evaluate("sizesOfText()")
    faults = []
    for text in (100, 200):
        page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        for width in (1280, 360, 320) if long else (320,) if text == 100 else (360,):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{width} px, text {text} %: {fault}" for fault in page.evaluate("cutOff()")]
    if not all(now >= 1.4 * before for before, now in zip(usual, page.evaluate("sizesOfText()"), strict=True)):
        faults.append("text does not grow")
    return faults


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


SHORT_WALKS = ("home", "candidate", "compare", "statement-quote")


def walks() -> Iterator:
    """Some of the pages, each in one size, in turn; in the long form all in both."""
    for place, name in enumerate(WALKED):
        for other, size in enumerate(SIZES):
            yield pytest.param(
                name,
                size,
                id=f"{name}-{size}",
                marks=pytest.mark.long_form if (place + other) % 2 or name not in SHORT_WALKS else (),
            )


@pytest.mark.parametrize(("name", "size"), list(walks()))
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
