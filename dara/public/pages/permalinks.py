"""The page of a source or a record at its permalink, which keeps an answer after the record is withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView

from dara.models import Tombstone


class Permalink(DetailView):
    """The page of a source or a record of a kind. For a withdrawn one it shows the date and the ground, with status 410."""

    kind: Tombstone.Kind
    withdrawn_template = "errors/410.html"
    pk_url_kwarg = "key"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            tombstone = get_object_or_404(Tombstone, kind=self.kind, key=kwargs["key"])
            return self.withdrawn(tombstone)
        return self.render_to_response(self.get_context_data(object=self.object))

    def withdrawn(self, tombstone: Tombstone) -> HttpResponse:
        return render(self.request, self.withdrawn_template, {"tombstone": tombstone}, status=410)
