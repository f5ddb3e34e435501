"""The list of candidates, and the page of a candidate."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.views.generic import DetailView

from dara.models import (
    Candidacy,
    CandidacyFact,
    Candidate,
    Concerned,
    ElectionResult,
    Endorsement,
    Race,
    Source,
    Statement,
    Topic,
)
from dara.public.held import StatementNumbers, count, records_by_candidacy, statement_numbers
from dara.public.pages.citations import entity_metadata
from dara.public.pages.evidence import add_replies
from dara.public.pages.lists import PAGE_SIZE, FirstRows, PaginatedList
from dara.public.pages.statements import OfOneSource, group_by_source
from dara.public.pages.timeline import Dated, timeline
from dara.public.vote_counts import current_count, vote_counts

FREQUENT = 1000  # statements; of a candidate with more, the newest sources soon have one
WITHOUT_TOPIC = 0  # in the place of a topic's id
STATEMENTS_PER_TOPIC = 20  # on a candidate's page; the list of statements has the others
MANY, OF_MANY, LEAST_PER_TOPIC = 200, 120, 3  # of a candidate with more than so many statements, the page has about so many
ENDINGS = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)


class CandidateList(PaginatedList):
    """All candidacies by race, the newest first, then by surname, with what the archive holds of each."""

    queryset = Candidacy.objects.select_related("candidate", "race").order_by("-race__slug", "candidate__sort_name")
    context_object_name = "candidacies"
    template_name = "candidates/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        statements, records = statement_numbers(), records_by_candidacy()
        for each in context["candidacies"]:
            each.statements = statements.of(each.candidate_id)
            each.stances, each.counts = records.get((each.candidate_id, each.race_id), (0, 0))
        return context


class CandidatePage(DetailView):
    """How a candidacy stood, then what the candidate, the campaign and others say, topic by topic, and everything else about it."""

    queryset = Candidate.objects.all()
    template_name = "candidates/detail.html"

    def get_context_data(self, **kwargs):
        candidate = self.object
        statements = Statement.objects.concerning(candidate)
        endorsements = Endorsement.objects.filter(candidate=candidate).for_lists()
        races = [each.race for each in Candidacy.objects.filter(candidate=candidate).select_related("race").order_by("-race__slug")]
        facts = _facts_of(candidate, races)
        own_facts = [fact for fact in facts if fact.candidate_id == candidate.pk]
        results = list(ElectionResult.objects.filter(candidate=candidate).for_lists().select_related("election__race").in_order())
        topics, numbers = list(Topic.objects.with_is_issue().order_by("position", "pk")), statement_numbers()
        on_topics = _topics(candidate, topics, numbers)
        shown = [statement for each in on_topics for statement in each.statements]
        stances = _stances(endorsements)
        records = endorsements, [*own_facts, *results]
        has_statement = Q(pk__in=statements.order_by().values("passage__source"))
        held = _sources(Source.objects.for_lists(), has_statement, *records)
        newest = _sources_of_frequent(statements, *records) if numbers.of(candidate.pk) > FREQUENT else held
        sources = FirstRows(list(newest[:PAGE_SIZE]), count(held))
        return super().get_context_data(
            **kwargs,
            **entity_metadata(candidate),
            candidate=candidate,
            sources_held=count(Source.objects.all()),
            standings=[_standing(candidate, race, facts, results) for race in races],
            whose={whose.name.lower(): numbers.whose[candidate.pk, whose] for whose in Statement.Whose},
            stances=stances,
            topics=on_topics,
            gaps=[topic for topic in topics if topic.is_issue and not numbers.concerning[candidate.pk, topic.pk]],
            results=FirstRows(results[:PAGE_SIZE], len(results)),
            sources=sources,
            timeline=timeline(
                {
                    "statements": Dated(statements.for_lists().order_by("place_by_date"), shown, numbers.of(candidate.pk)),
                    "facts": Dated.whole(own_facts),
                    "stances": Dated(
                        endorsements.order_by("-stated_on", "passage__source", "passage__start", "pk"),
                        stances["first"].rows,
                        stances["first"].total,
                    ),
                    "counts": Dated.whole(results),
                    "sources": Dated(newest, sources.rows, sources.total, held),
                }
            ),
            facts=_facts(own_facts),
        )


def _facts_of(candidate: Candidate, races: list[Race]) -> list[CandidacyFact]:
    """Return the candidate's own facts, and how the races ended for others: by day, surname and key."""
    facts = CandidacyFact.objects.filter(race__in=races).for_lists().select_related("candidate", "race", "election")
    return list(facts.filter(Q(candidate=candidate) | Q(kind__in=ENDINGS)).order_by("occurred_on", "candidate__sort_name", "key"))


def _sources(sources, has_statement: Q, endorsements, records: Iterable[Any]):
    """Return those of the sources that have a statement, one of the endorsements or one of the other records, the newest first."""
    has_endorsement = Q(pk__in=endorsements.order_by().values("passage__source"))
    has_other = Q(pk__in={record.passage.source_id for record in records})
    return sources.filter(has_statement | has_endorsement | has_other).newest_first()


def _sources_of_frequent(statements, endorsements, records: Iterable[Any]):
    """Return the same of somebody with very many statements, of which a page shows the first.

    Each source looks for a statement of its own, so that not all of them are read: PostgreSQL would hash a subquery that does not depend on
    the source, as it would an EXISTS."""
    of_source = Subquery(statements.filter(passage__source=OuterRef("pk")).values("pk")[:1])
    return _sources(Source.objects.for_lists().alias(statement=of_source), Q(statement__isnull=False), endorsements, records)


