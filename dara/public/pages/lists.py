"""Lists, and pages of one thing: what every list and every permalink has in common."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from dara.models import Source, Tombstone
from dara.public.filters.lists import Filters
from dara.public.search.results import mark, mend, says_nothing

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
    """The number that ?page= asks for, 1 without it. Raises BadRequest for anything but a plain positive number."""
    number = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise BadRequest(_("“{number}” is not a page number.").format(number=number[:40]))
    return int(number)


class Listing(ListView):
    """A list, a page at a time. A number beyond the last page is refused, with the number of the last."""

    paginate_by = A_PAGE

    def paginate_queryset(self, queryset, page_size):
        number = page_number(self.request)
        try:
            return super().paginate_queryset(queryset, page_size)
        except Http404 as error:
            last = self.get_paginator(queryset, page_size).num_pages
            raise BadRequest(_("There is no page {number}: the last is page {last}.").format(number=number, last=last)) from error


class Filtered(Listing):
    """A list that words and facets narrow. A filter that makes no sense is refused, with the reason."""

    filters: type[Filters]
    filter: Filters

    def get_queryset(self):
        self.filter = self.filters(self.request.GET, queryset=super().get_queryset())
        if not self.filter.is_valid():
            reasons = (f"{self.filter.filters[name].label}: {' '.join(errors)}" for name, errors in self.filter.errors.items())
            raise BadRequest(" ".join(reasons))
        return self.filter.qs

    def get_context_data(self, **kwargs):
        words = self.filter.form.cleaned_data["q"]
        context = super().get_context_data(filter=self.filter, words=words, **kwargs)
        context |= {name: list(getattr(self.filter, name)()) for name in ("facets", "removals", "orders")}
        if words:
            self.mark(context["object_list"], words)
        if self.filter.chosen and not context["object_list"]:
            context["sources_held"] = Source.objects.count()
            context["too_common"] = bool(words) and says_nothing(words)
            context["mended"] = None if context["too_common"] else self.mended(words)
        return context

    def mended(self, words: str) -> dict[str, str] | None:
        """Words that may be meant, and the list of them under the same filters; None where that would be empty too."""
        if (meant := mend(words)) is None:
            return None
        query = self.filter.query(q=meant)
        return {"words": meant, "query": query} if self.filters(QueryDict(query[1:]), self.filter.queryset).qs.exists() else None

    def mark(self, rows, words: str) -> None:
        mark(rows, words)


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
