"""A source's text is searched for drafts: what is new waits in its queue, with its attribution; nothing is proposed twice."""

from collections import Counter

import pytest

from dara.drafts import draft_source
from dara.models import Candidacy, Draft, Endorsement, Entity, Statement
from tests.admin.small_archive import Archive, passage_of, store

STORY = """Ana Vega and Omar Okafor met on Thursday.

“We will publish every number we have,” Vega said at the hall.

“Numbers are not what people are asking for,” Omar Okafor said. “They are asking for time.”

The Harbor Union endorsed Okafor on Monday.
"""


@pytest.fixture
def archive(db):
    return Archive()


def words(draft: Draft) -> str:
    return STORY[draft.start : draft.end]


def test_what_is_found_waits_in_the_queue_once(archive):
    source = store("Thursday", STORY, published_on="2020-11-05")
    counts = draft_source(source)
    assert counts == Counter(new=3)
    assert draft_source(source) == Counter(known=3)
    first, second, third = source.drafts.in_order()
    assert words(first) == "“We will publish every number we have,” Vega said at the hall."
    assert words(second) == "“Numbers are not what people are asking for,” Omar Okafor said. “They are asking for time.”"
    assert (third.kind, third.values["stance"], third.values["candidate"]["slug"]) == ("endorsement", "endorses", "omar-okafor")
    assert all(draft.rule and 0 < draft.sureness <= 1 and not draft.author for draft in source.drafts.all())


def test_what_was_rejected_is_not_proposed_again(archive):
    source = store("Thursday", STORY)
    draft_source(source)
    source.drafts.update(state="rejected")
    assert draft_source(source) == Counter(known=3)
    assert not source.drafts.open().exists()


def test_what_a_record_says_is_not_proposed(archive):
    source = store("Thursday", STORY)
    okafor = Entity.objects.create(slug="omar-okafor", name="Omar Okafor", sort_name="Okafor, Omar", kind="person")
    Candidacy.objects.create(candidate=okafor, race=archive.race)
    quoted, endorsed = (passage_of(source, STORY.split("\n")[line]) for line in (4, 6))
    Statement.objects.create(key="quoted22", kind="quote", passage=quoted, pieces=["They are asking for time."], speaker=okafor)
    Endorsement.objects.create(
        key="endrsd22",
        passage=endorsed,
        endorser=archive.union,
        candidate=okafor,
        race=archive.race,
        stance="endorses",
        verb="endorsed",
    )
    assert draft_source(source) == Counter(new=1, held=2)
    assert words(source.drafts.get()).startswith("“We will publish")
