"""The query parameters of the API: the filters of the lists, and the page."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.utils.urls import remove_query_param, replace_query_param

from dara.public.filters.parameters import InvalidParameters, filter_strictly, parameter_errors
from dara.public.pages.lists import PAGE_SIZE, page_number
from dara.public.paginator import RowPaginator


class Pages(PageNumberPagination):
    """Pages with `count`, `next`, `previous` and `results`. Their addresses begin with DARA_BASE_URL, whatever host was asked."""

    django_paginator_class = RowPaginator
    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = 500
    page_query_description = "From 1; a page beyond the last is not found."
    page_size_query_description = f"From 1 to {max_page_size}; {page_size} without it."
    invalid_page_message = "There is no page {page_number}."

    def get_page_number(self, request, paginator):
        try:
            return page_number(request)
        except BadRequest as error:
            raise ValidationError({"page": [str(error)]}) from None

    def get_page_size(self, request):
        size = request.query_params.get(self.page_size_query_param)
        if size is None:
            return self.page_size
        if not re.fullmatch("[1-9][0-9]{0,2}", size, re.ASCII) or int(size) > self.max_page_size:
            raise ValidationError({self.page_size_query_param: [f"Write a number from 1 to {self.max_page_size}."]})
        return int(size)

    def get_next_link(self):
        return replace_query_param(self._address, "page", self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self):
        if not self.page.has_previous():
            return None
        number = self.page.previous_page_number()
        return replace_query_param(self._address, "page", number) if number > 1 else remove_query_param(self._address, "page")

    @property
    def _address(self) -> str:
        assert self.request is not None  # paginate_queryset() has set it
        return f"{settings.DARA_BASE_URL}{self.request.get_full_path()}"

    def get_paginated_response_schema(self, schema):
        response = super().get_paginated_response_schema(schema)
        return response | {"required": list(response["properties"])}

    def get_schema_operation_parameters(self, view):
        page, size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]


class FilterSetBackend(BaseFilterBackend):
    """Applies the FilterSet of the view, which is that of the page. An unknown, repeated or invalid parameter is refused under its name."""

    def filter_queryset(self, request, queryset, view):
        if view.detail:
            errors = parameter_errors(request.query_params, known=())
            if errors:
                raise ValidationError(errors)
            return queryset
        try:
            return filter_strictly(view.filterset_class, queryset, request.query_params, other_parameters=PAGING)
        except InvalidParameters as error:
            raise ValidationError(error.errors) from None

    def get_schema_operation_parameters(self, view):
        return [_parameter(name, each) for name, each in view.filterset_class.base_filters.items()]


PAGING = (Pages.page_query_param, Pages.page_size_query_param)


def _parameter(name: str, each) -> dict[str, Any]:
    """A filter as a parameter of OpenAPI."""
    description = str(each.label)
    schema: dict[str, Any] = {"type": "string"}
    if "choices" in each.extra:
        choices = each.extra["choices"]
        values = dict(getattr(choices, "choices", choices))
        schema |= {"enum": list(values)}
        description += ": " + "; ".join(f"`{value}`, {label}" for value, label in values.items())
    return {
        "name": name,
        "in": "query",
        "required": False,
        "allowEmptyValue": True,  # HTML forms send empty fields
        "description": description,
        "schema": schema,
    }
