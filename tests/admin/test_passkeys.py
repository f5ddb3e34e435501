"""Passkeys: where they can be had, what browsers are asked for, and what is refused. A browser makes and uses one in tests/browser/test_log_in.py."""

import json

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from dara.admin.passkeys import CompleteUsing, are_possible, host_name
from tests.admin.second_factors import PASSWORD, code_of, eleven_minutes_later, enrolled, log_in

pytestmark = pytest.mark.django_db
BEGIN_ADDING, COMPLETE_ADDING, BEGIN_USING, COMPLETE_USING = (
    f"otp_webauthn:credential-{each}"
    for each in ("registration-begin", "registration-complete", "authentication-begin", "authentication-complete")
)


def post(client, name: str, data: object = None, **more):
    body = data if isinstance(data, bytes) else json.dumps(data)
    return client.post(reverse(name), body, content_type="application/json", **more)


@pytest.mark.parametrize(
    ("host", "secure", "possible"),
    [
        ("admin.dara.example.org", True, True),
        ("admin.dara.example.org:8443", True, True),
        ("localhost:8001", False, True),
        ("admin.dara.example.org", False, False),
        ("127.0.0.1:8001", False, False),
        ("[::1]:8001", True, False),
    ],
)
def test_where_they_are_possible(rf, settings, host, secure, possible):
    settings.ALLOWED_HOSTS = ["*"]
    assert are_possible(rf.get("/", headers={"host": host}, secure=secure)) == possible


def test_they_are_of_the_host_of_the_admin(client, settings):
    settings.ALLOWED_HOSTS = ["admin.dara.example.org"]
    asked = post(client, BEGIN_USING, headers={"host": "admin.dara.example.org:8443"}, secure=True).json()
    assert asked["rpId"] == "admin.dara.example.org"
    assert post(client, BEGIN_USING, headers={"host": "evil.example"}).status_code == 400


def test_the_log_in_offers_them_where_they_are_possible(client):
    assert "Use a passkey" in client.get("/admin/login/", headers={"host": "localhost"}).text
    assert "Use a passkey" not in client.get("/admin/login/", headers={"host": "127.0.0.1"}).text


def test_they_ask_for_pin_or_finger_each_time(client):
    """They log in without a password, so they are both factors."""
    User.objects.create_superuser("curator", password=PASSWORD)
    assert post(client, BEGIN_USING).json()["userVerification"] == "required"
    log_in(client)
    assert post(client, BEGIN_USING).json()["userVerification"] == "required"
    asked = post(client, BEGIN_ADDING).json()["authenticatorSelection"]
    assert (asked["userVerification"], asked["residentKey"]) == ("required", "required")


class TestAdding:
    def test_is_for_nobody_without_a_session(self, client):
        assert post(client, BEGIN_ADDING).status_code == 403

    def test_is_for_nobody_who_has_not_shown_the_second_factor(self, client):
        app = enrolled()
        client.force_login(app.user)
        assert post(client, BEGIN_ADDING).json()["code"] == "user_not_verified"

    def test_is_confirmed_first(self, client):
        log_in(client, code_of(enrolled()))
        assert post(client, BEGIN_ADDING).status_code == 200
        eleven_minutes_later(client)
        for step in (BEGIN_ADDING, COMPLETE_ADDING):
            assert "confirm that it is you" in post(client, step).json()["detail"]
        page = client.get(reverse("admin:second_factor"), headers={"host": "localhost"})
        assert "otp_webauthn_register.js" not in page.text


RESPONSE = {"clientDataJSON": "AA", "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA"}
KEY = {"id": "AA", "rawId": "AA", "type": "public-key", "response": RESPONSE}


@pytest.mark.parametrize("begin", [True, False], ids=["begun", "not begun"])
@pytest.mark.parametrize("name", [COMPLETE_ADDING, COMPLETE_USING])
@pytest.mark.parametrize(
    "sent", [None, [], {}, "x", KEY, KEY | {"response": RESPONSE | {"userHandle": "A"}}, b"\xff", b"[" * 5000, b"{"]
)
def test_what_is_none_is_refused(client, caplog, begin, name, sent):
    if name == COMPLETE_ADDING:
        client.force_login(User.objects.create_superuser("curator"))
    if begin:
        post(client, name.replace("complete", "begin"))
    answer = post(client, name, sent)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"]
    assert caplog.messages[-1].startswith("A passkey from 127.0.0.1 was refused (")
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("?next=/admin/dara/source/", "/admin/dara/source/"),
        ("?next=https://evil.example/", "/admin/"),
        ("?next=//evil.example/", "/admin/"),
        ("?next=javascript:alert(1)", "/admin/"),
        ("?next=", "/admin/"),
        ("", None),  # a page that has a form to send
    ],
)
def test_where_a_log_in_leads(rf, query, leads_to):
    view = CompleteUsing()
    view.request = rf.post(f"/{query}")
    device = type("Device", (), {"pk": 1})
    assert view.get_success_data(device).get("redirect_url") == leads_to
    assert host_name(view.request) == "testserver"
