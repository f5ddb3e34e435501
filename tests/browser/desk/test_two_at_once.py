"""Two browsers at once on the same draft, record and merger: nothing that either of them typed is lost, and both are told."""

from playwright.sync_api import Page, expect

from tests.browser.desk.curator import Curator

STATEMENT = "wfvkqd97"  # of the seeds
PHONE = {"width": 390, "height": 800}


def compared(page: Page) -> dict[str, list[str]]:
    """What the page shows side by side: the label of each field → what is stored, what was typed."""
    rows = page.locator("table.differences tbody tr")
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows.all()}


def is_told_of_the_other(curator: Curator, stored: str, typed: str) -> None:
    curator.told("Somebody else has changed this since you opened it.")
    assert compared(curator.page) == {"Note": [stored, typed]}
    expect(curator.page.locator("#id_note")).to_have_value(typed)


class TestTheSameDraft:
    def test_both_versions_are_shown_and_one_is_chosen(self, curator: Curator, carla: Curator) -> None:
        for each in (curator, carla):
            each.open_draft("Both").locator("#id_note").fill(f"By {'Carla' if each is carla else 'Admin'}.")
        curator.press("Alt+K")
        curator.told("Kept as a draft.")
        carla.press("Alt+K")
        is_told_of_the_other(carla, "By Admin.", "By Carla.")
        carla.click("open the page anew", "link")
        expect(carla.page.locator("#id_note")).to_have_value("By Admin.")
        expect(carla.page.locator(".restored")).to_have_count(0)
        carla.page.locator("#id_note").fill("By Carla, who came later.")
        curator.open_draft("Both").locator("#id_note").fill("By Admin, again.")
        curator.press("Alt+K")
        carla.press("Alt+A")
        is_told_of_the_other(carla, "By Admin, again.", "By Carla, who came later.")
        carla.press("Alt+A")
        carla.told("Published")
        with carla.page.expect_navigation():
            carla.page.locator(".messagelist a").first.click()
        expect(carla.page.locator("#id_note")).to_have_value("By Carla, who came later.")

    def test_who_comes_after_the_decision_is_told_of_it(self, curator: Curator, carla: Curator) -> None:
        for each in (curator, carla):
            each.open_draft("Decided")
        carla.page.locator("#id_note").fill("By Carla.")
        curator.press("Alt+A")
        curator.told("Published")
        carla.press("Alt+A")
        carla.told("This draft was published by admin")
        expect(carla.page.locator("#id_note")).to_have_value("By Carla.")
        curator.go("dara/statement/?q=Aarnes")
        expect(curator.page.locator("#result_list tbody tr")).to_have_count(1)


def test_the_same_record(curator: Curator, carla: Curator) -> None:
    for each in (curator, carla):
        each.go(f"dara/statement/{STATEMENT}/change/").locator("#id_note").fill(f"By {'Carla' if each is carla else 'Admin'}.")
    curator.click("Save and continue editing")
    curator.told("was changed successfully")
    carla.click("Save and continue editing")
    is_told_of_the_other(carla, "By Admin.", "By Carla.")
    carla.click("Save and continue editing")
    carla.told("was changed successfully")
    check_what_was_typed_before_is_no_newer(curator, carla)


def check_what_was_typed_before_is_no_newer(curator: Curator, carla: Curator) -> None:
    """Who opens the page again sees what is stored; and if what they had typed is back, that somebody has saved since."""
    note = curator.page.locator("#id_note")
    curator.page.reload()
    expect(note).to_have_value("By Carla.")
    note.fill("By Admin, again.")
    carla.page.locator("#id_note").fill("By Carla, again.")
    carla.click("Save and continue editing")
    curator.page.reload()
    expect(curator.page.locator(".restored")).to_be_visible()
    expect(note).to_have_value("By Admin, again.")
    curator.click("Save and continue editing")
    is_told_of_the_other(curator, "By Carla, again.", "By Admin, again.")


class TestTheSameMerger:
    """Of two names of one person."""

    def test_who_comes_second_is_told_and_the_name_stays_known(self, curator: Curator, carla: Curator) -> None:
        curator.open_draft("Merged")
        curator.press("Alt+A")
        curator.press("Alt+A")
        curator.told("Published")
        page = curator.go("dara/entity/?q=Brandvold")
        curator.click("Ulla Brandvold", "link")
        curator.click("Merge into …", "link")
        page.locator(".select2-selection").click()
        page.locator(".select2-search__field").fill("Brandvold-Osei")
        page.locator(".select2-results__option", has_text="Ulla Brandvold-Osei").click()
        curator.click("Compare")
        carla.page.goto(page.url)
        self.check_both_are_seen_on_a_phone(page)
        curator.click("Merge")
        curator.told("“Ulla Brandvold” (ulla-brandvold) is merged into Ulla Brandvold-Osei. Moved: statements (speaker): 1")
        carla.click("Merge")
        carla.told("“Ulla Brandvold” was merged into Ulla Brandvold-Osei by admin")
        self.check_the_name_stays_known(carla)
        self.check_the_public_log(curator)

    def check_both_are_seen_on_a_phone(self, page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size(PHONE)
        expect(page.get_by_role("row").filter(has_text="name").first).to_contain_text("Ulla Brandvold-Osei")
        assert page.evaluate("cutOff()") == []
        page.set_viewport_size(before)

    def check_the_name_stays_known(self, carla: Curator) -> None:
        """The next document that uses it is drafted with the one that stayed."""
        carla.open_draft("Known")
        expect(carla.page.locator("#id_speaker")).to_contain_text("Ulla Brandvold-Osei")
        expect(carla.page.locator("#id_new_speaker")).to_have_value("")

    def check_the_public_log(self, curator: Curator) -> None:
        """Nobody else is meant than before."""
        curator.page.goto(f"{curator.site.public}/corrections/")
        main = curator.page.get_by_role("main")
        expect(main).to_contain_text("Two entries for Ulla Brandvold-Osei in this archive were made one")
        expect(main).not_to_contain_text("The speaker was corrected")
