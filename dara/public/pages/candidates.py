"""The list of candidates, and the page of a candidate."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
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
from dara.public.held import RecordNumbers, StatementNumbers, count, dated_numbers, record_numbers, statement_numbers
from dara.public.pages.citations import entity_metadata
from dara.public.pages.evidence import add_replies
from dara.public.pages.lists import FirstRows, PaginatedList
from dara.public.pages.statements import OfOneSource, group_by_source
from dara.public.pages.timeline import DATE_FIELDS, Dated, timeline
from dara.public.paginator import part

FREQUENT = 1000  # statements; of a candidate with more, the newest sources soon have one
WITHOUT_TOPIC = 0  # in the place of a topic's id
ROWS = 15  # of stances, counts and sources on a candidate's page; their own lists have the others
FACTS_OF_RACE = 12  # of the candidate, and of the others
STATEMENTS_PER_TOPIC = 20  # on a candidate's page; the list of statements has the others
MANY, OF_MANY, LEAST_PER_TOPIC = 120, 40, 1  # of a candidate with more than so many statements, the page has about so many
ENDINGS = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)


class CandidateList(PaginatedList):
    """All candidacies by race, the newest first, then by surname, with what the archive holds of each."""

    queryset = Candidacy.objects.select_related("candidate", "race").order_by("-race__slug", "candidate__sort_name")
    context_object_name = "candidacies"
    template_name = "candidates/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        statements, records = statement_numbers(), record_numbers()
        for each in context["candidacies"]:
            ids = each.candidate_id, each.race_id
            each.statements = statements.of(each.candidate_id)
            each.stances, each.counts = (
                sum(records.stances[*ids, stance] for stance in Endorsement.Stance),
                records.results[*ids, ""],
            )
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
        topics, numbers, of_records = (
            list(Topic.objects.with_is_issue().order_by("position", "pk")),
            statement_numbers(),
            record_numbers(),
        )
        own_facts = CandidacyFact.objects.filter(candidate=candidate, race__in=races).for_lists().select_related("race", "election")
        first_facts = _first_facts(candidate, races)
        own = [fact for fact in first_facts if fact.candidate_id == candidate.pk]
        facts = FirstRows(own, sum(of_records.facts_of(race.pk, own=True, candidate=candidate.pk).total() for race in races))
        of_candidate = ElectionResult.objects.filter(candidate=candidate).for_lists()
        results = FirstRows(list(part(of_candidate.in_order(), 0, ROWS)), of_records.results_of(candidate.pk))
        current = _current_results(of_candidate, races)
        on_topics = _topics(candidate, topics, numbers)
        shown = [statement for each in on_topics for statement in each.statements]
        stances = _stances(endorsements, of_records.stances_toward(candidate.pk))
        records = endorsements, own_facts, of_candidate
        is_frequent = numbers.of(candidate.pk) > FREQUENT
        newest = _sources_of_frequent(statements, *records) if is_frequent else _sources_of_all(statements, *records)
        dates = dated_numbers()
        sources = FirstRows(list(newest[:ROWS]), dates.total["sources", candidate.pk])
        return super().get_context_data(
            **kwargs,
            **entity_metadata(candidate),
            candidate=candidate,
            sources_held=count(Source.objects.all()),
            standings=[_standing(candidate, race, first_facts, of_records, current.get(race.pk)) for race in races],
            whose={whose.name.lower(): numbers.whose[candidate.pk, whose] for whose in Statement.Whose},
            stances=stances,
            topics=on_topics,
            gaps=[topic for topic in topics if topic.is_issue and not numbers.concerning[candidate.pk, topic.pk]],
            results=results,
            sources=sources,
            timeline=timeline(
                {
                    "statements": Dated(
                        statements.for_lists().prefetch_related(None).order_by("concerned__place_by_date"),
                        FirstRows(shown, numbers.of(candidate.pk)),
                    ),
                    "facts": Dated(_latest_first(own_facts, "occurred_on"), facts),
                    "stances": Dated(_latest_first(endorsements, "stated_on"), stances["first"]),
                    "counts": Dated(_latest_first(of_candidate, "as_of"), results),
                    "sources": Dated(newest, sources),
                },
                dated={kind: dates.dated[kind, candidate.pk] for kind in DATE_FIELDS},
            ),
            facts=_facts(facts),
        )


def _latest_first(records: QuerySet[Any], date_field: str) -> QuerySet[Any]:
    return records.order_by(f"-{date_field}", "passage__source", "passage__start", "pk")


def _sources_of(records: QuerySet[Any]) -> QuerySet[Any]:
    return records.order_by().values("passage__source")


def _sources(sources: Any, has_statement: Q, *records: QuerySet[Any]) -> QuerySet[Source]:
    """Return those of the sources that have a statement or one of the other records, the newest first."""
    has_other = (Q(pk__in=_sources_of(of_kind)) for of_kind in records)
    return sources.filter(reduce(or_, has_other, has_statement)).newest_first()


def _sources_of_all(statements: QuerySet[Statement], *records: QuerySet[Any]) -> QuerySet[Source]:
    return _sources(Source.objects.for_lists(), Q(pk__in=_sources_of(statements)), *records)


def _sources_of_frequent(statements: QuerySet[Statement], *records: QuerySet[Any]) -> QuerySet[Source]:
    """Return the same of somebody with very many statements, of which a page shows the first.

    Each source looks for a statement of its own, so that not all of them are read: PostgreSQL would hash a subquery that does not depend on
    the source, as it would an EXISTS."""
    of_source = Subquery(statements.filter(passage__source=OuterRef("pk")).values("pk")[:1])
    return _sources(Source.objects.for_lists().alias(statement=of_source), Q(statement__isnull=False), *records)


# --- how a candidacy stood ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What the records say of a race in a line or two: the candidate's own facts, how it ended for others, how many more facts there are of
    both, whether an outcome is stated, and the candidate's result in the count that tells how the latest election stood."""

    race: Race
    own: list[CandidacyFact]
    others: list[CandidacyFact]
    more_own: int
    more_of_others: int
    outcome_is_held: bool
    result: ElectionResult | None


