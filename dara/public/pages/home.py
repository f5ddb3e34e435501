"""The first page: who ran, when, and what the archive holds."""

from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dara.models import Candidacy, Election, ElectionResult, Endorsement, Race, Source, Statement, Topic
from dara.public.citation.metadata import Metadata, json_ld, of_website
from dara.public.pages.compare import comparison_address

RACES = 10
LATEST = 10
TOPICS = 24


class Home(TemplateView):
    template_name = "site/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            races=_races(),
            metadata=Metadata(json_ld=json_ld([of_website()])),
            topics=Topic.objects.listed()
            .annotate(total=Count("statements"))
            .filter(total__gt=0)
            .order_by("position", "slug")[:TOPICS],
            latest=_latest_of_each_candidate(),
            **_totals(),
            **kwargs,
        )


def _races() -> list[Any]:
    """Return the newest races, each with its `candidates` by surname and the address at which they can be compared."""
    races: list[Any] = list(
        Race.objects.order_by("-slug").prefetch_related(
            Prefetch("elections", Election.objects.order_by("held_on", "slug")),
            Prefetch("candidacies", Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")),
        )[:RACES]
    )
    for race in races:
        race.candidates = [candidacy.candidate for candidacy in race.candidacies.all()]
        race.compare = comparison_address(race.candidates)
    return races


def _totals() -> dict:
    """Return how many sources and records there are, each with the name of its list, and when the latest of them last changed."""
    lists: list[tuple[str, Any, str]] = [
        ("sources", Source, _("Sources")),
        ("statements", Statement, _("Statements")),
        ("endorsements", Endorsement, _("Reported stances")),
        ("elections", ElectionResult, _("Counts")),
    ]
    rows = [(name, label, model.objects.aggregate(number=Count("pk"), latest=Max("version"))) for name, model, label in lists]
    return {
        "held": [(name, row["number"], label) for name, label, row in rows],
        "as_of": max((row["latest"] for *_names, row in rows if row["latest"]), default=None),
    }


def _latest_of_each_candidate():
    """Return one statement of each candidate, by surname: the latest dated, in the candidate's own words if there are any."""
    return (
        Statement.objects.for_lists()
        .filter(speaker__in=Candidacy.objects.values("candidate"))
        .annotate(is_direct=Q(kind__in=Statement.DIRECT))
        .order_by("speaker__sort_name", "speaker", "-is_direct", F("said_on").desc(nulls_last=True), "passage__start", "key")
        .distinct("speaker__sort_name", "speaker")[:LATEST]
    )
