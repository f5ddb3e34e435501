"""The list of candidates, and the page of a candidate."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q

from dara.models import (
    Candidacy,
    CandidacyFact,
    Candidate,
    ElectionResult,
    Endorsement,
    Entity,
    Source,
    Statement,
    StatementAbout,
    StatementTopic,
    Topic,
)
from dara.public.pages.citations import entity_metadata
from dara.public.pages.evidence import add_replies
from dara.public.pages.lists import DetailWithList, FirstRows, PaginatedList, related_count
from dara.public.pages.statements import group_alike
from dara.public.pages.timeline import timeline

STATEMENTS_PER_PAGE = 100  # a statement with two topics stands under both, and most candidates should fit on one page
STATEMENTS_SHOWN = 3  # of each side of a topic before the fold: the same room for every candidate, and for the others
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


class CandidatePage(DetailWithList):
    """What a candidate, the campaign and others say, topic by topic. The first page also has everything else about the candidate."""

    subjects = Candidate.objects.all()
    template_name = "candidates/detail.html"
    paginate_by = STATEMENTS_PER_PAGE

    def get_queryset(self):
        """Return a row for each statement and topic, statements without a topic last; in a topic, the candidate's side comes first."""
        return (
            Statement.objects.for_lists()
            .concerning(self.subject)
            .with_side(self.subject)
            .annotate(topic_id=F("topics"), topic_position=F("topics__position"))
            .in_order(F("topic_position").asc(nulls_last=True), F("topic_id").asc(nulls_last=True), "-own")
        )

    def get_context_data(self, **kwargs):
        candidate = self.subject
        context = super().get_context_data(candidate=candidate, sources_held=Source.objects.count(), **kwargs)
        context |= entity_metadata(candidate)
        topics = _topics(candidate, context["page_obj"].number, self.request.path)
        context |= {
            "overview": [each for each in topics if each.count],
            "gaps": [each.topic for each in topics if not each.count and each.topic.is_issue],
            "groups": _groups(context["object_list"], topics),
        }
        if context["page_obj"].number == 1:
            context |= _first_page(candidate)
            context["statements_held"] = sum(context["balance"].values())
        return context


# --- topics -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TopicOfCandidate:
    """A topic, the number of its statements on a candidate's page, how many of those are in the words of the candidate's side, and
    the page on which they begin: its number, and its address as a link on the page that is shown."""

    topic: Topic
    count: int
    direct: int
    page: int
    address: str


def _topics(candidate: Candidate, shown_page: int, path: str) -> list[TopicOfCandidate]:
    """Return all topics in their order, those without a statement too. `path` is that of the page that is shown."""
    rows = (
        Statement.objects.concerning(candidate)
        .with_side(candidate)
        .values("topics")
        .annotate(count=Count("pk"), direct_count=Count("pk", filter=Q(direct=True)))
        .values_list("topics", "count", "direct_count")
        .order_by()
    )
    counts = {topic: (count, direct) for topic, count, direct in rows}
    topics, before = [], 0
    for topic in Topic.objects.with_is_issue().order_by("position", "pk"):
        count, direct = counts.get(topic.pk, (0, 0))
        page = before // STATEMENTS_PER_PAGE + 1
        place = "" if page == shown_page else path if page == 1 else f"?page={page}"
        topics.append(TopicOfCandidate(topic, count, direct, page, f"{place}#topic-{topic.slug}"))
        before += count
    return topics


class PlaceOnPage(NamedTuple):
    """The page of a candidate on which a topic's statements begin, and how many there are, whoever speaks."""

    page: int
    total: int


