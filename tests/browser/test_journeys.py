"""What people come for, from the first page on: a voter's four questions within three clicks each, and a journalist's errand.

On a phone and at a desk, with and without JavaScript. What is asserted is what the reader sees; the answers are the seeds'."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

CLICKS = 3

STORY = "[News story on Jackie Lacey’s concession and the count so far in the 2020 race for Los Angeles County District Attorney]"


class Voter:
    """Somebody at the first page who has three clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def follow(self, name: str, within: Locator | None = None) -> None:
        self.clicks += 1
        assert self.clicks <= CLICKS, f"“{name}” is more than {CLICKS} clicks away"
        (within or self.page.get_by_role("main")).get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()


SURROUNDINGS = [
    "phone",
    "desktop-without-javascript",
    pytest.param("desktop", marks=pytest.mark.long_form),
    pytest.param("phone-without-javascript", marks=pytest.mark.long_form),
]


@pytest.fixture(params=SURROUNDINGS)
def surroundings(request) -> dict:
    """What a visit is made with."""
    size, _, without = request.param.partition("-")
    return {"size": size, "javascript": not without}


@pytest.fixture
def voter(visit, surroundings) -> Voter:
    return Voter(visit("/", **surroundings))


def entry(page: Page, *words: str) -> Locator:
    """The first entry on the page that has all of these words."""
    found = page.get_by_role("main").locator("figure, article")
    for each in words:
        found = found.filter(has_text=each)
    return found.first


def sees(where: Locator, *words: str) -> None:
    expect(where).to_be_visible()
    for each in words:
        expect(where).to_contain_text(each, use_inner_text=True)


