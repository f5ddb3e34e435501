"""Middleware of the public site: the language of a page, and compression."""

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


class Compression(GZipMiddleware):
    """Compresses pages and lists, but not files to download: most are compressed already, and clients need their length.

    The public site has no secrets that compression could reveal (BREACH)."""

    def process_response(self, request, response):
        return response if isinstance(response, FileResponse) else super().process_response(request, response)