def topic_places(candidates: Iterable[Entity], topics: Iterable[Topic]) -> dict[tuple[int, int], PlaceOnPage]:
    """Return where each topic is on each candidate's page, by the ids of candidate and topic. `topics` are all topics in their order."""
    ids = [candidate.pk for candidate in candidates]
    spoken = StatementTopic.objects.filter(statement__speaker__in=ids).values_list("statement__speaker", "topic")
    about = StatementAbout.objects.by_others().filter(entity__in=ids, statement__topics__isnull=False)
    counts: Counter[tuple[int, int]] = Counter()
    for pairs in (spoken, about.values_list("entity", "statement__topics")):
        counts.update({(pk, topic): count for pk, topic, count in pairs.annotate(count=Count("pk")).order_by()})
    places = {}
    for pk in ids:
        before = 0
        for topic in topics:
            count = counts[pk, topic.pk]
            places[pk, topic.pk] = PlaceOnPage(before // STATEMENTS_PER_PAGE + 1, count)
            before += count
    return places


# --- statements -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """What one side says on a topic, in groups of statements with the same label: `shown`, and `folded` below them, which are
    `number_folded` statements."""

    shown: list[list[Statement]]
    folded: list[list[Statement]]
    number_folded: int


@dataclass(frozen=True)
class TopicGroup:
    """The statements of a page on one topic, the candidate's side and the others apart; `overview` is None for those without a topic."""

    overview: TopicOfCandidate | None
    own: Side | None
    others: Side | None

    @property
    def topic(self) -> Topic | None:
        return self.overview.topic if self.overview else None

    @property
    def anchor(self) -> str:
        return f"topic-{self.topic.slug if self.topic else 'none'}"

    @property
    def has_no_direct_words(self) -> bool:
        return self.overview is not None and not self.overview.direct


def _groups(statements: Iterable[Any], topics: list[TopicOfCandidate]) -> list[TopicGroup]:
    """Group the rows of a page by topic."""
    by_id = {each.topic.pk: each for each in topics}
    groups = []
    for topic_id, rows in groupby(statements, key=lambda statement: statement.topic_id):
        listed = list(rows)
        own = [statement for statement in listed if statement.own]
        others = [statement for statement in listed if not statement.own]
        groups.append(TopicGroup(by_id.get(topic_id), _side(own), _side(others)))
    return groups


def _side(statements: list[Statement]) -> Side | None:
    if not statements:
        return None
    # A single statement more is shown as well: folding it would save no room.
    shown = statements[: STATEMENTS_SHOWN if len(statements) > STATEMENTS_SHOWN + 1 else None]
    return Side(group_alike(shown), group_alike(statements[len(shown) :]), len(statements) - len(shown))


# --- the rest of the first page -----------------------------------------------------------------------


def _first_page(candidate: Candidate) -> dict:
    """Return what only the first page has: candidacies, endorsements, counts, sources, the timeline and the balance of statements."""
    statements = Statement.objects.concerning(candidate)
    endorsements = Endorsement.objects.filter(candidate=candidate).for_lists()
    results = ElectionResult.objects.filter(candidate=candidate).for_lists()
    facts = CandidacyFact.objects.filter(candidate=candidate).for_lists().select_related("candidate", "race", "election")
    has_record = Q()
    for records in (statements, endorsements, results, facts):
        has_record |= Q(pk__in=records.order_by().values("passage__source"))
    sources = Source.objects.for_lists().filter(has_record)
    dated = {"statements": statements.for_lists(), "facts": facts, "stances": endorsements, "counts": results, "sources": sources}
    return {
        **_candidacies(candidate, facts),
        "endorsements": FirstRows.of(endorsements.in_order()),
        "results": FirstRows.of(results.in_order()),
        "sources": FirstRows.of(sources.newest_first()),
        "timeline": timeline(dated),
        "balance": statements.with_side(candidate).aggregate(
            own=Count("pk", filter=Q(direct=True)), others=Count("pk", filter=Q(direct=False))
        ),
    }


def _candidacies(candidate: Candidate, facts) -> dict:
    """Return the races that a candidate ran in, the newest first, each with its facts by passage."""
    outcomes = facts.filter(race=OuterRef("race"), kind=CandidacyFact.Kind.OUTCOME)
    shown = FirstRows.of(facts.order_by("-race__slug", "occurred_on", "key"))
    add_replies(shown.rows)
    candidacies = Candidacy.objects.filter(candidate=candidate).annotate(outcome_is_held=Exists(outcomes))
    facts_of = {
        candidacy: [fact for fact in shown.rows if fact.race_id == candidacy.race_id]
        for candidacy in candidacies.select_related("race").order_by("-race__slug")
    }
    return {
        "facts": shown,
        "candidacies": [
            {
                "race": candidacy.race,
                "ended": [fact for fact in own_facts if fact.kind in ENDINGS],
                "passages": _by_passage(own_facts),
                "outcome_is_held": candidacy.outcome_is_held,
            }
            for candidacy, own_facts in facts_of.items()
        ],
    }


def _by_passage(facts: Iterable[CandidacyFact]) -> list[list[CandidacyFact]]:
    """Group the facts that rest on the same passage, in the order of the first of each group."""
    groups: dict[int, list[CandidacyFact]] = {}
    for fact in facts:
        groups.setdefault(fact.passage_id, []).append(fact)
    return list(groups.values())
