"""What people come for, from the first page on: a voter's five questions within two taps each, and a journalist's errand.

On a phone and at a desk, with and without JavaScript. What is asserted is what the reader sees; the answers are the seeds'."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import LANGUAGES, SIZES

TAPS = 2
SCREENS = 2  # of a phone, from where a tap leads to

STORY = "[News story on Jackie Lacey’s concession and the count so far in the 2020 race for Los Angeles County District Attorney]"


class Voter:
    """Somebody at the first page, in a language, who has two taps."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.taps = 0

    def tap(self, address: str) -> None:
        """Follow the first link that is to be seen to this address, in the voter's language."""
        self.taps += 1
        assert self.taps <= TAPS, f"{address} is more than {TAPS} taps away"
        address = address if address.startswith("#") else self.language + address
        self.page.get_by_role("main").locator(f'a[href="{address}"]:visible').first.click()

    def reads(self, *words: str) -> None:
        """All of these words are to be seen on the first screens of what is shown."""
        for each in words:
            found = self.page.get_by_role("main").get_by_text(each).locator("visible=true").first
            expect(found, each).to_be_visible()
            box = found.bounding_box()
            assert box["y"] <= SCREENS * SIZES["phone"]["height"], f"“{each}” is {box['y']:.0f} px below"


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


def voters() -> Iterator:
    """Each language on a phone, with and without JavaScript in turn; in the long form every combination."""
    for place, language in enumerate(LANGUAGES):
        for other, javascript in enumerate((True, False)):
            for size in SIZES:
                short = size == "phone" and place == other
                name = f"{language.strip('/') or 'en'}-{size}{'' if javascript else '-without-javascript'}"
                yield pytest.param((language, size, javascript), id=name, marks=() if short else pytest.mark.long_form)


@pytest.fixture(params=list(voters()))
def voter(visit, request) -> Voter:
    language, size, javascript = request.param
    return Voter(visit(f"{language}/", size, javascript=javascript), language)


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


PARTIAL = re.compile("Partial count, not a final result|Conteo parcial, no es el resultado final")
NOTHING = re.compile("Nothing on this in the 3 sources held|Nada sobre esto en las 3 fuentes")


def test_who_ran_and_how_did_it_stand(voter):
    voter.reads("George Gascón", "Jackie Lacey", re.compile("53[.,]72"), re.compile("46[.,]28"), PARTIAL)


def test_what_does_each_say_on_bail(voter):
    voter.tap("/topics/cash-bail/")
    voter.reads("George Gascón", NOTHING, "Jackie Lacey", "our jails are crowded with nonviolent offenders")


def test_who_supports_and_opposes_gascon_and_with_what_money(voter):
    voter.tap("/candidates/george-gascon/")
    voter.tap("#stances")
    voter.reads("George Soros", "Patty Quillin", "liberal philanthropists from the Bay Area", "two political action committees")
    voter.reads(NOTHING, "Real Justice PAC", "$642,252.29")


def test_was_the_count_final(voter):
    voter.tap("/elections/2020-november/")
    voter.reads(PARTIAL, re.compile("We hold no certified result|No tenemos ningún resultado certificado"))


def test_what_does_each_say_on_jails(voter):
    voter.tap("/topics/jails-and-prisons/")
    voter.reads("says his strategy strives to find the proper balance", "That’s why I support the Governor")


# --- where that is written ---------------------------------------------------------------------------


def test_what_lacey_says_about_cash_bail_and_where_that_is_written(visit, surroundings):
    page = visit("/candidates/jackie-lacey/", **surroundings)
    main = page.get_by_role("main")
    main.get_by_role("link", name="Cash bail").first.click()
    bill = "That’s why DA Lacey supported California Senate Bill 10"
    answer = entry(page, bill)
    sees(answer, "Committee to Re-Elect Jackie Lacey for District Attorney 2020: campaign’s own words", bill)
    quotation = answer.locator("blockquote").filter(has_text=bill)
    expect(quotation).to_be_visible()
    quotation.locator("xpath=following-sibling::p[a][1]").get_by_role("link", name="Record").click()
    main.get_by_role("link", name="Read in context").click()
    is_shown_in_its_source(page, bill, "Jackie Lacey’s campaign page on the issues")
    sees(main, "Campaign material: written to win votes.")


def test_money_on_the_race_that_names_no_candidate(visit, surroundings):
    page = visit("/candidates/george-gascon/", **surroundings)
    page.get_by_role("main").get_by_role("link", name="the list of reported support and opposition").first.click()
    sees(entry(page, "George Soros", "“$1.5 Million”"), "no candidate is named", "no recipient is named", "“Pumping”")


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

    main.get_by_role("link", name="Cite").first.click()  # which opens what is folded
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
