"""Pages for when something is not there or not working; below the API, the same as JSON. What was merged leads on; else they ask nothing of the database."""

import sys

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from dara.models.permalinks import permalink
from dara.public.pages.redirects import moved

RETRY_AFTER_SECONDS = 60
DETAILS = {  # what a program is told
    404: "There is nothing at this address.",
    500: "Something went wrong on our side.",
    503: "The archive cannot be read just now.",
}


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was asked for makes no sense; the reason is shown where it is one of ours (`BadRequest`)."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "errors/400.html", {"reason": reason}, status=400)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return moved(request) or _answer(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot be reached or was too slow, 500 for what is our own fault.

    Django calls it while it handles the exception, and logs either."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        response = _answer(request, 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    else:
        response = _answer(request, 500)
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith(permalink("api:root")):
        return JsonResponse({"detail": DETAILS[status]}, status=status)
    return render(request, f"errors/{status}.html", status=status)
