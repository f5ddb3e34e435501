"""What is not there, withdrawn, unreachable or broken gets a calm page with the right status; nothing hostile gets a 500."""

import os
import subprocess
import sys

import pytest
from django.db import InterfaceError, OperationalError, connection

from dara.local import defaults

HOSTILE = [
    "/nope/",
    "/%00",
    "/%ff%fe/",
    "/statements/%00%00%00%00%00%00%00%00/",
    "/statements/aaaaaaaa/",
    "/statements/AAAAAAAA/",
    "/statements/aaaaaaaaa/",
    "/statements/aaaaaaa%0a/",
    "/statements/..%2f..%2fx/",
    "/statements/ａａａａａａａａ/",
    "/sources/--------/",
    "/sources/aaaaaaaa/",
    "/results/aaaaaaaa/",
    "/endorsements/aaaaaaaa/",
    "/candidates/%00/",
    "/candidates/' OR 1=1/",
    "/candidates/nobody/",
    "/topics/%F0%9F%98%80/",
    "/elections/" + "a" * 4000 + "/",
    "/voices/nobody/",
    "/sitemap-nope.xml",
    "/sitemap-statements.xml?p=%00",
]
UNREADABLE = [
    "/statements/?page=0",
    "/statements/?page=-1",
    "/statements/?page=2",
    "/statements/?page=last",
    "/statements/?page=%00",
    "/statements/?page=1e3",
    "/statements/?page=",
    "/statements/?page=٣",
    "/statements/?page=" + "9" * 6000,
    "/statements/?q=%00",
    "/statements/?q=" + "a" * 2001,
    "/statements/?topic=%00",
    "/statements/?topic=nothing-of-that-name",
    "/statements/?candidate=' OR 1=1--",
    "/statements/?source=%F0%9F%98%80",
    "/statements/?kind=rumour",
    "/statements/?year=20",
    "/statements/?year=2020%0a",
    "/statements/?sort=;DROP TABLE",
    "/endorsements/?stance=likes",
    "/sources/?publisher=%ff",
    "/corrections/?page=0",
    "/corrections/?record=%00",
    "/corrections/?record=" + "a" * 161,
    "/search/?q=%00",
    "/search/?q=" + "a" * 10_000,
    "/search/paragraphs/?q=a&page=0",
    "/search/paragraphs/?q=a&page=7",
]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_hostile_addresses_are_not_found(path, db, public):
    response = public(path)
    assert response.status_code == 404
    assert not response.cookies


@pytest.mark.parametrize("path", UNREADABLE, ids=lambda path: path[:40])
def test_what_cannot_be_read_is_refused_with_the_reason(path, archive, public):
    response = public(path)
    assert response.status_code == 400
    assert '<p class="notice">' in response.content.decode()
    assert not response.cookies


def test_a_reason_is_shown_as_text(archive, public):
    shown = public("/statements/?page=<script>").content.decode()
    assert "“&lt;script&gt;” is not a page number." in shown
    assert "<script>" not in shown


def test_not_found_is_a_page_of_our_own(db, public):
    response = public("/nope/")
    assert b"There is no such page" in response.content
    assert b'<a class="skip"' in response.content


@pytest.mark.parametrize(("path", "status"), [("/es/nope/", 404), ("/es/statements/withdrwn/", 410), ("/es/sources/?page=0", 400)])
def test_errors_keep_the_language_of_the_address(path, status, archive, public):
    response = public(path)
    assert response.status_code == status
    assert b'<html lang="es">' in response.content
    assert b'href="/es/topics/"' in response.content


