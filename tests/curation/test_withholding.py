"""What withholding words withdraws, and what prevents it."""

import pytest

from dara.archive.verification import failures
from dara.curation.withholding import WithholdingRefused, consequences, withhold
from dara.models import Draft, Endorsement, Passage, Statement, Tombstone, Withholding
from tests import factories

pytestmark = pytest.mark.older_postgres

TEXT = """Vega spoke in the harbor. “Let us begin,” she said. A cousin of hers, Quillfeather, was there.

“We heard Vega say: ‘Let us go on’ and the cousin laughed,” the Harbor Union wrote. The union backed Vega.

Nobody else came.
"""
COUSIN = "A cousin of hers, Quillfeather, was there."


@pytest.fixture
def story(db):
    return factories.source(TEXT, kind="press release", title="A day in the harbor")


@pytest.fixture
def vega(db):
    return factories.person("Ana Vega")


@pytest.fixture
def union(db):
    return factories.organization("Harbor Union")


def test_records_that_touch_the_words_go_and_what_is_told_in_them(story, vega, union):
    outside = factories.statement(story, "“Let us begin,” she said.", pieces=["Let us begin,"], speaker=vega)
    outer = factories.statement(
        story,
        "“We heard Vega say: ‘Let us go on’ and the cousin laughed,” the Harbor Union wrote.",
        pieces=["We heard Vega say: ‘Let us go on’ and the cousin laughed,"],
        speaker=union,
    )
    inner = factories.statement(story, "‘Let us go on’", pieces=["Let us go on"], speaker=vega, within=outer)
    unused = factories.passage(story, "and the cousin laughed")
    words = factories.withholding(story, "the cousin laughed", ground="safety", note="Of somebody else.")
    assert list(Statement.objects.all()) == [outside]
    assert set(Tombstone.objects.values_list("key", "kind", "ground", "withdrawn_on", "note")) == {
        (each.key, "statements", "safety", words.withheld_on, "Of somebody else.") for each in (outer, inner)
    }
    assert set(Passage.objects.all()) == {outside.passage}
    assert not Passage.objects.filter(pk=unused.pk).exists()
    assert list(failures_within()) == []


def failures_within() -> list[str]:
    """The proof, inside of a test's transaction, which no snapshot can be set in."""
    from dara.archive import verification

    kept, verification.snapshot = verification.snapshot, lambda: None
    try:
        return list(failures())
    finally:
        verification.snapshot = kept


def test_every_kind_of_record_goes(story, vega, union):
    race = factories.race("2030", vega)
    words = "The union backed Vega."
    backing = factories.endorsement(story, words, endorser=union, candidate=vega, race=race, stance="supports", verb="backed")
    running = factories.fact(story, words, candidate=vega, race=race, kind="running")
    withholding = Withholding(
        key="wthhld22", source=story, ground="legal", start=TEXT.index("backed"), end=TEXT.index("backed") + 6
    )
    assert consequences(withholding).records == [backing, running]
    assert Endorsement.objects.exists(), "asking changes nothing"
    done = withhold(withholding)
    assert [(each.kind, each.key) for each in done.tombstones] == [("endorsements", backing.key), ("facts", running.key)]
    assert not Endorsement.objects.exists()


def test_an_utterance_of_which_one_is_left_is_told(story, vega):
    one = factories.statement(story, "“Let us begin,”", pieces=["Let us begin,"], speaker=vega)
    other = factories.statement(story, "‘Let us go on’", pieces=["Let us go on"], speaker=vega)
    joined = factories.utterance(one, other)
    withholding = Withholding(key="wthhld22", source=story, ground="legal", start=other.passage.start, end=other.passage.end)
    assert withhold(withholding).utterances == [joined]


def test_an_election_stands_in_the_way(story, vega):
    election = factories.election(factories.race("2030", vega), story, "Nobody else came.")
    with pytest.raises(WithholdingRefused, match=rf"The election “{election.slug}” rests on these words: point it to another"):
        factories.withholding(story, "else")
    assert not Withholding.objects.exists()


def test_names_that_only_these_words_give_stand_in_the_way(story, vega):
    factories.group("Quillfeather", story)
    quote = factories.statement(
        story, "“Let us begin,”", pieces=["Let us begin,"], speaker=vega, speaker_as_named="A cousin of hers"
    )
    with pytest.raises(WithholdingRefused, match=rf"{quote.key} has its “speaker_as_named” .* group quillfeather has its name"):
        factories.withholding(story, COUSIN)
    factories.withholding(story)  # nothing is read of it, and nothing rests on it


def test_an_area_that_only_these_words_name_stands_in_the_way(vega):
    text = factories.source("Precinct 12\nVega 54%\n", title="Counted")
    held = factories.election(factories.race("2030", vega), text, "Vega 54%")
    count = factories.result(
        text,
        "Vega 54%",
        candidate=vega,
        election=held,
        percent=54,
        status="partial",
        area="Precinct 12",
        inferred={"area": "above"},
    )
    with pytest.raises(WithholdingRefused, match=f"ElectionResult {count.key} has its “area” from these words alone"):
        factories.withholding(text, "Precinct 12")


def test_drafts_of_the_words_are_closed(story, vega):
    drafts = {
        words: Draft.objects.create(
            key=f"draft00{number}",
            source=story,
            name=words,
            kind="quote",
            start=TEXT.index(words),
            end=TEXT.index(words) + len(words),
        )
        for number, words in enumerate(("“Let us begin,”", COUSIN))
    }
    factories.withholding(story, "A cousin of hers")
    states = {words: Draft.objects.get(pk=draft.pk) for words, draft in drafts.items()}
    assert states["“Let us begin,”"].state == "open"
    assert (states[COUSIN].state, states[COUSIN].reason) == ("rejected", "These words are withheld.")
