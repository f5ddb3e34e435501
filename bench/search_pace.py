"""How long pages of search and of the narrowed lists take, in a large archive: each as a ratio to a statement's own page.

The generated words are few, so that a common one stands in two of five statements: harder than real texts. Everything is rolled back."""

import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from bench.packages import write_package
from dara.archive.importing import import_package
from dara.models import Statement

ROUNDS = 3


class _Done(Exception):
    """Thrown to roll the import back."""


def main(statements: int = 100_000) -> None:
    try:
        with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
            write_package(Path(folder) / "package", statements)
            import_package(Path(folder) / "package")
            with override_settings(ROOT_URLCONF="dara.urls.public", MIDDLEWARE=settings.PUBLIC_MIDDLEWARE, ALLOWED_HOSTS=["*"]):
                _pages()
            raise _Done
    except _Done:
        pass


def _pages() -> None:
    some = Statement.objects.order_by("key")[1000]
    pages = {
        "a statement": some.get_absolute_url(),
        "search: the words of a quotation": f"/search/?q={quote(some.text)}",
        "search: a rare word": f"/search/?q={some.text.split()[-1]}",
        "search: a common word": "/search/?q=bail",
        "search: two common words": "/search/?q=bail+jail",
        "search: a phrase": "/search/?q=%22bail+jail%22",
        "search: a misspelt name": "/search/?q=Speakre+bail",
        "search: some of the words": "/search/?q=elephants+bail+zebras",
        "search: nothing": "/search/?q=elephants",
        "statements": "/statements/",
        "statements: a topic": "/statements/?topic=topic-3",
        "statements: a rare word": f"/statements/?q={some.text.split()[-1]}",
        "statements: a common word": "/statements/?q=bail",
        "statements: the last page": "/statements/?page=2000",
        "sources: a common word": "/sources/?q=bail",
    }
    client = Client()
    first = None
    print(f"{'':40}{'ms':>8}{'ratio':>8}")
    for name, path in pages.items():
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            response = client.get(path)
            times.append(time.perf_counter() - start)
        middle = statistics.median(times)
        first = first or middle
        print(f"{name:40}{middle * 1000:>8.0f}{middle / first:>8.1f}   {response.status_code}")
