"""Share images of records, candidates and races, and the QR codes of printed pages."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import Resolver404
from django.views.generic import View

from dara.models import Candidate, Race, Tombstone
from dara.models.permalinks import match
from dara.public.cards.drawing import png
from dara.public.cards.images import image_of
from dara.public.pages.permalinks import Permalink

# An image has its version in its address, so it never changes; not for ever, because its record may be withdrawn.
KEPT = "public, max-age=604800"  # seconds: a week
REDIRECT_KEPT = "public, max-age=300"


def image_response(row: Any, version: str) -> HttpResponse:
    """Return the image of a row, or from the address of another version a redirect to it. Raises Http404 where there is none."""
    image = image_of(row)
    if image is None:
        raise Http404
    if version != image.version:
        response: HttpResponse = HttpResponseRedirect(image.address)
        response["Cache-Control"] = REDIRECT_KEPT
        return response
    response = HttpResponse(png(image), content_type="image/png")
    response["Cache-Control"] = KEPT
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    return response


class RecordImage(Permalink):
    """The image of a record: /share/statements/<key>-<version>.png. 410 where the record is withdrawn."""

    kind = Tombstone.Kind.STATEMENT

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return image_response(self.object, self.kwargs["version"])


class NamedImage(View):
    """The image of a candidate or a race: /share/candidates/<slug>-<version>.png."""

    queryset: QuerySet[Any] = Candidate.objects.all()
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, slug: str, version: str) -> HttpResponse:
        return image_response(get_object_or_404(self.queryset, slug=slug), version)


class RaceImage(NamedImage):
    queryset = Race.objects.all()


def qr_code(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with a QR code (ISO/IEC 18004) of the full address of a page of this site, as SVG."""
    import segno  # few pages need it

    try:
        match(f"/{path}")
    except Resolver404 as error:
        raise Http404 from error
    code = segno.make(f"{settings.DARA_BASE_URL}/{path}", error="m", micro=False)
    drawn: Any = BytesIO()  # segno declares text, and writes bytes
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True)
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = KEPT
    response["X-Robots-Tag"] = "noindex"
    return response