def is_shown_in_its_source(page: Page, words: str, title: str) -> None:
    """The words stand marked before the reader's eyes, in the text of the source of this title."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("mark").filter(has_text=words).first).to_be_in_viewport()


# --- a voter ----------------------------------------------------------------------------------------


def test_what_lacey_says_about_cash_bail_and_where_that_is_written(voter):
    voter.follow("Jackie Lacey")
    voter.follow("Cash bail")
    expect(voter.page.get_by_role("heading", name="Cash bail").first).to_be_in_viewport()
    bill = "That’s why DA Lacey supported California Senate Bill 10"
    answer = entry(voter.page, bill)
    sees(answer, "Committee to Re-Elect Jackie Lacey for District Attorney 2020: campaign’s own words", "undated")
    sees(entry(voter.page, "our jails are crowded with nonviolent offenders who simply cannot afford their cash bail."))
    voter.follow("In context", within=answer)
    is_shown_in_its_source(voter.page, bill, "Jackie Lacey’s campaign page on the issues")
    sees(voter.page.get_by_role("main"), "Campaign material: written to win votes.")


def test_who_is_reported_as_backing_gascon_and_what_sums_are_stated_for_whom(voter):
    voter.follow("George Gascón")
    for backer in ("George Soros", "Patty Quillin", "liberal philanthropists from the Bay Area", "two political action committees"):
        sees(entry(voter.page, backer, "Reported as supporting George Gascón"), "The Daily Wire")
    sees(entry(voter.page, "Real Justice PAC", "$642,252.29"), "Reported as spending money to elect George Gascón", "Shaun King")
    voter.follow("the list of reported support and opposition")
    sees(entry(voter.page, "George Soros", "“$1.5 Million”"), "no candidate is named", "no recipient is named", "“Pumping”")


def test_how_the_2020_count_stood_as_reported_on_6_november_2020_and_whether_it_was_final(voter):
    voter.follow("November 2020 runoff")
    main = voter.page.get_by_role("main")
    sees(
        main,
        "Partial count, not a final result.",
        "Reported on November 6, 2020",
        "by The Daily Wire",
        "We hold no certified result.",
    )
    sees(main, "“more than 790,000” ballots remained; who said so is not stated.", "Outcome: not stated in the sources held.")
    sees(main.get_by_role("row").filter(has_text="George Gascón"), "“almost” 53.72%")
    count = main.get_by_role("row").filter(has_text="Jackie Lacey")
    sees(count, "46.28%")
    voter.follow("In context", within=count)
    is_shown_in_its_source(voter.page, "has garnered 46.28% support", STORY)


def test_what_chemerinskys_announcement_says_on_retail_theft_and_in_whose_words(voter):
    voter.follow("Jeff Chemerinsky")
    voter.follow("Retail theft and robbery")
    expect(voter.page.get_by_role("heading", name="Retail theft and robbery").first).to_be_in_viewport()
    prose = entry(voter.page, "win convictions in many major organized retail theft cases.")
    sees(prose, "Jeff Chemerinsky’s campaign (inferred): campaign’s own words", "September 13, 2023 (inferred)")
    sees(entry(voter.page, "armed robbers across Southern California"), "Jeff Chemerinsky, as quoted in this press release")
    told = entry(voter.page, "smash-and-grab robberies and other retail theft")
    sees(told, "Jeff Chemerinsky, paraphrased: the words are those of this press release")
    voter.follow("In context", within=prose)
    is_shown_in_its_source(voter.page, "many major organized retail theft cases", "[Announcement of Jeff Chemerinsky’s candidacy")


# --- a journalist -----------------------------------------------------------------------------------


def test_from_half_remembered_words_to_a_citation_that_can_be_defended(visit, surroundings):
    javascript = surroundings["javascript"]
    page = visit("/", **surroundings, permissions=["clipboard-read", "clipboard-write"] if javascript else [])
    words = "says his strategy strives to find the proper balance between reducing violent crime and increasing public safety"

    search = page.get_by_role("searchbox").first
    page.keyboard.press("Control+k") if javascript else search.click()
    expect(search).to_be_focused()
    page.keyboard.type("gascon stratgy proper balance")  # no accent, and a letter is missing
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(words)).first.click()
    record = page.url
    main = page.get_by_role("main")
    sees(main, "George Gascón, paraphrased: the words are The Daily Wire’s", "No direct words in this record.")

    citation = main.get_by_text(
        re.compile(r"^George Gascón, paraphrased in the words of The Daily Wire.*, not a quotation: says his")
    )
    expect(citation).to_be_visible()
    assert record in citation.inner_text()
    copy = main.get_by_role("button", name=re.compile("copy", re.IGNORECASE))
    if javascript:
        copy.first.click()
        assert page.evaluate("navigator.clipboard.readText()") == citation.inner_text()
    else:
        expect(copy).to_have_count(0)  # a button that would do nothing is not shown
        citation.click(click_count=3)
        assert page.evaluate("getSelection().toString().trim()") == citation.inner_text()

    main.get_by_role("link", name=re.compile("in context", re.IGNORECASE)).first.click()
    is_shown_in_its_source(page, words, STORY)
    note = page.get_by_role("listitem").filter(has_text="says his strategy").filter(has=page.get_by_role("link"))
    note.get_by_role("link", name="Paraphrase of George Gascón").first.click()
    expect(page).to_have_url(record)

    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename.endswith(".bib")
    bibtex = download.value.path().read_text(encoding="utf-8")
    assert bibtex.startswith("@")
    assert record in bibtex


# --- a reader of Spanish ----------------------------------------------------------------------------


def test_the_same_page_in_spanish_where_quotations_stay_as_they_were_said(visit, surroundings):
    page = visit("/statements/wfvkqd97/", **surroundings)
    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(re.compile("/es/statements/wfvkqd97/$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    quotation = page.locator("blockquote").first
    sees(quotation, "Our nation is going through a reckoning")
    expect(page.locator(":lang(en)").filter(has=page.get_by_text("Our nation is going through a reckoning")).first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("[0-9]/statements/wfvkqd97/$"))
