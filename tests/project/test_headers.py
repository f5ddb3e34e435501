"""Every answer of both sites has the headers of security: 130 points by the rules of MDN's HTTP Observatory."""

import subprocess
import sys

import pytest
from django.test import Client

from dara.archive import downloads
from dara.headers import PERMISSIONS
from dara.local import defaults
from dara.public.long_answers import LongAnswers
from tests import observatory


@pytest.fixture
def https(settings, tmp_path):
    """Settings of the production shape; static files as they stand in the checkout."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.DARA_DATA_DIR = tmp_path


def check(response, status: int) -> None:
    assert response.status_code == status
    assert observatory.score(response.headers) >= observatory.ENOUGH, dict(response.headers)
    assert response["Permissions-Policy"] == PERMISSIONS
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    if response.streaming:
        b"".join(response.streaming_content)  # which closes the file


PUBLIC = {
    "/": 200,
    "/es/statements/": 200,
    "/statements": 301,
    "/nope/": 404,
    "/statements/?page=0": 400,
    "/api/v1/statements/": 200,
    "/statements.csv": 200,
    "/feeds/statements.atom": 200,
    "/robots.txt": 200,
    "/healthz": 200,
    "/static/favicon.svg": 200,
    "/static/dara.css": 200,
    "/static/nope.css": 404,
    "/data/dara.sqlite": 200,
}


@pytest.mark.django_db(transaction=True)
def test_the_public_site(example_archive, as_public, https):
    downloads.build()
    with as_public() as client:
        for path, status in PUBLIC.items():
            check(client.get(path, secure=True), status)
        check(client.get("/", secure=True, headers={"host": "evil.example"}), 400)
        check(client.post("/", secure=True), 405)
        check(client.get("/", secure=True, **{"dara.is_current": False}), 503)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/admin/login/", 200), ("/admin/", 302), ("/nope/", 404), ("/static/desk.css", 200), ("/admin/?q=%00", 400)],
)
def test_the_admin(path, status, db, https):
    check(Client().get(path, secure=True), status)


def test_a_long_answer_that_is_refused_has_the_headers_of_the_others():
    others = [("Content-Security-Policy", "default-src 'none'"), ("Access-Control-Allow-Origin", "*")]
    answer = [*others, ("ETag", '"x"'), ("Content-Type", "application/zip"), ("Content-Disposition", "attachment")]

    def application(environ, start_response):
        start_response("200 OK", answer)
        return []

    refused = {}
    limited = LongAnswers(application, 1)
    limited({"REQUEST_METHOD": "GET"}, lambda *begun: None)
    limited({"REQUEST_METHOD": "GET"}, lambda status, headers: refused.update(headers, status=status))
    assert refused.items() >= dict(others).items()
    assert refused["status"].startswith("503")
    assert refused["Content-Type"].startswith("text/plain")
    assert refused.keys().isdisjoint({"ETag", "Content-Disposition"})


SHOW_POLICY = """
import django
django.setup()
from django.http import HttpRequest, HttpResponse
from dara.headers import SecurityHeaders
print(SecurityHeaders(lambda request: HttpResponse())(HttpRequest())["Content-Security-Policy"])
"""


def test_a_policy_has_one_order_in_all_processes():
    environment = {"DJANGO_SETTINGS_MODULE": "dara.settings", "DATABASE_URL": "postgresql://none@/none", "DARA_SECRET_KEY": "none"}
    said = {
        subprocess.run(
            [sys.executable, "-c", SHOW_POLICY],
            cwd=defaults.CHECKOUT,
            env=environment | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
