"""Links to the words in a page, and to archived copies of it."""

import re
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from dara.models import Source, Statement
from dara.public.citation.links import archived_link, fragment_link, text_directive


def directives(link: str) -> list[list[str]]:
    """The terms of each text directive, decoded as the specification says."""
    address, found, fragment = link.partition(":~:")
    assert found
    assert "#" in address
    terms = [part.removeprefix("text=").split(",") for part in fragment.split("&")]
    assert not [term for each in terms for term in each if not re.fullmatch(r"[A-Za-z0-9_.~%]+", term)]
    return [[unquote(term) for term in each] for each in terms]


def test_fragments_lead_to_the_words(cited):
    """Each term stands within one line of the passage, in order, in whole words."""
    for row, _, _ in cited:
        if isinstance(row, Source):
            continue
        link = fragment_link(row)
        assert bool(link) == bool(row.source.url)
        if not link:
            continue
        lines = [re.sub("[ \t]+", " ", line) for line in row.passage.exact.splitlines()]
        pieces = row.pieces if isinstance(row, Statement) else [row.passage.exact]
        assert len(directives(link)) == len(pieces)
        for terms in directives(link):
            assert all(any(term in line for line in lines) for term in terms), (row.pk, terms)
            assert len(terms) <= 2


def test_directives():
    assert text_directive("a-b, c & d") == "text=a%2Db%2C%20c%20%26%20d"
    assert text_directive("one\ntwo three") == "text=one,two%20three"
    words = " ".join(f"word{n}" for n in range(40))
    assert (
        text_directive(words)
        == "text=word0%20word1%20word2%20word3%20word4%20word5,word34%20word35%20word36%20word37%20word38%20word39"
    )
    assert text_directive("x" * 500) == f"text={'x' * 500}"
    assert text_directive("a\u00a0b") == "text=a%C2%A0b"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text="),
        ("https://example.org/a#top", "https://example.org/a#top:~:text="),
        ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text="),
    ],
)
def test_an_address_with_a_fragment_keeps_it(url, start):
    record = SimpleNamespace(source=SimpleNamespace(url=url), passage=SimpleNamespace(exact="x"))
    assert fragment_link(record) == f"{start}x"


def test_archived_copies():
    def link(**fields):
        return archived_link(
            SimpleNamespace(**({"url": "https://example.org/a?b=c#d", "captured_on": None, "published_on": None} | fields))
        )

    assert link() == "https://web.archive.org/web/https://example.org/a?b=c"
    assert link(published_on="2020-11") == "https://web.archive.org/web/202011/https://example.org/a?b=c"
    assert link(published_on="2020", captured_on="2021-01-02").startswith("https://web.archive.org/web/20210102/")
    assert link(url="") == ""
