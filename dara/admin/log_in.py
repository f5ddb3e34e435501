"""Logging in: what fails too often is refused for a while, and each attempt is recorded, in the database and in the log.

django-axes counts and refuses, passwords and codes alike. Here is where an attempt came from, what is recorded of it, and what is said to whoever
is refused."""

import logging
import time
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from dara.admin import second_factor

NO_ADDRESS = "0.0.0.0"  # a proxy on a socket tells none. Such attempts are counted together
LOCKED_OUT = (
    "{failures} attempts to log in under this name have failed from where you are, so none is tried until {until:%H:%M} (Los Angeles time), "
    "not even with the right password. Try again then. Whoever runs the archive can let you in sooner."
)
CODE_MISSING = "This account has a second factor: enter a code, too, or log in with a passkey."
CONFIRMED = "confirmed_at"  # of a session: the time, in seconds since 1970
CONFIRMED_FOR = timedelta(minutes=10)
log = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str:
    """Return the address that a request came from: the connection's, or what the outermost of our proxies (DARA_PROXIES) saw.

    What stands further left in X-Forwarded-For is whatever the client has sent. Of an IPv6 address, return the network of 64 bits: one
    household has all of it."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [each for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each]
    if 0 < settings.DARA_PROXIES <= len(forwarded):
        address = forwarded[-settings.DARA_PROXIES]
    try:
        found = ip_address(address.strip())
    except ValueError:
        return NO_ADDRESS
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False).network_address)
    return str(found)


def record(request: HttpRequest, what: str) -> None:
    """Say in the log what somebody who is logged in did to an account, and from where."""
    log.info("%r %s from %s.", request.user.get_username(), what, client_address(request))


def confirm(request: HttpRequest) -> None:
    """Note that whoever has this session has just shown who they are."""
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    return time.time() - request.session.get(CONFIRMED, 0) < CONFIRMED_FOR.total_seconds()


class RecordingHandler(AxesDatabaseHandler):
    """Says in the log, too, who logged in or tried to, and from where. Names are quoted, so that none can end its line."""

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        super().user_login_failed(sender, credentials, request, **kwargs)
        what = "was refused (locked out)" if request.axes_locked_out else kwargs.get("how", "failed")
        log.warning("A log-in as %r from %s %s.", credentials.get("username"), request.axes_ip_address, what)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        super().user_logged_in(sender, request, user, **kwargs)
        confirm(request)
        device = getattr(user, "otp_device", None)
        how = f" with {second_factor.describe(device)}" if device else ""
        log.info("%r logged in from %s%s.", user.get_username(), request.axes_ip_address, how)

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        super().user_logged_out(sender, request, user, **kwargs)
        if user:
            log.info("%r logged out from %s.", user.get_username(), request.axes_ip_address)

    def post_save_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """Keep nothing of what was sent, in the transaction that stored it: a form that is sent again has more than a name in it."""
        AccessAttempt.objects.filter(pk=instance.pk).update(get_data="", post_data="")


class LogInForm(AdminAuthenticationForm):
    """Asks for a code, too, and says to whoever is locked out what happened, and when to try again."""

    code = forms.CharField(
        required=False,
        max_length=30,
        help_text="Of your authenticator app, or a recovery code. Empty if you have set up neither.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
    )
    request: Any  # django-axes notes on it what it found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user: Any = self.get_user()
        if user and second_factor.is_enrolled(user):
            user.otp_device = self._take_code(user)  # which django-otp notes in the session
        return cleaned

    def _take_code(self, user: Any) -> Device:
        """Return the device that the code is of. Raises ValidationError, once the failure is counted and recorded as that of a password is."""
        code = self.cleaned_data.get("code")
        if not code:
            raise ValidationError(CODE_MISSING, code="code_missing")
        try:
            device = second_factor.take(user, code)
        except ValidationError:
            credentials = {"username": user.get_username()}
            user_login_failed.send(__name__, credentials=credentials, request=self.request, how="failed (the code)")
            if self.request.axes_locked_out:
                raise self.get_invalid_login_error() from None
            raise
        if isinstance(device, StaticDevice):
            left = second_factor.recovery_codes_left(user)
            messages.warning(self.request, f"That was a recovery code; {left} are left. “Second factor”, above, makes new ones.")
        return device

    def get_invalid_login_error(self) -> ValidationError:
        if not self.request.axes_locked_out:
            return super().get_invalid_login_error()
        until = timezone.localtime(_locked_until(self.request, self.cleaned_data)) + timedelta(
            minutes=1
        )  # 14:05:59 is not over at 14:05
        return ValidationError(LOCKED_OUT.format(failures=settings.AXES_FAILURE_LIMIT, until=until), code="locked_out")


class ConfirmForm(LogInForm):
    """Asks whoever is logged in to show again who they are."""

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        del self.fields["username"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["username"] = self.request.user.get_username()
        return super().clean()


def refuse(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """Give the page on which somebody is told that they are locked out the status of a refusal. What was typed there stays."""
    response.status_code = 429
    wait = _locked_until(request, credentials) - timezone.now()
    response["Retry-After"] = str(max(1, round(wait.total_seconds())))
    return response


def _locked_until(request: HttpRequest, credentials: dict[str, Any]) -> datetime:
    [attempts] = AxesProxyHandler.get_implementation().get_user_attempts(request, {"username": credentials.get("username")})
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or timezone.now()) + settings.AXES_COOLOFF_TIME
