"""Addresses of what was merged lead on, whichever page, file or object was asked for (301)."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from dara.models import Redirect

# What an address is of, by the first part of its name: “statement-bib”, “candidate-feed”, “api:topics-detail”.
KINDS = {
    "candidate": Redirect.Kind.ENTITY,
    "voice": Redirect.Kind.ENTITY,
    "topic": Redirect.Kind.TOPIC,
    "statement": Redirect.Kind.STATEMENT,
    "endorsement": Redirect.Kind.ENDORSEMENT,
    "result": Redirect.Kind.RESULT,
} | {kind.value: kind for kind in Redirect.Kind}


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The way on, in the same form and language, where what the address names was merged into another; None where it was not."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    kind = KINDS.get(match.url_name.split("-")[0])
    name = next((name for name in ("key", "slug") if name in match.kwargs), None)
    if kind is None or name is None:
        return None
    new = Redirect.objects.leading_on(kind, match.kwargs[name])
    if new is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    path = reverse(match.view_name, kwargs=match.kwargs | {name: new})
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
