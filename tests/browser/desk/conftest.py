"""The desk: sites of its own, as what is published here would stand in the way of the other tests' eyes; curators who are signed in, and letters
that wait in the queue. Signing in and bringing in, which are slow, are done once for all tests."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext

from dara.local import postgres
from tests.browser.conftest import CHECKS, leaves
from tests.browser.desk.curator import Curator, Letter, sign_in
from tests.browser.desk.letters import LETTERS
from tests.browser.pages import SIZES
from tests.running_site import Site, another_admin, shared_site

USERS = {
    "admin": "",
    "carla": "curator",
    "rita": "reviewer",
}  # their groups; the first one is a superuser, the others have the same password


CONFLICTING = "hr24dpdj"  # an endorsement of the seeds, of which an import brought another note


class Desk(NamedTuple):
    """`sessions`: what a browser keeps of who is signed in, by name."""

    site: Site
    sessions: dict[str, dict]
    letters: dict[str, Letter]


@pytest.fixture(scope="session")
def desk(shared_folder: Path, browser: Browser) -> Iterator[Desk]:
    with shared_site(shared_folder / "desk", lambda site: furnish(site, browser)) as site:
        kept = json.loads(Path(site.data_dir, "desk.json").read_text())
        yield Desk(site, kept["sessions"], {name: Letter(*each) for name, each in kept["letters"].items()})


def furnish(site: Site, browser: Browser) -> None:
    """Add users and letters, and keep for all test processes what they need to work with these."""
    with psycopg.connect(postgres.locate(Path(site.data_dir)).url()) as connection:
        add_users(connection)
        conflict = "INSERT INTO dara_importconflict (kind, key, form, since) VALUES ('endorsements', %s, %s, now())"
        connection.execute(conflict, [CONFLICTING, json.dumps({"key": CONFLICTING, "note": "As the files have it."})])
    sessions = {}
    for name in USERS:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{site.admin}/admin/")
            sign_in(page, name, site.password)
            sessions[name] = context.storage_state()
            if name == "admin":
                page.goto(f"{site.admin}/admin/dara/source/add/")
                page.locator("input[type=file]").set_input_files(
                    [{"name": f"{each}.html", "mimeType": "text/html", "buffer": LETTERS[each].encode()} for each in LETTERS]
                )
                page.get_by_role("button", name="Bring in").click()
                page.get_by_role("heading", name="What became of them").wait_for(timeout=120_000)
    with psycopg.connect(postgres.locate(Path(site.data_dir)).url()) as connection:
        kept = {"sessions": sessions, "letters": {name: letter(connection, name) for name in LETTERS}}
    Path(site.data_dir, "desk.json").write_text(json.dumps(kept))


def add_users(connection: psycopg.Connection) -> None:
    for name, group in USERS.items():
        if group:
            connection.execute(
                "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, date_joined, first_name, last_name, email)"
                " SELECT %s, password, false, true, true, date_joined, '', '', '' FROM auth_user WHERE username = 'admin'",
                [name],
            )
            connection.execute(
                "INSERT INTO auth_user_groups (user_id, group_id) SELECT auth_user.id, auth_group.id FROM auth_user, auth_group"
                " WHERE username = %s AND auth_group.name = %s",
                [name, group],
            )


def letter(connection: psycopg.Connection, name: str) -> Letter:
    (key,) = connection.execute("SELECT key FROM dara_pendingupload WHERE starts_with(title, %s)", [name]).fetchone()
    drafts = connection.execute("SELECT key FROM dara_draft WHERE upload_id = %s ORDER BY start, key", [key])
    return Letter(key, [each for (each,) in drafts])


@pytest.fixture(scope="session")
def contexts(desk: Desk, browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """Browsers of people who are signed in, by name. They stay open: what they have loaded once, they keep."""
    opened: dict[str, BrowserContext] = {}

    def context(name: str) -> BrowserContext:
        if name not in opened:
            opened[name] = browser.new_context(
                viewport=SIZES["desktop"], storage_state=desk.sessions[name], reduced_motion="reduce"
            )
            opened[name].set_default_timeout(15_000)
            opened[name].add_init_script(path=CHECKS)
        return opened[name]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture
def sit_down(desk: Desk, contexts: Callable[[str], BrowserContext]) -> Iterator[Callable[..., Curator]]:
    """Somebody who is signed in, with a page of their own: sit_down("carla") → Curator. The test fails when a script of theirs does, or when a
    page asks anything of another site."""
    faults: list[str] = []
    curators: list[Curator] = []

    def sit_down(name: str, site: Site | None = None, context: BrowserContext | None = None) -> Curator:
        page = (context or contexts(name)).new_page()
        page.on("pageerror", lambda error: faults.append(f"error in a script: {error}"))
        page.on(
            "request",
            lambda request: (
                leaves(desk.site.public, request.url)
                and leaves((site or desk.site).admin, request.url)
                and faults.append(request.url)
            ),
        )
        curators.append(Curator(page, site or desk.site, desk.letters))
        return curators[-1]

    yield sit_down
    for each in curators:
        each.page.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def curator(sit_down: Callable[..., Curator]) -> Curator:
    return sit_down("admin")


@pytest.fixture
def carla(sit_down: Callable[..., Curator]) -> Curator:
    """Another curator, in a browser of her own."""
    return sit_down("carla")


@pytest.fixture(scope="session")
def two_persons(desk: Desk) -> Iterator[Site]:
    """The same desk, where two persons are asked for."""
    with another_admin(desk.site, DARA_TWO_PERSONS="1") as site:
        yield site
