"""Commands, the web's worker and PostgreSQL are killed (SIGKILL) at random moments: nothing is lost, and nothing is there by half.

Twenty kills of each, or ten, and a hundred of each in the whole form."""

import contextlib
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import bagit
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from dara.local import defaults, postgres
from dara.local.postgres.process import server_process
from tests.faults.processes import ask, counts, is_group_alive, manage, served, served_by, started, worker_of
from tests.faults.public_site import until

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(7200)]
KILLS = (20, 100)
BAKES = (10, 50)  # of each kind
# Whole documents only: none without its bytes, its text or its paragraphs.
HALVES = """SELECT count(*) FROM dara_source AS s WHERE NOT EXISTS (SELECT FROM dara_original AS o WHERE o.source_id = s.key)
    OR NOT EXISTS (SELECT FROM dara_sourcetext AS t WHERE t.source_id = s.key) OR NOT EXISTS (SELECT FROM dara_paragraph AS p WHERE p.source_id = s.key)"""


class Kills:
    """Kills commands at random moments while they run.

    How long one takes, `longest` seconds at first, is learned on the way: on a busy machine it changes by the minute."""

    def __init__(self, what: str, chance: random.Random, longest: float):
        self.what, self.chance, self.longest = what, chance, longest
        self.in_time = 0
        self.found: Counter[str] = Counter()

    def kill(self, folder: Path, url: str, *arguments: object) -> None:
        """Start a command, and kill it. Its own children end with it."""
        began = time.monotonic()
        process = started(folder, url, *arguments)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self.chance.uniform(self.longest / 4, self.longest * 1.1))
        had_ended = process.poll() is not None
        process.kill()
        process.wait()
        until(lambda: not is_group_alive(process.pid), 30)
        self.in_time += not had_ended
        self.longest = time.monotonic() - began if had_ended else 1.05 * self.longest

    def tell(self) -> None:
        outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.found.items()))
        print(f"{self.found.total()} kills of {self.what}, {self.in_time} of them while it ran: {outcomes}")
        assert self.in_time >= self.found.total() / 2


def duration(run: Callable[[], object]) -> float:
    began = time.monotonic()
    run()
    return time.monotonic() - began


class Copies:
    """Databases of one cluster, copied from one another: a fresh one for each kill."""

    def __init__(self, cluster: postgres.Cluster):
        self.cluster = cluster

    def make(self, name: str, template: str) -> str:
        """The address of a new copy, in place of a former one."""
        with psycopg.connect(self.cluster.url(role=postgres.SUPERUSER, database="postgres"), autocommit=True) as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            server.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*map(Identifier, (name, template, postgres.OWNER)))
            )
            # a copy has not the rights to the database itself
            server.execute(SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(Identifier(name)))
        return self.cluster.url(database=name)


@pytest.fixture
def archive(folder):
    """The folder, and its cluster, running."""
    with postgres.running(folder) as cluster:
        yield folder, cluster


@pytest.fixture
def empty(archive) -> Copies:
    """Copies of a migrated database without rows."""
    folder, cluster = archive
    copies = Copies(cluster)
    url = copies.make("empty", "template0")
    manage(folder, url, "migrate", "--verbosity=0")
    manage(folder, url, "public_role", "--verbosity=0")
    return copies


def test_of_an_import(archive, empty, times, chance):
    folder, _ = archive
    url = empty.make("imported", "empty")
    nothing = counts(url)
    kills = Kills("an import", chance, duration(lambda: manage(folder, url, "import_archive")))
    whole = counts(url)
    url = empty.make("imported", "empty")
    for _ in range(times(*KILLS)):
        kills.kill(folder, url, "import_archive")
        held = counts(url)
        assert held in (nothing, whole)
        kills.found["nothing of it there" if held == nothing else "all of it there"] += 1
        if held == whole:
            url = empty.make("imported", "empty")
    manage(folder, url, "import_archive")
    assert counts(url) == whole
    manage(folder, url, "verify_archive")
    kills.tell()


