"""Passkeys (W3C Web Authentication, level 2): a log-in by a key that a device keeps, and unlocks for whoever has its PIN or finger.

django-otp-webauthn keeps and checks them. A passkey is of one host name, the one of the address at which it was made; none is of an IP address. It
asks for the PIN or finger each time, so it is two factors, and logs in without a password."""

import logging
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.i18n import JavaScriptCatalog
from django_otp import login as note_device
from django_otp_webauthn import views
from django_otp_webauthn.exceptions import MalformedRequest, NotVerified, OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement, UserVerificationRequirement

from dara.admin.log_in import client_address, confirm, is_confirmed, record

log = logging.getLogger(__name__)


def host_name(request: HttpRequest) -> str:
    """Return the host name of the admin's address, which is one of DARA_ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def are_possible(request: HttpRequest) -> bool:
    """Return whether browsers make passkeys for the admin's address: a name, and over https, or “localhost”."""
    name = host_name(request)
    try:
        ip_address(name)
    except ValueError:
        return request.is_secure() or name == "localhost"
    return False


class Ceremonies(WebAuthnHelper):
    """What browsers are asked for, and what of it is taken."""

    def get_relying_party_domain(self) -> str:
        return host_name(self.request)

    def get_allowed_origins(self) -> list[str]:
        return [f"{self.request.scheme}://{self.request.get_host()}"]

    def get_generate_registration_options_kwargs(self, *, user: Any) -> dict[str, Any]:
        selection = AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.REQUIRED, resident_key=ResidentKeyRequirement.REQUIRED
        )
        return super().get_generate_registration_options_kwargs(user=user) | {"authenticator_selection": selection}

    def get_generate_authentication_options_kwargs(self, *, user: Any = None, require_user_verification: bool) -> dict[str, Any]:
        return super().get_generate_authentication_options_kwargs(user=user, require_user_verification=True)


class Recorded(views.BaseWebAuthnView):
    """Refuses what no browser sends, too, and says in the log what was refused."""

    def handle_exception(self, exc: Exception) -> JsonResponse:
        if isinstance(exc, ValueError | RecursionError):  # of base 64, UTF-8 or JSON that is none
            exc = MalformedRequest()
        if isinstance(exc, OTPWebAuthnApiError):
            log.warning("A passkey from %s was refused (%s).", client_address(self.request), exc.code)
        return super().handle_exception(exc)


class OfTheConfirmed(Recorded):
    """Adds a passkey only for whoever has just shown who they are."""

    def check_can_register(self) -> None:
        if not is_confirmed(self.request):
            raise NotVerified("You logged in a while ago: open this page again, and confirm that it is you.")


class BeginAdding(OfTheConfirmed, views.BeginCredentialRegistrationView):
    pass


class CompleteAdding(OfTheConfirmed, views.CompleteCredentialRegistrationView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        record(self.request, "added a passkey")
        return response


class BeginUsing(Recorded, views.BeginCredentialAuthenticationView):
    pass


class CompleteUsing(Recorded, views.CompleteCredentialAuthenticationView):
    """Logs in, or confirms that it is still the same user."""

    def complete_auth(self, device: Any) -> None:
        if self.request.user.is_authenticated:
            note_device(self.request, device)
            confirm(self.request)
            record(self.request, "confirmed who they are with a passkey")
            return
        user: Any = authenticate(self.request, webauthn_credential=device)
        user.otp_device = device  # which django-otp notes in the session
        login(self.request, user)

    def get_success_data(self, device: Any) -> dict[str, Any]:
        """Say where to go on only to a page that asks: the others have a form to send."""
        leads_on = {"redirect_url": self.get_success_url()} if "next" in self.request.GET else {}
        return {"id": device.pk} | leads_on


urlpatterns = [  # under the names that the scripts of django-otp-webauthn are told
    path("adding/begin/", BeginAdding.as_view(), name="credential-registration-begin"),
    path("adding/complete/", CompleteAdding.as_view(), name="credential-registration-complete"),
    path("using/begin/", BeginUsing.as_view(), name="credential-authentication-begin"),
    path("using/complete/", CompleteUsing.as_view(), name="credential-authentication-complete"),
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["django_otp_webauthn"]), name="js-i18n-catalog"),
]
