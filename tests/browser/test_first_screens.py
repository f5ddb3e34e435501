"""What a page takes before anything is unfolded: of the screen, and of the line."""

import gzip
import re
import urllib.request

import pytest

from tests.browser.pages import LANGUAGES, SIZES

LACEY = "/candidates/jackie-lacey/"  # the longest of the seeds
HIGHEST = {"phone": 6000, "desktop": 3500}  # pixels
MOST_HTML = 68_000  # bytes; the words alone are 14,300
MOST_COMPRESSED = 16_000


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_a_candidates_page_is_short_until_it_is_unfolded(visit, size, language):
    page = visit(language + LACEY, size)
    assert page.evaluate("document.documentElement.scrollHeight") <= HIGHEST[size]


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "es"])
def test_how_a_candidacy_stood_is_on_the_first_screen_of_a_phone(visit, language):
    page = visit(f"{language}/candidates/george-gascon/")
    for link in ("#stances", "#topics", "#topic-jails-and-prisons"):
        box = page.locator(f'main a[href="{link}"]').first.bounding_box()
        assert box["y"] + box["height"] <= SIZES["phone"]["height"], link


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "es"])
def test_a_candidates_page_is_light(site, language):
    with urllib.request.urlopen(f"{site}{language}{LACEY}") as response:
        html = response.read()
    assert len(html) <= MOST_HTML
    assert len(gzip.compress(html)) <= MOST_COMPRESSED


def test_a_link_to_a_topic_opens_its_fold(visit):
    page = visit(f"{LACEY}#topic-cash-bail")
    assert page.locator("details:has(> #topic-cash-bail)").evaluate("fold => fold.open")
    assert page.get_by_text("our jails are crowded with nonviolent offenders").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "es"])
def test_a_candidate_is_printed_on_one_sheet(visit, language):
    """On both sides of it; everything is printed if that is chosen."""
    page = visit(f"{language}{LACEY}", "desktop")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) <= 2
    page.goto(page.url + "#print-all")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) > 2
