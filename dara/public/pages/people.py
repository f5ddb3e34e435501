"""Candidates, and the other voices: persons and organizations that speak, endorse or publish."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.shortcuts import redirect

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
from dara.public.pages.citations import described
from dara.public.pages.evidence import give_replies
from dara.public.pages.lists import FirstOf, Listing, ListingOf
from dara.public.pages.timeline import timeline


def number_of(rows: QuerySet[Any], by: str, of: str = "pk", **also: OuterRef) -> Coalesce:
    """A column: how many of the rows name in `by` the outer row's `of`."""
    own = rows.filter(**{by: OuterRef(of)}, **also).order_by()
    return Coalesce(Subquery(own.values(by).annotate(number=Count("pk")).values("number")), 0)


TOLD_BY_OTHERS = StatementAbout.objects.exclude(statement__speaker=F("entity"))


class CandidateList(Listing):
    """By race, the newest first, then by surname; with what is held of each."""

    queryset = (
        Candidacy.objects.select_related("candidate", "race")
        .annotate(
            statements=number_of(Statement.objects.all(), "speaker", "candidate")
            + number_of(TOLD_BY_OTHERS, "entity", "candidate"),
            stances=number_of(Endorsement.objects.all(), "candidate", "candidate", race=OuterRef("race")),
            counts=number_of(ElectionResult.objects.all(), "candidate", "candidate", race=OuterRef("race")),
        )
        .order_by("-race__slug", "candidate__sort_name")
    )
    context_object_name = "candidacies"
    template_name = "candidates/list.html"


STATEMENTS_A_PAGE = 100  # a statement with two topics stands under both, and most candidates should fit on one page


class CandidatePage(ListingOf):
    """What a candidate, the campaign and others say, under each topic; on the first part of it, all else that is held."""

    subjects = Candidate.objects.all()
    template_name = "candidates/detail.html"
    paginate_by = STATEMENTS_A_PAGE

    def get_queryset(self):
        """A row for each statement and topic; last, those without a topic. Within a topic, the candidate's side first."""
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
        context |= described(candidate)
        overview = _held_by_topic(candidate, context["page_obj"].number, self.request.path)
        context |= {
            "overview": [held for held in overview if held.count],
            "gaps": [held.topic for held in overview if not held.count],
            "groups": _by_topic(context["object_list"], overview),
        }
        if context["page_obj"].number == 1:
            context |= _beside_the_statements(candidate)
            context["statements_held"] = sum(context["balance"].values())
        return context


@dataclass(frozen=True)
class Held:
    """What is held on a topic: how many statements, how many of them in the candidate's own words, and where they begin.

    `page` is the number of a page, `address` a link to it from the page that is shown."""

    topic: Topic
    count: int
    direct: int
    page: int
    address: str


def _held_by_topic(candidate: Candidate, shown_page: int, path: str) -> list[Held]:
    """Return what is held on every topic, also on those without a statement."""
    rows = (
        Statement.objects.concerning(candidate)
        .with_side(candidate)
        .values("topics")
        .annotate(count=Count("pk"), direct_count=Count("pk", filter=Q(direct=True)))
        .values_list("topics", "count", "direct_count")
        .order_by()
    )
    counts = {topic: (count, direct) for topic, count, direct in rows}
    overview, before = [], 0
    for topic in Topic.objects.order_by("position", "pk"):
        count, direct = counts.get(topic.pk, (0, 0))
        page = before // STATEMENTS_A_PAGE + 1
        place = "" if page == shown_page else path if page == 1 else f"?page={page}"
        overview.append(Held(topic, count, direct, page, f"{place}#topic-{topic.slug}"))
        before += count
    return overview


class OnPage(NamedTuple):
    """Where a topic stands on a candidate's page: the `page` that its statements begin on, how many are held, whoever speaks."""

    page: int
    held: int


