"""Races, their elections, and how the counting went."""

from django.db.models import Prefetch

from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Endorsement, Race, Tombstone
from dara.views.citations import cited
from dara.views.evidence import context_of
from dara.views.lists import A_PAGE, FirstOf, Listing, ListingOf, Permalink

WITH_EVIDENCE = "passage__source__publisher"
ENDED = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)


class ElectionList(Listing):
    """By race, the newest first."""

    queryset = Race.objects.order_by("-slug").prefetch_related(
        Prefetch("elections", Election.objects.order_by("held_on", "slug")),
        Prefetch("candidacies", Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")),
    )
    context_object_name = "races"
    template_name = "elections.html"


class ElectionPage(ListingOf):
    subjects = Election.objects.select_related("race", WITH_EVIDENCE)
    context_object_name = "results"
    template_name = "election.html"

    def get_queryset(self):
        return ElectionResult.objects.for_lists().filter(election=self.subject).in_order()

    def get_context_data(self, **kwargs):
        election = self.subject
        facts = (
            CandidacyFact.objects.for_lists()
            .select_related("candidate", "election")
            .filter(election=election)
            .order_by("candidate__sort_name", "occurred_on", "key")
        )
        return super().get_context_data(
            election=election,
            candidacies=Candidacy.objects.filter(race=election.race)
            .select_related("candidate")
            .order_by("candidate__sort_name")[:A_PAGE],
            ended=FirstOf.queryset(facts.filter(kind__in=ENDED)),
            ran=FirstOf.queryset(facts.exclude(kind__in=ENDED)),
            outcome_is_held=facts.filter(kind=CandidacyFact.Kind.OUTCOME).exists(),
            endorsements=FirstOf.queryset(Endorsement.objects.for_lists().filter(election=election).in_order()),
            **kwargs,
        )


class ResultPage(Permalink):
    kind = Tombstone.Kind.RESULT
    queryset = ElectionResult.objects.for_lists().select_related("election__race")
    context_object_name = "result"
    template_name = "result.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**context_of(self.object), **cited(self.request, self.object), **kwargs)
