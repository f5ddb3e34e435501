"""The pages that say what could not be done: each in words, with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
    why = "Something failed that should not have. Nothing of it was saved; what you typed still stands on the page before this one."
    return render(request, "admin/refused.html", {"title": "That failed", "why": why}, status=500)
