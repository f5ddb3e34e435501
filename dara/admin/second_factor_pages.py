"""The pages on which users look after their own second factor. Whoever has none yet comes here first, where one is asked for."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django_otp import login as note_device

from dara.admin import second_factor
from dara.admin.log_in import is_confirmed, record
from dara.admin.passkeys import are_possible, host_name


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=30,
        label="Code that the app shows",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def overview(request: HttpRequest) -> HttpResponse:
    """What the user has, and what can be added or removed."""
    if request.method == "POST":  # from whoever had to confirm that it is them
        return redirect("admin:second_factor")
    user = request.user
    return _page(
        request,
        "overview",
        "Second factor",
        app=second_factor.app_of(user),
        passkeys=second_factor.passkeys_of(user),
        codes_left=second_factor.recovery_codes_left(user),
        passkeys_possible=are_possible(request),
        host_name=host_name(request),
        is_confirmed=is_confirmed(request),
    )


def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a secret to scan, and a code of it to show that it was."""
    if request.method != "POST":
        return redirect("admin:second_factor")
    device = second_factor.begun_app(request.user) if "code" in request.POST else None
    form = CodeForm(request.POST if device else None)
    if device and form.is_valid():
        try:
            note_device(request, second_factor.finish_app(device, form.cleaned_data["code"]))
        except ValidationError as error:
            form.add_error("code", error)
        else:
            record(request, "set up an authenticator app")
            messages.success(request, "Your authenticator app is set up.")
            return redirect("admin:second_factor")
    device = device or second_factor.begin_app(request.user)
    secret, qr_code = second_factor.secret_of(device), second_factor.qr_code_of(device)
    return _page(request, "app", "Set up an authenticator app", form=form, secret=secret, qr_code=qr_code)


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes, and show them this once."""
    if request.method != "POST" or not second_factor.is_enrolled(request.user):
        return redirect("admin:second_factor")
    codes = second_factor.make_recovery_codes(request.user)
    record(request, "made recovery codes")
    return _page(request, "recovery_codes", "Your recovery codes", codes=codes)


def remove(request: HttpRequest) -> HttpResponse:
    """Remove the app, or a passkey."""
    having = [second_factor.app_of(request.user), *second_factor.passkeys_of(request.user)]
    device = next((each for each in having if each and each.persistent_id == request.POST.get("device")), None)
    if request.method == "POST" and device:
        left = second_factor.remove(request.user, device)
        note_device(request, left)
        record(request, f"removed {second_factor.describe(device)}")
        messages.success(request, f"Removed: {second_factor.describe(device)}.")
    return redirect("admin:second_factor")


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    shared = admin.site.each_context(request)
    # whoever may see nothing else yet is not offered it
    context |= {**shared, "title": title, "is_nav_sidebar_enabled": shared["has_permission"]}
    return TemplateResponse(request, f"admin/second_factor/{template}.html", context)


PAGES = [  # each with its address, below that of the first, and its name
    ("", overview, "second_factor"),
    ("app/", app, "second_factor_app"),
    ("recovery-codes/", recovery_codes, "recovery_codes"),
    ("remove/", remove, "remove_second_factor"),
]
