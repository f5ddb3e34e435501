"""The list of elections, the page of an election, and the page of a result."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Window
from django.db.models.functions import Rank

from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Endorsement, Race, Tombstone
from dara.public.cards.card import election_card
from dara.public.pages.citations import citation_context
from dara.public.pages.evidence import evidence_context
from dara.public.pages.lists import PAGE_SIZE, DetailWithList, FirstRows, PaginatedList
from dara.public.pages.permalinks import Permalink
from dara.public.revision import per_revision
from dara.public.vote_counts import compare_counts, current_count, vote_counts

EVIDENCE = "passage__source__publisher"
ENDINGS = (CandidacyFact.Kind.WITHDREW, CandidacyFact.Kind.CONCEDED, CandidacyFact.Kind.OUTCOME)
COUNTS_PER_PAGE = 20
BY_DATE = ("held_on", "slug")


def elections_with_counts():
    """Return the elections by date, each with its newest results and with the facts that say how it ended."""
    newest = ElectionResult.objects.for_lists().filter(pk__in=_newest_results()).current_first()
    ended = CandidacyFact.objects.filter(kind__in=ENDINGS).select_related("candidate").order_by("candidate__sort_name", "key")
    return Election.objects.order_by(*BY_DATE).prefetch_related(
        Prefetch("results", newest, to_attr="newest_results"), Prefetch("facts", ended, to_attr="ended")
    )


@per_revision
def _newest_results() -> list[str]:
    """Return the keys of the results of each election that tell how it stands: those of one source, and of one day."""
    *of_count, _by_name, _key = ElectionResult.objects.current_first().query.order_by
    place = Window(Rank(), F("election"), of_count)
    return list(
        ElectionResult.objects.of_the_whole_county().annotate(place=place).filter(place=1).order_by().values_list("pk", flat=True)
    )


def with_current_counts(races: Iterable[Any]) -> Iterable[Any]:
    """Give each election of the races its `current_count`, the count that tells how it stands, or None."""
    for race in races:
        for election in race.elections.all():
            election.current_count = current_count(vote_counts(election.newest_results))
    return races


class ElectionList(PaginatedList):
    """All elections by race, the newest race first."""

    context_object_name = "races"
    template_name = "elections/list.html"

    def get_queryset(self):
        named = Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")
        return Race.objects.order_by("-slug").prefetch_related(
            Prefetch("elections", elections_with_counts()), Prefetch("candidacies", named)
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        with_current_counts(context["races"])
        return context


class ElectionPage(DetailWithList):
    """The vote counts of an election, in pages. The first page also has how it ended and everything else about it."""

    subjects = Election.objects.select_related("race", EVIDENCE)
    context_object_name = "counts"
    template_name = "elections/detail.html"
    paginate_by = COUNTS_PER_PAGE

    def get_queryset(self):
        return vote_counts(ElectionResult.objects.for_lists().filter(election=self.subject).in_order())

    def get_context_data(self, **kwargs):
        election = self.subject
        current = current_count(self.object_list)
        context = super().get_context_data(election=election, current_count=current, **kwargs)
        context |= {
            "card": election_card(election),
            "comparison": compare_counts(context["counts"]),
            "several": len(self.object_list) > 1 or current is None,  # so that each says what it is
            "of_the_whole_county": sum(not count.area for count in self.object_list),
        }
        if context["page_obj"].number == 1:
            context |= _first_page(election)
        return context


def _first_page(election: Election) -> dict:
    """Return what only the first page has: candidacies, facts, the other elections of the race, and endorsements."""
    facts = (
        CandidacyFact.objects.for_lists()
        .select_related("candidate", "election")
        .filter(election=election)
        .order_by("candidate__sort_name", "occurred_on", "key")
    )
    candidacies = Candidacy.objects.filter(race=election.race).select_related("candidate").order_by("candidate__sort_name")
    others = Election.objects.filter(race=election.race).exclude(pk=election.pk)
    return {
        "candidacies": candidacies[:PAGE_SIZE],
        "ended": FirstRows.of(facts.filter(kind__in=ENDINGS)),
        "ran": FirstRows.of(facts.exclude(kind__in=ENDINGS)),
        "outcome_is_held": facts.filter(kind=CandidacyFact.Kind.OUTCOME).exists(),
        "others": others.select_related(EVIDENCE).order_by(*BY_DATE)[:PAGE_SIZE],
        "endorsements": FirstRows.of(Endorsement.objects.for_lists().filter(election=election).in_order()),
    }


class ResultPage(Permalink):
    kind = Tombstone.Kind.RESULT
    queryset = ElectionResult.objects.for_lists().select_related("election__race")
    context_object_name = "result"
    template_name = "counts/detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**evidence_context(self.object), **citation_context(self.request, self.object), **kwargs)
