"""Logging in: what fails too often is refused for a while, and each attempt is recorded, in the database and in the log.

django-axes counts and refuses. Here is where an attempt came from, what is recorded of it, and what is said to whoever is refused."""

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

NO_ADDRESS = "0.0.0.0"  # a proxy on a socket tells none. Such attempts are counted together
LOCKED_OUT = (
    "{failures} attempts to log in under this name have failed from where you are, so none is tried until {until:%H:%M} (Los Angeles time), "
    "not even with the right password. Try again then. Whoever runs the archive can let you in sooner."
)
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


class RecordingHandler(AxesDatabaseHandler):
    """Says in the log, too, who logged in or tried to, and from where. Names are quoted, so that none can end its line."""

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        super().user_login_failed(sender, credentials, request, **kwargs)
        what = "was refused (locked out)" if request.axes_locked_out else "failed"
        log.warning("A log-in as %r from %s %s.", credentials.get("username"), request.axes_ip_address, what)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        super().user_logged_in(sender, request, user, **kwargs)
        log.info("%r logged in from %s.", user.get_username(), request.axes_ip_address)

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        super().user_logged_out(sender, request, user, **kwargs)
        if user:
            log.info("%r logged out from %s.", user.get_username(), request.axes_ip_address)

    def post_save_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """Keep nothing of what was sent, in the transaction that stored it: a form that is sent again has more than a name in it."""
        AccessAttempt.objects.filter(pk=instance.pk).update(get_data="", post_data="")


class LogInForm(AdminAuthenticationForm):
    """Says to whoever is locked out what happened, and when to try again."""

    request: Any  # django-axes notes on it what it found

    def get_invalid_login_error(self) -> ValidationError:
        if not self.request.axes_locked_out:
            return super().get_invalid_login_error()
        until = timezone.localtime(_locked_until(self.request, self.cleaned_data)) + timedelta(
            minutes=1
        )  # 14:05:59 is not over at 14:05
        return ValidationError(LOCKED_OUT.format(failures=settings.AXES_FAILURE_LIMIT, until=until), code="locked_out")


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
