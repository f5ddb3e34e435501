"""What list pages have in common: pages of rows, filters, and one thing with a list of what belongs to it."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import BadRequest
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView

from dara.models import Source
from dara.public.cards.card import list_card
from dara.public.filters.fields import Synonyms
from dara.public.filters.parameters import ListFilterSet
from dara.public.held import count
from dara.public.paginator import RowPaginator, part
from dara.public.search.highlights import add_highlights
from dara.public.search.query import Query
from dara.public.search.suggestions import corrected

PAGE_SIZE = 50


@dataclass(frozen=True)
class FirstRows:
    """The first rows of a list that a page shows without pagination, and how many rows the list has."""

    rows: list[Any]
    total: int

    @classmethod
    def of(cls, queryset: QuerySet[Any], size: int = PAGE_SIZE) -> Self:
        rows = list(part(queryset, 0, size + 1))
        return cls(rows[:size], count(queryset) if len(rows) > size else len(rows))

    @property
    def are_all(self) -> bool:
        return len(self.rows) == self.total


def related_count(rows: QuerySet[Any], field: str, outer_field: str = "pk", **conditions: OuterRef) -> Coalesce:
    """Return a column: how many of the rows refer, by `field`, to what `outer_field` of the outer row names."""
    related = rows.filter(**{field: OuterRef(outer_field)}, **conditions).order_by()
    return Coalesce(Subquery(related.values(field).annotate(number=Count("pk")).values("number")), 0)


def page_number(request: HttpRequest) -> int:
    """Return the number of `?page=`, 1 without it. Raises BadRequest for anything but a plain positive number."""
    number = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise BadRequest(_("“{number}” is not a page number.").format(number=number[:40]))
    return int(number)


class PaginatedList(ListView):
    """A list in pages. For a page after the last, it raises BadRequest with the number of the last."""

    paginate_by = PAGE_SIZE
    paginator_class = RowPaginator

    def paginate_queryset(self, queryset, page_size):
        number = page_number(self.request)
        try:
            return super().paginate_queryset(queryset, page_size)
        except Http404 as error:
            last = self.get_paginator(queryset, page_size).num_pages
            raise BadRequest(_("There is no page {number}: the last is page {last}.").format(number=number, last=last)) from error


class FilteredList(PaginatedList):
    """A list with a search box and facets. Raises BadRequest, with the reasons, for values that are no values of their filters."""

    filterset_class: type[ListFilterSet]
    filter: ListFilterSet

    def get_queryset(self):
        self.filter = self.filterset_class.of(self.request.GET)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        query = self.filter.form.cleaned_data["q"]
        card = list_card(self.request, str(self.filter.HEADING), self.filter)
        context = super().get_context_data(filter=self.filter, words=query.text, card=card, feed=self.feed(), **kwargs)
        context |= {name: list(getattr(self.filter, name)()) for name in ("facets", "removals", "orders")}
        if query:
            context |= {"also_searched": query.also_searched, "only_my_words": self.filter.query(synonyms=Synonyms.NO.value)}
            self.add_highlights(context["object_list"], query)
        if self.filter.chosen and not context["object_list"]:
            context |= self.nothing_found(query)
        return context

    def feed(self) -> str:
        """Return the path of the feed of these rows; "" in a copy as plain files, which has no feeds under filters."""
        path = self.filter.feed()
        return "" if "?" in path and hasattr(self.request, "baked") else path

    def add_highlights(self, rows, query: Query) -> None:
        add_highlights(rows, query)

    def nothing_found(self, query: Query) -> dict[str, Any]:
        """Return what the page says where no row matches: how many sources were searched, and what may have been meant."""
        only_stop_words = bool(query) and query.has_only_stop_words()
        return {
            "sources_held": count(Source.objects.all()),
            "only_stop_words": only_stop_words,
            "suggestion": None if only_stop_words else self.suggestion(query),
        }

    def suggestion(self, query: Query) -> dict[str, str] | None:
        """Return the corrected words and the query string of their list under the same filters; None where that is empty too."""
        if (suggested := corrected(query)) is None:
            return None
        parameters = self.filter.query(q=suggested.text)
        if not self.filterset_class(QueryDict(parameters[1:]), self.filter.queryset).qs.exists():
            return None
        return {"words": suggested.text, "query": parameters}


class DetailWithList(PaginatedList):
    """The page of one thing (`self.subject`, one of `subjects`) with a list, in pages, of what belongs to it."""

    subjects: QuerySet[Any]
    subject: Any

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.subject = get_object_or_404(self.subjects, slug=kwargs["slug"])
        return super().get(request, *args, **kwargs)
