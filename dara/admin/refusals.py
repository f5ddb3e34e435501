"""The pages that say what could not be done: each in words, with a way on."""

import sys

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import ReadOnlySqlTransaction

RETRY_AFTER_SECONDS = 60


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = (
        str(exception)
        or "Your account may not do this. Somebody who manages the users can give it the right; then open the page again."
    )
    return render(request, "admin/refused.html", {"title": "Not allowed", "why": why}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = "There is no such page. What it was about may have been merged, withdrawn or deleted meanwhile: look for it from the first page."
    return render(request, "admin/refused.html", {"title": "Not there", "why": why}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database cannot be reached, or cannot do it now, and 500 where the fault is ours. Django calls this while it handles the exception."""
    error = sys.exception()
    if isinstance(error, (OperationalError, InterfaceError)) or isinstance(
        getattr(error, "__cause__", None), ReadOnlySqlTransaction
    ):
        return _unavailable(request)
    why = "Something failed that should not have. Nothing of it was saved; what you typed still stands on the page before this one."
    return render(request, "admin/refused.html", {"title": "That failed", "why": why}, status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    request.user = AnonymousUser()  # so that the page does not ask the database who it is
    why = (
        "The database does not answer, or takes no changes just now, so nothing can be written here. Nothing of it was saved; what you typed still "
        "stands on the page before this one. Send it again in a minute."
    )
    response = render(request, "admin/refused.html", {"title": "The database is away", "why": why}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
