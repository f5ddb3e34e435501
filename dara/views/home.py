"""The first page: who ran, when, and what is held."""

from django.db.models import F, Prefetch, Q
from django.views.generic import TemplateView

from dara.citation.metadata import Metadata, json_ld, of_website
from dara.models import Candidacy, Election, ElectionResult, Endorsement, Race, Source, Statement

RACES = 10
LATEST = 10


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            races=Race.objects.order_by("-slug").prefetch_related(
                Prefetch("elections", Election.objects.order_by("held_on", "slug")),
                Prefetch("candidacies", Candidacy.objects.select_related("candidate").order_by("candidate__sort_name")),
            )[:RACES],
            metadata=Metadata(json_ld=json_ld([of_website()])),
            latest=_latest_of_each_candidate(),
            held={
                "sources": Source.objects.count(),
                "statements": Statement.objects.count(),
                "endorsements": Endorsement.objects.count(),
                "results": ElectionResult.objects.count(),
            },
            **kwargs,
        )


def _latest_of_each_candidate():
    """One statement a candidate, the same room for each, by surname: in their own words where we hold such, the latest dated."""
    return (
        Statement.objects.for_lists()
        .filter(speaker__in=Candidacy.objects.values("candidate"))
        .annotate(is_direct=Q(kind__in=Statement.DIRECT))
        .order_by("speaker__sort_name", "speaker", "-is_direct", F("said_on").desc(nulls_last=True), "passage__start", "key")
        .distinct("speaker__sort_name", "speaker")[:LATEST]
    )
