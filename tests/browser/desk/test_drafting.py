"""Words that are selected by hand, what the archive does not have yet and is added on the way, and many drafts at once."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk.curator import Curator
from tests.browser.desk.letters import ENDORSED, SELECTED


class TestSelecting:
    """Words beyond the BMP stand before what is selected: its place is counted in code points."""

    def is_drafted(self, page: Page, words: str) -> None:
        """What was selected stands in the form, and its place is the one in the text."""
        expect(page.get_by_label("Exact words")).to_have_value(words)
        start = int(page.locator("#id_passage_start").input_value())
        body = page.locator("#text").evaluate("text => [...text.querySelectorAll('p')].map(p => p.textContent).join('')")
        assert "".join(list(body)[start : start + len(words)]) == words

    def test_with_the_mouse(self, curator: Curator) -> None:
        """And the rules say of them what they say of all words."""
        words = SELECTED.removeprefix("The ").removesuffix(" on Monday.")
        page = curator.go(f"dara/draft/source/{curator.letters['Words'].key}/")
        line = page.locator("#text p").filter(has_text=words)
        line.scroll_into_view_if_needed()
        ends = line.evaluate(
            """(line, words) => {
                const range = document.createRange(), walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
                const box = (place) => {
                    let node, before = 0;
                    for (walker.currentNode = line; (node = walker.nextNode()) && before + node.length <= place; ) before += node.length;
                    range.setStart(node, place - before);
                    range.setEnd(node, place - before + 1);
                    return range.getBoundingClientRect();
                };
                const at = line.textContent.indexOf(words), [first, last] = [box(at), box(at + words.length - 1)];
                return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }""",
            words,
        )
        page.mouse.move(*ends[:2])
        page.mouse.down()
        page.mouse.move(*ends[2:], steps=5)
        page.mouse.up()
        expect(page.locator("#selected")).to_contain_text(f"“{words}”")
        curator.click("endorsement")
        self.is_drafted(page, words)
        expect(page.locator("#id_new_endorser")).to_have_value(re.compile("Juniper Renters Guild"))
        expect(page.locator("#id_new_endorser_kind")).to_have_value("organization")
        expect(page.locator("#id_stance")).to_have_value("endorses")
        expect(page.locator("#id_race")).to_have_value("")

    def test_with_the_keyboard_alone(self, curator: Curator) -> None:
        words = "nobody who stood in line"
        page = curator.go(f"dara/draft/source/{curator.letters['Words'].key}/")
        while page.evaluate("document.activeElement.id") != "text":
            page.keyboard.press("Tab")
        page.keyboard.press("Control+Home")
        before = page.locator("#text").evaluate("(text, words) => text.innerText.slice(0, text.innerText.indexOf(words))", words)
        page.keyboard.press("ArrowDown")
        while not page.evaluate(
            "words => getSelection().focusNode.data?.slice(getSelection().focusOffset).startsWith(words)", words
        ):
            page.keyboard.press("ArrowRight")
        for _ in words:
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.type("x")
        assert page.locator("#text").evaluate("text => text.innerText").startswith(before), "the text cannot be typed into"
        expect(page.locator("#selected")).to_contain_text(f"“{words}”")
        while page.evaluate("document.activeElement.value") != "post":
            page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.is_drafted(page, words)
        expect(page.locator("#id_kind")).to_have_value("post")


class TestAddingWhatIsMissing:
    def test_beside_a_choice(self, curator: Curator) -> None:
        """“+” opens a window, and what is added there is chosen here: a candidate with race and candidacy, and a topic."""
        page = curator.go(f"dara/draft/source/{curator.letters['Missing'].key}/")
        curator.click("Endorsement", "link")
        expect(page.locator("#id_new_candidate")).to_have_value("Yolanda Prentiss")
        page.locator("#id_race").select_option(index=1)
        with page.expect_popup() as opened:
            page.locator("#add_id_candidate").click()
        window = opened.value
        expect(window.get_by_label("Name", exact=False).first).to_have_value("Yolanda Prentiss")
        expect(window.get_by_label("Exact words")).to_have_value(ENDORSED)
        expect(window.locator("#id_race")).to_have_value(page.locator("#id_race").input_value())
        expect(window.locator("#id_fact")).to_have_value("nothing")  # the document is not public yet, so no passage of it either
        window.get_by_role("button", name="Save").first.click()
        expect(page.locator(".field-candidate .select2-selection__rendered")).to_contain_text("Yolanda Prentiss")
        expect(page.locator("#id_new_candidate")).to_have_value("")
        curator.press("Alt+A")
        curator.told("Published")
        expect(page.locator("h1")).to_have_text("Draft: quotation")
        self.check_a_topic_is_added(curator)

    def check_a_topic_is_added(self, curator: Curator) -> None:
        """No name that another one has, whatever its case; it goes after the last one."""
        page = curator.page
        with page.expect_popup() as opened:
            page.locator("#add_id_topic_list").click()
        window = opened.value
        window.get_by_label("Name").fill("CASH  bail")
        window.get_by_role("button", name="Save").first.click()
        expect(window.locator(".field-name .errorlist")).to_contain_text("has this name already")
        window.get_by_label("Name").fill("Courthouse hours")
        window.locator("#id_slug").fill("courthouse-hours")
        window.get_by_role("button", name="Save").first.click()
        expect(page.locator(".field-topic_list .select2-selection__choice")).to_contain_text("Courthouse hours")
        curator.press("Alt+A")
        page.goto(f"{curator.site.public}/topics/")
        expect(page.locator("main a[href^='/topics/']").last).to_have_text("Courthouse hours")

    def test_the_first_count_of_an_election(self, curator: Curator) -> None:
        """Race, election, candidate and candidacy come with it; a precinct's count never tells how the election stands."""
        page = curator.open_draft("Counted", 1)
        expect(page.locator("#id_election")).to_have_value("")
        expect(page.locator("#id_area")).to_have_value("precinct 12")
        curator.tick("Add the candidacy")
        page.get_by_text("A new election", exact=True).click()
        page.locator("#id_new_election").fill("June 2028 primary")
        page.locator("#id_new_race").fill("2028")
        page.locator("#id_new_election_stage").select_option("primary")
        curator.press("Alt+A")
        curator.told("Published")
        expect(page.locator("#id_percent")).to_have_value(re.compile("^55"))
        expect(page.locator("#id_election")).to_have_value(re.compile("."))
        expect(page.locator("#id_area")).to_have_value("")
        curator.press("Alt+A")
        curator.told("Published")
        page.goto(f"{curator.site.public}/elections/june-2028-primary/")
        main = page.get_by_role("main").inner_text()
        assert main.index("55%") < main.index("61%")
        assert main.index("precinct 12") < main.index("61%") or "61%" in main.split("precinct 12")[1]


