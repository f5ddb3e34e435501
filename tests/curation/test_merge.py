"""Merging duplicates: every reference moves once, the old name redirects to the new one, and what may not be merged is refused."""

import pytest
from django.db import IntegrityError, connection, transaction

from dara.curation.incoming_references import references
from dara.curation.merge import MergeRefused, merge
from dara.models import (
    Candidacy,
    CandidacyFact,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    Redirect,
    Source,
    Statement,
    StatementAbout,
    Topic,
    Utterance,
)
from tests import factories

pytestmark = pytest.mark.django_db

STORY = """Ann Smith said: “Let us begin.” Bea Jones heard her.

The Union endorsed Smith, the county said. Smith has 53.7% of the vote.

Ann Smith is running. Several onlookers cheered. Some bystanders cheered too.
"""


@pytest.fixture
def story(db):
    return factories.source(STORY)


@pytest.fixture
def smith(db):
    return factories.person("Ann Smith")


@pytest.fixture
def double(db):
    """Ann Smith, entered twice."""
    return factories.person("A. Smith", slug="a-smith")


def redirects() -> set[tuple[str, str, str]]:
    return set(Redirect.objects.values_list("kind", "old", "new"))


class TestEntities:
    def test_every_reference_moves(self, story, smith, double):
        """Asked of the database itself: after it, no column that refers to entities names the old one."""
        union = factories.organization("Union")
        Source.objects.filter(pk=story.pk).update(publisher=double)
        race = factories.race("2030", double)
        election = factories.election(race, story, "Smith has 53.7% of the vote.")
        said = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=double)
        told = factories.statement(story, "Bea Jones heard her.", kind="report", speaker=union, about=[double])
        backed = factories.endorsement(
            story, "The Union endorsed Smith", endorser=double, candidate=double, race=race, stance="endorses", verb="endorsed"
        )
        counted = factories.result(
            story,
            "Smith has 53.7% of the vote.",
            candidate=double,
            election=election,
            percent="53.7",
            status="partial",
            authority=double,
            ballots_out_authority=double,
        )
        runs = factories.fact(story, "Ann Smith is running.", candidate=double, race=race, kind="running")
        moved = merge("entities", "a-smith", "ann-smith")
        assert sum(moved.values()) == 10
        assert moved["statements (about)"] == moved["statements (speaker)"] == moved["candidacies (candidate)"] == 1
        assert not Entity.objects.filter(pk=double.pk).exists()
        assert Source.objects.get().publisher == smith
        assert list(Candidacy.objects.values_list("candidate", "race")) == [(smith.pk, race.pk)]
        assert Statement.objects.get(pk=said.pk).speaker == smith
        assert list(told.about.all()) == [smith]
        assert (lambda e: (e.endorser, e.candidate))(Endorsement.objects.get(pk=backed.pk)) == (smith, smith)
        result = ElectionResult.objects.get(pk=counted.pk)
        assert (result.candidate, result.authority, result.ballots_out_authority) == (smith, smith, smith)
        assert CandidacyFact.objects.get(pk=runs.pk).candidate == smith
        assert redirects() == {("entities", "a-smith", "ann-smith")}

    def test_it_knows_of_every_foreign_key_that_the_database_has(self):
        """Read from the database's catalogue, so that a reference that is added one day is not forgotten."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint AS k
                JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'f' AND k.confrelid = 'public.dara_entity'::regclass AND cardinality(k.conkey) = 1"""
            )
            held = set(cursor.fetchall())
        assert {(each.model._meta.db_table, each.field.column) for each in references(Entity)} == held
        assert ("dara_electionresult", "authority_id") in held

    def test_what_both_have_is_not_doubled(self, story, smith, double):
        factories.race("2030", smith, double)
        told = factories.statement(story, "Bea Jones heard her.", kind="report", speaker=smith, about=[smith, double])
        merge("entities", "a-smith", "ann-smith")
        assert Candidacy.objects.count() == StatementAbout.objects.count() == 1
        assert list(told.about.all()) == [smith]

    def test_what_is_found_by_the_name_is_found_by_the_new_one(self, story, smith, double):
        said = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=double)
        told = factories.statement(story, "Bea Jones heard her.", kind="report", speaker=smith, about=[double])
        merge("entities", "a-smith", "ann-smith")
        found = Statement.objects.filter(pk__in=[said.pk, told.pk]).values_list("found_by", flat=True)
        assert all("Ann Smith" in each and "A. Smith" not in each for each in found)

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ("ann-smith", "union", "held as “person”, “Union” as “organization”: only two of one kind are merged"),
            ("onlookers", "ann-smith", "a group stays with the source"),
            ("onlookers", "bystanders", "groups of two sources"),
            ("ann-smith", "ann-smith", "into itself"),
            ("nobody", "ann-smith", "holds no nobody among its entities"),
        ],
    )
    def test_two_things_stay_two(self, story, smith, old, new, reason):
        factories.organization("Union")
        factories.group("onlookers", story)
        factories.group("bystanders", factories.source("Some bystanders cheered.\n"))
        with pytest.raises(MergeRefused, match=reason):
            merge("entities", old, new)
        assert Entity.objects.count() == 4
        assert not Redirect.objects.exists()

    def test_groups_of_one_source(self, story, smith):
        many, some = factories.group("Several onlookers", story), factories.group("Some bystanders", story)
        cheered = factories.statement(story, "Several onlookers cheered.", kind="report", speaker=many)
        merge("groups", many.slug, some.slug)
        assert Statement.objects.get(pk=cheered.pk).speaker == some
        assert redirects() == {("groups", "several-onlookers", "some-bystanders")}

    def test_no_chains(self, smith, double):
        factories.person("Smith")
        merge("entities", "a-smith", "smith")
        merge("entities", "smith", "ann-smith")
        assert redirects() == {("entities", "a-smith", "ann-smith"), ("entities", "smith", "ann-smith")}
        with pytest.raises(MergeRefused, match="It was merged into ann-smith: name that one"):
            merge("entities", "a-smith", "ann-smith")


