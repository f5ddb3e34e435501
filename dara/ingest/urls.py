"""Compare URLs. Which are of the same page is a rule of the database (`dara/models/sql/addresses.sql`).

`courlan` is not used: it removes parameters such as `source` and `keyword`, which may say what a page is."""

from urllib.parse import urlsplit

from django.db import connection


def host(url: str) -> str:
    """The host of a URL without “www.”: “example.org”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def are_of_one_page(one: str, other: str) -> bool:
    """Whether two URLs are of the same page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.dara_page(%s) = public.dara_page(%s)", [one, other])
        return bool(cursor.fetchone()[0])
