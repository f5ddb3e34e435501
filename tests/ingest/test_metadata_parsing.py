"""What a document says of itself is parsed cautiously."""

import datetime

import pytest

from dara.ingest.metadata_parsing import (
    from_header,
    from_text,
    is_impossible,
    language_from_common_words,
    parse_archived_url,
    parse_author,
    parse_date,
    parse_language,
    parse_title,
    parse_url,
    title_from_first_line,
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2031-03-05", "2031-03-05"),
        ("2031-03-05T23:59:00-08:00", "2031-03-05"),
        ("2031-03", "2031-03"),
        ("20310305", "2031-03-05"),
        ("March 5, 2031", "2031-03-05"),
        ("Mar 5, 2031", "2031-03-05"),
        ("Wed, 05 Mar 2031 18:00:00 GMT", "2031-03-05"),
        ("2031-02-31", None),
        ("2031-13", None),
        ("0000-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(said, meant):
    assert parse_date(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"), [("en-US", "en"), ("es_MX", "es"), ("zh-hant-TW", "zh-Hant"), ("Spanish", None), ("und", None)]
)
def test_languages(said, meant):
    assert parse_language(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "javascript:alert(1)",
        "/story",
        "https://",
        "http://[::1",
        "https://a.example:99999999/",
        "https://a b/",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_what_is_no_address(said):
    assert parse_url(said) is None


def test_a_header_with_a_day_that_is_none_says_nothing_of_it():
    assert [(found.field, found.value) for found in from_header("date 2031-02-31 https://example.org/a")] == [
        ("url", "https://example.org/a")
    ]


def test_a_title_is_the_first_line_or_its_beginning():
    assert title_from_first_line("\n  The first\tline \nMore.").value == "The first line"
    long = title_from_first_line("Many words " * 40)
    assert long.value.endswith(" …")
    assert len(long.value) < 110
    assert long.basis == "the beginning of the text"


def test_languages_by_their_commonest_words():
    assert (
        language_from_common_words(
            "La candidata dijo que el condado no es de una sola persona, según la carta de los vecinos del lugar."
        ).value
        == "es"
    )
    assert (
        language_from_common_words(
            "The candidate said that the county is not of one person, and that was the end of the letter."
        ).value
        == "en"
    )
    assert language_from_common_words("Vega, Jones, Sampleville.") is None


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("For Immediate Release: Monday", ["press release"]),
        ("PRESS RELEASE\n\nVega runs", ["press release"]),
        ("Press release from the union angers voters", []),
        ("Paid for by the Friends of Vega. ", ["campaign page"]),
        ("Political ad paid for by Friends of Vega", ["campaign page"]),
        ("He said the trip was paid for by a donor.", []),
        ("PARA PUBLICACIÓN INMEDIATA\n\nVega se postula", ["press release"]),
        ("Pagado por los Amigos de Vega", ["campaign page"]),
    ],
)
def test_kinds(words, kinds):
    assert [found.value for found in from_text(words) if found.field == "kind"] == kinds


@pytest.mark.parametrize(
    ("day", "impossible"),
    [
        ("0001-01-01", True),
        ("1970-01-01", True),
        ("2021-05-08", True),
        ("2021-06", True),
        ("2205", True),
        ("2021-05-07", False),
        ("2021-05", False),
        ("2021", False),
        ("1950-03-01", False),
    ],
)
def test_dates_that_no_document_can_have(day, impossible):
    assert is_impossible(day, datetime.date(2021, 5, 7)) is impossible


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Nell Oduya", "Nell Oduya"),
        ("By Nell Oduya", "Nell Oduya"),
        ("by: NELL ODUYA and Ana Writer", "NELL ODUYA and Ana Writer"),
        ("Por Nell Oduya", "Nell Oduya"),
        ("By Nell Oduya | November 13, 2025 | e-mail | 7:00 a.m.", "Nell Oduya"),
        ("Nell Oduya • Nov. 13, 2025", "Nell Oduya"),
        ("Nell Oduya Thursday, November 13, 2025", "Nell Oduya"),
        ("Nell Oduya, 13 de noviembre de 2025", "Nell Oduya"),
        ("Published 2025-11-13 by Nell Oduya | Updated 7:00 p.m.", None),
        ("By Nell Oduya - Staff Writer - 5 min read", "Nell Oduya, Staff Writer"),
        ("Nell Oduya (nell@ledger.example) @nelloduya", "Nell Oduya"),
        ("Nell Oduya, Ana Writer", "Nell Oduya, Ana Writer"),
        ("Nell O&#8217;Duya &amp; Ana Writer", "Nell O’Duya & Ana Writer"),
        ("<a href='/a'>Nell Oduya</a>", "Nell Oduya"),
        ("May Oduya", "May Oduya"),
        ("June March, The Byline Press", "June March, The Byline Press"),
        ("https://ledger.example/nell", None),
        ("November 13, 2025", None),
        ("By", None),
        ("", None),
    ],
)
def test_a_byline_gives_names(said, meant):
    assert parse_author(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Debate night: &#8216;one law&#8217; &amp; two views", "Debate night: ‘one law’ & two views"),
        ("Fire &amp;amp; rain", "Fire &amp; rain"),
        ("Over\u00adcharging\u200b is  over\n", "Overcharging is over"),
        ("<em>Debate</em> night", "Debate night"),
        ("If a < b and c > d", "If a < b and c > d"),
        ("Union backs Vega | Harbor Ledger", "Union backs Vega"),
        ("Union backs Vega – harbor ledger", "Union backs Vega"),
        ("Harbor Ledger", ""),
        ("FOR IMMEDIATE RELEASE", ""),
        ("[FOR IMMEDIATE RELEASE]", ""),
        ("Para publicación inmediata: 3 de mayo", ""),
        ("Press Release", ""),
        ("Home", ""),
        ("Untitled document", ""),
        ("Microsoft Word - release_final.doc", ""),
        ("Press release: Vega runs", "Press release: Vega runs"),
        ("Home prices rise", "Home prices rise"),
        ("News of the harbor", "News of the harbor"),
    ],
)
def test_titles(said, meant):
    assert parse_title(said, ["Harbor Ledger"]) == meant


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("FOR IMMEDIATE RELEASE\n\nVega runs\n\nShe did.", "Vega runs"),
        ("PRESS RELEASE\nMay 3, 2021\nContact: Bob Jones, 213-555-0100\npress@vega.example\nVega runs\n", "Vega runs"),
        ("COMUNICADO DE PRENSA\n3 de mayo de 2021\nVega se postula\n", "Vega se postula"),
        ("***\nVega runs\n", "Vega runs"),
        ("FOR IMMEDIATE RELEASE\n", "FOR IMMEDIATE RELEASE"),
    ],
)
def test_a_first_line_that_is_no_title_is_passed_over(body, title):
    assert title_from_first_line(body).value == title


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://web.archive.org/web/20251107031500/https://a.example/b?c=1", ("https://a.example/b?c=1", "2025-11-07")),
        ("https://web.archive.org/web/20251107031500id_/http:/a.example/b", ("http://a.example/b", "2025-11-07")),
        ("https://archive.ph/2025.11.07-031500/https://a.example/b", ("https://a.example/b", "2025-11-07")),
        ("https://wayback.archive-it.org/123/20251107031500/https://a.example/", ("https://a.example/", "2025-11-07")),
        ("https://webarchive.loc.example/all/20251107031500mp_/https://a.example/", ("https://a.example/", "2025-11-07")),
        ("https://web.archive.org/web/20259907031500/https://a.example/b", None),
        ("https://web.archive.org/web/2025/https://a.example/b", None),
        ("https://a.example/20251107031500/story", None),
        ("https://a.example/?u=/20251107031500/https://b.example/", None),
    ],
)
def test_the_address_of_a_copy_gives_the_original(url, meant):
    assert parse_archived_url(url) == meant
