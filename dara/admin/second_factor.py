"""The second factor of a user: an authenticator app (TOTP, RFC 6238), passkeys (WebAuthn), and recovery codes for the day when both are lost.

django-otp keeps and checks them; each row of its is a “device”. A code is taken once, and each wrong one doubles the time until the next is tried."""

import re
from base64 import b32encode
from io import BytesIO
from typing import Any

import segno
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp import devices_for_user, user_has_device
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

RECOVERY_CODES = 10  # of a user, at first
WRONG = "This code is not right, or was used before. An app shows a new one each half minute; if none is right, set the clock of its phone."
WAIT = "After so many wrong codes none is tried until {until:%Y-%m-%d %H:%M:%S} (Los Angeles time), not even the right one."

User = Any  # Django's, whose stubs do not know what django-otp adds to it


def is_enrolled(user: User) -> bool:
    """Return whether a password alone does not log the user in."""
    return user_has_device(user)


def take(user: User, typed: str) -> Device:
    """Return the device that a code is of. Raises ValidationError, and has counted that, where it is of none, or too many were wrong."""
    code = plain(typed)
    model = TOTPDevice if re.fullmatch("[0-9]{6}", code) else StaticDevice
    device = model.objects.devices_for_user(user, confirmed=True).first()
    if device is None:
        raise ValidationError(WRONG, code="wrong_code")
    return verify(device, code)


def plain(typed: str) -> str:
    """Return a code as it is compared: apps show “123 456”."""
    return re.sub(r"[\s-]", "", typed).lower()


def verify(device: Device, code: str) -> Device:
    with transaction.atomic():
        locked: Any = type(device).objects.select_for_update().get(pk=device.pk)  # two requests cannot take one code
        is_tried, why = locked.verify_is_allowed()
        is_right = is_tried and locked.verify_token(code)
    if not is_tried:
        raise ValidationError(WAIT.format(until=timezone.localtime(why["locked_until"])), code="wait")
    if not is_right:
        raise ValidationError(WRONG, code="wrong_code")
    return locked


# --- what a user has --------------------------------------------------------------------------------


def app_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def passkeys_of(user: User) -> list[WebAuthnCredential]:
    return list(WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk"))


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def describe(device: Device) -> str:
    names = {TOTPDevice: "an authenticator app", StaticDevice: "a recovery code", WebAuthnCredential: "a passkey"}
    return names[type(device)]


# --- setting up and taking away ---------------------------------------------------------------------


def begin_app(user: User) -> TOTPDevice:
    """Make a secret for an authenticator app, which counts only once a code of it was typed (`finish_app`)."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator app")


def begun_app(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=False).last()


def finish_app(device: TOTPDevice, typed: str) -> TOTPDevice:
    """Have the app count, in the place of an earlier one. Raises ValidationError where the code is not of it."""
    confirmed = verify(device, plain(typed))
    TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    confirmed.confirmed = True
    confirmed.save()
    return confirmed


def secret_of(device: TOTPDevice) -> str:
    """Return the secret for an app that scans nothing: base 32, in groups of four."""
    return " ".join(re.findall(".{4}", b32encode(device.bin_key).decode()))


def qr_code_of(device: TOTPDevice) -> SafeString:
    """Return the QR code that apps scan, as an SVG element."""
    drawn = BytesIO()
    segno.make(device.config_url, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, svgns=False, scale=4, light="#fff")
    return mark_safe(drawn.getvalue().decode())  # made of numbers alone


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes in the place of those that are left, and return them. They are not shown again."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    device.throttle_reset()
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def remove(user: User, device: Device) -> Device | None:
    """Take one away, and the recovery codes with the last. Return one that is left, None where none is."""
    device.delete()
    left = app_of(user) or next(iter(passkeys_of(user)), None)
    if left is None:
        reset(user)
    return left


@transaction.atomic
def reset(user: AbstractBaseUser) -> list[str]:
    """Take all of them away, and return what there was. The user logs in with the password, and sets up another."""
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    return [describe(device) for device in devices if device.confirmed]
