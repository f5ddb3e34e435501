"""From a file to published records: with the mouse, with the keyboard alone, and by way of the report of an upload that waits."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.desk.curator import Curator, sign_in
from tests.browser.desk.letters import letter
from tests.browser.pages import SIZES

ARTICLE = Path(__file__).with_name("article.html")
TWO_MINUTES, THREE_MINUTES = 120, 180  # in seconds
SUGGESTED = {  # of everybody new in the article, what the form says that they are
    "Calder Deputies Guild": "organization",
    "Ruth Abernathy": "person",
    "Priya Lindqvist": "person",
    "Dolores Quan": "person",
}


def test_an_article_within_two_minutes(curator: Curator) -> None:
    """Each draft is read and checked, every other one corrected, and published or rejected; the paraphrases, which come last, wait in the queue.

    Nothing is suggested that the article does not say, and no organization as a person."""
    page = curator.page
    curator.upload("article.html", ARTICLE.read_text(encoding="utf-8"))
    curator.press("Alt+N")
    published = corrected = 0
    kinds: dict[str, str] = {}
    elections: list[str] = []
    races: list[str] = []
    while not curator.kind.startswith("paraphrase"):
        words = page.locator("#id_passage_words").input_value()
        curator.read(words)
        if "in both of his earlier campaigns" in words:  # of other races than this one: no stance to be published
            curator.press("Alt+R")
            curator.told("Rejected")
            continue
        for field in ("speaker", "endorser", "candidate"):
            if page.locator(f"#id_new_{field}").count() and (name := page.locator(f"#id_new_{field}").input_value()):
                kinds[name] = page.locator(f"#id_new_{field}_kind").input_value()
        if page.locator("#id_race").count():
            races.append(page.locator("#id_race").input_value())
        if curator.kind == "election result":
            elections.append(page.locator("#id_election").input_value())
        fill_in_what_is_asked_for(curator)
        if published % 2:
            correct(curator)
            corrected += 1
        curator.press("Alt+A")
        curator.told("Published")
        published += 1
    print(f"{published} records, {corrected} corrected: {curator.seconds:.0f} s of acts, {curator.reading:.0f} s of reading")
    assert published >= 12
    assert corrected >= published / 2
    assert curator.seconds < TWO_MINUTES
    assert curator.seconds + curator.reading < THREE_MINUTES
    assert {name: kinds.get(name) for name in SUGGESTED} == SUGGESTED
    assert elections[0] == "", "nothing in the article names an election"
    assert len({*elections[1:]}) == len({*races}) == 1, "the other records are of the same"
    curator.click(" open, ", "link")
    key = page.url.rstrip("/").split("/")[-1]
    page.goto(f"{curator.site.public}/sources/{key}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bail, backlogs and a narrow lead")
    for words in ("until the last envelope in the last box", "The Calder Deputies Guild endorsed Oduya", "51.7% to 48.3%"):
        expect(page.locator("mark").filter(has_text=words).first).to_be_visible()


def fill_in_what_is_asked_for(curator: Curator) -> None:
    page = curator.page
    for contest in ("Race:", "Election:"):
        field = page.get_by_label(contest, exact=True)
        is_needed = field.count() and (
            (contest == "Election:" and curator.kind == "election result") or field.get_attribute("required") is not None
        )
        if is_needed and field.input_value() == "":
            curator.choose(contest)
    if page.locator("#id_add_candidacy").count() and page.locator("#id_new_candidate").input_value():
        curator.tick("Add the candidacy")


def correct(curator: Curator) -> None:
    """Add what the draft does not say: the topic of a statement, or a day."""
    if curator.kind.startswith(("quotation", "position", "report")):
        curator.choose_topic("Cash bail")
    else:
        curator.type(curator.page.locator("#id_stated_on, #id_as_of, #id_occurred_on"), "2020-09")


class TestUploads:
    """An upload waits until it is published; before that, nobody finds it."""

    def is_public(self, page: Page, curator: Curator, key: str, words: str) -> bool:
        answers = {
            address: page.request.get(f"{curator.site.public}{address}")
            for address in (f"/sources/{key}/", "/sources/", "/api/v1/sources/")
        }
        found = {words in answer.text() for answer in answers.values()}
        assert len(found) == 1, answers
        assert answers[f"/sources/{key}/"].status == (200 if found == {True} else 404)
        return found == {True}

    def test_a_long_one_is_drafted_by_a_process_of_its_own(self, curator: Curator) -> None:
        """And it is public with its first draft, as its report has it."""
        page = curator.page
        filler = "".join(f"<p>Item {number} of the minutes was read aloud and filed with the clerk.</p>" for number in range(1_900))
        curator.upload("minutes.html", letter("Minutes to the editor").replace("</article>", f"{filler}</article>"))
        report = page.url
        expect(page.locator(".drafting")).to_contain_text("The text is long")
        expect(page.locator(".drafting")).to_contain_text("Drafted on", timeout=60_000)
        curator.click("Minutes to the editor", "link")
        expect(page.locator(".drafting")).to_contain_text("New drafts: 1.")
        page.locator("#id_title").fill("Minutes of the county")
        curator.click("Save")
        key = page.url.rstrip("/").split("/")[-2]
        assert not self.is_public(page, curator, key, "Minutes")
        page.goto(report)
        curator.press("Alt+N")
        expect(page.locator(".sheet-about")).to_contain_text("Not public yet.")
        curator.press("Alt+A")
        curator.told("Published, and its source with it")
        assert self.is_public(page, curator, key, "Minutes of the county")
        page.goto(f"{curator.site.public}/sources/{key}/")
        expect(page.locator("mark").filter(has_text="Open them on Mondays")).to_be_visible()

    def test_a_report_is_corrected_and_published(self, curator: Curator) -> None:
        key = curator.letters["Report"].key
        page = curator.go(f"dara/pendingupload/{key}/change/")
        page.locator("#id_kind").select_option(label="Press release")
        page.locator("#id_title").fill("A report, corrected")
        page.locator("#id_new_publisher").fill("The Dock Street Gazette")
        page.locator("#id_make_publisher").check()
        page.locator("#id_published_on").fill("2020-11")
        curator.click("Save")
        assert not self.is_public(page, curator, key, "corrected")
        expect(page.locator("#id_new_publisher")).to_have_value("The Dock Street Gazette")
        curator.click("Publish the source")
        curator.told("Published: A report, corrected")
        assert self.is_public(page, curator, key, "A report, corrected")
        page.goto(f"{curator.site.public}/sources/{key}/")
        for words in ("The Dock Street Gazette", "November 2020", "Press release"):
            expect(page.get_by_role("main")).to_contain_text(words)

    def test_one_that_was_a_mistake_is_removed(self, curator: Curator) -> None:
        key = curator.letters["Removed"].key
        page = curator.go(f"dara/pendingupload/{key}/change/")
        curator.click("Remove …", "link")
        expect(page.get_by_role("main")).to_contain_text("1 draft that rest")
        curator.click("Remove it")
        curator.told("deleted successfully")
        for path in (f"dara/draft/source/{key}/", f"dara/draft/{curator.letters['Removed'].drafts[0]}/change/"):
            curator.go(path)
            expect(page.get_by_role("heading", name="Not there")).to_be_visible()


class TestWithoutAMouse:
    def test_from_signing_in_to_a_published_record(self, curator: Curator, browser: Browser) -> None:
        """Keys alone, each key of a keyboard."""
        with browser.new_context(viewport=SIZES["desktop"]) as context:
            page = context.new_page()
            page.goto(f"{curator.site.admin}/admin/")
            sign_in(page, "admin", curator.site.password)
            press = page.keyboard.press
            tab_to(page, "document.activeElement.textContent.includes(' drafts')")
            press("Enter")
            page.wait_for_url("**/draft/")
            tab_to(
                page,
                "document.activeElement.matches('a[href*=\"/draft/source/\"]') && document.activeElement.textContent.includes('Keys alone')",
            )
            press("Enter")
            page.wait_for_url("**/draft/source/**")
            press("Alt+N")
            page.wait_for_url("**draft=**")
            tab_to(page, "!!document.activeElement.closest('.field-topic_list')")
            page.keyboard.type("Cash")
            page.locator(".select2-results__option", has_text="Cash bail").wait_for()
            press("Enter")
            with page.expect_navigation():
                press("Alt+A")
            expect(page.locator(".messagelist")).to_contain_text("Published")


def tab_to(page: Page, condition: str) -> None:
    """Press Tab until the condition holds of what has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"Tab does not lead there: {condition}")
