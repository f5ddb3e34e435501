"""Names of authors in every form of a citation."""

import html
import re

import bibtexparser
import pytest
import rispy

from dara.models import Source, Statement
from dara.public.citation.files import bibtex, ris
from dara.public.citation.item import csl
from dara.public.citation.styles import formatted
from tests import factories

pytestmark = pytest.mark.django_db

# (name, sort name) → the name in CSL, BibTeX, RIS, the page's metadata, APA and MLA
PEOPLE = {
    ("Alonzo Brackett Jr.", "Brackett, Alonzo, Jr."): (
        {"family": "Brackett", "given": "Alonzo", "suffix": "Jr."},
        "Brackett, Jr., Alonzo",
        "Brackett, Alonzo, Jr.",
        "Brackett, Alonzo Jr.",
        "Brackett, A., Jr.",
        "Brackett, Alonzo, Jr.",
    ),
    ("Ann Roe, III", "Roe, Ann, III"): (
        {"family": "Roe", "given": "Ann", "suffix": "III"},
        "Roe, III, Ann",
        "Roe, Ann, III",
        "Roe, Ann III",
        "Roe, A., III.",
        "Roe, Ann, III.",
    ),
    ("Klara von der Heide", "von der Heide, Klara"): (
        {"family": "Heide", "given": "Klara", "non-dropping-particle": "von der"},
        "von der Heide, Klara",
        "von der Heide, Klara",
        "von der Heide, Klara",
        "von der Heide, K.",
        "von der Heide, Klara.",
    ),
    ("Ana María de la Cruz Sr.", "de la Cruz, Ana María, Sr."): (
        {"family": "Cruz", "given": "Ana María", "non-dropping-particle": "de la", "suffix": "Sr."},
        "de la Cruz, Sr., Ana María",
        "de la Cruz, Ana María, Sr.",
        "de la Cruz, Ana María Sr.",
        "de la Cruz, A. M., Sr.",
        "de la Cruz, Ana María, Sr.",
    ),
    ("Sean O’Brien", "O’Brien, Sean"): (
        {"family": "O’Brien", "given": "Sean"},
        *["O’Brien, Sean"] * 3,
        "O’Brien, S.",
        "O’Brien, Sean.",
    ),
    ("Mary McGill", "McGill, Mary"): (
        {"family": "McGill", "given": "Mary"},
        *["McGill, Mary"] * 3,
        "McGill, M.",
        "McGill, Mary.",
    ),
}


def plain(form: str) -> str:
    return html.unescape(re.sub("</?i>", "", form))


@pytest.mark.parametrize(("name", "sort_name"), PEOPLE)
def test_a_speaker_is_named_in_parts(name, sort_name, public):
    speaker = factories.person(name, sort_name=sort_name)
    made = factories.statement(factories.source("We will see.\n"), "We will see.", speaker=speaker)
    item = csl(Statement.objects.for_lists().get(pk=made.pk))
    in_csl, in_bibtex, in_ris, in_page, in_apa, in_mla = PEOPLE[name, sort_name]
    assert item["author"] == [in_csl]
    assert bibtexparser.parse_string(bibtex(item)).entries[0].fields_dict["author"].value == in_bibtex
    assert rispy.loads(ris(item))[0]["authors"] == [in_ris]
    page = html.unescape(public(made.get_absolute_url()).content.decode())
    assert f'<meta name="citation_author" content="{in_page}">' in page
    assert f'<meta name="DC.creator" content="{in_page}">' in page
    assert plain(formatted(item)["APA"]).startswith(f"{in_apa} (")
    assert plain(formatted(item)["MLA"]).startswith(f"{in_mla} ")


@pytest.mark.parametrize(
    ("kind", "name", "sort_name"),
    [
        ("organization", "Harbor Union, Inc.", "Harbor Union, Inc."),
        ("organization", "The Harbor Ledger", "Harbor Ledger, The"),
        ("person", "Madonna", "Madonna"),
        ("person", "Judge Ann Roe", "Roe, Ann"),  # the sort name does not have all of it
        ("person", "Ann Roe", "Vane, Ann"),
    ],
)
def test_another_name_stays_as_it_is(kind, name, sort_name):
    made = factories.statement(
        factories.source("We will see.\n"), "We will see.", speaker=factories.person(name, kind=kind, sort_name=sort_name)
    )
    assert csl(Statement.objects.for_lists().get(pk=made.pk))["author"] == [{"literal": name}]


def of_byline(author: str, **fields):
    made = factories.source("x\n", title="Who says no", author=author, **fields)
    return Source.objects.for_lists().get(pk=made.pk)


def test_a_byline_of_several_people_is_several_authors(public):
    source = of_byline("By Ann Poe, Alonzo Brackett Jr. and Klara von der Heide", kind="campaign page")
    item = csl(source)
    assert bibtexparser.parse_string(bibtex(item)).entries[0].fields_dict["author"].value == (
        "Poe, Ann and Brackett, Jr., Alonzo and von der Heide, Klara"
    )
    assert rispy.loads(ris(item))[0]["authors"] == ["Poe, Ann", "Brackett, Alonzo, Jr.", "von der Heide, Klara"]
    page = public(source.get_absolute_url()).content.decode()
    assert re.findall('name="citation_author" content="([^"]*)"', page) == [
        "Poe, Ann",
        "Brackett, Alonzo Jr.",
        "von der Heide, Klara",
    ]
    assert {style: plain(form).partition(" Who")[0].partition(" “")[0] for style, form in formatted(item).items()} == {
        "APA": "Poe, A., Brackett, A., Jr., & von der Heide, K. (n.d.).",
        "MLA": "Poe, Ann, et al.",
        "Chicago": "Poe, Ann, Alonzo Brackett Jr., and Klara von der Heide.",
    }


def test_an_organization_in_a_byline_stays_as_it_is(public):
    source = of_byline("Ann Poe and The Associated Press", kind="campaign page")
    item = csl(source)
    assert item["author"] == [{"family": "Poe", "given": "Ann"}, {"literal": "The Associated Press"}]
    assert "author = {Poe, Ann and {The Associated Press}}" in bibtex(item)
    assert rispy.loads(ris(item))[0]["authors"] == ["Poe, Ann", "The Associated Press"]
    assert public(source.get_absolute_url()).content.decode().count('name="citation_author"') == 1
    assert csl(of_byline("Harbor Ledger Staff"))["author"] == [{"literal": "Harbor Ledger Staff"}]


def test_an_inferred_byline_is_in_brackets():
    assert csl(of_byline("Ann Poe and Bob Roe", inferred={"author": "a guess"}))["author"] == [{"literal": "[Ann Poe and Bob Roe]"}]
