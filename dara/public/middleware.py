"""What the public site does around every page: the language that its address names, and compression."""

from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponseBase]


class LanguageOfPath:
    """A page's language stands in its address: below /es/ it is Spanish, everywhere else English.

    Neither a cookie nor a header is asked, as Django's own middleware would, so no page varies by visitor."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Compression(GZipMiddleware):
    """Compresses pages and lists. Not files to download: most are compressed, and their length tells how long it takes.

    Nothing on the public site is secret, so that compression could betray it (BREACH)."""

    def process_response(self, request, response):
        return response if isinstance(response, FileResponse) else super().process_response(request, response)
