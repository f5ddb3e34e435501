"""Middleware of the public site: the language of a page, scripts of other sites, what browsers may not keep, and compression."""

from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from dara.models.permalinks import permalink
from dara.public.page_store import IS_CURRENT
from dara.public.pages.errors import unavailable

METHODS = "GET, HEAD, OPTIONS"
KEPT_BY_NGINX = "5"  # seconds
PREFLIGHT = {"Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class LanguageOfPath:
    """Activates the language that the path names: Spanish below /es/, English everywhere else.

    Unlike Django's LocaleMiddleware it reads neither cookies nor headers, so that pages do not vary by visitor."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OpenToScripts:
    """Lets the scripts of any other site read all of this one: it is the same for everybody, and knows no visitor.

    One constant header, so that a page is the same whoever asks; and the answer to a preflight request, which asks before a script
    sends headers of its own (the Fetch standard's CORS protocol)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response: HttpResponseBase = HttpResponse(headers=PREFLIGHT | {"Access-Control-Allow-Methods": _methods(request)})
        else:
            response = self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Answer OPTIONS for every address that there is, without asking its view: all of them can be read, and nothing else."""
        return HttpResponse(headers={"Allow": _methods(request)}) if request.method == "OPTIONS" else None


def _methods(request: HttpRequest) -> str:
    """Return the methods of an address: only texts to be checked, and what assistants ask, are sent to this site."""
    if request.path == permalink("mcp"):
        return "POST, OPTIONS"
    takes_texts = request.path in {permalink("check"), f"/es{permalink('check')}", permalink("api:check")}
    return f"{METHODS}, POST" if takes_texts else METHODS


class UnavailableAtOnce:
    """Answers 503 where the database is known not to answer, instead of asking it once more. The page store knows."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request) if request.META.get(IS_CURRENT, True) else unavailable(request)


class AskedForAgain:
    """Has browsers and shared caches keep nothing of what stands in a page's place: that it is not there (404), was withdrawn (410) or is now
    elsewhere (a redirect, such as after a merge), so that all see the page as soon as it is back. What says itself how long it may be kept is left so.

    The nginx in front keeps that for 5 s: otherwise it would not replace the page from before, which nginx gives while the site is down. Nobody
    beyond nginx sees its header."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_elsewhere = "Location" in response.headers and "Cache-Control" not in response.headers
        if response.status_code in (404, 410) or is_elsewhere:
            del response.headers["Cache-Control"]
            response.headers["X-Accel-Expires"] = KEPT_BY_NGINX  # before Cache-Control: until 1.23, nginx takes the first
            response.headers["Cache-Control"] = "no-store"
        return response


class Compression(GZipMiddleware):
    """Compresses what is sent while it is made, such as a CSV of a whole list. Finished pages are compressed in the page store.

    Files to download are not: most are compressed already, and clients need their length. The public site has no secrets that
    compression could reveal (BREACH)."""

    def process_response(self, request, response):
        is_made = response.streaming and not isinstance(response, FileResponse)
        return super().process_response(request, response) if is_made else response
