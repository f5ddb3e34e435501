"""Where two persons are asked for: nobody publishes what they have corrected themselves, and a change of a record is a proposal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk.curator import Curator
from tests.running_site import Site

Seat = Callable[[str], Curator]


@pytest.fixture
def seat(sit_down: Callable[..., Curator], two_persons: Site) -> Seat:
    return lambda name: sit_down(name, two_persons)


def test_a_draft_and_a_change_of_its_record(seat: Seat) -> None:
    carla, admin = seat("carla"), seat("admin")
    record = check_an_untouched_draft_is_not_corrected(carla)
    check_a_corrected_draft_waits_for_another(carla, admin)
    check_a_change_is_a_proposal(carla, admin, record)


def check_an_untouched_draft_is_not_corrected(carla: Curator) -> str:
    """Who keeps it as it was may publish it. Return the key of the record."""
    page = carla.open_draft("Second")
    carla.press("Alt+K")
    carla.told("Kept as a draft.")
    carla.open_draft("Second")
    expect(page.locator(".sheet-found")).not_to_contain_text("Corrected by")
    carla.press("Alt+A")
    carla.told("Published, and its source with it")
    return page.locator(".messagelist a").first.get_attribute("href").split("/")[-3]


def check_a_corrected_draft_waits_for_another(carla: Curator, admin: Curator) -> None:
    page = carla.open_draft("Second", 1)
    page.locator("#id_note").fill("Corrected by Carla.")
    carla.press("Alt+A")
    carla.told("You corrected this draft: somebody else publishes it.")
    carla.open_draft("Second", 1)
    carla.press("Alt+A")
    carla.told("You selected or corrected this draft: somebody else publishes it.")
    admin.open_draft("Second", 1)
    expect(admin.page.locator(".sheet-found")).to_contain_text("Corrected by carla.")
    expect(admin.page.locator("#id_note")).to_have_value("Corrected by Carla.")
    admin.press("Alt+A")
    admin.told("Published")


def check_a_change_is_a_proposal(carla: Curator, admin: Curator, record: str) -> None:
    """What is stored stands beside what is proposed, and somebody else accepts it."""
    page = carla.go(f"dara/statement/{record}/change/")
    page.locator("#id_note").fill("As Carla proposes.")
    carla.click("Save and continue editing")
    carla.told("Proposed: somebody else accepts it.")
    expect(page.locator("#id_note")).to_have_value("")
    admin.go()
    admin.click("proposed change", "link")
    expect(admin.page.locator("#result_list tbody tr")).to_contain_text("Quotation (a change)")
    admin.page.locator("#result_list tbody th a").click()
    expect(admin.page.locator("table.differences tbody tr")).to_have_text("Note\n\nAs Carla proposes.", use_inner_text=True)
    admin.press("Alt+A")
    admin.told("Published")
    page.reload()
    expect(page.locator("#id_note")).to_have_value("As Carla proposes.")


@pytest.mark.parametrize(
    "path", ["dara/statement/add/", pytest.param("dara/statement/add/?draft=zzzzzzzz", marks=pytest.mark.long_form)]
)
def test_no_other_door_leads_to_a_record(seat: Seat, path: str) -> None:
    carla = seat("carla")
    page = carla.go(path)
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    if "draft" in path:
        carla.told("There is no such draft here.")
    else:
        expect(page.locator("body")).to_contain_text("Two persons are asked for")


def test_who_may_only_draft_changes_nothing_published(seat: Seat) -> None:
    rita = seat("rita")
    page = rita.open_draft("Known")
    expect(page.get_by_role("button", name="Keep as a draft")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    page.keyboard.press("Alt+A")
    page.wait_for_timeout(200)
    expect(page.locator("h1")).to_contain_text("Draft:")
    for path in ("dara/statement/wfvkqd97/change/", "dara/entity/1/change/"):
        rita.go(path)
        expect(page.locator("input[type=submit]")).to_have_count(0)
