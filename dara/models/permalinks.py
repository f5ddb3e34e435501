"""The public address of a thing, from either site: the admin's own URLs do not hold the public pages."""

from django.urls import reverse


def permalink(name: str, *args: str) -> str:
    """The path of the public page of that name, e.g. permalink("source", key) → "/sources/my39rk8h/"."""
    return reverse(name, urlconf="dara.urls.public", args=args)