class TestTopics:
    def test_links_move_once(self, story, smith):
        bail, money = factories.topic("Cash bail"), factories.topic("Bail money")
        both = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith, topics=[bail, money])
        one = factories.statement(story, "Bea Jones heard her.", kind="report", speaker=smith, topics=[money])
        merge("topics", "bail-money", "cash-bail")
        assert list(both.topics.all()) == list(one.topics.all()) == [bail]
        assert not Topic.objects.filter(slug="bail-money").exists()

    def test_topics_below_one_move_below_the_other(self):
        bail, money = factories.topic("Cash bail"), factories.topic("Bail money")
        cash = factories.topic("Cash", parent=money)
        with pytest.raises(MergeRefused, match="stands below another itself"):
            merge("topics", "bail-money", "cash")
        merge("topics", "bail-money", "cash-bail")
        cash.refresh_from_db()
        assert cash.parent == bail


class TestRecords:
    def test_the_kept_one_stays_as_it_is(self, story, smith, double):
        bail = factories.topic("Cash bail")
        kept = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith)
        gone = factories.statement(
            story, "Ann Smith said: “Let us begin.”", pieces=["Let us begin."], speaker=double, topics=[bail], note="Twice."
        )
        before = Statement.objects.filter(pk=kept.pk).values().get()
        merge("statements", gone.pk, kept.pk)
        assert Statement.objects.filter(pk=kept.pk).values().get() == before
        assert list(kept.topics.all()) == []
        assert redirects() == {("statements", gone.pk, kept.pk)}
        assert list(Passage.objects.values_list("exact", flat=True)) == ["“Let us begin.”"]  # the other one was of no use any more

    def test_what_is_told_in_it_is_told_in_the_other(self, story, smith):
        kept = factories.statement(story, "Ann Smith said: “Let us begin.” Bea Jones heard her.", kind="report", speaker=smith)
        gone = factories.statement(story, "Ann Smith said: “Let us begin.”", kind="report", speaker=smith)
        quoted = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith, within=gone)
        merge("statements", gone.pk, kept.pk)
        assert Statement.objects.get(pk=quoted.pk).within == kept

    def test_what_would_not_lie_inside_is_refused_by_the_database(self, story, smith):
        kept = factories.statement(story, "Bea Jones heard her.", kind="report", speaker=smith)
        gone = factories.statement(story, "Ann Smith said: “Let us begin.”", kind="report", speaker=smith)
        factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith, within=gone)
        with pytest.raises(MergeRefused, match=f"{gone.pk} cannot be merged into {kept.pk}: .* does not lie inside"):
            merge("statements", gone.pk, kept.pk)
        assert Statement.objects.count() == 3

    def test_what_is_quoted_is_not_what_quotes_it(self, story, smith):
        outer = factories.statement(story, "Ann Smith said: “Let us begin.”", kind="report", speaker=smith)
        inner = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith, within=outer)
        for old, new in ((outer, inner), (inner, outer)):
            with pytest.raises(MergeRefused, match="quoted in the other"):
                merge("statements", old.pk, new.pk)

    def test_two_sources_are_two_pieces_of_evidence(self, story, smith):
        other = factories.source("She said: “Let us begin.”\n")
        one, two = (
            factories.statement(each, "“Let us begin.”", pieces=["Let us begin."], speaker=smith) for each in (story, other)
        )
        with pytest.raises(MergeRefused, match=r"never merged\. If both give one thing said once, join them in an utterance"):
            merge("statements", one.pk, two.pk)

    @pytest.mark.parametrize("others", [0, 1])
    def test_its_utterance_joins_the_other_or_goes(self, story, smith, others):
        kept = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith)
        gone = factories.statement(story, "said: “Let us begin.”", pieces=["Let us begin."], speaker=smith)
        elsewhere = factories.source("She said: “Let us begin.”\n")
        third = factories.statement(elsewhere, "“Let us begin.”", pieces=["Let us begin."], speaker=smith)
        factories.utterance(gone, third if others else kept)
        merge("statements", gone.pk, kept.pk)
        assert Utterance.objects.count() == others
        assert set(Statement.objects.exclude(utterance=None)) == ({kept, third} if others else set())

    def test_other_kinds(self, story, smith):
        race = factories.race("2030", smith)
        one, two = (
            factories.fact(story, words, candidate=smith, race=race, kind="running")
            for words in ("Ann Smith is running.", "is running.")
        )
        merge("facts", two.pk, one.pk)
        assert CandidacyFact.objects.get() == one
        assert redirects() == {("facts", two.pk, one.pk)}


