"""The scripts of any other site may read all of the public one, and nothing of the admin."""

import pytest
from django.test import Client

ORIGIN = {"origin": "https://newsroom.example.org"}


@pytest.mark.parametrize("path", ["/", "/statements/", "/feeds/statements.atom", "/data/", "/sitemap.xml", "/nope/"])
def test_anybody_may_read(path, archive, as_public):
    with as_public() as client:
        response = client.get(path, headers=ORIGIN)
        plain = client.get(path)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert plain["Access-Control-Allow-Origin"] == "*"  # whoever asks, so that caches need not tell visitors apart
    assert "Origin" not in response.get("Vary", "")


def test_a_preflight_is_answered_before_anything_is_asked_of_the_database(db, as_public, django_assert_num_queries):
    with as_public() as client, django_assert_num_queries(0):
        response = client.options("/statements/", headers=ORIGIN | {"access-control-request-method": "GET"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/es/statements/",
        "/feeds/statements.atom",
        "/data/",
        "/data/dara.sqlite",
        "/data/downloads.json",
        "/statements.csv",
        "/api/v1/statements/",
        "/sitemap.xml",
        "/healthz",
    ],
)
def test_options_says_which_methods_there_are(path, db, as_public, django_assert_num_queries):
    with as_public() as client, django_assert_num_queries(0):
        response = client.options(path)
    assert (response.status_code, response["Allow"], response.content) == (200, "GET, HEAD, OPTIONS", b"")


def test_options_of_no_address_is_404(db, as_public):
    with as_public() as client:
        assert client.options("/nope/nothing/").status_code == 404


@pytest.mark.django_db
def test_the_admin_does_not_answer_to_other_sites():
    """These tests run with the admin's settings where nothing says otherwise."""
    client = Client()
    assert client.get("/healthz").status_code == 200
    assert "Access-Control-Allow-Origin" not in client.get("/healthz", headers=ORIGIN)
    preflight = client.options("/admin/login/", headers=ORIGIN | {"access-control-request-method": "GET"})
    assert "Access-Control-Allow-Origin" not in preflight
