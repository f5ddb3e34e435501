"""The page of a source or a record at its permalink, which keeps an answer after the record is withdrawn."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView

from dara.models import Tombstone
from dara.public.revision import per_moment


class Permalink(DetailView):
    """The page of a source or a record of a kind. For a withdrawn one it shows the date and the ground, with status 410."""

    kind: Tombstone.Kind
    queryset: QuerySet[Any]
    withdrawn_template = "errors/410.html"
    pk_url_kwarg = "key"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            self.object = row_at(self.queryset, kwargs["key"])
        except Http404:
            tombstone = get_object_or_404(Tombstone, kind=self.kind, key=kwargs["key"])
            return self.withdrawn(tombstone)
        return self.render_to_response(self.get_context_data(object=self.object))

    def withdrawn(self, tombstone: Tombstone) -> HttpResponse:
        return render(self.request, self.withdrawn_template, {"tombstone": tombstone}, status=410)


@per_moment
def row_at(rows: QuerySet[Any], key: str) -> Any:
    """Return the row with that key. Raises Http404 where there is none."""
    return get_object_or_404(rows, pk=key)
