"""The admin's door: passwords, where a log-in leads, who is locked out, and what is recorded."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import serializers
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dara import settings as as_served
from dara.admin.log_in import client_address

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def curator():
    return get_user_model().objects.create_superuser("curator", password=PASSWORD)


def log_in(client, password: str = PASSWORD, username: str = "curator", **more: str):
    return client.post(reverse("admin:login"), {"username": username, "password": password, **more.pop("form", {})}, **more)


def test_an_older_hash_logs_in_and_becomes_argon2(client, curator, settings):
    settings.PASSWORD_HASHERS = as_served.PASSWORD_HASHERS  # the tests' own are quicker
    curator.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
    curator.save()
    assert log_in(client).status_code == 302
    curator.refresh_from_db()
    assert curator.password.startswith("argon2$argon2id$")
    assert curator.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["elevenchars", "qwertyqwerty", "curator-1234", "271828182845904"])
def test_weak_passwords_are_refused(curator, password):
    with pytest.raises(ValidationError):
        validate_password(password, curator)
    validate_password(PASSWORD, curator)


def test_a_session_ends_after_eight_hours(client, curator):
    assert log_in(client).cookies["sessionid"]["max-age"] == 8 * 3600


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_bad_next_leads_to_the_admin(client, curator, where):
    assert log_in(client, form={"next": where})["Location"] == reverse("admin:index")


def test_a_good_next_is_followed(client, curator):
    assert log_in(client, form={"next": "/admin/dara/source/"})["Location"] == "/admin/dara/source/"


def test_five_failures_lock_out_and_say_until_when(client, curator):
    for _ in range(4):
        assert log_in(client, "wrong").status_code == 200
    fifth = log_in(client, "wrong")
    right = log_in(client)
    for refused in (fifth, right):
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 15 * 60
        until = timezone.localtime(AccessAttempt.objects.get().attempt_time) + timedelta(minutes=16)
        assert f"none is tried until {until:%H:%M} (Los Angeles time)" in refused.text
    assert "_auth_user_id" not in client.session


def test_a_lock_is_of_a_name_and_an_address_together(client, curator):
    for _ in range(6):
        refused = log_in(client, "wrong", REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 429
    assert log_in(client, "wrong", username="other", REMOTE_ADDR="203.0.113.9").status_code == 200
    assert log_in(client, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_a_lock_ends_by_itself(client, curator):
    for _ in range(7):
        refused = log_in(client, "wrong")
    assert refused.status_code == 429
    assert AccessAttempt.objects.get().failures_since_start == 5, "what is refused prolongs nothing"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert log_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client).status_code == 302


def test_a_log_in_forgives_what_failed_before(client, curator):
    for _ in range(3):
        for _ in range(4):
            assert log_in(client, "wrong").status_code == 200
        assert log_in(client).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "connection", "forwarded", "address"),
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", "203.0.113.7", "192.0.2.1"),  # anybody can send that
        (1, "192.0.2.1", "203.0.113.7", "203.0.113.7"),
        (1, "192.0.2.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "192.0.2.1", "198.51.100.1, 203.0.113.7, 192.0.2.2", "203.0.113.7"),
        (2, "192.0.2.1", "203.0.113.7", "192.0.2.1"),
        (1, "192.0.2.1", "", "192.0.2.1"),
        (1, "192.0.2.1", "<b>", "0.0.0.0"),
        (0, "", "", "0.0.0.0"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_the_address_of_an_attempt(rf, settings, proxies, connection, forwarded, address):
    settings.DARA_PROXIES = proxies
    assert client_address(rf.get("/", REMOTE_ADDR=connection, HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_what_is_recorded_has_no_password(client, curator, caplog):
    caplog.set_level("INFO")
    log_in(client, "s3cret", username="cura\ntor")
    client.post(
        "/admin/dara/source/add/", {"title": "s3cret", "_signing_in": "1", "again-username": "curator", "again-password": "s3cret"}
    )
    log_in(client)
    client.post(reverse("admin:logout"))
    assert [record.getMessage() for record in caplog.records if record.name == "dara.admin.log_in"] == [
        r"A log-in as 'cura\ntor' from 127.0.0.1 failed.",
        "A log-in as 'curator' from 127.0.0.1 failed.",
        "'curator' logged in from 127.0.0.1.",
        "'curator' logged out from 127.0.0.1.",
    ]
    assert list(AccessFailureLog.objects.order_by("pk").values_list("username", flat=True)) == ["cura\ntor", "curator"]
    assert AccessLog.objects.get().logout_time
    stored = serializers.serialize(
        "json", [*AccessAttempt.objects.all(), *AccessFailureLog.objects.all(), *AccessLog.objects.all()]
    )
    assert "s3cret" not in stored + caplog.text


def test_who_is_locked_out_loses_nothing(client, curator):
    typed = {"title": "Half a thought", "_signing_in": "1", "again-username": "curator", "again-password": "wrong"}
    for _ in range(5):
        refused = client.post("/admin/dara/source/add/", typed)
    assert refused.status_code == 429
    assert "none is tried until" in refused.text
    assert "Half a thought" in refused.text


def test_superusers_read_who_logged_in_and_nobody_changes_it(client, curator):
    log_in(client)
    assert client.get(reverse("admin:app_list", args=["axes"])).status_code == 200
    log = AccessLog.objects.get()
    assert "127.0.0.1" in client.get(reverse("admin:axes_accesslog_changelist")).text
    assert client.post(reverse("admin:axes_accesslog_delete", args=[log.pk]), {"post": "yes"}).status_code == 403
    get_user_model().objects.filter(pk=curator.pk).update(is_superuser=False)
    assert client.get(reverse("admin:axes_accesslog_changelist")).status_code == 403
