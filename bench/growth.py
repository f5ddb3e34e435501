"""How long each kind of page takes, uncached over HTTP, in archives of growing size: median milliseconds, and the ratio to the smallest."""

import contextlib
import statistics
import sys
from collections import defaultdict

from bench import pages, results, servers
from bench.client import Client

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5


def main(*sizes: int) -> None:
    sizes = sizes or SIZES
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    faults: dict[tuple[str, int], int] = {}
    folders = {size: servers.archive(size) for size in sizes}
    with contextlib.ExitStack() as stack:
        clusters = {size: stack.enter_context(servers.database(folder)) for size, folder in folders.items()}
        live = {size: stack.enter_context(servers.site(folders[size], clusters[size], DARA_PAGE_STORE="0")) for size in sizes}
        stack.enter_context(servers.on_core(servers.CLIENT))
        clients = {size: Client(address) for size, address in live.items()}
        addresses = {size: pages.addresses(clusters[size], clients[size]) for size in sizes}
        kinds = sorted(set.intersection(*(set(each) for each in addresses.values())))
        for number, kind in enumerate(kinds):
            print(f"\r{number + 1} of {len(kinds)} kinds of page ", end="", file=sys.stderr, flush=True)
            for nth in range(ROUNDS + 1):
                for size in sizes:  # the sizes in turn: what else the machine does meets all of them
                    paths = addresses[size][kind]
                    answer = clients[size].get(paths[nth % len(paths)], only_first_byte="first byte" in kind)
                    if "first byte" in kind:
                        servers.drain(clusters[size])
                    if answer.status != 200:
                        faults[kind, size] = answer.status
                    if nth:  # not the first, which no other process has prepared
                        times[kind, size].append(answer.seconds)
    print(file=sys.stderr)
    results.keep("growth", f"{_table(kinds, sizes, times, faults)}\n\n{_explanation()}")


def _table(
    kinds: list[str], sizes: tuple[int, ...], times: dict[tuple[str, int], list[float]], faults: dict[tuple[str, int], int]
) -> results.Table:
    first, *others = sizes
    table = results.Table("page", *(f"{size:,}" for size in sizes), *(f"{size:,} / {first:,}" for size in others))
    for kind in kinds:
        medians = {size: statistics.median(times[kind, size]) for size in sizes}
        cells = [
            f"status {faults[kind, size]}" if (kind, size) in faults else results.milliseconds(medians[size]) for size in sizes
        ]
        table.add(kind, *cells, *(results.ratio(medians[size], medians[first]) for size in others))
    return table


def _explanation() -> str:
    return (
        f"Median milliseconds of {ROUNDS} requests on one open connection, the sizes in turn, with the page store off; of several addresses of a kind"
        f" each in turn. {servers.pinned()}"
    )
