"""The first page: how each race stood, the topics, and what the archive holds and lacks."""

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dara.models import Candidacy, CandidacyFact, Candidate, ElectionResult, Endorsement, Race, Source, Statement, Topic
from dara.public.citation.metadata import Metadata, json_ld, of_website
from dara.public.pages.compare import comparison_address
from dara.public.pages.elections import elections_with_counts, with_current_counts

RACES = 10
TOPICS = 30
NAMED = 10  # candidates of whom no own words are held


class Home(TemplateView):
    template_name = "site/home.html"

    def get_context_data(self, **kwargs):
        own = Statement.objects.filter(speaker=OuterRef("pk"), kind__in=Statement.DIRECT)
        return super().get_context_data(
            races=_races(),
            metadata=Metadata(json_ld=json_ld([of_website()])),
            topics=Topic.objects.listed()
            .annotate(total=Count("statements"))
            .filter(total__gt=0)
            .order_by("position", "slug")[:TOPICS],
            without_words=Candidate.objects.filter(~Exists(own)).by_name()[:NAMED],
            certified_is_held=ElectionResult.objects.filter(status=ElectionResult.Status.CERTIFIED).exists(),
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


def _totals() -> dict:
    """Return how many sources and records there are, each with the name of its list, and when the latest of them last changed."""
    lists: list[tuple[str, Any, str]] = [
        ("sources", Source, _("sources")),
        ("statements", Statement, _("statements")),
        ("endorsements", Endorsement, _("reported stances")),
        ("elections", ElectionResult, _("counts")),
    ]
    rows = [(name, label, model.objects.aggregate(number=Count("pk"), latest=Max("version"))) for name, model, label in lists]
    return {
        "held": [(name, row["number"], label) for name, label, row in rows],
        "as_of": max((row["latest"] for *_names, row in rows if row["latest"]), default=None),
    }
