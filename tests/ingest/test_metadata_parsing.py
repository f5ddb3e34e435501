"""What a document says of itself is parsed cautiously."""

import pytest

from dara.ingest.metadata_parsing import (
    from_header,
    from_text,
    language_from_common_words,
    parse_date,
    parse_language,
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
    ],
)
def test_kinds(words, kinds):
    assert [found.value for found in from_text(words) if found.field == "kind"] == kinds
