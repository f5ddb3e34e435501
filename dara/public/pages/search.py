"""The search page: one search over statements, stances, people, topics and the texts of the sources."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dara.models import Source
from dara.public.filters.fields import QueryField
from dara.public.pages.lists import PaginatedList
from dara.public.search import results
from dara.public.search.highlights import add_highlights
from dara.public.search.query import Query


class SearchForm(forms.Form):
    q = QueryField(label=gettext_lazy("Words"), required=False)


def parse_query(request: HttpRequest) -> Query:
    """Return the query of `?q=`. Raises BadRequest for a text that is too long, or that contains a null character."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest(" ".join(map(str, form.errors["q"])))
    return form.cleaned_data["q"]


class Search(TemplateView):
    """The best results of each group."""

    template_name = "search/page.html"

    def get_context_data(self, **kwargs):
        query = parse_query(self.request)
        title = _("Search: %(words)s") % {"words": Truncator(query.text).chars(60)} if query.text else _("Search")
        context: dict[str, Any] = {
            "words": query.text,
            "searched": query.text,
            "title": title,
            "sources_held": Source.objects.count(),
        }
        if query:
            found = results.find(query)
            add_highlights([row for group in found.groups.values() for row in group.rows], found.query)
            context |= {"found": found, "groups": found.groups}
        return super().get_context_data(**context, **kwargs)


class ParagraphSearch(PaginatedList):
    """All paragraphs of the sources that match. The other groups have lists of their own."""

    template_name = "search/paragraphs.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.query = parse_query(request)
        return super().get(request, *args, **kwargs) if self.query else redirect("search")

    def get_queryset(self):
        return results.group("paragraphs", self.query)

    def get_context_data(self, **kwargs):
        words = self.query.text
        context = super().get_context_data(words=words, searched=words, query=f"?{urlencode({'q': words})}", **kwargs)
        add_highlights(context["object_list"], self.query)
        if not context["object_list"]:
            context |= {"sources_held": Source.objects.count(), "only_stop_words": self.query.has_only_stop_words()}
        return context
