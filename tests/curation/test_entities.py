"""New entities get a free slug, and a name to sort them by."""

import pytest

from dara.curation.entities import build_entity, sort_name


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [
        ("Ana Vega", "Vega, Ana"),
        ("Ana María de la Vega Jr.", "de la Vega, Ana María, Jr."),
        ("Sammy Davis, Jr.", "Davis, Sammy, Jr."),
        ("Cher", "Cher"),
        ("Van Jones", "Jones, Van"),
        ("Judge Robert “Bob” Ross III", "Ross, Judge Robert “Bob”, III"),
    ],
)
def test_persons_are_sorted_by_surname(name, sorted_by):
    assert sort_name(name) == sorted_by


def test_an_organization_is_sorted_without_its_article(archive):
    assert build_entity("The Harbor Mill", "organization").sort_name == "Harbor Mill"


def test_a_slug_is_free(archive):
    assert build_entity("Ana Vega", "person").slug == "ana-vega-2"
    assert build_entity("voters", "group", source=archive.source).slug == f"voters-{archive.source.key}"
    assert build_entity("…", "person").slug == "unnamed"
