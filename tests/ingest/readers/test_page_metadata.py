"""What a page says of itself: its byline, what a web archive wrote into it, and whether a campaign paid for it."""

import pytest

from dara.ingest.readers.html import extract
from tests.ingest import example_documents


def said(page: str, name: str) -> list[str]:
    return [found.value for found in extract(page.encode()).metadata if found.field == name]


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        (
            "<div class='byline'><b>By <a rel='author' href='/a'>Nell Oduya</a></b> | May 3, 2021 | <a href='mailto:x'>e-mail</a></div>",
            "Nell Oduya",
        ),
        ("<p class='byline'>By <a rel='author'>Nell Oduya</a> and <a rel='author'>Ana Writer</a></p>", "Nell Oduya, Ana Writer"),
        ("<p class='story byline top'>By Nell Oduya<time>7:00</time></p>", "By Nell Oduya | 7:00"),
        ("<p itemprop='author'><img><span itemprop='name'>Nell Oduya</span> Staff</p>", "Nell Oduya"),
    ],
)
def test_a_byline_is_its_names_or_its_pieces(byline, author):
    page = example_documents.page(metas={}).replace("<article>", f"<article>{byline}")
    assert said(page, "author") == [author]


def test_a_page_from_a_web_archive_says_when_it_was_captured():
    comment = "<!-- FILE ARCHIVED ON 03:15:00 Nov 07, 2020 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 10:00:00 Dec 01, 2020. -->"
    page = example_documents.page(address="", metas={}).replace(
        "</body>", f"<div id='wm-ipp-base'>12 captures</div></body>{comment}"
    )
    text = extract(page.encode())
    assert said(page, "captured_on") == ["Nov 07, 2020"]
    assert "captures" not in text.body


def test_the_address_that_another_archive_bookmarks():
    page = example_documents.page(
        head='<link rel="bookmark" href="http://archive.example/20201107031500/https://times.example/a">', address=""
    )
    assert said(page, "url") == ["http://archive.example/20201107031500/https://times.example/a"]
    assert said(page.replace("20201107031500/", "x/"), "url") == []


@pytest.mark.parametrize("owner", ["© The Sampleville Times", "Copyright 2020–2021 The Sampleville Times. All rights reserved."])
def test_the_name_of_the_site_is_no_title(owner):
    page = (
        example_documents.page(metas={}, after=owner)
        .replace("<title>Union backs Vega | ", "<title>")
        .replace("Union backs Vega</h1>", "</h1>")
    )
    assert [each for each in said(page, "title") if each] == []


PAID = "<p>Paid for by Vega for Attorney 2021 #1234567</p>"


@pytest.mark.parametrize(
    ("head", "before", "foot", "kinds"),
    [
        ("", "", PAID, ["campaign page"]),
        ("", "", f"<div class='ad-slot'>{PAID}</div>", []),
        ("", "", f"<aside>{PAID}</aside>", []),
        ("", "<p class='byline'>By Ana Writer</p>", PAID, []),
        ("<meta name='author' content='Ana Writer'>", "", PAID, []),
        ("<meta property='og:type' content='article'>", "", PAID, []),
        ("", "", "<p>Pagado por Vega para Fiscal 2021</p>", ["campaign page"]),
    ],
)
def test_a_campaign_pays_for_a_page_and_not_for_an_article_or_an_advertisement(head, before, foot, kinds):
    page = example_documents.page(head=head, metas={}, after=foot).replace("</h1>", f"</h1>{before}")
    assert said(page, "kind") == kinds
