"""Second factors for tests: authenticator apps whose codes are of now, or of half a minute from now, and sessions from a while ago."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from dara.admin.log_in import CONFIRMED

PASSWORD = "correct horse battery"


def enrolled(name: str = "curator") -> TOTPDevice:
    """Make a superuser with an authenticator app."""
    user = User.objects.create_superuser(name, password=PASSWORD)
    return TOTPDevice.objects.create(user=user, name="authenticator app")


def code_of(device: TOTPDevice, later: int = 0) -> str:
    """Return the code that the app shows, or will show so many half minutes later: one later is taken, too, as its clock may be fast."""
    device.refresh_from_db()
    return f"{TOTP(device.bin_key, drift=later).token():06}"


def wrong_code_of(device: TOTPDevice) -> str:
    valid = {code_of(device, later) for later in range(-3, 4)}
    return next(
        code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777") if code not in valid
    )


def wait() -> None:
    """Have the time pass for which wrong codes delay the next."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))


def log_in(client, code: str = "", password: str = PASSWORD, username: str = "curator", **more: str):
    return client.post(reverse("admin:login"), {"username": username, "password": password, "code": code}, **more)


def eleven_minutes_later(client) -> None:
    session = client.session
    session[CONFIRMED] -= 11 * 60
    session.save()


def recovery_codes(client) -> list[str]:
    """Have recovery codes made, and return them."""
    return re.findall("<li><code>([a-z2-7]{8})</code></li>", client.post(reverse("admin:recovery_codes")).text)
