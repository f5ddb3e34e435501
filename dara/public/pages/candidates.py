"""The list of candidates, and the page of a candidate."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.views.generic import DetailView

from dara.models import (
    Candidacy,
    CandidacyFact,
    Candidate,
    ElectionResult,
    Endorsement,
    Entity,
    Race,
    Source,
    Statement,
    StatementAbout,
    StatementTopic,
    Topic,
)
from dara.public.pages.citations import entity_metadata
from dara.public.pages.evidence import add_replies
from dara.public.pages.lists import PAGE_SIZE, FirstRows, PaginatedList, related_count
from dara.public.pages.statements import OfOneSource, group_by_source
from dara.public.pages.timeline import Dated, timeline
from dara.public.vote_counts import current_count, vote_counts

STATEMENTS_PER_TOPIC = 20  # on a candidate's page; the list of statements has the others
ENDINGS = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)


class CandidateList(PaginatedList):
    """All candidacies by race, the newest first, then by surname, with what the archive holds of each."""

    queryset = (
        Candidacy.objects.select_related("candidate", "race")
        .annotate(
            statements=related_count(Statement.objects.all(), "speaker", "candidate")
            + related_count(StatementAbout.objects.by_others(), "entity", "candidate"),
            stances=related_count(Endorsement.objects.all(), "candidate", "candidate", race=OuterRef("race")),
            counts=related_count(ElectionResult.objects.all(), "candidate", "candidate", race=OuterRef("race")),
        )
        .order_by("-race__slug", "candidate__sort_name")
    )
    context_object_name = "candidacies"
    template_name = "candidates/list.html"


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
        stances = _stances(endorsements)
        topics = list(Topic.objects.with_is_issue().order_by("position", "pk"))
        counts = statement_counts([candidate], topics)
        shown = _topics(candidate, statements, topics, counts)
        sources = _sources_of(statements, endorsements, own_facts, results)
        first_sources = FirstRows.of(sources.newest_first())
        return super().get_context_data(
            **kwargs,
            **entity_metadata(candidate),
            candidate=candidate,
            sources_held=Source.objects.count(),
            standings=[_standing(candidate, race, facts, results) for race in races],
            whose=(whose := _numbers_by_whose_words(candidate, statements)),
            stances=stances,
            topics=shown,
            gaps=[topic for topic in topics if topic.is_issue and not counts[candidate.pk, topic.pk]],
            results=FirstRows(results[:PAGE_SIZE], len(results)),
            sources=first_sources,
            timeline=timeline(
                {
                    "statements": Dated(
                        statements.for_lists(), [row for each in shown for row in each.statements], sum(whose.values())
                    ),
                    "facts": Dated.whole(own_facts),
                    "stances": Dated(endorsements, stances["first"].rows, stances["first"].total),
                    "counts": Dated.whole(results),
                    "sources": Dated(sources, first_sources.rows, first_sources.total),
                }
            ),
            facts=_facts(own_facts),
        )


def _facts_of(candidate: Candidate, races: list[Race]) -> list[CandidacyFact]:
    """Return the candidate's own facts, and how the races ended for others: by day, surname and key."""
    facts = CandidacyFact.objects.filter(race__in=races).for_lists().select_related("candidate", "race", "election")
    return list(facts.filter(Q(candidate=candidate) | Q(kind__in=ENDINGS)).order_by("occurred_on", "candidate__sort_name", "key"))


def _sources_of(statements, endorsements, facts: Iterable[CandidacyFact], results: Iterable[ElectionResult]):
    """Return the sources that a record about the candidate rests on."""
    has_record = Q(pk__in={record.passage.source_id for records in (facts, results) for record in records})
    for records in (statements, endorsements):
        has_record |= Q(pk__in=records.order_by().values("passage__source"))
    return Source.objects.for_lists().filter(has_record)


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


def _numbers_by_whose_words(candidate: Candidate, statements) -> dict[str, int]:
    """Return how many statements are in the candidate's own words (`own`), the campaign's (`campaign`), and told by others (`others`)."""
    numbers = {whose.name.lower(): Count("pk", filter=Q(whose=whose)) for whose in Statement.Whose}
    return statements.with_whose_words(candidate).aggregate(**numbers)


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


def statement_counts(candidates: Collection[Entity], topics: Iterable[Topic]) -> Counter[tuple[int, int]]:
    """Return how many statements each candidate's page has on each topic, whoever speaks, by the ids of candidate and topic."""
    ids = [candidate.pk for candidate in candidates]
    on = [topic.pk for topic in topics]
    spoken = StatementTopic.objects.filter(statement__speaker__in=ids, topic__in=on).values_list("statement__speaker", "topic")
    about = StatementAbout.objects.by_others().filter(entity__in=ids, statement__topics__in=on)
    counts: Counter[tuple[int, int]] = Counter()
    for pairs in (spoken, about.values_list("entity", "statement__topics")):
        counts.update({(pk, topic): count for pk, topic, count in pairs.annotate(count=Count("pk")).order_by()})
    return counts


def _topics(candidate: Candidate, statements, topics: list[Topic], counts: Counter[tuple[int, int]]) -> list[TopicOfCandidate]:
    """Return the topics that have a statement, in their order; statements without a topic come last."""
    rows: Any = statements.for_lists().with_whose_words(candidate).with_first_topic()
    order = (F("whose").asc(), F("passage__source__published_on").desc(nulls_last=True), F("passage__source"), F("passage__start"))
    rows = rows.annotate(
        place=Window(RowNumber(), [F("first_topic")], order), without_topic=Window(Count("pk"), [F("first_topic")])
    )
    shown: dict[int | None, list[Any]] = defaultdict(list)
    elsewhere: dict[int, Counter[Topic]] = defaultdict(Counter)
    by_id = {topic.pk: topic for topic in topics}
    for statement in rows.filter(place__lte=STATEMENTS_PER_TOPIC).order_by("first_topic_position", "first_topic", "place"):
        shown[statement.first_topic].append(statement)
        for topic in statement.topics.all():
            if topic.pk != statement.first_topic:
                elsewhere[topic.pk][by_id[statement.first_topic]] += 1
    found = [
        _topic(topic, counts[candidate.pk, topic.pk], shown[topic.pk], elsewhere[topic.pk])
        for topic in topics
        if counts[candidate.pk, topic.pk]
    ]
    return found + ([_topic(None, shown[None][0].without_topic, shown[None], Counter())] if shown[None] else [])


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
