"""The first page: how each race stood, the topics, and what the archive holds and lacks."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dara.models import Candidacy, CandidacyFact, Candidate, ElectionResult, Race, Statement, Topic
from dara.public.citation.metadata import Metadata, json_ld, of_website
from dara.public.held import statement_numbers, totals
from dara.public.pages.compare import comparison_address
from dara.public.pages.elections import elections_with_counts, with_current_counts
from dara.public.pages.topics import with_totals

RACES = 10
TOPICS = 30
NAMED = 10  # candidates of whom no own words are held


class Home(TemplateView):
    template_name = "site/home.html"

    def get_context_data(self, **kwargs):
        own = Statement.objects.filter(speaker=OuterRef("pk"), kind__in=Statement.DIRECT)
        topics = Topic.objects.listed().order_by("position", "slug")
        return super().get_context_data(
            races=_races(),
            metadata=Metadata(json_ld=json_ld([of_website()])),
            topics=[topic for topic in with_totals(topics, statement_numbers()) if topic.total][:TOPICS],
            without_words=Candidate.objects.filter(~Exists(own)).by_name()[:NAMED],
            certified_is_held=ElectionResult.objects.of_the_whole_county().filter(status=ElectionResult.Status.CERTIFIED).exists(),
            **_totals(),
            **kwargs,
        )


def _races() -> list[Any]:
    """Return the newest races, each with its `candidates` by surname, the address at which they can be compared, its elections with
    their current counts, and whether an outcome is held."""
    outcomes = CandidacyFact.objects.filter(race=OuterRef("pk"), kind=CandidacyFact.Kind.OUTCOME)
    races: list[Any] = list(
        Race.objects.annotate(outcome_is_held=Exists(outcomes))
        .order_by("-slug")
        .prefetch_related(
            Prefetch("elections", elections_with_counts()),
            Prefetch("candidacies", Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")),
        )[:RACES]
    )
    for race in with_current_counts(races):
        race.candidates = [candidacy.candidate for candidacy in race.candidacies.all()]
        race.compare = comparison_address(race.candidates)
    return races


def _totals() -> dict[str, Any]:
    """Return how many sources and records there are, each with the name of its list, and when the latest of them last changed."""
    numbers, as_of = totals()
    labels = {
        "sources": _("sources"),
        "statements": _("statements"),
        "endorsements": _("reported stances"),
        "elections": _("counts"),
    }
    return {"held": [(name, numbers[name], label) for name, label in labels.items()], "as_of": as_of}
