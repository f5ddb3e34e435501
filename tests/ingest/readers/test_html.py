"""The main text of a page is extracted, and what the page says of itself."""

import pytest

from dara.ingest import extractors
from dara.ingest.canonical_text import TextError
from dara.ingest.readers.html import extract, extract_v1
from tests.ingest import example_documents


def said(page: str, name: str, **arguments) -> list[tuple[str, str]]:
    return [(found.value, found.basis) for found in extract(page.encode(), **arguments).metadata if found.field == name]


# What html v1 and v2 make of this page for good: with other libraries it may be otherwise, and then it is another text.
STORED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>T</title></head><body><nav><a href="/">Home</a></nav>
<main><h1>Where she stands</h1><h2>Bail</h2><p>I will end <b>cash bail</b>, and&nbsp;replace it.</p><ul><li>One point</li><li>Another &amp; more</li></ul>
<blockquote><p>“Enough,” she said.<br>And went.</p></blockquote><table><tr><td>Vega</td><td>53.72%</td></tr></table>
<p>The last paragraph has some more words, so that the page is taken for one with a text of its own.</p></main><footer>Copyright</footer></body></html>"""


@pytest.mark.parametrize(
    ("extract", "name", "row"), [(extract, "html v2", "Vega\t53.72%"), (extract_v1, "html v1", "| Vega | 53.72% |")]
)
def test_the_text_of_a_stored_page(extract, name, row):
    text = extract(STORED.encode())
    assert text.body.split("\n") == [
        "Where she stands",
        "Bail",
        "I will end cash bail, and replace it.",
        "- One point",
        "- Another & more",
        "“Enough,” she said.",
        "And went.",
        row,
        "The last paragraph has some more words, so that the page is taken for one with a text of its own.",
    ]
    assert text.extractor == name
    assert text.made_with == extractors.made_with(name)


def test_the_same_page_gives_the_same_text():
    page = example_documents.page().encode()
    assert extract(page) == extract(page)


def test_menus_and_foot_stay_out_and_the_heading_comes_in():
    assert extract(example_documents.page().encode()).body == "\n".join(("Union backs Vega", *example_documents.STORY))
    outside = example_documents.page().replace(
        "<article><h1>Union backs Vega</h1>", "<header><h1>Union backs Vega</h1></header><article>"
    )
    assert extract(outside.encode()).body.startswith("Union backs Vega\nThe Sampleville")


def test_where_a_page_says_what():
    page = example_documents.page(
        head='<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "H", "author": [{"name": "A"}, {"name": "B"}]}]}</script>'
    )
    assert said(page, "kind") == [("news article", "the page’s JSON-LD calls it a NewsArticle")]
    assert said(page, "author")[:2] == [("A, B", "the page’s JSON-LD, “author”"), ("Ana Writer", "the page’s <meta> “author”")]
    assert said(page, "published_on") == [("2021-03-05T18:00:00-08:00", "the page’s <meta> “article:published_time”")]
    assert said(page, "url", url="https://a.example/")[:2] == [
        ("https://a.example/", "the address that the capture names"),
        (example_documents.ADDRESS, 'the page’s <link rel="canonical">'),
    ]
    assert said(page, "language") == [("en-US", "the page’s <html lang>")]
    assert said(f"<!-- saved from url=(0020)https://b.example/x -->{page}", "url")[-1][0] == "https://b.example/x"


def test_dates_of_other_articles_are_not_this_ones():
    times = "<time datetime='2021-01-01'>then</time> <time datetime='2021-02-02'>later</time>"
    assert (
        said(example_documents.page(example_documents.STORY[0] + times, example_documents.STORY[1], metas={}), "published_on") == []
    )
    assert said(
        example_documents.page(example_documents.STORY[0] + times[:40], example_documents.STORY[1], metas={}), "published_on"
    ) == [("2021-01-01", "the page’s only <time>")]


def test_who_paid_for_a_campaigns_page():
    foot = "<p>Paid for by Vega for Attorney 2021 #1234567</p>"
    basis = "“Paid for by Vega for Attorney 2021”, on the page"
    assert said(example_documents.page(after=foot, metas={}), "kind") == [("campaign page", basis)]
    assert said(example_documents.page(after=foot, metas={}), "publisher") == [("Vega for Attorney 2021", basis)]
    assert said(example_documents.page(after=foot), "kind") == []  # under an article, it is an advertisement's


@pytest.mark.parametrize(
    ("charset", "meta", "codec", "remark"),
    [
        (None, "", "utf-8", ()),
        ("iso-8859-1", "", "cp1252", ("Decoded as windows-1252: the server says so.",)),
        (None, '<meta charset="windows-1252">', "cp1252", ("Decoded as windows-1252: its <meta> says so.",)),
        (None, "", "utf-16", ("Decoded as utf-16: its byte order mark says so.",)),
        (None, '<meta charset="shift_jis">', "utf-8", ("Decoded as UTF-8, which it is, though its <meta> says shift_jis.",)),
    ],
)
def test_the_encoding_is_what_somebody_says(charset, meta, codec, remark):
    text = extract(example_documents.page(*example_documents.STORY[:2], "Gascón agreed.", head=meta).encode(codec), charset=charset)
    assert "Gascón agreed." in text.body
    assert text.remarks == remark


def test_what_cannot_be_decoded_is_shown_as_lost():
    text = extract(
        example_documents.page(*example_documents.STORY[:2], "Gasc?n agreed.", head='<meta charset="utf-8">')
        .encode()
        .replace(b"Gasc?", b"Gasc\xf3")
    )
    assert "Gasc\ufffdn agreed." in text.body
    assert "They are shown as “�”: 1 in all." in text.remarks[0]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<html><body>" + "<div>" * 300 + "words", "nested more than 255 deep"),
        ("<html><body><form><input></form></body></html>", "no main text on the page"),
        (example_documents.page("a\0b"), "1 NUL characters"),
        ("", "cannot be parsed"),
    ],
)
def test_a_page_that_cannot_be_read_to_its_end_is_refused(page, says):
    with pytest.raises(TextError, match=says):
        extract(page.encode())


def test_control_characters_are_left_out_and_counted():
    text = extract(example_documents.page(example_documents.STORY[0] + "\x0b&#11;", example_documents.STORY[1]).encode())
    assert text.body.isprintable() or "\x0b" not in text.body
    assert text.remarks[0] == "2 control characters, which a page may not have, are left out."


def test_no_entity_is_read_from_a_file_or_multiplied():
    page = example_documents.page("&secret; &laugh; " + example_documents.STORY[0], example_documents.STORY[1]).replace(
        "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY laugh "hahaha">]>'
    )
    body = extract(page.encode()).body
    assert "root:" not in body
    assert "hahaha" not in body
