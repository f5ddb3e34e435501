"""The machine of the database dies. Readers go on by the standby, which takes over by the steps of docs/operations.md."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres
from dara.local.postgres.cluster import make_private_folder
from dara.local.postgres.process import server_process, start_server, stop_server, wait_until_ready
from tests.faults.browser import Browser
from tests.faults.processes import Readers, ask, manage, served
from tests.faults.public_site import until

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(1800)]


@contextlib.contextmanager
def standby_of(primary: postgres.Cluster, folder: Path) -> Iterator[postgres.Cluster]:
    """A hot standby, made and started as docs/scale.md says."""
    found = postgres.locate(folder)
    made = found.runner.run(
        [
            *(found.binaries.program("pg_basebackup"), "-h", str(primary.sockets), "-p", "5432", "-U", postgres.SUPERUSER),
            *("-R", "-X", "stream", "-C", "-S", "standby", "-D", str(found.data)),
        ]
    )
    assert made.returncode == 0, made.stdout
    make_private_folder(found.sockets, found.runner)
    assert wait_until_ready(found, start_server(found), time.monotonic() + 60)
    try:
        yield found
    finally:
        stop_server(found)


def test_the_primary_dies(folder, tmp_path):
    password = defaults.admin_password_file(folder).read_text().strip()
    reader = defaults.public_role()
    with postgres.running(folder) as primary, standby_of(primary, tmp_path / "standby") as standby:
        replica = {"DATABASE_REPLICA_URL": standby.url(role=reader)}
        with served(folder, primary.url(role=reader), **replica) as public, served(folder, primary.url(), "admin") as admin:
            browser = Browser(admin)
            assert browser.log_in(password).status == 200
            change(primary.url(), "Before.")
            until(lambda: description(standby.url()) == "Before.")
            with Readers(public) as answers:
                until(lambda: len(answers) > 10)
                died = time.monotonic()
                os.kill(server_process(primary), signal.SIGQUIT)  # at once, as on a machine that is gone
                until(lambda: not postgres.is_running(primary))
                for refused in (browser.ask("/admin/"), Browser(admin).log_in(password)):
                    assert refused.status == 503
                    assert b"nothing can be written here" in refused.body
                refused_after = time.monotonic() - died
                promoted, began = standby.url(role=postgres.SUPERUSER), time.monotonic()
                with psycopg.connect(promoted, autocommit=True) as superuser:
                    assert superuser.execute("SELECT pg_promote(wait => true)").fetchone() == (True,)
                with served(folder, standby.url(), "admin") as again:
                    assert b"log out" in Browser(again).log_in(password).body.lower()  # which writes
                    writes_after = time.monotonic() - began
                    change(standby.url(), "Afterwards.")
                    until(lambda: b"Afterwards." in ask(public, "/api/v1/topics/?page_size=500").body, 10)
        manage(folder, standby.url(), "verify_archive")
    slowest = max(answer.seconds for answer in answers)
    print(
        f"{len(answers)} pages, the slowest {slowest:.2f} s, not given {sum(each.status != 200 for each in answers)}; the admin said so after "
        f"{refused_after:.1f} s; writes were back {writes_after:.1f} s after the decision to promote"
    )
    assert {answer.status for answer in answers} == {200}
    assert writes_after < 60


def change(url: str, words: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE dara_topic SET description = %s WHERE id = (SELECT min(id) FROM dara_topic)", [words])


def description(url: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT description FROM dara_topic WHERE id = (SELECT min(id) FROM dara_topic)").fetchone()[0]
