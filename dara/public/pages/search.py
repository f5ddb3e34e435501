"""One search over everything: statements, stances, the texts of the sources, people, topics."""

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
from dara.public.pages.lists import Listing
from dara.public.search import results


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=results.MAX_LENGTH)


def words_asked(request) -> str:
    """The words of ?q=. Raises BadRequest for what no text holds, and for more than MAX_LENGTH characters."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest(" ".join(map(str, form.errors["q"])))
    return form.cleaned_data["q"]


class Search(TemplateView):
    template_name = "search/page.html"

    def get_context_data(self, **kwargs):
        words = words_asked(self.request)
        title = _("Search: %(words)s") % {"words": Truncator(words).chars(60)} if words else _("Search")
        context: dict[str, Any] = {"words": words, "searched": words, "title": title, "sources_held": Source.objects.count()}
        if words:
            found = results.find(words)
            results.mark([row for hits in found.groups.values() for row in hits.rows], found.words)
            context |= {"found": found, "groups": found.groups}
        return super().get_context_data(**context, **kwargs)


class ParagraphSearch(Listing):
    """All paragraphs of the sources that the words find; the other groups have lists of their own."""

    template_name = "search/paragraphs.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.words = words_asked(request)
        return super().get(request, *args, **kwargs) if self.words else redirect("search")

    def get_queryset(self):
        return results.group("paragraphs", self.words)

    def get_context_data(self, **kwargs):
        downloads = f"?{urlencode({'q': self.words})}"
        context = super().get_context_data(words=self.words, searched=self.words, query=downloads, **kwargs)
        results.mark(context["object_list"], self.words)
        if not context["object_list"]:
            context |= {"sources_held": Source.objects.count(), "too_common": results.says_nothing(self.words)}
        return context