def test_a_page_number_with_an_unknown_name_is_ignored(archive, public):
    assert public("/statements/?pages=2&utm_source=%00").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/nope/", "/nope", "/es/nope/", "/feeds/nope.atom", "/static/nope.css", "/api/v1/nope/"),
        *("/statements/aaaaaaaa/", "/statements/withdrwn/", "/es/statements/withdrwn/", "/share/statements/withdrwn-1.png"),
        *("/api/v1/statements/aaaaaaaa/", "/api/v1/statements/withdrwn/", "/statements/withdrwn/citation.bib", "/data/dara.sqlite"),
    ],
)
def test_that_something_is_missing_is_not_kept(path, archive, public):
    """A browser keeps a 404 and a 410 if nothing forbids it, and shows “withdrawn” after the withdrawal was taken back. nginx must keep it for a
    moment, or it gives the page from before the withdrawal while the site is down."""
    response = public(path)
    assert response.status_code in (404, 410)
    assert response["Cache-Control"] == "no-store"
    names = list(response.headers)
    assert response["X-Accel-Expires"] == "5"
    assert names.index("X-Accel-Expires") < names.index("Cache-Control")


def test_that_something_is_missing_in_the_api_is_not_kept(archive, public):
    for key, status in (("aaaaaaaa", 404), ("withdrwn", 410)):
        response = public(f"/api/v1/statements/{key}/")
        assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert "Cache-Control" not in public("/statements/")


def test_a_withdrawn_record_says_when_and_why(archive, public):
    response = public(f"/statements/{archive.withdrawn.key}/")
    assert response.status_code == 410
    text = " ".join(response.content.decode().split())
    assert 'This record was withdrawn on <time datetime="2024-02-03">February 3, 2024</time>. Ground: privacy.' in text
    assert b"noindex" in response.content
    # its key is an address among the statements only
    assert public(f"/endorsements/{archive.withdrawn.key}/").status_code == 404


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_an_unreachable_database_is_a_calm_503(fault, archive, as_public):
    def fail(*args):
        raise fault("the server closed the connection")

    with as_public() as client:
        client.raise_request_exception = False
        with connection.execute_wrapper(fail):
            response = client.get("/statements/")
            missing = client.get("/nope/")
            ready = client.get("/readyz")
            health = client.get("/healthz")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert b"cannot be read just now" in response.content
    assert not response.cookies
    assert missing.status_code == 404
    assert (ready.status_code, ready["Retry-After"]) == (503, "60")
    assert health.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/es/",
        "/feeds/statements.atom",
        "/statements.csv",
        "/api/v1/statements/",
        "/sitemap.xml",
        "/statements/?page=2",
        "/readyz",
    ],
)
def test_every_503_says_when_to_come_again(path, archive, as_public):
    def fail(*args):
        raise OperationalError("the server closed the connection")

    with as_public() as client:
        client.raise_request_exception = False
        with connection.execute_wrapper(fail):
            response = client.get(path)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")


def test_no_database_at_all():
    """The real thing: a process whose database is not there."""
    code = """
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
print([client.get(path).status_code for path in ("/", "/healthz", "/readyz", "/about/", "/nope/")])
"""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "dara.settings",
        "DARA_SITE": "public",
        "DARA_DEBUG": "0",
        "DARA_SECRET_KEY": "for tests only, and nothing else: 0123456789",
        "DATABASE_URL": "postgresql:///nothing?host=/nonexistent",
        "PYTHONPATH": str(defaults.CHECKOUT),
    }
    # the manifest of static files is there only after collectstatic
    code = code.replace(
        "django.setup()",
        "from django.conf import settings\n"
        "settings.STORAGES['staticfiles']['BACKEND'] = 'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
        "django.setup()",
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[503, 200, 503, 200, 404]", done.stderr


def test_our_own_fault_is_a_500(db, as_public, monkeypatch):
    from dara.public.pages import home

    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(home, "_races", fail)
    with as_public() as client:
        client.raise_request_exception = False
        response = client.get("/")
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content


def test_ready_and_healthy(db, public):
    assert (public("/healthz").status_code, public("/readyz").status_code) == (200, 200)


def test_not_ready_before_the_migrations(db, public, monkeypatch):
    from dara.public.pages import health

    monkeypatch.setattr(health, "_newest_migrations", lambda: frozenset({("dara", "9999_not_applied")}))
    response = public("/readyz")
    assert (response.status_code, response.content) == (503, b"the database is not migrated\n")
