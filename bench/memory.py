"""Memory of the public site's worker: with its first page, and with its page store full. It needs Linux.

The packages are those that Python runs with: development's bring some that production does not load. For production's figure, run this with the
Python of an environment that `pip install --require-hashes -r requirements.lock` made."""

import itertools
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench import pages, results, servers
from bench.client import Client
from dara.local import postgres

STORE = 32  # MiB, the default of DARA_PAGE_STORE
PARTS = {"all": "VmRSS", "its own": "RssAnon", "of files": "RssFile"}


def main(statements: int = 1000) -> None:
    if not Path("/proc/self/status").exists():
        print("Left out: memory reads /proc, which only Linux has.")
        return
    folder = servers.archive(statements)
    table = results.Table("the worker", *(f"{name}, MiB" for name in PARTS))
    with servers.database(folder) as cluster:
        begun = time.perf_counter()
        with servers.site(folder, cluster, DARA_PAGE_STORE=str(STORE)) as address:
            client = Client(address)
            client.get("/")
            seconds = time.perf_counter() - begun
            port = address.rpartition(":")[2]
            table.add("after its first page", *_memory(port))
            number = _fill(client, cluster)
            table.add(f"after {number:,} pages, its store full", *_memory(port))
    results.keep("memory", f"{table}\n\n{_explanation(statements, seconds)}")


def _fill(client: Client, cluster: postgres.Cluster) -> int:
    """Ask for every kind of page, and then for one after the other, until the store has had twice what it holds. Return how many these were."""
    size = number = 0
    for path in _paths(cluster, client):
        size += len(client.get(path, **{"Accept-Encoding": "identity"}).body)
        number += 1
        if number % 100 == 0:
            print(f"\r{number:,} pages, {size / 2**20:.0f} MiB ", end="", file=sys.stderr, flush=True)
        if size > STORE * 2**20:  # compressed twice, half as much again; and headers
            print(file=sys.stderr)
            return number
    raise servers.BenchError(f"The archive has {number:,} pages, which do not fill the store. Name a larger one.")


def _paths(cluster: postgres.Cluster, client: Client) -> Iterator[str]:
    yield from itertools.chain.from_iterable(pages.addresses(cluster, client).values())
    with psycopg.connect(cluster.url()) as connection:
        for language, name in itertools.product(("", "/es"), ("statement", "source", "endorsement")):
            rows = connection.execute(f"SELECT key FROM dara_{name} ORDER BY key").fetchall()
            yield from (f"{language}/{name}s/{key}/" for (key,) in rows)


def _memory(port: str) -> list[str]:
    status = (Path("/proc") / str(_worker(port)) / "status").read_text()
    kib = dict(re.findall(r"^(\w+):\s+(\d+) kB", status, re.MULTILINE))
    return [f"{int(kib[name]) / 1024:.0f}" for name in PARTS.values()]


def _worker(port: str) -> int:
    """The process that granian's own started: of those with the port in their command or their parent's, the one that has no child."""
    parents = {int(each.parent.name): int(each.read_text().rpartition(")")[2].split()[1]) for each in _each("stat")}
    servers_of_port = [int(each.parent.name) for each in _each("cmdline") if f"\0{port}\0".encode() in each.read_bytes()]
    ours = [one for one in servers_of_port if one != os.getpid()]
    return next(one for one, parent in parents.items() if parent in ours)


def _each(name: str) -> Iterator[Path]:
    return Path("/proc").glob(f"[0-9]*/{name}")


def _explanation(statements: int, seconds: float) -> str:
    return (
        f"Resident memory of the one worker, an archive of {statements:,} statements. Each kind of page, then permalinks in both languages, until what"
        f" was sent alone is more than the store's {STORE} MiB. {seconds:.1f} seconds from the start of the process to its first page."
        f" {'Development' if _has_development() else 'Production'}'s packages."
    )


def _has_development() -> bool:
    return any(Path(sys.prefix).glob("lib/*/site-packages/pytest"))