class TestManyAtOnce:
    def test_drafts_are_rejected_together_and_opened_again(self, curator: Curator) -> None:
        """A selection, then all of a rule; nothing in the list publishes."""
        key = curator.letters["Many"].key
        rows = curator.page.locator("#result_list tbody tr")
        page = curator.go(f"dara/draft/?source={key}&state=open")
        expect(rows).to_have_count(4)
        expect(rows.filter(has_text="Quotation: Berta Halloran")).to_contain_text("“We read every letter that reaches us here,”")
        assert page.locator("select[name=action] option").all_inner_texts() == [
            "---------",
            "Reject the chosen drafts",
            "Keep the chosen drafts: open what was rejected",
        ]
        for name in ("Ada", "Berta"):
            rows.filter(has_text=f"{name} Halloran").get_by_role("checkbox").check()
        self.reject(curator, "Of another race.")
        curator.told("Rejected 2 drafts.")
        expect(rows).to_have_count(2)
        self.undo(curator)
        curator.told("Opened 2 drafts again.")
        page.goto(f"{curator.site.admin}/admin/dara/draft/?source={key}&state=open")
        expect(rows).to_have_count(4)
        rule = rows.filter(has_text="Ada Halloran").locator(".field-rule").inner_text()
        page.locator("#changelist-filter").get_by_role("link", name=rule, exact=True).click()
        page.wait_for_url("**rule=**")
        page.locator("#action-toggle").check()
        self.reject(curator, "All alike.")
        curator.told("Rejected ")
        page.goto(f"{curator.site.admin}/admin/dara/draft/?source={key}&state=rejected")
        page.locator("#action-toggle").check()
        page.locator("select[name=action]").select_option("keep_together")
        curator.click("Go")
        curator.told("Kept ")
        curator.click("Undo", "link")
        curator.click("Reject them again")
        page.goto(f"{curator.site.admin}/admin/dara/draft/source/{key}/")
        expect(page.locator(".sheet-form")).to_contain_text("Rejected by admin")

    def reject(self, curator: Curator, reason: str) -> None:
        page = curator.page
        page.locator("select[name=action]").select_option("reject_together")
        page.locator("input[name=reason]").fill(reason)
        curator.click("Go")

    def undo(self, curator: Curator) -> None:
        curator.click("Undo", "link")
        expect(curator.page.get_by_role("main")).to_contain_text("2 drafts that you rejected together last.")
        curator.click("Open them again")
