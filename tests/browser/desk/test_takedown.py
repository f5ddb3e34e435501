"""Words are withheld and given back, by two people at once: what goes with them, and what comes back, is shown before and told after."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.desk.curator import Curator

WORDS = "as you have promised us for years"
HELD = "Open them on Mondays"  # before them, in the same sentence


def today() -> str:
    return f"{datetime.now(ZoneInfo('America/Los_Angeles')):%Y-%m-%d}"


def test_words_are_withheld_and_given_back(curator: Curator, carla: Curator, long: bool) -> None:
    source = curator.letters["Withheld"].key
    record = publish(curator)
    page = curator.go(f"dara/draft/source/{source}/")
    page.locator("#text p").filter(has_text=HELD).click(click_count=3)
    curator.click("paraphrase")
    carlas_draft = carla.page.context.new_page()
    carlas_draft.goto(page.url)
    carlas_draft.locator("#id_note").fill("By Carla.")
    check_both_withhold(curator, carla, source, record)
    check_a_draft_of_them_is_not_published(carlas_draft)
    carlas_draft.close()
    check_the_queue(curator, source)
    check_they_are_gone(curator, source, record)
    check_a_reason_repeats_nothing_withheld(curator, source)
    check_both_lift(curator, carla, source, record)
    check_they_are_back(curator, source, record)
    if long:
        check_the_downloads_are_made_again(curator)


def publish(curator: Curator) -> str:
    """Publish both quotations, and return the key of the first one."""
    curator.open_draft("Withheld")
    curator.press("Alt+A")
    curator.told("Published")
    key = curator.page.locator(".messagelist a").first.get_attribute("href").split("/")[-3]
    curator.press("Alt+A")
    curator.told("Published")
    return key


def check_both_withhold(curator: Curator, carla: Curator, source: str, record: str) -> None:
    """Each sees what goes with the words; the second one is told that they are withheld by now, and what they typed is still there."""
    for each in (curator, carla):
        page = each.go(f"dara/source/{source}/change/")
        each.click("Withhold words", "link")
        page.locator("#id_words").fill(WORDS)
        page.locator("#id_ground").select_option("privacy")
        page.locator("#id_note").fill("They have promised us for years.")
        if each is curator:
            each.click("Save")
            expect(page.locator(".field-note .errorlist")).to_contain_text(
                "This repeats words that are withheld: “have promised us for years”"
            )
        page.locator("#id_note").fill("About a private person.")
        each.click("Save")
        expect(page.get_by_role("heading", name="Withhold these words?")).to_be_visible()
        expect(page.locator("#withdrawn li")).to_have_count(1)
        expect(page.locator("#withdrawn")).to_contain_text(HELD)
    curator.click("Yes, withhold them")
    curator.told(f"Withdrawn with these words: statement {record}.")
    curator.told("The downloads of the public site are made anew without these words")
    carla.click("Yes, withhold them")
    carla.told("These very words are withheld already.")
    expect(carla.page.locator("#id_note")).to_have_value("About a private person.")


def check_a_draft_of_them_is_not_published(page: Page) -> None:
    page.locator("#id_note").press("Alt+A")
    expect(page.locator(".errornote, .errorlist").filter(has_text="These words are withheld.").first).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("By Carla.")


def check_the_queue(curator: Curator, source: str) -> None:
    """A withdrawn record's draft says so, and a draft of the words is closed."""
    rows = curator.go(f"dara/draft/source/{source}/").locator(".sheet-form tbody tr")
    expect(rows.filter(has_text="Quotation").filter(has_text=HELD)).to_contain_text("Published by admin (the record was withdrawn)")
    expect(rows.filter(has_text="Paraphrase")).to_contain_text("Rejected: These words are withheld.")


def check_they_are_gone(curator: Curator, source: str, record: str) -> None:
    """For everybody, dated by the one clock, and no browser keeps that."""
    page, public = curator.page, curator.site.public
    answer = page.goto(f"{public}/statements/{record}/")
    assert answer.status == 410
    assert answer.headers["cache-control"] == "no-store"
    main = page.get_by_role("main")
    expect(main).to_contain_text("This record was withdrawn")
    assert page.locator("time").first.get_attribute("datetime") == today()
    absent = page.request.get(f"{public}/statements/zzzzzzzz/")
    assert (absent.status, absent.headers["cache-control"]) == (404, "no-store")
    page.goto(f"{public}/sources/{source}/")
    assert WORDS not in page.content()
    expect(main).to_contain_text("About a private person.")


def check_a_reason_repeats_nothing_withheld(curator: Curator, source: str) -> None:
    """The public reads the ground of a correction and the note on it."""
    page = curator.go(f"dara/statement/?source={source}")
    page.locator("#result_list tbody th a").click()
    page.locator("#id_said_on").fill("2020-11")
    page.locator("#id_correction_ground").select_option("date")
    page.locator("#id_correction_note").fill("Not what you have promised us for years.")
    curator.click("Save and continue editing")
    expect(page.locator(".field-correction_note .errorlist")).to_contain_text("This repeats words that are withheld")
    page.locator("#id_correction_note").fill("The letter is of November.")
    curator.click("Save and continue editing")
    page.goto(f"{curator.site.public}/corrections/")
    expect(page.get_by_role("main")).to_contain_text("The letter is of November.")


def check_both_lift(curator: Curator, carla: Curator, source: str, record: str) -> None:
    for each in (curator, carla):
        page = each.go(f"dara/source/{source}/change/")
        page.locator(".field-withheld a").first.click()
        each.click("Delete", "link")
        expect(page.get_by_role("heading", name="Lift this withholding?")).to_be_visible()
        expect(page.locator("#returning li")).to_have_count(1)
        expect(page.locator("#returning")).to_contain_text(f"Statement {record}")
        expect(page.locator("#content")).to_contain_text("Drafts of these words that are open again: 1.")
    curator.click("Yes, lift it")
    curator.told(f"Back in the archive: statement {record}.")
    carla.click("Yes, lift it")
    carla.told("was lifted by admin")


def check_they_are_back(curator: Curator, source: str, record: str) -> None:
    page = curator.page
    assert page.goto(f"{curator.site.public}/statements/{record}/").status == 200
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    rows = curator.go(f"dara/draft/source/{source}/").locator(".sheet-form tbody tr")
    expect(rows.filter(has_text="Paraphrase")).to_contain_text("Open")


def check_the_downloads_are_made_again(curator: Curator) -> None:
    """By themselves, or by a button."""
    downloads = curator.go().locator("section", has=curator.page.get_by_role("heading", name="Downloads of the public site"))
    for _ in range(60):
        if "They are being made now." not in downloads.inner_text():
            break
        curator.page.wait_for_timeout(1_000)
        curator.page.reload()
    expect(downloads).to_contain_text("Offered as of")
    expect(downloads.get_by_role("button", name="Make them now")).to_be_visible()
