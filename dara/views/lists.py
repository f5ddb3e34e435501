"""Lists, and pages of one thing: what every list and every permalink has in common."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView, ListView

from dara.models import Tombstone

A_PAGE = 50


@dataclass(frozen=True)
class FirstOf:
    """The first page (or the first `most`) of a list that has no pages of its own, and how many there are in all."""

    rows: list[Any]
    held: int

    @classmethod
    def queryset(cls, queryset: QuerySet[Any], most: int = A_PAGE) -> Self:
        return cls(list(queryset[:most]), queryset.count())


def page_number(request: HttpRequest) -> int:
    """The number that ?page= asks for, 1 without it. Raises Http404 for anything but a plain positive number."""
    number = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise Http404(f"“{number}” is not a page number")
    return int(number)


class Listing(ListView):
    """A list, a page at a time; a number beyond the last page is not found."""

    paginate_by = A_PAGE

    def paginate_queryset(self, queryset, page_size):
        page_number(self.request)
        return super().paginate_queryset(queryset, page_size)


class ListingOf(Listing):
    """The page of one thing (`self.subject`, of `subjects`) with a list of what belongs to it."""

    subjects: QuerySet[Any]
    subject: Any

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.subject = get_object_or_404(self.subjects, slug=kwargs["slug"])
        return super().get(request, *args, **kwargs)


class Permalink(DetailView):
    """The page of a source or a record. Of a withdrawn one its date and ground are left (410)."""

    kind: Tombstone.Kind
    pk_url_kwarg = "key"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            tombstone = get_object_or_404(Tombstone, kind=self.kind, key=kwargs["key"])
            return render(request, "errors/410.html", {"tombstone": tombstone}, status=410)
        return self.render_to_response(self.get_context_data(object=self.object))
