"""Drafts are enqueued once: a passage includes its attribution, and nothing is proposed twice."""

import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from dara.curation.draft_queue import enqueue_drafts, enqueue_drafts_of_new_source, unsure_stances
from dara.models import Candidacy, CandidacyFact, Draft, Endorsement, Entity, Statement
from tests import factories

STORY = """Ana Vega and Omar Okafor met on Thursday.

“We will publish every number we have,” Vega said at the hall.

“Numbers are not what people are asking for,” Omar Okafor said. “They are asking for time.”

The Harbor Union endorsed Okafor on Monday.
"""


def words(draft: Draft) -> str:
    return STORY[draft.start : draft.end]


def test_what_is_found_waits_in_the_queue_once(archive):
    source = factories.source(STORY, title="Thursday", published_on="2020-11-05")
    counts = enqueue_drafts(source)
    assert counts == Counter(new=3)
    assert enqueue_drafts(source) == Counter(known=3)
    first, second, third = source.drafts.in_order()
    assert words(first) == "“We will publish every number we have,” Vega said at the hall."
    assert words(second) == "“Numbers are not what people are asking for,” Omar Okafor said. “They are asking for time.”"
    assert (third.kind, third.values["stance"], third.values["candidate"]["slug"]) == ("endorsement", "endorses", "omar-okafor")
    assert all(draft.rule and 0 < draft.sureness <= 1 and not draft.author for draft in source.drafts.all())


def test_what_was_rejected_is_not_proposed_again(archive):
    source = factories.source(STORY, title="Thursday")
    enqueue_drafts(source)
    source.drafts.update(state="rejected")
    assert enqueue_drafts(source) == Counter(known=3)
    assert not source.drafts.open().exists()


def test_what_a_record_says_is_not_proposed(archive):
    source = factories.source(STORY, title="Thursday")
    okafor = Entity.objects.create(slug="omar-okafor", name="Omar Okafor", sort_name="Okafor, Omar", kind="person")
    Candidacy.objects.create(candidate=okafor, race=archive.race)
    quoted, endorsed = (factories.passage(source, STORY.split("\n")[line]) for line in (4, 6))
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
    assert enqueue_drafts(source) == Counter(new=1, recorded=2)
    assert words(source.drafts.get()).startswith("“We will publish")


class TestTheCommand:
    def test_sources_get_their_drafts(self, archive):
        source = factories.source(STORY, title="Thursday")
        out = io.StringIO()
        call_command("draft_records", source.key, stdout=out)
        assert out.getvalue() == f"{source.key}: 3 new, 0 in the queue before, 0 said by records already\n"
        out = io.StringIO()
        call_command("draft_records", source.key, format="jsonl", stdout=out)
        printed = [json.loads(line) for line in out.getvalue().splitlines()]
        assert [each["kind"] for each in printed] == ["quote", "quote", "endorsement"]
        assert {each["source"]["key"] for each in printed} == {source.key}

    def test_a_key_that_names_no_source_is_said(self, archive):
        with pytest.raises(CommandError, match="There is no source nothing2"):
            call_command("draft_records", archive.source.key, "nothing2")
        with pytest.raises(CommandError, match="not both"):
            call_command("draft_records", archive.source.key, file="x.txt")


def test_a_long_text_waits_for_a_curator(archive, monkeypatch):
    source = factories.source(STORY, title="Thursday")
    monkeypatch.setattr("dara.curation.draft_queue.LONG_TEXT", len(STORY) - 1)
    assert enqueue_drafts_of_new_source(source) == 0
    monkeypatch.setattr("dara.curation.draft_queue.LONG_TEXT", len(STORY))
    assert enqueue_drafts_of_new_source(source) == 3


def test_a_fact_of_a_candidacy_waits_in_the_queue_unless_a_record_says_it(archive):
    text = "Ana Vega is running for district attorney against Omar Okafor.\n\nOkafor conceded on Friday.\n"
    source = factories.source(text, title="Friday")
    enqueue_drafts(source)
    facts = [draft.values for draft in source.drafts.filter(kind="fact")]
    assert [(each["candidate"]["slug"], each["fact"]) for each in facts] == [("ana-vega", "running"), ("omar-okafor", "conceded")]
    source.drafts.all().delete()
    okafor = Entity.objects.create(slug="omar-okafor", name="Omar Okafor", sort_name="Okafor, Omar", kind="person")
    Candidacy.objects.create(candidate=okafor, race=archive.race)
    passage = factories.passage(source, "Okafor conceded on Friday.")
    CandidacyFact.objects.create(key="conced22", kind="conceded", passage=passage, candidate=okafor, race=archive.race)
    counts = enqueue_drafts(source)
    assert (counts["new"], counts["recorded"]) == (1, 1)


def test_a_stance_that_is_unsure_is_told_and_not_enqueued(archive):
    source = factories.source(
        "Ana Vega faces Omar Okafor.\n\nThe Harbor Union endorsed Vega in 2021 but now backs Okafor.\n", title="Now"
    )
    assert enqueue_drafts(source)["unsure"] == 1
    assert [draft.values["candidate"]["slug"] for draft in source.drafts.filter(kind="endorsement")] == ["omar-okafor"]
    (line,) = unsure_stances(source)
    assert line.startswith("unsure, past: Harbor Union endorses Ana Vega")
