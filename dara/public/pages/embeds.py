"""Records in frames on other sites, and the answers of oEmbed (https://oembed.com) that lead to them."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_from_path, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from dara.models import ElectionResult, Endorsement, Statement, Tombstone
from dara.models.permalinks import match, permalink, public_url
from dara.public.cards.frame import frame_of
from dara.public.citation.item import ARCHIVE
from dara.public.citation.metadata import is_private
from dara.public.pages.evidence import outer_statements
from dara.public.pages.permalinks import Permalink

ROWS = {  # by the name of the page of a record
    "statement": Statement.objects.for_lists(),
    "endorsement": Endorsement.objects.for_lists(),
    "result": ElectionResult.objects.for_lists(),
}
OEMBED_PARAMETERS = ("url", "maxwidth", "maxheight", "format")
CACHE_AGE = 3600  # seconds for which a site may keep an answer


@method_decorator(xframe_options_exempt, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"]}), name="dispatch")
class Embed(Permalink):
    """A record as any site may show it in a frame: /statements/<key>/embed. A withdrawn one says so there; browsers show the body of a 410.

    Private persons' words have no frame: who reads them should come to them."""

    template_name = "embeds/record.html"
    withdrawn_template = "embeds/withdrawn.html"
    kind = Tombstone.Kind.STATEMENT

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        # also into pages that are isolated from other origins (the HTML standard's cross-origin isolation)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if is_private(self.object):
            raise Http404
        return super().get_context_data(record=self.object, outer=outer_statements(self.object), **kwargs)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer what to put in the place of a record's address, as JSON: parameters OEMBED_PARAMETERS; others are ignored."""
    if request.GET.get("format", "json") != "json":
        return _refusal(501, "The only format is json.")
    try:
        sizes = {name: _size(request.GET.get(name, "")) for name in ("maxwidth", "maxheight")}
        name, key, language = _record_at(request.GET.get("url", ""))
    except ValueError as error:
        return _refusal(400, str(error))
    except Resolver404:
        return _refusal(404, "There is no record at this address.")
    record = ROWS[name].filter(pk=key).first()
    if record is None:
        return _refusal(404, "There is no record at this address, or it was withdrawn.")
    if is_private(record):
        return _refusal(401, "These are a private person’s words: please link to them.")
    with override(language):
        frame = frame_of(record, sizes["maxwidth"], sizes["maxheight"])
    answer = {
        **{
            "type": "rich",
            "version": "1.0",
            "title": frame.title,
            "html": frame.html,
            "width": frame.width,
            "height": frame.height,
        },
        **{"provider_name": ARCHIVE, "provider_url": public_url(permalink("home")), "cache_age": CACHE_AGE},
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _size(value: str) -> int | None:
    """Return a number of pixels; None where there is none. Raises ValueError for anything else."""
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and int(value[:6]) > 0 and len(value) <= 5):
        raise ValueError("maxwidth and maxheight are numbers of pixels.")
    return int(value)


def _record_at(url: str) -> tuple[str, str, str]:
    """Return the name of a record's page, its key, and the language of the page. Raises ValueError without an address, and Resolver404 for
    one that is not of a record's page."""
    if not url:
        raise ValueError("url is the address of a record’s page.")
    base = settings.DARA_BASE_URL
    path = url.partition("#")[0].partition("?")[0].removeprefix(base)
    if not url.startswith(f"{base}/"):
        raise Resolver404
    found = match(path)
    if found.url_name not in ROWS:
        raise Resolver404
    return found.url_name, found.kwargs["key"], get_language_from_path(path) or settings.LANGUAGE_CODE


def _refusal(status: int, reason: str) -> JsonResponse:
    return JsonResponse({"detail": reason}, status=status, json_dumps_params={"ensure_ascii": False})
