"""Pages treat candidates alike: with their records exchanged, each is shown as the other was.

Exchanging two candidates' names is the same as exchanging their records and keeping the names."""

import re

import html5lib
import pytest

from dara.models import Entity

BY_SURNAME = ("bea-jones", "ann-smith")


def exchange_names() -> None:
    one, other = (Entity.objects.get(slug=slug) for slug in BY_SURNAME)
    names = {each.pk: {name: getattr(each, name) for name in ("slug", "name", "sort_name")} for each in (one, other)}
    Entity.objects.filter(pk=one.pk).update(slug="nobody")
    Entity.objects.filter(pk=other.pk).update(**names[one.pk])
    Entity.objects.filter(pk=one.pk).update(**names[other.pk])


def shape(element):
    """An element without its words, figures, names and addresses: what is left is how it is built and styled."""
    css = re.sub(r"\bn\d\b", "n", element.get("class", ""))  # the colours of the candidates' marks
    names = sorted(set(element.attrib) - {"class"})
    return element.tag, css, names, [shape(child) for child in element]


@pytest.fixture
def main_of(public):
    def get(path: str):
        return html5lib.parse(public(path).content.decode(), namespaceHTMLElements=False).find(".//main")

    return get


def compared(main) -> list[list]:
    """The shapes of the cells of a comparison, a column for each candidate, rows in the order of their topics' addresses."""
    rows = sorted(main.findall(".//tbody/tr"), key=lambda row: row.find("th").get("id"))
    return [[shape(row.findall("td")[column]) for row in rows] for column in (0, 1)]


def sides(main) -> list:
    return [shape(each) for each in main.iter("section") if each.get("class") == "side"]


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/compare/?c=ann-smith&c=bea-jones", compared),
        ("/compare/?c=ann-smith&c=bea-jones&t=courts", compared),
        ("/topics/courts/", sides),
    ],
)
def test_a_page_that_shows_both_shows_each_as_the_other_was(archive, main_of, path, parts):
    one, other = parts(main_of(path))
    assert one != other, "their records differ"
    exchange_names()
    assert parts(main_of(path)) == [other, one]


def test_a_candidates_page_is_built_of_the_records_alone(archive, main_of):
    before = {slug: shape(main_of(f"/candidates/{slug}/")) for slug in BY_SURNAME}
    exchange_names()
    after = {slug: shape(main_of(f"/candidates/{slug}/")) for slug in BY_SURNAME}
    one, other = BY_SURNAME
    assert (after[one], after[other]) == (before[other], before[one])


def test_the_first_page_is_built_of_the_records_alone(archive, main_of):
    before = shape(main_of("/"))
    exchange_names()
    assert shape(main_of("/")) == before
