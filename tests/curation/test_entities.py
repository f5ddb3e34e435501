"""New entities get a free slug, and a name to sort them by."""

from dara.curation.entities import build_entity


def test_a_person_is_sorted_by_surname(archive):
    assert build_entity("Ana María de la Vega Jr.", "person").sort_name == "de la Vega, Ana María, Jr."


def test_an_organization_is_sorted_without_its_article(archive):
    assert build_entity("The Harbor Mill", "organization").sort_name == "Harbor Mill"


def test_a_slug_is_free(archive):
    assert build_entity("Ana Vega", "person").slug == "ana-vega-2"
    assert build_entity("voters", "group", source=archive.source).slug == f"voters-{archive.source.key}"
    assert build_entity("…", "person").slug == "unnamed"
