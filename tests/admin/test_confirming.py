"""What is hard to undo is confirmed with password and code, unless that was done in the last ten minutes; what was sent is kept meanwhile."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from dara.models import Topic, Withholding
from tests.admin.second_factors import PASSWORD, code_of, eleven_minutes_later, log_in

pytestmark = pytest.mark.django_db
ASKED = "Confirm that it is you"


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("curator", password=PASSWORD)


@pytest.fixture
def curator(client, user):
    """Somebody who logged in a while ago."""
    log_in(client)
    eleven_minutes_later(client)
    return client


def kept(page) -> dict[str, str]:
    """What the page keeps of the form that was sent, as a browser reads it."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page.text, re.DOTALL)
    return {name: unescape(value) for name, value in found}


def confirm(client, page, password: str = PASSWORD, code: str = ""):
    answer = {"_signing_in": "1", "again-password": password, "again-code": code}
    return client.post(page.wsgi_request.get_full_path(), kept(page) | answer)


def merging(archive) -> tuple[str, dict]:
    double = Topic.objects.create(slug="jail", name="Jail", position=9)
    return reverse("admin:dara_topic_merge", args=[double.pk]), {"into": str(archive.topic.pk)}


def lifting(archive) -> tuple[str, dict]:
    return reverse("admin:dara_withholding_delete", args=[Withholding.objects.get().pk]), {"post": "yes"}


def adding_a_user(archive) -> tuple[str, dict]:
    typed = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": "of <their> own & long",
        "password2": "of <their> own & long",
    }
    return reverse("admin:auth_user_add"), typed | {"_save": "Save"}


def changing_a_password(archive) -> tuple[str, dict]:
    other = User.objects.create_user("other")
    typed = {
        "usable_password": "true",
        "password1": "of their own & long",
        "password2": "of their own & long",
        "set-password": "Change",
    }
    return reverse("admin:auth_user_password_change", args=[other.pk]), typed


def deleting_users(archive) -> tuple[str, dict]:
    other = User.objects.create_user("other")
    return reverse("admin:auth_user_changelist"), {"action": "delete_selected", "_selected_action": str(other.pk), "post": "yes"}


def deleting_a_group(archive) -> tuple[str, dict]:
    return reverse("admin:auth_group_delete", args=[Group.objects.get(name="reviewer").pk]), {"post": "yes"}


def adding_a_group(archive) -> tuple[str, dict]:
    return reverse("admin:auth_group_add"), {"name": "readers", "_save": "Save"}


def state() -> list:
    """What all of these change."""
    users, groups = User.objects.values_list("username", "password"), Group.objects.values_list("name", flat=True)
    return [set(users), set(groups), Topic.objects.count(), Withholding.objects.count()]


@pytest.mark.parametrize(
    "act", [merging, lifting, adding_a_user, changing_a_password, deleting_users, deleting_a_group, adding_a_group]
)
def test_waits_for_the_password_and_is_done_then(curator, archive, act):
    address, sent = act(archive)
    before = state()
    assert ASKED not in curator.get(address).text
    page = curator.post(address, sent)
    assert ASKED in page.text
    assert kept(page) == sent
    assert state() == before
    done = confirm(curator, page)
    assert done.status_code == 302
    assert state() != before


def test_a_wrong_password_is_told_counted_and_loses_nothing(curator, archive, caplog):
    address, sent = merging(archive)
    page = curator.post(address, sent)
    for _ in range(5):
        page = confirm(curator, page, "wrong")
        assert kept(page) == sent
    assert page.status_code == 429
    assert caplog.messages[0] == "A log-in as 'curator' from 127.0.0.1 failed."
    assert confirm(curator, page).status_code == 429
    assert Topic.objects.filter(slug="jail").exists()


def test_a_code_is_asked_of_whoever_has_one(curator, archive, user, caplog):
    caplog.set_level("INFO")
    app = TOTPDevice.objects.create(user=user, name="authenticator app")
    page = curator.post(*merging(archive))
    assert "enter a code, too" in confirm(curator, page).text
    assert Topic.objects.filter(slug="jail").exists()
    assert confirm(curator, page, code=code_of(app)).status_code == 302
    assert not Topic.objects.filter(slug="jail").exists()
    assert "'curator' confirmed who they are from 127.0.0.1." in caplog.messages


def test_nothing_is_asked_again_for_ten_minutes(curator, archive):
    confirm(curator, curator.post(*merging(archive)))
    assert curator.post(*adding_a_group(archive)).status_code == 302
    eleven_minutes_later(curator)
    assert ASKED in curator.post(*lifting(archive)).text


def test_two_persons_confirm_each(curator, archive, settings):
    settings.DARA_TWO_PERSONS = True
    address, sent = lifting(archive)
    assert confirm(curator, curator.post(address, sent)).status_code == 302
    assert Withholding.objects.exists(), "it is only proposed"
    User.objects.create_superuser("second", password=PASSWORD)
    second = type(curator)()
    log_in(second, username="second")
    eleven_minutes_later(second)
    page = second.post(address, sent)
    assert ASKED in page.text
    assert confirm(second, page).status_code == 302
    assert not Withholding.objects.exists()


def test_nobody_confirms_what_they_may_not_do(client, archive):
    User.objects.create_user("nobody", password=PASSWORD, is_staff=True)
    log_in(client, username="nobody")
    eleven_minutes_later(client)
    page = client.post(*merging(archive))
    assert confirm(client, page).status_code == 403
