"""Requests a second: the site with its page store and without, nginx with the same bytes, Datasette, and Django's page cache.

Client on one core, each server on the other; one after the other in each round, so that what else the machine does meets all of them."""

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import results, servers
from bench.client import ENCODINGS, Answer, Client
from bench.large_archive.sources import key
from dara.local import defaults, postgres

CONNECTIONS = 16
SECONDS, ROUNDS = 2, 5
SLOW_SECONDS = 6  # of what answers a few requests a second
PAGES = {"a statement": f"/statements/{key('statements', 700)}/", "home": "/", "a candidate": "/candidates/candidate-2/"}


class Target:
    """One server's answer to a page."""

    def __init__(self, name: str, address: str, *headers: str, seconds: int = SECONDS):
        self.name, self.address, self.headers, self.seconds = name, address, headers, seconds
        self.rates: list[float] = []

    def fetch(self) -> Answer:
        return Client(self.address).get("", **dict(header.split(": ", 1) for header in self.headers))


def main(statements: int = 1000, rounds: int = ROUNDS) -> None:
    programs = _programs()
    if programs is None:
        print("Left out: serving needs wrk, which puts the load on, and nginx to compare with.")
        return
    folder = servers.archive(statements)
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(servers.database(folder))
        targets = _targets(stack, programs["nginx"], folder, cluster)
        for number in range(rounds):
            print(f"Round {number + 1} of {rounds} …", file=sys.stderr, flush=True)
            for page in targets.values():
                for target in page:
                    target.rates.append(_requests_a_second(programs["wrk"], target))
                    target.fetch()  # comes after what is left of the queue
                    servers.drain(cluster)
                    time.sleep(0.1)
    results.keep("serving", f"{_table(targets)}\n\n{_explanation(statements, rounds)}")


def _programs() -> dict[str, str] | None:
    """Where wrk and nginx are; None where they cannot be had. Both are found or fetched by the project's script."""
    folder = defaults.data_dir() / "load-tools"
    if subprocess.run([".ci/load-tools", str(folder)], cwd=defaults.CHECKOUT, stdout=subprocess.DEVNULL, check=False).returncode:
        return None
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", str(folder / "usr/sbin"), str(folder / "usr/bin")])
    os.environ["LD_LIBRARY_PATH"] = os.pathsep.join(str(each) for each in folder.glob("usr/lib/*"))
    return {name: found for name in ("wrk", "nginx") if (found := shutil.which(name, path=path))}


def _targets(stack: contextlib.ExitStack, nginx: str, folder: Path, cluster: postgres.Cluster) -> dict[str, list[Target]]:
    """For each page, the servers that have it, running. nginx has the bytes that the site sends."""
    live = stack.enter_context(servers.site(folder, cluster, DARA_PAGE_STORE="0"))
    stored = stack.enter_context(servers.site(folder, cluster))
    cached = stack.enter_context(servers.site(folder, cluster, DARA_PAGE_STORE="0", DJANGO_SETTINGS_MODULE="bench.page_cache"))
    row = f"{stack.enter_context(servers.datasette(folder))}/statements/{key('statements', 700)}"
    answers = {page: Client(stored).get(path) for page, path in PAGES.items()}
    names = {page: f"page{number}" for number, page in enumerate(PAGES)}
    bodies = {names[page]: answer.body for page, answer in answers.items()}
    encoding = answers["home"].headers.get("Content-Encoding", "identity")
    files = stack.enter_context(servers.nginx(nginx, folder, bodies, encoding))
    targets = {}
    for page, path in PAGES.items():
        etag = answers[page].headers.get("ETag")
        of_store = [Target("page store", stored + path), Target("page store, 304", stored + path, f"If-None-Match: {etag}")]
        file = f"{files}/{names[page]}"
        targets[page] = [
            Target("nginx", file),
            Target("nginx, 304", file, f"If-None-Match: {Client(file).get('').headers['ETag']}"),
            *(of_store if etag else []),
            Target("Django's page cache", cached + path),
            Target("live", live + path, seconds=SLOW_SECONDS),
            *([Target("Datasette's row page", row)] if page == "a statement" else []),
        ]
        assert targets[page][0].fetch().body == bodies[names[page]]
    return targets


def _requests_a_second(wrk: str, target: Target) -> float:
    """What wrk counts. Raises BenchError for answers that are errors."""
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{target.seconds}s", "--timeout", "30s"]
    command += [part for header in (f"Accept-Encoding: {ENCODINGS}", *target.headers) for part in ("-H", header)]
    with servers.on_core(servers.CLIENT):
        said = subprocess.run([*command, target.address], stdout=subprocess.PIPE, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise servers.BenchError(f"{target.name} answers {target.address} with errors:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def _table(targets: dict[str, list[Target]]) -> results.Table:
    table = results.Table(
        "page", "server", "median/s", "best/s", "of nginx", "of Datasette's row", "of Django's cache", "of live", names=2
    )
    row_page = [target for page in targets.values() for target in page if target.name.startswith("Datasette")]
    datasette = statistics.median(row_page[0].rates)
    for page, servers_of_page in targets.items():
        medians = {target.name: statistics.median(target.rates) for target in servers_of_page}
        for target in servers_of_page:
            mine = medians[target.name]
            compared = (medians["nginx"], datasette, medians["Django's page cache"], medians["live"])
            table.add(
                page, target.name, f"{mine:,.0f}", f"{max(target.rates):,.0f}", *(results.ratio(mine, other) for other in compared)
            )
    return table


def _explanation(statements: int, rounds: int) -> str:
    return (
        f"An archive of {statements:,} statements; wrk with {CONNECTIONS} connections that stay open, `Accept-Encoding: {ENCODINGS}`, {rounds} rounds of"
        f" {SECONDS} seconds ({SLOW_SECONDS} live), one server after the other. {servers.pinned()} nginx has one worker, and the very bytes that the site sends, in files."
    )