def test_of_the_intake_of_documents(archive, empty, times, chance, tmp_path):
    folder, _ = archive
    documents = write_documents(tmp_path / "documents", times(300, 1500))
    url = empty.make("taken", "empty")
    first = write_documents(tmp_path / "first", 1)
    kills = Kills("the intake of documents", chance, 2 * duration(lambda: manage(folder, url, "import_archive", first)))
    for _ in range(times(*KILLS)):
        before = counts(url)["dara_source"]
        kills.kill(folder, url, "import_archive", documents)
        with psycopg.connect(url) as connection:
            assert connection.execute(HALVES).fetchone() == (0,)
        kills.found["further" if counts(url)["dara_source"] > before else "no further"] += 1
        assert counts(url)["dara_source"] >= before
    manage(folder, url, "import_archive", documents)
    assert counts(url)["dara_source"] == len(list(documents.iterdir()))  # the first among them
    manage(folder, url, "verify_archive")
    kills.tell()


def write_documents(folder: Path, number: int) -> Path:
    folder.mkdir()
    for each in range(number):
        words = f"The harbor was closed on day {each}, the mayor said.\n\n“We open it again in {each} days,” she added.\n"
        page = f"<html><head><title>Day {each}</title></head><body><article><p>{words}</p></article></body></html>"
        (folder / f"{each:04}.{'html' if each % 3 == 0 else 'txt'}").write_text(page if each % 3 == 0 else words)
    return folder


@pytest.mark.parametrize("options", [(), ("--public",)], ids=["whole", "public"])
def test_of_an_export(archive, times, chance, tmp_path, options):
    folder, cluster = archive
    out = tmp_path / "exports" / "bag"
    run = ("export_archive", *options, out)
    kills = Kills(f"an export {' '.join(options)}", chance, duration(lambda: manage(folder, cluster.url(), *run)))
    manifest = (out / "manifest-sha256.txt").read_text()
    for _ in range(times(10, 50)):  # of each kind
        remove(out)
        kills.kill(folder, cluster.url(), *run)
        if out.exists():
            bagit.Bag(str(out)).validate()
            assert (out / "manifest-sha256.txt").read_text() == manifest
        kills.found["all of it there" if out.exists() else "nothing of it there"] += 1
    remove(out)
    manage(folder, cluster.url(), *run)
    assert [path.name for path in out.parent.iterdir()] == ["bag"], "what killed exports leave is removed by the next"
    kills.tell()


def remove(out: Path) -> None:
    subprocess.run(["rm", "-rf", str(out)], check=True)


