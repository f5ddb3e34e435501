"""A curator at the desk: from a file to published records, with the mouse and with the keyboard alone; what is typed is not lost.

On sites of their own, as what is published here would stand in the way of the other tests' eyes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import CHECKS, leaves
from tests.browser.pages import SIZES
from tests.running_site import Site, running_site

ARTICLE = Path(__file__).with_name("article.html")

# What a practised curator needs, by the keystroke-level model (Card, Moran and Newell 1980), in seconds: a key, pointing with a mouse, a
# thought before an act. The model is of acts; reading what is checked is counted beside it, at 238 words a minute (Brysbaert 2019).
KEY, POINT, THOUGHT, WORD = 0.28, 1.1, 1.35, 60 / 238
TWO_MINUTES, THREE_MINUTES = 120, 180


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("desk")) as site:
        yield site


class Curator:
    """Somebody at the desk, the seconds that their acts take them, and those that they read for. What they have read they do not read again."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site, self.seconds, self.reading, self.has_read = page, site, 0.0, 0.0, ""

    def sign_in(self) -> None:
        self.page.goto(f"{self.site.admin}/admin/")
        self.page.get_by_label("Username").fill("admin")
        self.page.get_by_label("Password").fill(self.site.password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name="The archive")).to_be_visible()

    def press(self, keys: str) -> None:
        """Keys that lead to another page."""
        self.seconds += THOUGHT + KEY * len(keys.split("+"))
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)

    def click(self, button: str, role: str = "button") -> None:
        self.seconds += THOUGHT + POINT + KEY
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=button).first.click()

    def choose(self, label: str) -> None:
        """The first that there is to choose."""
        self.seconds += POINT + KEY * 4
        self.page.get_by_label(label, exact=True).select_option(index=1)

    def tick(self, label: str) -> None:
        self.seconds += POINT + KEY
        self.page.get_by_label(label, exact=True).check()

    def read(self, words: str) -> None:
        if words not in self.has_read:
            self.reading += len(words.split()) * WORD
            self.has_read += words

    def type(self, field: Locator, words: str) -> None:
        self.seconds += THOUGHT + POINT + KEY * (1 + len(words))
        field.click()
        self.page.keyboard.type(words)

    def correct(self) -> None:
        """Add what the draft does not say: the topic of a statement, or a day."""
        if self.kind.startswith(("quotation", "position", "report")):
            self.type(self.page.locator(".field-topic_list .select2-search__field"), "Cash")
            self.page.locator(".select2-results__option", has_text="Cash bail").wait_for()
            self.seconds += KEY
            self.page.keyboard.press("Enter")
            expect(self.page.locator(".field-topic_list .select2-selection__choice")).to_contain_text("Cash bail")
        else:
            self.type(self.page.locator("#id_stated_on, #id_as_of, #id_occurred_on"), "2020-09")

    @property
    def kind(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text().removeprefix("Draft: ")


@pytest.fixture
def curator(desk: Site, browser: Browser) -> Iterator[Curator]:
    faults: list[str] = []
    with browser.new_context(viewport=SIZES["desktop"]) as context:
        context.set_default_timeout(15_000)
        context.add_init_script(path=CHECKS)
        context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
        context.on(
            "request",
            lambda request: leaves(desk.admin, request.url) and leaves(desk.public, request.url) and faults.append(request.url),
        )
        curator = Curator(context.new_page(), desk)
        curator.sign_in()
        yield curator
    assert not faults, "\n".join(faults)


def upload(curator: Curator, name: str, content: str) -> None:
    """Add one document, and go to its text and drafts."""
    curator.page.goto(f"{curator.site.admin}/admin/dara/source/add/")
    curator.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/html", "buffer": content.encode()})
    curator.seconds += 4 * (THOUGHT + POINT + KEY)  # to the page, the browser's own window, the file in it, and back
    curator.click("Bring in")
    curator.click("Text and drafts", "link")


class TestFromFileToPage:
    def test_an_article_within_two_minutes(self, curator: Curator) -> None:
        """Each draft is read and checked, every other one corrected, and published or rejected; the paraphrases, which come last, wait in the queue."""
        page = curator.page
        upload(curator, "article.html", ARTICLE.read_text(encoding="utf-8"))
        curator.press("Alt+N")
        published = corrected = 0
        while not curator.kind.startswith("paraphrase"):
            words = page.locator("#id_passage_words").input_value()
            curator.read(words)
            if "in both of his earlier campaigns" in words:  # of other races than this one: no stance to be published
                curator.press("Alt+R")
                expect(page.locator(".messagelist")).to_contain_text("Rejected")
                continue
            for contest in ("Race:", "Election:"):
                field = page.get_by_label(contest, exact=True)
                is_needed = field.count() and (
                    (contest == "Election:" and curator.kind == "election result") or field.get_attribute("required") is not None
                )
                if is_needed and field.input_value() == "":
                    curator.choose(contest)
            if page.locator("#id_add_candidacy").count() and page.locator("#id_new_candidate").input_value():
                curator.tick("Add the candidacy")
            if published % 2:
                curator.correct()
                corrected += 1
            curator.press("Alt+A")
            expect(page.locator(".messagelist")).to_contain_text("Published")
            published += 1
        print(f"{published} records, {corrected} corrected: {curator.seconds:.0f} s of acts, {curator.reading:.0f} s of reading")
        assert published >= 12
        assert corrected >= published / 2
        assert curator.seconds < TWO_MINUTES
        assert curator.seconds + curator.reading < THREE_MINUTES
        curator.click(" open, ", "link")
        key = page.url.rstrip("/").split("/")[-1]
        page.goto(f"{curator.site.public}/sources/{key}/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Bail, backlogs and a narrow lead")
        for words in ("until the last envelope in the last box", "The Calder Deputies Guild endorsed Oduya", "51.7% to 48.3%"):
            expect(page.locator("mark").filter(has_text=words).first).to_be_visible()


class TestUploads:
    def test_the_whole_way_of_a_long_one(self, curator: Curator) -> None:
        """It is drafted by a process of its own, corrected, and public with its first draft; before that, nobody finds it."""
        page, site = curator.page, curator.site
        filler = "".join(f"<p>Item {number} of the minutes was read aloud and filed with the clerk.</p>" for number in range(1_900))
        upload(curator, "minutes.html", LETTER.replace("A letter 🚪", "Minutes").replace("</article>", f"{filler}</article>"))
        report = page.url
        expect(page.locator(".drafting")).to_contain_text("The text is long")
        expect(page.locator(".drafting")).to_contain_text("Drafted on", timeout=60_000)
        curator.click("Minutes to the editor", "link")
        expect(page.locator(".drafting")).to_contain_text("1 new drafts.")
        page.get_by_label("Title:").fill("Minutes of the county")
        curator.click("Save")
        key = page.url.rstrip("/").split("/")[-2]
        for address in (f"/sources/{key}/", "/sources/", "/api/v1/sources/"):
            answer = page.request.get(f"{site.public}{address}")
            assert answer.status == (404 if key in address else 200)
            assert "Minutes" not in answer.text()
        page.goto(report)
        curator.press("Alt+N")
        expect(page.locator(".sheet-about")).to_contain_text("Not public yet.")
        curator.press("Alt+A")
        expect(page.locator(".messagelist")).to_contain_text("Published, and its source with it")
        page.goto(f"{site.public}/sources/{key}/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Minutes of the county")
        expect(page.locator("mark").filter(has_text="Open them on Mondays")).to_be_visible()


class TestWithoutAMouse:
    def test_from_signing_in_to_a_published_record(self, curator: Curator, browser: Browser) -> None:
        """Keys alone, each key of a keyboard: only the file was brought in before."""
        upload(curator, "keys.html", LETTER.replace("again on Monday", "again on a holiday"))
        with browser.new_context(viewport=SIZES["desktop"]) as context:
            page = context.new_page()
            page.goto(f"{curator.site.admin}/admin/")
            press, type_in = page.keyboard.press, page.keyboard.type
            type_in("admin")
            press("Tab")
            type_in(curator.site.password)
            press("Enter")
            expect(page.get_by_role("heading", name="The archive")).to_be_visible()
            tab_to(page, "document.activeElement.textContent.includes(' drafts')")
            press("Enter")
            page.wait_for_url("**/draft/")
            tab_to(
                page,
                "document.activeElement.matches('a[href*=\"/draft/source/\"]') && document.activeElement.textContent.includes('A letter')",
            )
            press("Enter")
            page.wait_for_url("**/draft/source/**")
            press("Alt+N")
            page.wait_for_url("**draft=**")
            tab_to(page, "!!document.activeElement.closest('.field-topic_list')")
            type_in("Cash")
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


LETTER = """<html><head><title>A letter 🚪 to the editor</title></head><body><article><h1>A letter 🚪 to the editor</h1>
<p>The doors 🚪🚪 of the courthouse were closed again on Monday, and nobody who stood in line was told when they would be opened.</p>
<p>“Open them on Mondays, as you have promised us for years,” wrote Amparo Quijote of the Dock Street tenants in her letter to the county.</p>
<p>The county answered that it would look into the matter, and that the hours of the courthouse were posted at its entrance.</p>
</article></body></html>"""


class TestSelecting:
    """Words beyond the BMP stand before what is selected: its place is counted in code points."""

    WORDS = "nobody who stood in line"

    def drafted(self, page: Page) -> None:
        """What was selected stands in the form, and its place is the one in the text."""
        expect(page.get_by_label("Exact words")).to_have_value(self.WORDS)
        start = int(page.locator("#id_passage_start").input_value())
        body = page.locator("#text").evaluate("text => [...text.querySelectorAll('p')].map(p => p.textContent).join('')")
        assert body[start : start + len(self.WORDS)] == self.WORDS

    def test_with_the_mouse(self, curator: Curator) -> None:
        page = curator.page
        upload(curator, "letter.html", LETTER)
        line = page.locator("#text p").filter(has_text=self.WORDS)
        ends = line.evaluate(
            """(line, words) => {
                const node = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
                const at = node.data.indexOf(words);
                const box = (place) => { const range = document.createRange(); range.setStart(node, place); range.setEnd(node, place + 1); return range.getBoundingClientRect(); };
                const [first, last] = [box(at), box(at + words.length - 1)];
                return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }""",
            self.WORDS,
        )
        page.mouse.move(*ends[:2])
        page.mouse.down()
        page.mouse.move(*ends[2:], steps=5)
        page.mouse.up()
        expect(page.locator("#selected")).to_contain_text(f"“{self.WORDS}”")
        curator.click("paraphrase")
        self.drafted(page)

    def test_with_the_keyboard_alone(self, curator: Curator) -> None:
        page = curator.page
        upload(curator, "letter2.html", LETTER.replace("again on Monday", "again on Sunday"))
        while page.evaluate("document.activeElement.id") != "text":
            page.keyboard.press("Tab")
        page.keyboard.press("Control+Home")
        before = page.locator("#text").evaluate(
            "(text, words) => text.innerText.slice(0, text.innerText.indexOf(words))", self.WORDS
        )
        page.keyboard.press("ArrowDown")
        while not page.evaluate(
            "words => getSelection().focusNode.data?.slice(getSelection().focusOffset).startsWith(words)", self.WORDS
        ):
            page.keyboard.press("ArrowRight")
        for _ in self.WORDS:
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.type("x")
        assert page.locator("#text").evaluate("text => text.innerText").startswith(before), "the text cannot be typed into"
        expect(page.locator("#selected")).to_contain_text(f"“{self.WORDS}”")
        while page.evaluate("document.activeElement.value") != "paraphrase":
            page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.drafted(page)


class TestNothingTypedIsLost:
    def open_a_draft(self, curator: Curator, name: str) -> Page:
        upload(curator, f"{name}.html", LETTER.replace("again on Monday", f"again on {name}"))
        curator.press("Alt+N")
        curator.page.get_by_label("Note", exact=False).first.fill("Typed with care.")
        return curator.page

    def test_a_page_that_is_opened_again(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Tuesday")
        page.reload()
        expect(page.get_by_role("status").filter(has_text="What you had typed here is back")).to_be_visible()
        expect(page.locator("#id_note")).to_have_value("Typed with care.")

    def test_a_session_that_ends(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Wednesday")
        page.context.clear_cookies(name="sessionid")
        page.locator("#id_note").press("Alt+A")
        expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(curator.site.password)
        curator.click("Sign in")
        curator.click("Save what I typed")
        expect(page.locator(".messagelist")).to_contain_text("Published")
        with page.expect_navigation():
            page.locator(".messagelist a").first.click()
        expect(page.locator("#id_note")).to_have_value("Typed with care.")


class TestNoTraps:
    def open_a_draft(self, curator: Curator, day: str) -> Page:
        upload(curator, f"{day}.html", LETTER.replace("again on Monday", f"again on {day}"))
        curator.press("Alt+N")
        return curator.page

    def test_enter_sends_nothing(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Thursday")
        before = page.url
        for field in ("#reason", "#id_speaker_as_named"):
            page.locator(field).fill("No statement of a candidate")
            page.locator(field).press("Enter")
        page.wait_for_timeout(300)
        assert page.url == before
        expect(page.locator("#reason")).to_have_value("No statement of a candidate")
        expect(page.locator(".messagelist")).to_have_count(0)

    def test_a_key_works_in_a_field_that_is_looked_up(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Friday")
        page.locator(".field-topic_list .select2-selection").click()
        with page.expect_navigation():
            page.keyboard.press("Alt+K")
        expect(page.locator(".messagelist")).to_contain_text("Kept as a draft")

    def test_a_double_press_leads_to_the_next_draft(self, curator: Curator) -> None:
        two = LETTER.replace("again on Monday", "again on Saturday").replace(
            "</article>", "<p>“We read every letter that reaches us here,” said Bertrand Ito of the county.</p></article>"
        )
        upload(curator, "two.html", two)
        curator.press("Alt+N")
        page = curator.page
        with page.expect_navigation():
            page.keyboard.press("Alt+R")
            page.keyboard.press("Alt+R")
        expect(page.locator(".messagelist")).to_contain_text("Rejected")
        expect(page.locator("h1")).to_contain_text("Draft:")
        assert len(page.locator(".messagelist li").all()) == 1

    def test_the_first_empty_field_has_the_focus(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Sundays")
        first = page.evaluate(
            """() => [...document.querySelectorAll(".sheet-form fieldset :is(input, select, textarea)")]
                .filter((each) => each.type !== "hidden" && each.type !== "checkbox")
                .find((each) => !each.value).name"""
        )
        focused = page.evaluate("() => document.activeElement.closest('.form-row').className")
        assert f"field-{first}" in focused
        assert page.evaluate("() => document.activeElement.matches('input, select, textarea, .select2-selection')")

    def test_what_was_chosen_is_back_too(self, curator: Curator) -> None:
        page = self.open_a_draft(curator, "Mondays")
        page.locator("#id_kind").select_option("paraphrase")
        page.locator(".field-topic_list .select2-search__field").fill("Cash")
        page.locator(".select2-results__option", has_text="Cash bail").click()
        page.reload()
        expect(page.get_by_role("status").filter(has_text="What you had typed here is back")).to_be_visible()
        expect(page.locator("#id_kind")).to_have_value("paraphrase")
        expect(page.locator(".field-topic_list .select2-selection__choice")).to_contain_text("Cash bail")


class TestAddingWhatIsMissing:
    """“+” beside a choice opens a window, and what is added there is chosen here."""

    def test_a_topic(self, curator: Curator) -> None:
        page = curator.page
        upload(curator, "topic.html", LETTER.replace("again on Monday", "again in May"))
        curator.press("Alt+N")
        with page.expect_popup() as opened:
            page.locator("#add_id_topic_list").click()
        opened.value.get_by_label("Name").fill("Courthouse hours")
        opened.value.get_by_role("button", name="Save").first.click()
        expect(page.locator(".field-topic_list .select2-selection__choice")).to_contain_text("Courthouse hours")
        curator.press("Alt+K")
        expect(page.locator(".messagelist")).to_contain_text("Kept as a draft")

    def test_a_candidate(self, curator: Curator) -> None:
        page, said = curator.page, "The Calder Tenants endorsed Yolanda Prentiss for district attorney on Monday."
        upload(curator, "candidate.html", LETTER.replace("</article>", f"<p>{said}</p></article>"))
        page.get_by_role("link", name="Endorsement").first.click()
        expect(page.locator("#id_new_candidate")).to_have_value("Yolanda Prentiss")
        page.locator("#id_race").select_option(index=1)
        with page.expect_popup() as opened:
            page.locator("#add_id_candidate").click()
        window = opened.value
        expect(window.get_by_label("Name", exact=False).first).to_have_value("Yolanda Prentiss")
        expect(window.get_by_label("Exact words")).to_have_value(said)
        expect(window.locator("#id_race")).to_have_value(page.locator("#id_race").input_value())
        expect(window.locator("#id_fact")).to_have_value("nothing")  # the document is not public yet, so no passage of it either
        window.get_by_role("button", name="Save").first.click()
        expect(page.locator(".field-candidate .select2-selection__rendered")).to_contain_text("Yolanda Prentiss")
        expect(page.locator("#id_new_candidate")).to_have_value("")
        curator.press("Alt+A")
        expect(page.locator(".messagelist")).to_contain_text("Published")
