"""The lists as files to download."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.generic import View

from dara.public.exports import Export
from dara.public.filters.lists import Refused, narrowed

TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


class Download(View):
    """A list in one form, with the parameters of its page, in one stream: memory stays flat.

    What cannot be followed is refused (400) in plain words. A fault in the middle breaks the connection off: a file that ends early must
    not look whole."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, export: Export, form: str) -> HttpResponseBase:
        try:
            rows = narrowed(export.view.filterset_class, export.rows, request.GET)
        except Refused as refused:
            return _refusal(refused)
        parts = begun(getattr(export, form)(rows)) if request.method == "GET" else ()
        response = StreamingHttpResponse(parts, content_type=TYPES[form])
        selection = "-selection" if any(value for name, value in request.GET.items() if name != "sort") else ""
        filename = f"dara-{export.name}{selection}-{timezone.localdate()}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response


def begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same, its first part made already: a database that cannot be read is still an answer (503), not a broken file."""
    return chain([next(parts, b"")], parts)


def _refusal(refused: Refused) -> HttpResponse:
    reasons = "".join(f"{name}: {' '.join(sentences)}\n" for name, sentences in refused.reasons.items())
    return HttpResponse(f"This list cannot be made.\n\n{reasons}", status=400, content_type="text/plain; charset=utf-8")
