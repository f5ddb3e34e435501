"""Addresses become names of files, and links become relative."""

import pytest

from dara.bake import BakeError
from dara.bake.addresses import file_of, split
from dara.bake.links import rewritten, targets_of_css, targets_of_xml

BASE = "https://dara.example.org"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/es/topics/", "es/topics/index.html"),
        ("/statements/?topic=cash-bail&page=2", "statements/topic/cash-bail/page/2/index.html"),
        ("/compare/?c=lacey&c=gascon", "compare/c/lacey/c/gascon/index.html"),
        ("/sitemap-statements.xml?p=2", "p/2/sitemap-statements.xml"),
        ("/static/dara.0123456789ab.css", "static/dara.0123456789ab.css"),
        ("/es/statements/my39rk8h/embed", "es/statements/my39rk8h/embed/index.html"),
        ("/topics/cash-bail.md", "topics/cash-bail.md"),
    ],
)
def test_each_address_has_a_file(address, path):
    assert file_of(address) == path


@pytest.mark.parametrize(
    "address", ["/../secret", "/a//b", "/statements/?q=%2e%2e", "/statements/?q=a%2Fb", "/%C3%A9/", "/.hidden"]
)
def test_an_address_that_is_no_plain_name_is_refused(address):
    with pytest.raises(BakeError):
        file_of(address)


def test_a_search_keeps_its_words():
    assert split("/es/search/?q=bail#content") == ("/es/search/", "?q=bail#content")
    assert split("/statements/?page=2#content") == ("/statements/?page=2", "#content")


def link(href: str, address: str = "/statements/?page=2") -> str:
    return rewritten(f'<a href="{href}">x</a>', address, BASE).text.split('"')[1]


@pytest.mark.parametrize(
    ("href", "relative"),
    [
        ("/", "../../../index.html"),
        ("/statements/", "../../index.html"),
        ("/statements/?topic=bail&amp;page=3#content", "../../topic/bail/page/3/index.html#content"),
        ("?page=3", "../3/index.html"),
        ("/search/?q=bail", "../../../search/index.html?q=bail"),
        ("#content", "#content"),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        (f"{BASE}/statements/", f"{BASE}/statements/"),
    ],
)
def test_links_become_relative(href, relative):
    assert link(href) == relative


def test_what_a_page_links_to_is_noted():
    text = (
        f'<link href="{BASE}/topics/"><meta content="{BASE}/share/x.png"><a href="#a"></a><a href="/data/"></a><meta content="/no">'
    )
    assert rewritten(text, "/about/", BASE).targets == ["/topics/", "/share/x.png", "/about/#a", "/data/"]


def test_a_page_shown_anywhere_has_links_in_full():
    assert rewritten('<a href="/topics/">', "/404.html", BASE, anywhere=True).text == f'<a href="{BASE}/topics/">'


def test_text_with_an_attribute_in_it_stays():
    text = "<p>He wrote href=&quot;/topics/&quot; there.</p>"
    assert rewritten(text, "/", BASE).text == text


def test_stylesheets_and_site_maps_link_too():
    assert targets_of_css("a{background:url(img/a.svg)}b{src:url('https://x/y')}", "/static/dara.css") == ["/static/img/a.svg"]
    assert targets_of_xml(f'<loc>{BASE}/topics/</loc><link href="{BASE}/a?b=1&amp;c=2"/>', BASE) == ["/topics/", "/a?b=1&c=2"]
