"""Tables of results: printed, and kept in bench/results.md with the machine that they were measured on."""

import datetime
import os
import platform
import re
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

from dara.local import defaults, postgres

RESULTS = Path(__file__).parent / "results.md"
TITLE = "# Measured\n\nThe last table of each measurement (`make bench ARGS=NAME`). Ratios within a table compare; milliseconds are of the machine.\n"


class Table:
    """A table in Markdown: a header, and rows of texts. The first `names` columns are aligned to the left."""

    def __init__(self, *header: str, names: int = 1):
        self.rows: list[Sequence[str]] = [header]
        self.names = names

    def add(self, *row: str) -> None:
        self.rows.append(row)

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(*self.rows, strict=True)]
        rule = ["-" * width if n < self.names else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
        rows = [
            [
                cell.ljust(width) if n < self.names else cell.rjust(width)
                for n, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            for row in [self.rows[0], rule, *self.rows[1:]]
        ]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"


def ratio(one: float, other: float) -> str:
    if not other:
        return "–"
    value = one / other
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


median = statistics.median


def keep(name: str, text: str) -> None:
    """Print a measurement's result, and put it into its place in bench/results.md."""
    print(f"\n{text}\n", flush=True)
    kept = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else TITLE
    section = f"## {name}\n\n{text}\n\n{_measured_on()}\n"
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(kept):
        kept = pattern.sub(lambda found: section + "\n", kept).rstrip() + "\n"
    else:
        kept = f"{kept.rstrip()}\n\n{section}"
    RESULTS.write_text(kept, encoding="utf-8")


def _measured_on() -> str:
    """Where and when: the machine, without its name."""
    revision = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=defaults.CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout.strip()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"*{datetime.date.today()}, revision {revision or 'unknown'}; {os.cpu_count()} cores, {_processor()}{load} at the end;"
        f" PostgreSQL {postgres.find_binaries().version}, Python {platform.python_version()}.*"
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()
