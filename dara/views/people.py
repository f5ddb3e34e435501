"""Candidates, and the other voices: persons and organizations that speak, endorse or publish."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q
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
from dara.views.citations import described
from dara.views.lists import FirstOf, Listing, ListingOf


class CandidateList(Listing):
    """By race, the newest first, then by surname."""

    queryset = Candidacy.objects.select_related("candidate", "race").order_by("-race__slug", "candidate__sort_name")
    context_object_name = "candidacies"
    template_name = "candidates.html"


STATEMENTS_A_PAGE = 100  # a statement with two topics stands under both, and most candidates should fit on one page


class CandidatePage(ListingOf):
    """What a candidate, the campaign and others say, under each topic; on the first part of it, all else that is held."""

    subjects = Candidate.objects.all()
    template_name = "candidate.html"
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
        overview = _held_by_topic(candidate)
        context |= {
            "overview": [held for held in overview if held.count],
            "gaps": [held.topic for held in overview if not held.count],
            "groups": _by_topic(context["object_list"], overview),
        }
        if context["page_obj"].number == 1:
            context |= _beside_the_statements(candidate)
        return context


@dataclass(frozen=True)
class Held:
    """What is held on a topic: how many statements, how many of them in the candidate's own words, the `page` they begin on."""

    topic: Topic
    count: int
    direct: int
    page: int


def _held_by_topic(candidate: Candidate) -> list[Held]:
    """Every topic, those without a statement too."""
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
        overview.append(Held(topic, count, direct, page=before // STATEMENTS_A_PAGE + 1))
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


def _by_topic(statements: Iterable[Any], overview: list[Held]) -> list[dict]:
    """The statements (as `CandidatePage` asks for them) of each topic, the candidate's side apart from the others."""
    held_on = {held.topic.pk: held for held in overview}
    groups = []
    for topic, rows in groupby(statements, key=lambda statement: statement.topic_id):
        listed = list(rows)
        groups.append(
            {
                "held": held_on.get(topic),
                "own": [statement for statement in listed if statement.own],
                "others": [statement for statement in listed if not statement.own],
            }
        )
    return groups


def _beside_the_statements(candidate: Candidate) -> dict:
    statements = Statement.objects.concerning(candidate)
    endorsements = Endorsement.objects.filter(candidate=candidate)
    results = ElectionResult.objects.filter(candidate=candidate)
    facts = CandidacyFact.objects.filter(candidate=candidate)
    sources = Q()
    for records in (statements, endorsements, results, facts):
        sources |= Q(pk__in=records.values("passage__source"))
    return {
        **_candidacies(candidate, facts),
        "endorsements": FirstOf.queryset(endorsements.for_lists().in_order()),
        "results": FirstOf.queryset(results.for_lists().in_order()),
        "sources": FirstOf.queryset(Source.objects.for_lists().filter(sources).newest_first()),
        "balance": statements.with_side(candidate).aggregate(
            own=Count("pk", filter=Q(direct=True)), others=Count("pk", filter=Q(direct=False))
        ),
    }


def _candidacies(candidate: Candidate, facts) -> dict:
    """The races a candidate ran in, the newest first, each with what is known of it."""
    outcome = facts.filter(race=OuterRef("race"), kind=CandidacyFact.Kind.OUTCOME)
    shown = FirstOf.queryset(
        facts.for_lists().select_related("candidate", "race", "election").order_by("-race__slug", "occurred_on", "key")
    )
    candidacies = Candidacy.objects.filter(candidate=candidate).annotate(outcome_is_held=Exists(outcome))
    return {
        "facts": shown,
        "candidacies": [
            {
                "race": candidacy.race,
                "facts": [fact for fact in shown.rows if fact.race_id == candidacy.race_id],
                "outcome_is_held": candidacy.outcome_is_held,
            }
            for candidacy in candidacies.select_related("race").order_by("-race__slug")
        ],
    }


class VoiceList(Listing):
    """Without the bystanders who are quoted once: their pages are for those who come from their words."""

    queryset = Entity.objects.voices().filter(private=False).by_name()
    context_object_name = "voices"
    template_name = "voices.html"


class VoicePage(ListingOf):
    subjects = Entity.objects.with_page()
    template_name = "voice.html"

    def get(self, request, *args, **kwargs):
        if Candidacy.objects.filter(candidate__slug=kwargs["slug"]).exists():
            return redirect("candidate", kwargs["slug"], permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return Statement.objects.for_lists().concerning(self.subject).in_order()

    def get_context_data(self, **kwargs):
        voice = self.subject
        cited = Q(authority=voice) | Q(ballots_out_authority=voice)
        return super().get_context_data(
            voice=voice,
            endorsements=FirstOf.queryset(Endorsement.objects.for_lists().filter(endorser=voice).in_order()),
            sources=FirstOf.queryset(Source.objects.for_lists().filter(publisher=voice).newest_first()),
            results=FirstOf.queryset(ElectionResult.objects.for_lists().filter(cited).in_order()),
            **described(voice),
            **kwargs,
        )
