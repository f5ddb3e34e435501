"""The public addresses of things. They are reversed with the public site's URLs, so that the admin site can use them too."""

from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.urls import ResolverMatch, get_script_prefix, resolve, reverse
from django.utils import translation


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def address(name: str, *args: str) -> str:
    """Return the path of a public page in the active language: address("source", key) → "/es/sources/my39rk8h/"."""
    return _address(translation.get_language(), get_script_prefix(), name, *args)


@lru_cache(maxsize=2_000)  # some 400 bytes each
def _address(language: str, prefix: str, name: str, *args: str) -> str:
    """Return the same: a page has each of its addresses many times. Language and prefix are the active ones."""
    return reverse(name, urlconf="dara.urls.public", args=args)


def permalink(name: str, *args: str) -> str:
    """Return the path that is cited and never changes: the English one, whatever language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return address(name, *args)


def match(path: str) -> ResolverMatch:
    """Return what a path of the public site leads to, in the language that it names. Raises Resolver404 where that is nothing."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path, urlconf="dara.urls.public")


def public_url(path: str) -> str:
    """A path of the public site in full: “/data/” → “https://dara.example.org/data/”."""
    return f"{settings.DARA_BASE_URL}{path}"


def permanent(row: HasPage) -> str:
    """Return the full permalink of a row: “https://dara.example.org/sources/my39rk8h/”."""
    with translation.override(settings.LANGUAGE_CODE):
        return public_url(row.get_absolute_url())
