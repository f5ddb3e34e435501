"""Asking for the password and a code once more, before what is hard to undo. What was sent is kept in the page that asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from dara.admin import second_factor
from dara.admin.log_in import CONFIRMED_FOR, ConfirmForm, confirm, is_confirmed, record
from dara.admin.passkeys import are_possible

ANSWERING = "_signing_in"  # sent by the pages that ask who somebody is
PREFIX = "again"  # of their fields: a kept form of a user has a `username` of its own
WHY = (
    "This is confirmed with your password, and your second factor where you have one; for the next {minutes} minutes nothing is asked again. "
    "What you sent is kept in this page, and not done yet."
)


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view, a method of a ModelAdmin or of the site, take a POST only from whoever has shown in the last ten minutes who they are."""

    @wraps(view)
    def asking(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = _page_that_asks(request) if request.method == "POST" else None
        return page or view(self, request, *args, **kwargs)

    return asking


def _page_that_asks(request: HttpRequest) -> HttpResponse | None:
    """Return None if nothing has to be asked; what was typed in answer is then no longer part of the request."""
    answering = ANSWERING in request.POST
    form = ConfirmForm(request, data=request.POST if answering else None, prefix=PREFIX)
    if not is_confirmed(request):
        if not (answering and form.is_valid()):
            return page_with_kept_form(request, form, title="Confirm that it is you", why=WHY, button="Confirm")
        confirm(request)
        record(request, "confirmed who they are")
    if answering:
        request.POST = request.POST.copy()  # type: ignore[misc, assignment]  # Django's own setter
        for name in set(request.POST) - {name for name, _ in kept(request)}:
            del request.POST[name]
    return None


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values that were sent, without what answers the question who somebody is."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", ANSWERING) and not name.startswith(f"{PREFIX}-")
        for value in values
    ]


def page_with_kept_form(request: HttpRequest, form: forms.Form, *, why: str, **context: Any) -> TemplateResponse:
    context |= {
        **admin.site.each_context(request),
        **context,
        "why": why.format(minutes=CONFIRMED_FOR.seconds // 60),
        "form": form,
        "submitted": kept(request),
        "path": request.get_full_path(),
        "passkeys": are_possible(request) and (request.user.is_anonymous or bool(second_factor.passkeys_of(request.user))),
    }
    return TemplateResponse(request, "admin/sign_in_again.html", context)
