"""New entities get a free slug, and a name to sort them by."""

import pytest

from dara.curation.entities import build_entity, guess_kind


def test_a_person_is_sorted_by_surname(archive):
    assert build_entity("Ana María de la Vega Jr.", "person").sort_name == "de la Vega, Ana María, Jr."


def test_an_organization_is_sorted_without_its_article(archive):
    assert build_entity("The Harbor Mill", "organization").sort_name == "Harbor Mill"


def test_a_slug_is_free(archive):
    assert build_entity("Ana Vega", "person").slug == "ana-vega-2"
    assert build_entity("voters", "group", source=archive.source.key).slug == f"voters-{archive.source.key}"
    assert build_entity("…", "person").slug == "unnamed"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Marta de la Cruz", "person"),
        ("Orrin B. Tolliver Jr.", "person"),
        ("Harbor Deputies Union", "organization"),
        ("Committee to Elect Oduya", "organization"),
        ("The Calder Ledger", "organization"),
        ("SEIU", "organization"),
        ("several elected officials", "group"),
        ("Madonna", ""),
        ("", ""),
    ],
)
def test_the_kind_of_an_entity_is_guessed_from_its_name(name, kind):
    assert guess_kind(name) == kind
