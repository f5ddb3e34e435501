"""The first page of the desk, and what the forms suggest and offer."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import CONFLICTING
from tests.browser.desk.curator import Curator

GROUPS = [
    "Documents",
    "Records",
    "Who, and which race",
    "Finding",
    "Taken from the public",
    "Imports",
    "Evidence, which nobody changes",
]


def test_what_waits_stands_first(curator: Curator) -> None:
    """Since when, and whose; the models in groups."""
    page = curator.go()
    waiting = page.locator("section", has=page.get_by_role("heading", name="What waits")).get_by_role("listitem")
    for words in (
        r"^\d+ drafts: of \d+ sources; \d+ selected or corrected by you$",
        r"^\d+ uploads that are not public: the oldest since \d{4}-\d\d-\d\d; \d+ by you$",
        r"^1 conflict with an import: the oldest since \d{4}-\d\d-\d\d$",
    ):
        expect(waiting.filter(has_text=re.compile(words))).to_have_count(1)
    captions = page.locator("#content-main caption").all_text_contents()
    assert [each for each in map(str.strip, captions) if each in GROUPS] == GROUPS
    check_a_conflict_is_settled(curator)


def check_a_conflict_is_settled(curator: Curator) -> None:
    page = curator.page
    curator.click("with an import", "link")
    page.locator("#result_list tbody th a").click()
    row = page.get_by_role("row", name=re.compile("^note "))
    expect(row).to_contain_text("As the files have it.")
    expect(row).to_contain_text("differs")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("cutOff()") == []
    curator.click("Keep ours")
    curator.told("stays as it is")
    curator.go(f"dara/endorsement/{CONFLICTING}/change/")
    expect(page.locator("#id_note")).not_to_have_value("As the files have it.")


class TestWhatIsSuggested:
    def test_the_name_to_sort_by_follows_a_corrected_name(self, curator: Curator) -> None:
        page = curator.go("dara/entity/add/")
        page.locator("#id_name").fill("Marisol Vega")
        page.locator("#id_slug").fill("marisol-vega")
        page.locator("#id_sort_name").fill("Vega, Marisol")
        page.locator("#id_kind").select_option("person")
        curator.click("Save and continue editing")
        page.locator("#id_name").fill("Marisol Vega-Ruiz")
        curator.click("Save and continue editing")
        expect(page.locator("#id_sort_name")).to_have_value("Vega-Ruiz, Marisol")

    def test_groups_of_another_source_are_not_offered_and_titles_are_told_apart(self, curator: Curator) -> None:
        page = curator.open_draft("Known")
        assert self.offered(page, "speaker", "elected officials") == ["No results found"]
        page = curator.go("dara/withholding/add/")
        names = self.offered(page, "source", "District Attorney")
        assert len(set(names)) == len(names)
        assert all(re.search(r"\((\d{4}[\d-]*|undated), \w{8}\)$", each) for each in names)

    def offered(self, page: Page, field: str, words: str) -> list[str]:
        page.locator(f".field-{field} .select2-selection").click()
        with page.expect_response(lambda answer: "term=" in answer.url and answer.ok):
            page.locator(".select2-container--open .select2-search__field").fill(words)
        page.wait_for_timeout(100)
        return page.locator(".select2-results__option").all_inner_texts()
