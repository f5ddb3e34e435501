"""Middleware of the public site: the language of a page, what browsers may not keep, and compression."""

from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

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


class MissingIsNotKept:
    """Forbids browsers and proxies to keep that a page is not there (404) or was withdrawn (410), which they otherwise may.

    A reverted withdrawal would stay invisible to who has seen it. `no-store`, as there is nothing to revalidate with."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in (404, 410):
            response.headers["Cache-Control"] = "no-store"
        return response


class Compression(GZipMiddleware):
    """Compresses pages and lists, but not files to download: most are compressed already, and clients need their length.

    The public site has no secrets that compression could reveal (BREACH)."""

    def process_response(self, request, response):
        return response if isinstance(response, FileResponse) else super().process_response(request, response)
