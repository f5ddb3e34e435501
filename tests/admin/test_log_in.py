"""The admin's door: passwords, and where a log-in leads."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from dara import settings as as_served

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
