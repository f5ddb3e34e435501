"""What is typed at the desk is not lost, and no key does what nobody meant; what is wrong is said beside its field."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk.conftest import Desk
from tests.browser.desk.curator import Curator
from tests.browser.pages import SIZES

MEGABYTE = 1_000_000


def is_focused(field: Locator) -> bool:
    return field.evaluate("field => field === document.activeElement || field.nextElementSibling?.contains(document.activeElement)")


class TestNothingTypedIsLost:
    def test_by_opening_the_page_again_nor_by_the_end_of_a_session(
        self, desk: Desk, browser: Browser, sit_down: Callable[..., Curator]
    ) -> None:
        with browser.new_context(viewport=SIZES["desktop"], storage_state=desk.sessions["admin"]) as context:
            curator = sit_down("admin", context=context)
            page = curator.open_draft("Typed")
            self.check_the_focus_is_on_the_first_empty_field(page)
            page.locator("#id_note").fill("Typed with care.")
            page.locator("#id_kind").select_option("paraphrase")
            curator.choose_topic("Cash bail")
            self.check_enter_sends_nothing(page)
            page.reload()
            expect(page.get_by_role("status").filter(has_text="What you had typed here is back")).to_be_visible()
            expect(page.locator("#id_note")).to_have_value("Typed with care.")
            expect(page.locator("#id_kind")).to_have_value("paraphrase")
            expect(page.locator(".field-topic_list .select2-selection__choice")).to_contain_text("Cash bail")
            context.clear_cookies(name="sessionid")
            page.locator("#id_note").press("Alt+A")
            expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
            page.get_by_label("Username").fill("admin")
            page.get_by_label("Password").fill(curator.site.password)
            curator.click("Sign in")
            curator.click("Save what I typed")
            curator.told("Published")
            with page.expect_navigation():
                page.locator(".messagelist a").first.click()
            expect(page.locator("#id_note")).to_have_value("Typed with care.")
            expect(page.locator("#id_kind")).to_have_value("paraphrase")
            expect(page.locator("#id_topic_list")).to_contain_text("Cash bail")

    def check_the_focus_is_on_the_first_empty_field(self, page: Page) -> None:
        first = page.evaluate(
            """() => [...document.querySelectorAll(".sheet-form fieldset :is(input, select, textarea)")]
                .filter((each) => each.type !== "hidden" && each.type !== "checkbox")
                .find((each) => !each.value).name"""
        )
        assert is_focused(page.locator(f"#id_{first}")), first

    def check_enter_sends_nothing(self, page: Page) -> None:
        before = page.url
        for field in ("#reason", "#id_speaker_as_named"):
            page.locator(field).fill("No statement of a candidate")
            page.locator(field).press("Enter")
        page.wait_for_timeout(300)
        assert page.url == before
        expect(page.locator("#reason")).to_have_value("No statement of a candidate")
        expect(page.locator(".messagelist")).to_have_count(0)


class TestNoTraps:
    def test_a_double_press_lands_on_the_next_draft(self, curator: Curator) -> None:
        """Of each of the three keys, with the focus in a field that is looked up, which swallows keys."""
        page = curator.open_draft("Twice")
        done = []
        for keys, says in (("Alt+R", "Rejected"), ("Alt+K", "Kept as a draft"), ("Alt+A", "Published")):
            draft = page.url
            page.locator(".field-topic_list .select2-selection").click()
            with page.expect_navigation():
                page.keyboard.press(keys)
                page.keyboard.press(keys)
            curator.told(says)
            assert page.locator(".messagelist li").count() == 1
            expect(page.locator("h1")).to_contain_text("Draft:")
            assert page.url not in [draft, *done]
            done += [draft] if says != "Kept as a draft" else []


class TestWhatIsWrong:
    def test_is_said_beside_its_field(self, curator: Curator, long: bool) -> None:
        """The page lists the errors with links, and the first field that has one has the focus, in sight and not behind the bar."""
        page = curator.open_draft("Wrong")
        page.locator("#id_pieces").fill("never said")
        page.locator("#id_said_on").fill("yesterday")
        curator.press("Alt+A")
        listed = page.locator(".errors-of-fields a")
        assert listed.all_inner_texts() == ["The words themselves", "Said on"]
        for field, link in (("#id_pieces", None), ("#id_said_on", listed.nth(1)), ("#id_pieces", listed.nth(0))):
            if link:
                link.press("Enter")
            assert is_focused(page.locator(field))
            self.check_is_in_sight(page, field)
        page.locator("#id_pieces").fill("Open them on Mondays, as you have promised us for years")
        if long:
            self.check_a_note_of_three_megabytes_gets_a_sentence(curator)
        self.check_a_date_ahead_is_asked_about(curator)

    def check_is_in_sight(self, page: Page, field: str) -> None:
        expect(page.locator(field)).to_be_in_viewport(ratio=1)
        assert page.evaluate("focused().seen"), field
        error = page.locator(".form-row, .fieldBox", has=page.locator(field)).last.locator(".errorlist")
        expect(error).to_be_in_viewport(ratio=1)

    def check_a_date_ahead_is_asked_about(self, curator: Curator) -> None:
        """Once: to send it again says that it is right."""
        page = curator.page
        page.locator("#id_said_on").fill("2099-01-01")
        curator.press("Alt+A")
        assert page.locator(".errors-of-fields a").all_inner_texts() == ["Said on"]
        expect(page.locator(".field-said_on .errorlist")).to_contain_text("2099-01-01: is that right?")
        page.locator("#id_said_on").fill("2098-01-01")
        curator.press("Alt+A")
        expect(page.locator(".field-said_on .errorlist")).to_contain_text("2098-01-01: is that right?")
        curator.press("Alt+A")
        curator.told("Published")

    def check_a_note_of_three_megabytes_gets_a_sentence(self, curator: Curator) -> None:
        """And the way back leads to what was typed."""
        page = curator.page
        page.locator("#id_note").fill("All of it. " * (3 * MEGABYTE // 11))
        curator.press("Alt+A")
        expect(page.get_by_role("main")).to_contain_text("This form has more than")
        curator.click("Open the form again", "link")
        expect(page.locator(".restored")).to_be_visible()
        assert page.locator("#id_note").evaluate("note => note.value.length") > 2 * MEGABYTE
        expect(page.locator("#id_said_on")).to_have_value("yesterday")
        page.locator("#id_note").fill("")


@pytest.mark.parametrize(
    "path",
    [
        "dara/statement/?q=%00",
        "dara/statement/add/?passage=abc",
        *(
            pytest.param(path, marks=pytest.mark.long_form)
            for path in (
                "dara/draft/?page=" + "9" * 5_000,
                "dara/statement/?key__regex=%5C",
                "dara/statement/add/?topic_list=abc",
                "dara/statement/add/?draft=zzzzzzzz",
                "dara/entity/1/merge/?into=abc",
                "dara/draft/source/zzzzzzzz/",
            )
        ),
    ],
    ids=lambda path: path[:40],
)
def test_an_address_that_was_made_up_is_answered_in_words(curator: Curator, path: str) -> None:
    answer = curator.page.goto(f"{curator.site.admin}/admin/{path}")
    assert answer.status < 500
    assert len(curator.page.get_by_role("main").or_(curator.page.locator("#content")).first.inner_text().split()) > 3
