"""Search over a mixed set of texts, uncached over HTTP: our page of results beside Datasette's, on the same archive."""

import contextlib
import statistics
import sys
from collections import defaultdict
from urllib.parse import quote_plus

from bench import pages, results, servers
from bench.client import Client

SIZES = (10_000, 100_000)
ROUNDS = 5


def main(*sizes: int) -> None:
    table = results.Table("statements", "search", "ours", "Datasette", "ours / Datasette", names=2)
    texts = pages.queries()
    for size in sizes or SIZES:
        ours, theirs = _measure(size, texts)
        for kind in texts:
            _add(table, f"{size:,}", kind, statistics.median(ours[kind]), statistics.median(theirs[kind]))
        everything = [[seconds for each in times.values() for seconds in each] for times in (ours, theirs)]
        for name, share in (("median of all", 0.5), ("95th percentile of all", 0.95), ("slowest", 1.0)):
            _add(table, f"{size:,}", name, *(results.percentile(times, share) for times in everything))
    results.keep("search", f"{table}\n\n{_explanation()}")


def _measure(size: int, texts: dict[str, list[str]]) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The seconds of each search, by kind: of our pages, and of Datasette's."""
    ours: dict[str, list[float]] = defaultdict(list)
    theirs: dict[str, list[float]] = defaultdict(list)
    folder, given_up = servers.archive(size), 0
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(servers.database(folder))
        site = Client(stack.enter_context(servers.site(folder, cluster, DARA_PAGE_STORE="0")))
        datasette = Client(stack.enter_context(servers.datasette(folder)))
        stack.enter_context(servers.on_core(servers.CLIENT))
        for number in range(ROUNDS + 1):
            print(f"\rRound {number} of {ROUNDS}, {size:,} statements ", end="", file=sys.stderr, flush=True)
            for kind, of_kind in texts.items():
                for text in of_kind:
                    raw = text.replace(" or ", " OR ")  # as SQLite writes it
                    for client, path, times in (
                        (site, f"/search/?q={quote_plus(text)}", ours),
                        (datasette, f"/statements?_search={quote_plus(raw)}&_searchmode=raw", theirs),
                    ):
                        answer = client.get(path, **{"Accept-Encoding": "identity"})
                        if client is datasette and b"Interrupted" in answer.body:
                            given_up += 1  # after its limit of a second
                        elif answer.status != 200:
                            raise servers.BenchError(f"{client.base.geturl()}{path} answers with status {answer.status}.")
                        if number:
                            times[kind].append(answer.seconds)
    print(file=sys.stderr)
    if given_up:
        print(f"Datasette gave up {given_up} searches after its limit of a second; they count with the time until then.")
    return ours, theirs


def _add(table: results.Table, size: str, name: str, ours: float, theirs: float) -> None:
    table.add(size, name, results.milliseconds(ours), results.milliseconds(theirs), results.ratio(ours, theirs))


def _explanation() -> str:
    return (
        f"Milliseconds on one open connection, the page store off, ours and Datasette's in turn, {ROUNDS} rounds. Ours searches statements, endorsements,"
        f" sources, topics, people and paragraphs, and knows misspelt names; Datasette's the words of statements. {servers.pinned()}"
    )