def _first_facts(candidate: Candidate, races: list[Race]) -> list[CandidacyFact]:
    """Return the first facts of each race, the candidate's own and how it ended for others: by day, surname and key."""
    order = "occurred_on", "candidate__sort_name", "key"
    is_own = ExpressionWrapper(Q(candidate=candidate), BooleanField())
    place = Window(RowNumber(), partition_by=[F("race"), is_own], order_by=order)
    facts = CandidacyFact.objects.filter(Q(candidate=candidate) | Q(kind__in=ENDINGS), race__in=races)
    first = facts.annotate(place=place).filter(place__lte=FACTS_OF_RACE).values("pk")
    found = CandidacyFact.objects.filter(pk__in=first).for_lists().select_related("candidate", "race", "election")
    return list(found.order_by(*order))


def _current_results(results: Any, races: list[Race]) -> dict[int, ElectionResult]:
    """Return the result in the current count of the latest election of each race that has one, by the race's id."""
    latest = ("race_id", Coalesce("election__held_on", Value("")).desc(), "-election__slug")
    current = results.of_the_whole_county().current_first(*latest).distinct("race_id")
    return {result.race_id: result for result in part(current, 0, len(races))}


def _standing(
    candidate: Candidate, race: Race, facts: list[CandidacyFact], numbers: RecordNumbers, result: ElectionResult | None
) -> Standing:
    of_race = [fact for fact in facts if fact.race_id == race.pk]
    own = [fact for fact in of_race if fact.candidate_id == candidate.pk]
    others = [fact for fact in of_race if fact.candidate_id != candidate.pk]
    of_own, of_others = (numbers.facts_of(race.pk, own=own, candidate=candidate.pk) for own in (True, False))
    return Standing(
        race,
        own=_once(own),
        others=_once(others),
        more_own=of_own.total() - len(own),
        more_of_others=sum(of_others[kind] for kind in ENDINGS) - len(others),
        outcome_is_held=CandidacyFact.Kind.OUTCOME in of_own + of_others,
        result=result,
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
    with_topics = Statement.objects.for_lists().prefetch_related(None).prefetch_related("topics")
    statements: Any = with_topics.in_bulk([key for _, key, _ in first])
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


def _stances(endorsements: Any, numbers: Counter[str]) -> dict[str, Any]:
    """Return the `first` records, and by kind of stance their `rows` and the `numbers` of all; each kind is always there."""
    first = FirstRows(list(part(endorsements.in_order(), 0, ROWS)), numbers.total())
    return {
        "first": first,
        "numbers": {kind: sum(numbers[stance] for stance in stances) for kind, stances in KINDS_OF_STANCE.items()},
        "rows": {kind: [row for row in first.rows if row.stance in stances] for kind, stances in KINDS_OF_STANCE.items()},
    }


def _facts(first: FirstRows) -> dict[str, Any]:
    """Return the facts of the candidacies, the newest race first, those that rest on one passage together."""
    in_order = sorted(first.rows, key=lambda fact: (fact.occurred_on or "~", fact.key))
    in_order.sort(key=lambda fact: fact.race.slug, reverse=True)
    add_replies(in_order)
    groups: dict[int, list[CandidacyFact]] = {}
    for fact in in_order:
        groups.setdefault(fact.passage_id, []).append(fact)
    return {"first": first, "by_passage": list(groups.values())}
