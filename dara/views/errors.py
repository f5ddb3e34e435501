"""Pages for when something is not there or not working. They ask nothing of the database."""

import sys

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_AFTER_SECONDS = 60


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was asked for makes no sense; the reason is shown where it is one of ours (`BadRequest`)."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "errors/400.html", {"reason": reason}, status=400)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot be reached or was too slow, 500 for what is our own fault.

    Django calls it while it handles the exception, and logs either."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        response = render(request, "errors/503.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    else:
        response = render(request, "errors/500.html", status=500)
    response["Cache-Control"] = "no-store"
    return response
