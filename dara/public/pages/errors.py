"""Error pages. Below the API they are JSON. Apart from redirects after a merge, they ask the database nothing."""

import sys

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dara.models.permalinks import permalink
from dara.public.pages.redirects import redirect_after_merge

RETRY_AFTER_SECONDS = 60
DETAILS = {  # for programs
    404: "There is nothing at this address.",
    500: "Something went wrong on our side.",
    503: "The archive cannot be read just now.",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense. The reason is shown where it is one of ours (`BadRequest`)."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "errors/400.html", {"reason": reason}, status=400)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return redirect_after_merge(request) or _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database cannot be reached or was too slow, and 500 where the fault is ours.

    Django calls this while it handles the exception, and logs both."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    response = _answer(request, 500)
    response["Cache-Control"] = "no-store"
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer that the database cannot be read just now."""
    response = _answer(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith(permalink("api:root")):
        return JsonResponse({"detail": DETAILS[status]}, status=status)
    return render(request, f"errors/{status}.html", status=status)