def topics_on_pages(candidates: Iterable[Entity], topics: Iterable[Topic]) -> dict[tuple[int, int], OnPage]:
    """The same of several candidates as `_held_by_topic` says of one, by the ids of candidate and topic. `topics`: all, in their order."""
    ids = [candidate.pk for candidate in candidates]
    spoken = StatementTopic.objects.filter(statement__speaker__in=ids).values_list("statement__speaker", "topic")
    told = StatementAbout.objects.filter(entity__in=ids, statement__topics__isnull=False)
    told_by_others = told.exclude(statement__speaker=F("entity")).values_list("entity", "statement__topics")
    counts: Counter[tuple[int, int]] = Counter()
    for counted in (spoken, told_by_others):
        counts.update({(pk, topic): count for pk, topic, count in counted.annotate(count=Count("pk")).order_by()})
    found = {}
    for pk in ids:
        before = 0
        for topic in topics:
            held = counts[pk, topic.pk]
            found[pk, topic.pk] = OnPage(before // STATEMENTS_A_PAGE + 1, held)
            before += held
    return found


@dataclass(frozen=True)
class TopicGroup:
    """The statements on a topic, the candidate's side apart from the others; `held` is None for those without a topic."""

    held: Held | None
    own: "Side | None"
    others: "Side | None"

    @property
    def topic(self) -> Topic | None:
        return self.held.topic if self.held else None

    @property
    def anchor(self) -> str:
        return f"topic-{self.topic.slug if self.topic else 'none'}"

    @property
    def has_no_direct_words(self) -> bool:
        return self.held is not None and not self.held.direct


def _by_topic(statements: Iterable[Any], overview: list[Held]) -> list[TopicGroup]:
    """Group the statements by topic. They are ordered by topic, each with its `topic_id` and whether it is the candidate's `own` side's."""
    held_on = {held.topic.pk: held for held in overview}
    groups = []
    for topic, rows in groupby(statements, key=lambda statement: statement.topic_id):
        listed = list(rows)
        own = [statement for statement in listed if statement.own]
        others = [statement for statement in listed if not statement.own]
        groups.append(TopicGroup(held_on.get(topic), _side(own), _side(others)))
    return groups


SHOWN = 3  # statements of each side of a topic: the same room for every candidate, and for the others


@dataclass(frozen=True)
class Side:
    """Runs of statements (`in_runs`): those that are shown, and those that stand folded below them, `held_folded` statements in all."""

    shown: list[list[Statement]]
    folded: list[list[Statement]]
    held_folded: int


def _side(statements: list[Statement]) -> Side | None:
    if not statements:
        return None
    shown = statements[: SHOWN if len(statements) > SHOWN + 1 else None]  # nothing is folded to hide a single one
    return Side(in_runs(shown), in_runs(statements[len(shown) :]), len(statements) - len(shown))


def in_runs(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Statements that follow each other and would be labelled alike, together: so a page says once whose words they are, and from where."""

    def label(statement: Statement) -> tuple:
        inferred = [statement.inferred.get(name) for name in ("speaker", "said_on")]
        return statement.source.pk, statement.speaker_id, statement.kind, statement.said_on, statement.within_id, inferred

    return [list(run) for _, run in groupby(statements, key=label)]


def _beside_the_statements(candidate: Candidate) -> dict:
    statements = Statement.objects.concerning(candidate)
    endorsements = Endorsement.objects.filter(candidate=candidate).for_lists()
    results = ElectionResult.objects.filter(candidate=candidate).for_lists()
    facts = CandidacyFact.objects.filter(candidate=candidate).for_lists().select_related("candidate", "race", "election")
    of_records = Q()
    for records in (statements, endorsements, results, facts):
        of_records |= Q(pk__in=records.order_by().values("passage__source"))
    sources = Source.objects.for_lists().filter(of_records)
    dated = {"statements": statements.for_lists(), "facts": facts, "stances": endorsements, "counts": results, "sources": sources}
    return {
        **_candidacies(candidate, facts),
        "endorsements": FirstOf.queryset(endorsements.in_order()),
        "results": FirstOf.queryset(results.in_order()),
        "sources": FirstOf.queryset(sources.newest_first()),
        "timeline": timeline(dated),
        "balance": statements.with_side(candidate).aggregate(
            own=Count("pk", filter=Q(direct=True)), others=Count("pk", filter=Q(direct=False))
        ),
    }


ENDS = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)


def _candidacies(candidate: Candidate, facts) -> dict:
    """The races a candidate ran in, the newest first, each with what is known of it, passage by passage."""
    outcome = facts.filter(race=OuterRef("race"), kind=CandidacyFact.Kind.OUTCOME)
    shown = FirstOf.queryset(facts.order_by("-race__slug", "occurred_on", "key"))
    give_replies(shown.rows)
    candidacies = Candidacy.objects.filter(candidate=candidate).annotate(outcome_is_held=Exists(outcome))
    of_race = {
        candidacy: [fact for fact in shown.rows if fact.race_id == candidacy.race_id]
        for candidacy in candidacies.select_related("race").order_by("-race__slug")
    }
    return {
        "facts": shown,
        "candidacies": [
            {
                "race": candidacy.race,
                "ended": [fact for fact in of_it if fact.kind in ENDS],
                "passages": _by_passage(of_it),
                "outcome_is_held": candidacy.outcome_is_held,
            }
            for candidacy, of_it in of_race.items()
        ],
    }


def _by_passage(facts: Iterable[CandidacyFact]) -> list[list[CandidacyFact]]:
    """Those that one passage is evidence for together, in the order of the first of them."""
    found: dict[int, list[CandidacyFact]] = {}
    for fact in facts:
        found.setdefault(fact.passage_id, []).append(fact)
    return list(found.values())


class VoiceList(Listing):
    """Without the bystanders who are quoted once: their pages are for those who come from their words."""

    queryset = (
        Entity.objects.voices()
        .filter(private=False)
        .annotate(
            speaks=number_of(Statement.objects.all(), "speaker"),
            told_in=number_of(TOLD_BY_OTHERS, "entity"),
            stances=number_of(Endorsement.objects.all(), "endorser"),
            publishes=number_of(Source.objects.all(), "publisher"),
            cited_for=number_of(ElectionResult.objects.all(), "authority"),
        )
        .by_name()
    )
    context_object_name = "voices"
    template_name = "voices/list.html"


class VoicePage(ListingOf):
    subjects = Entity.objects.with_page()
    template_name = "voices/detail.html"

    def get(self, request, *args, **kwargs):
        if Candidacy.objects.filter(candidate__slug=kwargs["slug"]).exists():
            return redirect("candidate", kwargs["slug"], permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        """What the voice says, then what others say about it."""
        own = Case(When(speaker=self.subject, then=True), default=False)
        return Statement.objects.for_lists().concerning(self.subject).annotate(own=own).in_order("-own")

    def get_context_data(self, **kwargs):
        voice = self.subject
        cited = Q(authority=voice) | Q(ballots_out_authority=voice)
        context = super().get_context_data(**kwargs)
        groups = groupby(context["object_list"], key=lambda statement: statement.own)
        return context | dict(
            voice=voice,
            groups=[{"own": own, "runs": in_runs(statements)} for own, statements in groups],
            endorsements=FirstOf.queryset(Endorsement.objects.for_lists().filter(endorser=voice).in_order()),
            sources=FirstOf.queryset(Source.objects.for_lists().filter(publisher=voice).newest_first()),
            results=FirstOf.queryset(ElectionResult.objects.for_lists().filter(cited).in_order()),
            **described(voice),
        )
