"""Redirects from the addresses of things that were merged into others: pages, files and API objects alike (301)."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from dara.models import Redirect

# What an address names, by the first part of its URL name: “statement-bib”, “candidate-feed”, “api:topics-detail”.
KINDS = {
    "candidate": Redirect.Kind.ENTITY,
    "voice": Redirect.Kind.ENTITY,
    "topic": Redirect.Kind.TOPIC,
    "statement": Redirect.Kind.STATEMENT,
    "endorsement": Redirect.Kind.ENDORSEMENT,
    "result": Redirect.Kind.RESULT,
} | {kind.value: kind for kind in Redirect.Kind}


def redirect_after_merge(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return a redirect to the same page, file or object, in the same language, of what the address's thing was merged into. None
    where it was not merged."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    kind = KINDS.get(match.url_name.split("-")[0])
    argument = next((name for name in ("key", "slug") if name in match.kwargs), None)
    if kind is None or argument is None:
        return None
    new = Redirect.objects.target(kind, match.kwargs[argument])
    if new is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    path = reverse(match.view_name, kwargs=match.kwargs | {argument: new})
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
