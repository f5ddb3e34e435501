"""Drafting is told whom the archive holds, by the names that they have and those that they had."""

from dara.curation.draft_queue import enqueue_drafts
from dara.curation.held_names import held_names, merged_under
from dara.curation.merge import merge
from dara.drafting import Held
from dara.models import Entity
from tests import factories


def entity(slug: str, name: str, **values) -> Entity:
    return Entity.objects.create(slug=slug, name=name, sort_name=name, **{"kind": "organization"} | values)


def test_names_former_names_and_those_of_merged_entities_are_held(archive):
    union = entity("harbor-workers", "Harbor Workers United")
    union.name = "Workers United of the Harbor"
    union.save()
    entity("dock-guild", "Guild of the Docks")
    merge("entities", "dock-guild", "harbor-workers")
    (held,) = [each for each in held_names() if each.name == "Workers United of the Harbor"]
    assert held == Held("Workers United of the Harbor", "organization", ("Guild of the Docks", "Harbor Workers United"))


def test_a_group_of_one_source_is_not_held(archive):
    source = factories.source("Two of them met.", title="Two")
    entity("two-of-them", "Two of Them", kind="group", source=source)
    assert "Two of Them" not in [each.name for each in held_names()]


def test_a_draft_names_whom_the_archive_holds_by_the_name_that_it_has_now(archive):
    person = entity("quennel-stax", "Quennel Stax", kind="person")
    person.name = "Quennel Stax-Orlo"
    person.save()
    source = factories.source("“We will count every vote,” said Quennel Stax.", title="Counted")
    enqueue_drafts(source)
    assert source.drafts.get().values["speaker"] == {
        "slug": "quennel-stax-orlo",
        "name": "Quennel Stax-Orlo",
        "as_named": "Quennel Stax",
    }


def test_a_merged_name_stays_known_so_that_the_next_document_finds_it(archive):
    kept = entity("quennel-stax", "Quennel Stax", kind="person")
    entity("quennel-orlo", "Quennel Orlo", kind="person")
    merge("entities", "quennel-orlo", "quennel-stax")
    source = factories.source("“We will count every vote,” said Quennel Orlo.", title="Counted")
    enqueue_drafts(source)
    assert source.drafts.get().values["speaker"] == {"slug": kept.slug, "name": kept.name, "as_named": "Quennel Orlo"}
    assert list(merged_under("quennel orlo")) == [kept]
    assert not merged_under("Quennel Stax").exists()
