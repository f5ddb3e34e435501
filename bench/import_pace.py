"""Measure whether an import keeps its pace: statements a second and peak memory for each tenth, compared with the second tenth.

The first tenth is not shown, as it includes the sources and the warming up. The import is rolled back, and the archive stays as it was."""

import itertools
import resource
import tempfile
import time
from pathlib import Path

from django.db import transaction

from bench.packages import write_package
from dara.archive.importing import import_package


class _RollBack(Exception):
    """Rolls the import back."""


def main(statements: int = 100_000) -> None:
    tenths: list[tuple[int, float, int]] = []  # statements, seconds, memory

    def progress(kind: str, done: int, total: int) -> None:
        if kind == "statements" and done * 10 // total > len(tenths):
            tenths.append((done, time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        write_package(package, statements)
        start = time.perf_counter()
        try:
            with transaction.atomic():
                before = len(tenths)
                import_package(package, progress)
                total = time.perf_counter() - start
                assert len(tenths) - before == 10
                raise _RollBack
        except _RollBack:
            pass
    print(f"{'statements':>12}{'a second':>12}{'of the first':>14}{'peak MiB':>10}")
    size = statements // 10
    for (_, earlier, _), (done, moment, peak) in itertools.pairwise(tenths):
        pace = size / (moment - earlier)
        first = size / (tenths[1][1] - tenths[0][1])
        print(f"{done:>12,}{pace:>12,.0f}{pace / first:>14.2f}{peak / 1024:>10.0f}")
    print(f"{statements:,} statements, with their sources and passages, in {total:.1f} s")