# --- how a candidacy stood ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What the records say of a race in a line or two: the candidate's own facts, how it ended for others, whether an outcome is
    stated, and the candidate's result in the count that tells how the latest election stood."""

    race: Race
    own: list[CandidacyFact]
    others: list[CandidacyFact]
    outcome_is_held: bool
    result: ElectionResult | None


def _standing(candidate: Candidate, race: Race, facts: list[CandidacyFact], results: list[ElectionResult]) -> Standing:
    of_race = [fact for fact in facts if fact.race_id == race.pk]
    counted = [result for result in results if result.election.race_id == race.pk]
    held = sorted({result.election for result in counted}, key=lambda election: (election.held_on or "", election.slug))
    latest = [result for result in counted if result.election == held[-1]]
    count = current_count(vote_counts(latest))
    return Standing(
        race,
        own=_once([fact for fact in of_race if fact.candidate_id == candidate.pk]),
        others=_once([fact for fact in of_race if fact.candidate_id != candidate.pk]),
        outcome_is_held=any(fact.kind == CandidacyFact.Kind.OUTCOME for fact in of_race),
        result=count.first if count else None,
    )


def _once(facts: Iterable[CandidacyFact]) -> list[CandidacyFact]:
    """Return one of the facts that say the same of the same day: several passages may state it."""
    return list({(fact.candidate_id, fact.kind, fact.occurred_on): fact for fact in facts}.values())


# --- topics -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TopicOfCandidate:
    """What a candidate's page has under a topic (None: statements without one): the statements of which it is the first topic, by
    whose words they are, and by source; how many the page has under which earlier topic (`elsewhere`); and the number of all."""

    topic: Topic | None
    total: int
    statements: list[Any]
    groups: list[OfOneSource]
    is_told_by_others_only: bool
    elsewhere: list[tuple[Topic, int]]
    shown: int

    @property
    def anchor(self) -> str:
        return f"topic-{self.topic.slug if self.topic else 'none'}"

    @property
    def has_more(self) -> bool:
        return self.total > self.shown


def _topics(candidate: Candidate, topics: list[Topic], numbers: StatementNumbers) -> list[TopicOfCandidate]:
    """Return the topics that have a statement, in their order; statements without a topic come last."""
    held = [topic for topic in topics if numbers.concerning[candidate.pk, topic.pk]]
    few = min(STATEMENTS_PER_TOPIC, max(LEAST_PER_TOPIC, OF_MANY // (len(held) + 1)))
    most = few if numbers.of(candidate.pk) > MANY else STATEMENTS_PER_TOPIC
    first = Concerned.objects.first_on_topics(candidate.pk, [*(topic.pk for topic in held), WITHOUT_TOPIC], most)
    statements: Any = Statement.objects.for_lists().in_bulk([key for _, key, _ in first])
    shown: dict[int, list[Any]] = defaultdict(list)
    elsewhere: dict[int, Counter[Topic]] = defaultdict(Counter)
    order = {topic.pk: number for number, topic in enumerate(topics)}
    for first_topic, key, whose in sorted(first, key=lambda row: order.get(row[0], len(order))):
        statement = statements[key]
        statement.whose = whose
        shown[first_topic].append(statement)
        for topic in statement.topics.all():
            if topic.pk != first_topic:
                elsewhere[topic.pk][topics[order[first_topic]]] += 1
    found = [_topic(topic, numbers.concerning[candidate.pk, topic.pk], shown[topic.pk], elsewhere[topic.pk]) for topic in held]
    without_topic = shown[WITHOUT_TOPIC]
    return found + ([_topic(None, numbers.first[candidate.pk, WITHOUT_TOPIC], without_topic, Counter())] if without_topic else [])


def _topic(topic: Topic | None, total: int, statements: list[Any], elsewhere: Counter[Topic]) -> TopicOfCandidate:
    return TopicOfCandidate(
        topic,
        total,
        statements,
        group_by_source(statements),
        is_told_by_others_only=bool(statements) and statements[0].whose == Statement.Whose.OTHERS,
        elsewhere=list(elsewhere.items()),
        shown=len(statements) + elsewhere.total(),
    )


# --- support and opposition, and the facts --------------------------------------------------------------

KINDS_OF_STANCE = {  # money is apart from support: what it was spent for is the passage's to say
    "support": (Endorsement.Stance.ENDORSES, Endorsement.Stance.SUPPORTS),
    "opposition": (Endorsement.Stance.OPPOSES,),
    "withdrawn": (Endorsement.Stance.WITHDRAWS,),
    "money": (Endorsement.Stance.FUNDS,),
}


def _stances(endorsements) -> dict[str, Any]:
    """Return the `first` records, and by kind of stance their `rows` and the `numbers` of all; each kind is always there."""
    first = FirstRows.of(endorsements.in_order())
    of_kind = {kind: [row for row in first.rows if row.stance in stances] for kind, stances in KINDS_OF_STANCE.items()}
    if first.are_all:
        numbers = {kind: len(rows) for kind, rows in of_kind.items()}
    else:
        counted = {kind: Count("pk", filter=Q(stance__in=stances)) for kind, stances in KINDS_OF_STANCE.items()}
        numbers = endorsements.order_by().aggregate(**counted)
    return {"first": first, "numbers": numbers, "rows": of_kind}


def _facts(facts: list[CandidacyFact]) -> dict[str, Any]:
    """Return the facts of the candidacies, the newest race first, those that rest on one passage together."""
    in_order = sorted(facts, key=lambda fact: (fact.occurred_on or "~", fact.key))
    in_order.sort(key=lambda fact: fact.race.slug, reverse=True)
    first = FirstRows(in_order[:PAGE_SIZE], len(in_order))
    add_replies(first.rows)
    groups: dict[int, list[CandidacyFact]] = {}
    for fact in first.rows:
        groups.setdefault(fact.passage_id, []).append(fact)
    return {"first": first, "by_passage": list(groups.values())}
