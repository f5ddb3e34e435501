"""The OpenAPI 3.0 document of the API (drf-spectacular). It is the same for everybody, and made once in a process."""

import threading
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, extend_schema

import dara.public.api
from dara.public.api.check import AskedSerializer, Check, CheckedSerializer
from dara.public.api.serializers import WithdrawnSerializer

BAD_PARAMETERS = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
    "description": "Parameter → what is wrong with it.",
}
DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}


class AnswersSchema(AutoSchema):
    """Describes an operation with all its answers, the errors and redirects too."""

    def get_response_serializers(self) -> Any:
        answers = {
            200: super().get_response_serializers(),
            400: OpenApiResponse(BAD_PARAMETERS, "A parameter is unknown, given twice or wrong."),
            404: OpenApiResponse(DETAIL, "There is no such thing, or no such page of the list."),
        }
        if getattr(self.view, "lookup_field", "pk") in ("key", "slug") and self.path.endswith("}/"):
            answers[301] = OpenApiResponse(None, "It was merged into another, whose address is the Location.")
        if "{key}" in self.path:
            answers[410] = OpenApiResponse(WithdrawnSerializer, "It was withdrawn.")
        return answers


# Said here, not above the method: the library takes some megabytes of memory, and few processes are asked for this document.
extend_schema(
    request=AskedSerializer,
    responses={
        200: CheckedSerializer,
        400: OpenApiResponse({"oneOf": [BAD_PARAMETERS, DETAIL]}, "A field is missing or wrong, or it is no JSON."),
        415: OpenApiResponse(DETAIL, "It is sent as another type than JSON."),
        413: OpenApiResponse(DETAIL, "The text is longer than 64 kB."),
        503: OpenApiResponse(DETAIL, "Others are having texts checked: try again after as many seconds as Retry-After says."),
    },
)(Check.post)

_one_at_a_time = threading.Lock()  # drf-spectacular keeps what it is at in the views' classes


def document() -> dict[str, Any]:
    """The OpenAPI document as JSON values. Its introduction is the docstring of `dara.public.api`."""
    with _one_at_a_time:
        return _document()


@cache
def _document() -> dict[str, Any]:
    schema = SchemaGenerator(urlconf="dara.urls.public").get_schema(public=True)
    schema["info"]["description"] = dara.public.api.__doc__
    return schema