def change(url: str, number: int) -> None:
    """A correction, so that the public site is another."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE dara_topic SET description = %s WHERE id = (SELECT min(id) FROM dara_topic)", [f"Change {number}."]
        )


def test_of_the_build_of_downloads(archive, times, chance):
    folder, cluster = archive
    change(cluster.url(), 0)
    kills = Kills("the build of downloads", chance, duration(lambda: manage(folder, cluster.url(), "build_downloads")))
    for number in range(times(*KILLS)):
        before = offered(folder)
        change(cluster.url(), number + 1)
        kills.kill(folder, cluster.url(), "build_downloads")
        kills.found["the former offered" if offered(folder) == before else "the new ones offered"] += 1
    manage(folder, cluster.url(), "build_downloads")
    offered(folder)
    assert not list((folder / "downloads").glob("unfinished-*"))
    kills.tell()


def offered(folder: Path) -> str:
    """The snapshot that is offered, whose files are whole."""
    told = json.loads((folder / "downloads" / "manifest.json").read_text())
    for name, facts in told["files"].items():
        content = (folder / "downloads" / told["folder"] / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
    with contextlib.closing(sqlite3.connect(folder / "downloads" / told["folder"] / "dara.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return told["folder"]


def test_of_a_first_bake(archive, empty, times, chance, tmp_path):
    """Of a few documents: a bake of the seeds takes a minute of a processor."""
    folder, _ = archive
    url = empty.make("baked", "empty")
    manage(folder, url, "import_archive", write_documents(tmp_path / "documents", 10))
    out = tmp_path / "baked" / "site"
    kills = Kills("a first bake", chance, duration(lambda: manage(folder, url, "bake", out)))
    sums = (out / "SHA256SUMS").read_bytes()
    for _ in range(times(*BAKES)):
        remove(out)
        kills.kill(folder, url, "bake", out)
        if out.exists():
            check_sums(out)
            assert (out / "SHA256SUMS").read_bytes() == sums
        kills.found["all of it there" if out.exists() else "nothing of it there"] += 1
    remove(out)
    manage(folder, url, "bake", out)
    assert (out / "SHA256SUMS").read_bytes() == sums
    nothing_is_left(out, folder)
    kills.tell()


def test_of_a_bake_that_brings_a_former_one_up_to_date(archive, times, chance, tmp_path):
    folder, cluster = archive
    out = tmp_path / "baked" / "site"
    manage(folder, cluster.url(), "bake", out)
    change(cluster.url(), 0)
    kills = Kills(
        "a bake that brings a former one up to date", chance, duration(lambda: manage(folder, cluster.url(), "bake", out))
    )
    for number in range(times(*BAKES)):
        before = (there(out) / "SHA256SUMS").read_bytes()
        change(cluster.url(), number + 1)
        kills.kill(folder, cluster.url(), "bake", out)
        here = there(out)
        check_sums(here)
        kills.found["the former there" if (here / "SHA256SUMS").read_bytes() == before else "the new one there"] += 1
    manage(folder, cluster.url(), "bake", out)
    check_sums(out)
    nothing_is_left(out, folder)
    kills.tell()


def there(out: Path) -> Path:
    """The baked folder: beside its place where a bake was killed between its two renames, and the next one puts it back."""
    return out if out.exists() else out.with_name(f".{out.name}.replaced")


def nothing_is_left(out: Path, folder: Path) -> None:
    """Beside the baked site is at most what the next bake begins with, which is the same."""
    for baked in out.parent.iterdir():
        assert baked.name in (out.name, f".{out.name}.next")
        check_sums(baked)
        assert (baked / "SHA256SUMS").read_bytes() == (out / "SHA256SUMS").read_bytes()
    assert not list((folder / "downloads").glob("unfinished-*"))


def check_sums(baked: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=baked, check=True)


def test_of_the_webs_worker(archive, times, chance):
    """Readers ask all the time. A worker that is killed is started again by itself."""
    folder, cluster = archive
    outages = []
    with served_by(folder, cluster.url(role=defaults.public_role())) as (address, web):
        for _ in range(times(*KILLS)):
            time.sleep(
                chance.uniform(6, 7)
            )  # granian ends when a worker dies within 5.5 s of its start; then make run's supervisor starts it again
            os.kill(worker_of(web), signal.SIGKILL)
            outages.append(until(lambda: ask(address, "/").status == 200, 30))
    with served(folder, cluster.url(), "admin") as address:
        assert ask(address, "/admin/login/").status == 200
    print(
        f"{len(outages)} kills of the public site's worker: pages are back after {sorted(outages)[len(outages) // 2]:.1f} s, {max(outages):.1f} s at most"
    )
    assert max(outages) < 15


def test_of_postgresql(folder, times, chance):
    """While somebody writes in short transactions: each is there afterwards if it was told that it is."""
    for number in range(times(*KILLS)):
        with postgres.running(folder) as cluster:
            url = cluster.url()
            change(url, number)
            told = write_until_cut_off(
                url, after=chance.uniform(0.1, 2.0), end=lambda: os.kill(server_process(cluster), signal.SIGKILL)
            )
            until(lambda: not postgres.is_running(cluster))
        with postgres.running(folder) as cluster:
            with psycopg.connect(url) as connection:
                held = connection.execute("SELECT description FROM dara_topic ORDER BY id LIMIT 1").fetchone()
            assert held[0] in (told, following(told)), "a change that was told to be kept is lost"
            if number % 5 == 0:
                manage(folder, url, "verify_archive")
    with postgres.running(folder) as cluster:
        manage(folder, cluster.url(), "verify_archive")
    print(f"{times(*KILLS)} kills of PostgreSQL: the last change that it said to keep was there each time")


def following(told: str) -> str:
    """What was being written when nobody answered any more: it may be there, or not."""
    return f"Change {int(told.removeprefix('Change ').rstrip('.')) + 1}."


def write_until_cut_off(url: str, after: float, end: Callable[[], object]) -> str:
    """Write until the server is gone; the last change that it said to have kept."""
    told, number = "", 0
    timer = threading.Timer(after, end)
    timer.start()
    with contextlib.suppress(psycopg.OperationalError):
        while True:
            change(url, number)
            told, number = f"Change {number}.", number + 1
    timer.join()
    return told