class TestTheDatabaseHoldsIt:
    @pytest.mark.parametrize(
        ("kind", "old", "new", "reason"),
        [
            ("entities", "gone", "gone", "redirect_leads_elsewhere"),
            ("entities", "ann-smith", "b", "ann-smith is there"),
            ("groups", "ann-smith", "b", "ann-smith is there"),
            ("entities", "x", "old", "one of a chain"),
            ("entities", "new", "x", "one of a chain"),
            ("entities", "not a slug", "x", "redirect_old_is_a_slug"),
            ("sources", "a", "b", "dara_redirect_kind_is_known"),
        ],
    )
    def test_a_redirect_leads_from_what_is_gone_to_the_end(self, smith, kind, old, new, reason):
        Redirect.objects.create(kind="entities", old="old", new="new")
        with pytest.raises(IntegrityError, match=reason), transaction.atomic():
            Redirect.objects.create(kind=kind, old=old, new=new)

    def test_records_too(self, story, smith):
        said = factories.statement(story, "“Let us begin.”", pieces=["Let us begin."], speaker=smith)
        with pytest.raises(IntegrityError, match="is there, or was withdrawn"), transaction.atomic():
            Redirect.objects.create(kind="endorsements", old=said.pk, new="other222")

    def test_nothing_takes_the_name_of_what_was_merged(self, story, smith, double):
        merge("entities", "a-smith", "ann-smith")
        Redirect.objects.create(kind="statements", old="merged22", new="other222")
        taken = [
            lambda: factories.person("A. Smith", slug="a-smith"),
            lambda: factories.group("A. Smith", story, slug="a-smith"),
            lambda: Entity.objects.filter(pk=smith.pk).update(slug="a-smith"),
            lambda: factories.source("Else.\n", key="merged22"),
        ]
        for take in taken:
            with pytest.raises(IntegrityError, match="was merged into"), transaction.atomic():
                take()
        factories.topic("A. Smith", slug="a-smith")  # another kind of thing, with addresses of its own
