"""Readers of all kinds at 80 % of what the site can give, while curators correct and import: each page is given, none is old, memory stays.

Nine pages of ten are stored, one is made for its reader."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults, postgres
from tests.faults.processes import Answer, ask, manage, percentile, served_by, worker_of

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(3600)]
STORED = ("/", "/statements/", "/candidates/", "/es/", "/topics/", "/endorsements/", "/elections/", "/sources/", "/about/")
CLIENTS = 8
OLDEST = 2  # seconds


class Load:
    """Sends requests from several threads, so many a second, or as many as it can."""

    def __init__(self, site: str):
        self.site, self.answers, self.numbers = site, [], itertools.count()

    def run(self, seconds: float, rate: float | None = None) -> list[Answer]:
        self.answers = []
        began = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as threads:
            for client in range(CLIENTS):
                threads.submit(self._client, client, began, seconds, rate)
        return self.answers

    def _client(self, client: int, began: float, seconds: float, rate: float | None) -> None:
        sent = 0
        while (now := time.monotonic() - began) < seconds:
            if rate and (due := (sent + client / CLIENTS) * CLIENTS / rate) > now:
                time.sleep(due - now)
            number = next(self.numbers)
            path = f"/search/?q=bail{number}" if number % 10 == 9 else STORED[number % 9]
            self.answers.append(ask(self.site, path))
            sent += 1


class Curator:
    """Corrects a topic's description every second, and looks how soon its page says so."""

    def __init__(self, url: str, site: str, slug: str):
        self.url, self.site, self.slug = url, site, slug
        self.ages: list[float] = []

    def correct(self, number: int) -> None:
        words = f"Correction {number}."
        with psycopg.connect(self.url) as connection:
            connection.execute("UPDATE dara_topic SET description = %s WHERE slug = %s", [words, self.slug])
        began = time.monotonic()
        while words.encode() not in ask(self.site, f"/topics/{self.slug}/").body:
            assert time.monotonic() - began < 30, "a correction is not shown"
            time.sleep(0.02)
        self.ages.append(time.monotonic() - began)


def meanwhile(stop: threading.Event, pause: float, do: Callable[[int], object]) -> threading.Thread:
    def run() -> None:
        for number in itertools.count():
            if stop.wait(pause):
                return
            do(number)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def memory(pid: int) -> int:
    """Of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    raise ValueError(pid)


def test_at_four_fifths_of_the_capacity(folder, times):
    seconds = times(60, 600)
    role = defaults.public_role()
    with postgres.running(folder) as cluster, served_by(folder, cluster.url(role=role)) as (site, web):
        with psycopg.connect(cluster.url()) as connection:
            (slug,) = connection.execute("SELECT min(slug) FROM dara_topic").fetchone()
        load, curator, stop = Load(site), Curator(cluster.url(), site, slug), threading.Event()
        load.run(5)
        capacity = len(load.run(10)) / 10
        before = memory(worker_of(web))
        busy = [
            meanwhile(stop, 1, curator.correct),
            meanwhile(stop, 10, lambda number: manage(folder, cluster.url(), "import_archive")),
        ]
        answers = load.run(seconds, 0.8 * capacity)
        stop.set()
        for thread in busy:
            thread.join()
        after = memory(worker_of(web))
    print(
        f"{len(answers)} requests in {seconds} s, 80 % of {capacity:.0f} a second: {sum(each.status != 200 for each in answers)} not given, "
        f"99th percentile {percentile([each.seconds for each in answers]):.2f} s; {len(curator.ages)} corrections, shown after "
        f"{max(curator.ages):.2f} s at most; memory {before} MB, then {after} MB"
    )
    assert {answer.status for answer in answers} == {200}
    assert percentile(curator.ages, 0.95) < OLDEST
    assert after < 1.3 * before + 20
