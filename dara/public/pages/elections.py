"""Races, their elections, and how the counting went."""

from django.db.models import Prefetch

from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Endorsement, Race, Tombstone
from dara.public.pages.citations import cited
from dara.public.pages.evidence import context_of
from dara.public.pages.lists import A_PAGE, FirstOf, Listing, ListingOf, Permalink
from dara.public.vote_counts import counts, moved, standing

WITH_EVIDENCE = "passage__source__publisher"
ENDED = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)
COUNTS_A_PAGE = 20
IN_TIME = ("held_on", "slug")


def _stages():
    """The elections of races in time, each with how it stands and how it ended."""
    latest = ElectionResult.objects.for_lists().standing_first()[:A_PAGE]  # of each election
    ended = CandidacyFact.objects.filter(kind__in=ENDED).select_related("candidate").order_by("candidate__sort_name", "key")
    return Election.objects.order_by(*IN_TIME).prefetch_related(
        Prefetch("results", latest, to_attr="latest"), Prefetch("facts", ended, to_attr="ended")
    )


class ElectionList(Listing):
    """By race, the newest first."""

    queryset = Race.objects.order_by("-slug").prefetch_related(
        Prefetch("elections", _stages()),
        Prefetch("candidacies", Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")),
    )
    context_object_name = "races"
    template_name = "elections/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for race in context["races"]:
            for election in race.elections.all():
                election.standing = standing(counts(election.latest))
        return context


class ElectionPage(ListingOf):
    """How it stood, as reported, count by count; how it ended; and what else is held of it."""

    subjects = Election.objects.select_related("race", WITH_EVIDENCE)
    context_object_name = "counts"
    template_name = "elections/detail.html"
    paginate_by = COUNTS_A_PAGE

    def get_queryset(self):
        return counts(ElectionResult.objects.for_lists().filter(election=self.subject).in_order())

    def get_context_data(self, **kwargs):
        election = self.subject
        context = super().get_context_data(election=election, standing=standing(self.object_list), **kwargs)
        context |= {"moved": moved(context["counts"]), "several": len(self.object_list) > 1}
        if context["page_obj"].number == 1:
            context |= _beside_the_counts(election)
        return context


def _beside_the_counts(election: Election) -> dict:
    facts = (
        CandidacyFact.objects.for_lists()
        .select_related("candidate", "election")
        .filter(election=election)
        .order_by("candidate__sort_name", "occurred_on", "key")
    )
    others = Election.objects.filter(race=election.race).exclude(pk=election.pk)
    return {
        "candidacies": Candidacy.objects.filter(race=election.race)
        .select_related("candidate")
        .order_by("candidate__sort_name")[:A_PAGE],
        "ended": FirstOf.queryset(facts.filter(kind__in=ENDED)),
        "ran": FirstOf.queryset(facts.exclude(kind__in=ENDED)),
        "outcome_is_held": facts.filter(kind=CandidacyFact.Kind.OUTCOME).exists(),
        "others": others.select_related(WITH_EVIDENCE).order_by(*IN_TIME)[:A_PAGE],
        "endorsements": FirstOf.queryset(Endorsement.objects.for_lists().filter(election=election).in_order()),
    }


class ResultPage(Permalink):
    kind = Tombstone.Kind.RESULT
    queryset = ElectionResult.objects.for_lists().select_related("election__race")
    context_object_name = "result"
    template_name = "counts/detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**context_of(self.object), **cited(self.request, self.object), **kwargs)
