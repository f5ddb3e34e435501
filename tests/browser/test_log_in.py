"""The admin's door in a browser: an authenticator app with keys alone, and a passkey of a virtual authenticator (W3C Web Authentication, 11)."""

from base64 import b32decode
from collections.abc import Callable, Iterator
from pathlib import Path

import argon2
import psycopg
import pytest
from django.core import signing
from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, expect

from dara.local import postgres
from tests.browser.pages import SIZES
from tests.browser.test_every_page import axe, listed, looks
from tests.running_site import Site

PASSWORD = "correct horse battery"
SALT = "django.contrib.sessions.SessionStore"


@pytest.fixture
def database(data_dir: Path, sites: Site) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres.locate(data_dir).url(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def somebody(database, request) -> tuple[int, str]:
    """The number and name of a superuser of this test, so that the user “admin” of the others needs no second factor."""
    name = request.node.name[:30]
    insert = (
        "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email, date_joined)"
        " VALUES (%s, %s, true, true, true, '', '', '', now()) RETURNING id"
    )
    [number] = database.execute(insert, [name, f"argon2{argon2.PasswordHasher(time_cost=1).hash(PASSWORD)}"]).fetchone()
    return number, name


@pytest.fixture
def open_desk(sites: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens the log-in at the host name for which browsers make passkeys. The test fails when the content security policy stops anything."""
    stopped: list[str] = []
    with browser.new_context(base_url=sites.admin.replace("127.0.0.1", "localhost"), reduced_motion="reduce") as context:
        context.set_default_timeout(15_000)
        context.on(
            "console", lambda said: "Content Security Policy" in said.text and stopped.append(f"{said.page.url}: {said.text}")
        )

        def opened(size: str) -> Page:
            page = context.new_page()
            page.set_viewport_size(SIZES[size])
            page.goto("/admin/")
            return page

        yield opened
    assert not stopped, listed(stopped)


def enter(page: Page, *fields: str) -> None:
    """Type into one field after the other, beginning with the one that has the focus, and send the form."""
    for number, words in enumerate(fields):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, words: str) -> None:
    """Find a link or button with Tab alone, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not lead to “{words}”")


def go_to(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def a_while_later(database: psycopg.Connection, data_dir: Path, page: Page) -> None:
    """Have the session's user confirmed more than ten minutes ago."""
    [key] = [each["value"] for each in page.context.cookies() if each["name"] == "sessionid"]
    signed_with = {"key": (data_dir / "secret-key").read_text().strip(), "salt": SALT}
    [stored] = database.execute("SELECT session_data FROM django_session WHERE session_key = %s", [key]).fetchone()
    session = signing.loads(stored, **signed_with)
    session["confirmed_at"] -= 11 * 60
    database.execute(
        "UPDATE django_session SET session_data = %s WHERE session_key = %s", [signing.dumps(session, **signed_with), key]
    )


def test_an_app_and_recovery_codes_with_keys_alone(open_desk, somebody, database, data_dir, long):
    number, name = somebody
    page, faults = open_desk("phone"), []

    def look(what: str) -> None:
        faults.extend(f"{what}: {fault}" for fault in axe(page, looks(f"en-{what}", long)))

    look("log-in")
    page.reload()
    enter(page, name, PASSWORD)
    press(page, "Second factor")
    look("no second factor")
    press(page, "Set up an authenticator app")
    look("app")
    secret = b32decode(page.locator("#secret").inner_text().replace(" ", ""))
    go_to(page, "[name=code]")
    enter(page, f"{TOTP(secret).token():06}")
    expect(page.locator(".messagelist")).to_contain_text("Your authenticator app is set up.")
    press(page, "Make ten recovery codes")
    look("recovery codes")
    code = page.locator("#recovery-codes code").first.inner_text()
    press(page, "I have kept them")
    look("second factor")
    press(page, "Log out")
    page.goto("/admin/")
    enter(page, name, PASSWORD, code)
    expect(page.locator(".messagelist")).to_contain_text("That was a recovery code; 9 are left.")
    a_while_later(database, data_dir, page)
    page.goto(f"/admin/auth/user/{number}/change/")
    go_to(page, "[name=first_name]")
    enter(page, "Ada")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    look("confirming")
    page.locator("[name=again-password]").focus()
    enter(page, PASSWORD, f"{TOTP(secret, drift=1).token():06}")
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert database.execute("SELECT first_name FROM auth_user WHERE id = %s", [number]).fetchone() == ("Ada",)
    assert not faults, listed(faults)


def test_a_passkey_logs_in_confirms_and_brings_back_what_was_typed(open_desk, somebody, database, data_dir, long):
    number, name = somebody
    page, faults = open_desk("desktop"), []
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    authenticator = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    def change_name(words: str) -> None:
        page.goto(f"/admin/auth/user/{number}/change/")
        page.get_by_label("First name").fill(words)

    def saved() -> str:
        expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
        return database.execute("SELECT first_name FROM auth_user WHERE id = %s", [number]).fetchone()[0]

    enter(page, name, PASSWORD)
    page.goto("/admin/second-factor/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey of")).to_be_visible()
    faults += axe(page, looks("en-passkeys", long))
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/login/?next=/admin/dara/topic/")

    devtools.send("WebAuthn.setUserVerified", {**authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#passkey-verification-status-message")).to_contain_text("canceled or not allowed")
    faults += axe(page, looks("en-refused passkey", long))
    devtools.send("WebAuthn.setUserVerified", {**authenticator, "isUserVerified": True})
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Select topic to").wait_for()

    a_while_later(database, data_dir, page)
    change_name("Grace")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    assert saved() == "Grace"

    change_name("Katherine")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    assert saved() == "Katherine"
    assert not faults, listed(faults)
