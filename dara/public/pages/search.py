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
from dara.models.permalinks import permalink
from dara.public.check import searched_quotation
from dara.public.filters.fields import QueryField, Synonyms
from dara.public.pages.lists import PaginatedList
from dara.public.search import results
from dara.public.search.highlights import add_highlights
from dara.public.search.query import Query
from dara.public.search.synonyms import with_synonyms
from dara.public.search.verbatim import is_misremembered


class SearchForm(forms.Form):
    q = QueryField(label=gettext_lazy("Words"), required=False)
    synonyms = forms.ChoiceField(
        choices=Synonyms.choices, required=False, error_messages={"invalid_choice": gettext_lazy("“synonyms” can only be “no”.")}
    )


def parse_query(request: HttpRequest) -> tuple[Query, bool]:
    """Return the query of `?q=`, and whether synonyms are searched for too: not with `?synonyms=no`.

    Raises BadRequest for a text that is too long or that contains a null character, and for another value of `synonyms`."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest(" ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences))
    return form.cleaned_data["q"], form.cleaned_data["synonyms"] != Synonyms.NO


def parameters(query: Query, *, synonyms: bool) -> str:
    """Return the query string of a search: “?q=bail&synonyms=no”."""
    return f"?{urlencode({'q': query.text} if synonyms else {'q': query.text, 'synonyms': Synonyms.NO.value})}"


class Search(TemplateView):
    """The best results of each group."""

    template_name = "search/page.html"

    def get_context_data(self, **kwargs):
        query, synonyms = parse_query(self.request)
        title = _("Search: %(words)s") % {"words": Truncator(query.text).chars(60)} if query.text else _("Search")
        context: dict[str, Any] = {
            "words": query.text,
            "searched": query.text,
            "title": title,
            "sources_held": Source.objects.count(),
        }
        if query:
            found = results.find(query, synonyms=synonyms)
            rows = [row for group in found.groups.values() for row in group.rows]
            add_highlights(rows, found.query)
            answer = None if any(term.is_excluded for term in query.terms) else searched_quotation(query.text)
            context |= {
                "found": found,
                "feed": f"{permalink('search-feed')}{parameters(query, synonyms=synonyms)}",
                "groups": found.groups,
                "parameters": parameters(found.query, synonyms=found.synonyms),
                "also_searched": found.query.also_searched,
                "only_my_words": parameters(query, synonyms=False),
                "answer": answer,
                "is_misremembered": answer is None and found.match == results.Match.ALL_WORDS and is_misremembered(query, rows),
            }
            if found.suggestion:
                context["suggested"] = parameters(found.suggestion, synonyms=synonyms)
            if not synonyms and with_synonyms(query).has_synonyms:
                context["with_synonyms"] = parameters(query, synonyms=True)
        return super().get_context_data(**context, **kwargs)


class ParagraphSearch(PaginatedList):
    """All paragraphs of the sources that match. The other groups have lists of their own."""

    template_name = "search/paragraphs.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.query, self.synonyms = parse_query(request)
        if self.synonyms:
            self.query = with_synonyms(self.query)
        return super().get(request, *args, **kwargs) if self.query else redirect("search")

    def get_queryset(self):
        return results.best("paragraphs", self.query)

    def get_context_data(self, **kwargs):
        words = self.query.text
        context = super().get_context_data(
            words=words, searched=words, query=parameters(self.query, synonyms=self.synonyms), **kwargs
        )
        add_highlights(context["object_list"], self.query)
        context |= {"also_searched": self.query.also_searched, "only_my_words": parameters(self.query, synonyms=False)}
        if not context["object_list"]:
            context |= {"sources_held": Source.objects.count(), "only_stop_words": self.query.has_only_stop_words()}
        return context
