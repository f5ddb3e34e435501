"""Each page in two languages, at two addresses; what is cited is the English one."""

import html5lib
import pytest


def tree_of(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def links(tree, rel: str) -> dict[str | None, str]:
    return {link.get("hreflang"): link.get("href") for link in tree.iter("link") if link.get("rel") == rel and not link.get("type")}


@pytest.mark.parametrize(
    ("path", "language"), [("/topics/", "en"), ("/es/topics/", "es"), ("/estimates/", "en"), ("/es/nope/", "es")]
)
def test_the_address_alone_says_the_language(path, language, archive, public):
    response = public(path)
    assert response["Content-Language"] == language
    assert tree_of(response).get("lang") == language
    assert "Language" not in response.get("Vary", "")
    assert not response.cookies


def test_neither_headers_nor_cookies_choose(archive, as_public):
    with as_public() as client:
        client.cookies["django_language"] = "es"
        assert client.get("/topics/", headers={"Accept-Language": "es"})["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["/", "/statements/?topic=courts", "/sources/?page=1"])
def test_the_other_language_is_one_click_away_on_the_same_page(path, archive, public):
    there = [a for a in tree_of(public(path)).iter("a") if a.get("hreflang")]
    assert [(a.get("href"), a.get("lang"), a.text) for a in there] == [(f"/es{path}", "es", "Español")]
    back = [a for a in tree_of(public(f"/es{path}")).iter("a") if a.get("hreflang")]
    assert [(a.get("href"), a.get("lang"), a.text) for a in back] == [(path, "en", "English")]


def test_pages_name_themselves_and_each_other(archive, public):
    site = "http://127.0.0.1:8000"
    for prefix in ("", "/es"):
        tree = tree_of(public(f"{prefix}/topics/"))
        assert links(tree, "canonical") == {None: f"{site}{prefix}/topics/"}
        assert links(tree, "alternate") == {"en": f"{site}/topics/", "es": f"{site}/es/topics/"}
    assert not links(tree_of(public("/statements/?topic=courts")), "canonical")
    assert not links(tree_of(public("/nope/")), "canonical")


def test_links_stay_in_the_language_and_the_permalink_does_not(archive, public):
    path = archive.quote.get_absolute_url()
    tree = tree_of(public(f"/es{path}"))
    within = [
        a.get("href") for a in tree.find(".//main").iter("a") if a.get("href", "").startswith("/") and a.get("download") != ""
    ]
    pages = [href for href in within if "citation." not in href and "annotation." not in href]
    assert pages
    assert all(href.startswith("/es/") for href in pages), pages
    addresses = {code.text for code in tree.iter("code") if code.get("class") == "address"}
    assert addresses == {f"http://127.0.0.1:8000{path}"}


def test_what_is_cited_is_the_same_in_both(archive, public):
    def kit(path):
        section = next(s for s in tree_of(public(path)).iter("details") if s.get("class") == "cite")
        return [" ".join("".join(dd.itertext()).split()) for dd in section.iter("dd") if dd.get("class") == "form"]

    for row in (archive.quote, archive.money, archive.count, archive.story):
        assert kit(row.get_absolute_url()) == kit(f"/es{row.get_absolute_url()}")
