"""The second factor: a code with the password, or one of recovery; who has none yet sets one up and sees nothing else."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db.models import F
from django.urls import reverse
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from dara.admin.second_factor import RECOVERY_CODES
from tests.admin.second_factors import (
    PASSWORD,
    code_of,
    eleven_minutes_later,
    enrolled,
    log_in,
    recovery_codes,
    wait,
    wrong_code_of,
)

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/second-factor/"
APP = "/admin/second-factor/app/"


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.DARA_SECOND_FACTOR = True


@pytest.fixture
def app() -> TOTPDevice:
    """The authenticator app of a curator."""
    return enrolled()


@pytest.fixture
def newcomer(django_user_model):
    return django_user_model.objects.create_superuser("curator", password=PASSWORD)


def opens(client) -> bool:
    return client.get("/admin/").status_code == 200


def add_passkey(user) -> WebAuthnCredential:
    return WebAuthnCredential.objects.create(user=user, credential_id=b"1", public_key=b"1", aaguid="0")


class TestLoggingIn:
    def test_takes_a_password_with_a_code(self, client, app, caplog):
        caplog.set_level("INFO")
        assert log_in(client, code_of(app)).headers["Location"] == "/admin/"
        assert opens(client)
        assert "'curator' logged in from 127.0.0.1 with an authenticator app." in caplog.messages

    def test_takes_a_code_as_apps_show_it(self, client, app):
        code = code_of(app)
        assert log_in(client, f" {code[:3]} {code[3:]} ").status_code == 302

    @pytest.mark.parametrize("code", ["", "abcdefgh", "1", "1234567", "٣٣٣٣٣٣", "x" * 31, "a\0b"])
    def test_takes_no_password_alone_and_nothing_else_for_a_code(self, client, app, code):
        assert log_in(client, code).status_code == 200
        assert not opens(client)
        assert "_auth_user_id" not in client.session

    def test_asks_for_the_code_that_is_missing_and_counts_no_failure(self, client, app):
        assert "enter a code, too, or log in with a passkey" in log_in(client).text
        assert not AccessAttempt.objects.exists()

    def test_takes_a_code_once(self, client, app):
        code = code_of(app)
        assert log_in(client, code).status_code == 302
        again = log_in(type(client)(), code)
        assert "was used before" in again.text
        wait()
        assert log_in(type(client)(), code_of(app, later=1)).status_code == 302

    def test_takes_no_code_of_somebody_else_s_app(self, client, app):
        assert log_in(client, wrong_code_of(app)).status_code == 200
        wait()
        assert log_in(client, code_of(enrolled("other"))).status_code == 200
        assert not opens(client)

    def test_asks_whoever_has_one_everywhere(self, client, app, settings):
        settings.DARA_SECOND_FACTOR = False
        assert log_in(client).status_code == 200
        assert not opens(client)
        assert log_in(client, code_of(app)).status_code == 302

    def test_takes_a_password_alone_on_a_machine_of_one_s_own(self, client, newcomer, settings):
        settings.DARA_SECOND_FACTOR = False
        assert log_in(client).headers["Location"] == "/admin/"
        assert opens(client)


class TestGuessing:
    def test_codes_lock_out_as_passwords_do(self, client, app, caplog):
        wrong = wrong_code_of(app)
        for _ in range(4):
            assert log_in(client, wrong).status_code == 200
            wait()
        for code in (wrong, code_of(app)):
            refused = log_in(client, code)
            assert refused.status_code == 429
            assert "none is tried until" in refused.text
        assert caplog.messages[:2] == ["A log-in as 'curator' from 127.0.0.1 failed (the code)."] * 2
        assert wrong not in serializers.serialize("json", AccessAttempt.objects.all()) + caplog.text

    def test_a_right_password_does_not_forgive_wrong_codes(self, client, app):
        for _ in range(5):
            log_in(client)
            refused = log_in(client, wrong_code_of(app))
            wait()
        assert refused.status_code == 429

    def test_a_wrong_code_delays_the_next_wherever_it_comes_from(self, client, app):
        log_in(client, wrong_code_of(app), REMOTE_ADDR="203.0.113.9")
        # the delay is of a second, which a busy machine takes until the next log-in
        TOTPDevice.objects.update(throttling_failure_timestamp=F("throttling_failure_timestamp") + timedelta(minutes=1))
        assert "none is tried until" in log_in(client, code_of(app), REMOTE_ADDR="203.0.113.10").text
        wait()
        assert log_in(client, code_of(app), REMOTE_ADDR="203.0.113.10").status_code == 302


class TestFirstLogIn:
    def test_leads_to_setting_up_and_nowhere_else(self, client, newcomer):
        log_in(client)
        for address in ("/admin/", "/admin/dara/source/", "/admin/auth/user/", "/admin/password_change/"):
            assert client.get(address, follow=True).redirect_chain[-1] == (OVERVIEW, 302)
        page = client.get(OVERVIEW)
        assert "This site asks for a second factor" in page.text
        assert reverse("admin:dara_source_changelist") not in page.text
        assert client.post(reverse("admin:build_downloads")).status_code == 200  # the page that asks to log in
        assert "_auth_user_id" in client.session
        client.post(reverse("admin:logout"))
        assert "_auth_user_id" not in client.session

    def test_an_app_opens_the_admin(self, client, newcomer, caplog):
        caplog.set_level("INFO")
        log_in(client)
        page = client.post(APP)
        app = TOTPDevice.objects.get()
        assert page.context["secret"] in page.text
        assert '<svg width="' in page.text
        assert "style=" not in page.context["qr_code"], "the content security policy takes none"
        assert "is not right" in client.post(APP, {"code": wrong_code_of(app)}).text
        assert not opens(client)
        wait()
        assert client.post(APP, {"code": code_of(app)}).headers["Location"] == OVERVIEW
        assert opens(client)
        assert "'curator' set up an authenticator app from 127.0.0.1." in caplog.messages
        assert log_in(type(client)(), code_of(app, later=1)).status_code == 302

    def test_a_session_from_a_while_ago_sets_up_nothing(self, client, newcomer):
        """Of whoever finds it open once the second factor was reset."""
        log_in(client)
        eleven_minutes_later(client)
        assert "Confirm that it is you" in client.post(APP).text
        assert not TOTPDevice.objects.exists()
        assert client.post(APP, {"_signing_in": "1", "again-password": PASSWORD}).context["secret"]

    def test_what_is_not_begun_is_not_finished(self, client, newcomer):
        log_in(client)
        assert client.post(APP, {"code": "123456"}).context["secret"]
        assert client.get(APP).headers["Location"] == OVERVIEW
        assert client.post(reverse("admin:recovery_codes")).headers["Location"] == OVERVIEW
        assert not StaticToken.objects.exists()


class TestRecoveryCodes:
    def test_are_shown_once_and_each_is_taken_once(self, client, app, caplog):
        caplog.set_level("INFO")
        log_in(client, code_of(app))
        codes = recovery_codes(client)
        assert len(codes) == RECOVERY_CODES
        assert not [code for code in codes if code in client.get(OVERVIEW).text]
        other = type(client)()
        assert log_in(other, codes[0].upper()).status_code == 302
        assert "That was a recovery code; 9 are left." in other.get("/admin/").text
        assert "You have 9 left" in other.get(OVERVIEW).text
        assert "'curator' logged in from 127.0.0.1 with a recovery code." in caplog.messages
        assert log_in(type(client)(), codes[0]).status_code == 200

    def test_new_ones_take_the_place_of_the_old(self, client, app):
        log_in(client, code_of(app))
        [old, *_] = recovery_codes(client)
        assert old not in recovery_codes(client)
        assert log_in(type(client)(), old).status_code == 200

    def test_whoever_used_one_makes_new_ones_and_stays(self, client, app):
        log_in(client, code_of(app))
        [code, *_] = recovery_codes(client)
        other = type(client)()
        log_in(other, code)
        assert len(recovery_codes(other)) == RECOVERY_CODES
        assert opens(other)


class TestChanging:
    def test_another_app_takes_the_place_of_the_first(self, client, app):
        log_in(client, code_of(app))
        client.post(APP)
        new = TOTPDevice.objects.get(confirmed=False)
        assert TOTPDevice.objects.get(confirmed=True) == app, "until a code of the new one is typed"
        client.post(APP, {"code": code_of(new)})
        assert TOTPDevice.objects.get() == new
        assert opens(client)

    def test_what_is_removed_is_not_asked_for(self, client, app, caplog):
        caplog.set_level("INFO")
        passkey = add_passkey(app.user)
        log_in(client, code_of(app))
        recovery_codes(client)
        client.post(reverse("admin:remove_second_factor"), {"device": app.persistent_id})
        assert opens(client), "the passkey is left"
        assert StaticToken.objects.exists()
        client.post(reverse("admin:remove_second_factor"), {"device": passkey.persistent_id})
        assert not opens(client)
        assert not StaticToken.objects.exists()
        assert "'curator' removed an authenticator app from 127.0.0.1." in caplog.messages

    def test_nobody_removes_what_is_somebody_else_s(self, client, app):
        log_in(client, code_of(app))
        other = enrolled("other")
        client.post(reverse("admin:remove_second_factor"), {"device": other.persistent_id})
        assert TOTPDevice.objects.filter(pk=other.pk).exists()

    @pytest.mark.parametrize("name", ["second_factor_app", "recovery_codes", "remove_second_factor"])
    def test_is_confirmed_first(self, client, app, name):
        log_in(client, code_of(app))
        eleven_minutes_later(client)
        sent = {"device": app.persistent_id}
        assert "Confirm that it is you" in client.post(reverse(f"admin:{name}"), sent).text
        assert TOTPDevice.objects.get() == app
        assert not StaticToken.objects.exists()
        answer = {"_signing_in": "1", "again-password": PASSWORD, "again-code": code_of(app, later=1)}
        assert "Confirm that it is you" not in client.post(reverse(f"admin:{name}"), sent | answer).text
        assert (TOTPDevice.objects.count(), StaticToken.objects.count()) != (1, 0)


class TestReset:
    def test_takes_all_away_and_ends_what_is_open(self, client, app, capsys):
        log_in(client, code_of(app))
        recovery_codes(client)
        add_passkey(app.user)
        call_command("reset_second_factor", "curator")
        assert "Taken away: an authenticator app, a recovery code, a passkey." in capsys.readouterr().out
        assert not opens(client)
        assert log_in(type(client)()).status_code == 302

    def test_knows_who_there_is(self, db):
        with pytest.raises(CommandError, match="There is no user 'nobody'"):
            call_command("reset_second_factor", "nobody")


class TestSessionThatEnds:
    """What was typed is kept, whoever has to show a second factor, or set one up first."""

    def sign_in(self, client, **again: str):
        again = {f"again-{name}": value for name, value in again.items()}
        return client.post("/admin/dara/topic/add/", {"name": "Half a thought", "_signing_in": "1"} | again)

    def test_takes_a_code(self, client, app):
        refused = self.sign_in(client, username="curator", password=PASSWORD)
        assert "enter a code, too" in refused.text
        signed_in = self.sign_in(client, username="curator", password=PASSWORD, code=code_of(app))
        assert "You are signed in" in signed_in.text
        assert "Half a thought" in signed_in.text
        assert "set up a second factor" not in signed_in.text

    def test_says_that_one_has_to_be_set_up(self, client, newcomer):
        assert "set up a second factor, in another window" in self.sign_in(client, username="curator", password=PASSWORD).text


def test_nobody_reads_or_changes_what_others_have():
    """The pages that django-otp brings show secrets."""
    assert not [model for model in admin.site._registry if issubclass(model, Device | StaticToken)]


def test_the_list_of_users_says_who_has_one(client, app, django_user_model):
    django_user_model.objects.create_user("reader")
    log_in(client, code_of(app))
    listed = client.get(reverse("admin:auth_user_changelist"), {"o": "4"}).context["cl"].result_list
    assert {user.username: user.second_factor for user in listed} == {"reader": False, "curator": True}


@pytest.mark.django_db(transaction=True)
def test_no_export_has_a_secret(curated_archive, app, tmp_path):
    call_command("export_archive", str(tmp_path / "out"), verbosity=0)
    written = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written
    assert not [content for content in written if app.key.encode() in content]
