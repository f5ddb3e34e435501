"""The lists as files to download: tables and citations."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.generic import View

from dara.public.citation.files import FORMATS
from dara.public.exports import Export, keep_nothing
from dara.public.filters.parameters import InvalidParameters, filter_strictly

CONTENT_TYPES = {  # by the suffix of the file
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    **{suffix: f"{format.media_type}; charset=utf-8" for suffix, format in FORMATS.items()},
}


class Download(View):
    """A list as a file, filtered by the parameters of its page. It is streamed, so memory use does not grow with the list.

    Invalid parameters are answered with 400 and the reasons. An error in the middle breaks the connection off: a file that ends
    early must not look whole."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, export: Export, suffix: str) -> HttpResponseBase:
        try:
            rows = filter_strictly(export.view.filterset_class, export.rows, request.GET)
        except InvalidParameters as error:
            return _error_response(error)
        keep = request.baked.keep if hasattr(request, "baked") else keep_nothing
        parts = started(export.file(suffix, rows, keep)) if request.method == "GET" else ()
        response = StreamingHttpResponse(parts, content_type=CONTENT_TYPES[suffix])
        selection = "-selection" if any(value for name, value in request.GET.items() if name != "sort") else ""
        filename = f"dara-{export.name}{selection}-{timezone.localdate()}.{suffix}"
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response


def started(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Make the first part and return all parts. If the database cannot be read, the answer is still 503, not a broken file."""
    return chain([next(parts, b"")], parts)


def _error_response(error: InvalidParameters) -> HttpResponse:
    reasons = "".join(f"{name}: {' '.join(sentences)}\n" for name, sentences in error.errors.items())
    return HttpResponse(f"This list cannot be made.\n\n{reasons}", status=400, content_type="text/plain; charset=utf-8")
