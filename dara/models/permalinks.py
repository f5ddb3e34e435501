"""The public address of a thing, from either site: the admin's own URLs do not hold the public pages."""

from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def address(name: str, *args: str) -> str:
    """The path of the public page of that name, in the language that is being shown: address("source", key) → "/es/sources/my39rk8h/"."""
    return reverse(name, urlconf="dara.urls.public", args=args)


def permalink(name: str, *args: str) -> str:
    """The path that is cited, which never changes: the English one, whatever language is being shown."""
    with translation.override(settings.LANGUAGE_CODE):
        return address(name, *args)


def public_url(path: str) -> str:
    """A path of the public site in full: “/data/” → “https://dara.example.org/data/”."""
    return f"{settings.DARA_BASE_URL}{path}"


def permanent(row: HasPage) -> str:
    """The permalink of a row's page, in full: “https://dara.example.org/sources/my39rk8h/”."""
    with translation.override(settings.LANGUAGE_CODE):
        return public_url(row.get_absolute_url())
