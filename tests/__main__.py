"""make test [ARGS="-k bail"]: every test, in passes side by side. ARGS are pytest's, and go to each pass.

One half: the pages and most else, on the embedded PostgreSQL. The other half: what curators and files go through, on it; the database's rules once more
on an older one, where there is one (the oldest of Debian's packages, or the one whose programs DARA_TEST_POSTGRES_BINDIR names), then
the browser's. What a pass prints goes to a file in var/test/, and is shown whole when it has ended."""

import collections
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dara.local import defaults
from dara.local.child_processes import die_with_parent

OUTPUT = defaults.CHECKOUT / "var" / "test"
FINISH_SECONDS = 30  # for a pass to clear up after Ctrl-C
INTERRUPTS = 3
NONE_SELECTED = 5  # pytest's exit status
# What an older PostgreSQL might do otherwise: the rules, the history, import and export, roles; and each page is made there once, searches too.
ON_AN_OLDER_ONE = (
    *(f"tests/models/test_{name}.py" for name in ("evidence", "grants", "withholding")),
    *(f"tests/archive/test_{name}.py" for name in ("importing", "restoring", "round_trip", "verification")),
    "tests/admin/test_history.py",
    "tests/curation/test_merge.py",
    "tests/public/pages/test_crawl.py",
    "tests/public/search/test_search.py",
    "tests/public/test_corrections.py",
)
COUNTED = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")


@dataclass
class Pass:
    name: str
    what: str
    options: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    before: str = "true"  # a command of the shell that must succeed first

    @property
    def output(self) -> Path:
        return OUTPUT / f"{self.name}.txt"

    def start(self, arguments: list[str]) -> None:
        command = [sys.executable, "-m", "pytest", *self.options, *arguments]
        parent = os.getpid()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", f'{self.before} && exec "$@"', "sh", *command],
                cwd=defaults.CHECKOUT,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone
                preexec_fn=lambda: die_with_parent(parent),
            )

    def said(self) -> str:
        return self.output.read_text(errors="replace")


def halves() -> list[list[Pass]]:
    rooms = tuple(
        f"tests/{room}" for room in ("admin", "archive", "curation", "drafting", "ingest", "public/api")
    )  # so that the halves take about as long
    everything = Pass(
        "everything",
        "The pages, and all that no other pass has, on the embedded PostgreSQL",
        ["-m", "not browser", *(f"--ignore={room}" for room in rooms)],
    )
    curation = Pass(
        "curation", "The admin, the API, the archive's files, documents and drafts", ["-o", f"testpaths={' '.join(rooms)}"]
    )
    browser = Pass("browser", "In a browser", ["-o", "testpaths=tests/browser", "-m", "browser"], before=".ci/browser >/dev/null")
    older = older_postgres()
    if not older:
        print("No older PostgreSQL found (DARA_TEST_POSTGRES_BINDIR names one): the database tests run on the embedded one only.")
        return [[everything], [curation, browser]]
    version = subprocess.run([f"{older}/postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    where = f"testpaths={' '.join(ON_AN_OLDER_ONE)}"
    again = Pass(
        "database", f"The database tests once more, on {version}", ["-o", where, "-m", "database"], {"DARA_POSTGRES_BINDIR": older}
    )
    return [[everything], [curation, again, browser]]


def older_postgres() -> str | None:
    asked = os.environ.get("DARA_TEST_POSTGRES_BINDIR")
    found = (f"/usr/lib/postgresql/{major}/bin" for major in (15, 16, 17))
    return asked or next((folder for folder in found if os.access(f"{folder}/initdb", os.X_OK)), None)


def main(arguments: list[str]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    OUTPUT.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = time.monotonic()
    try:
        ended = run(halves(), arguments)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    print(total([each.said() for each in ended], time.monotonic() - began))
    statuses = {each.process.returncode for each in ended}
    return max(statuses - {NONE_SELECTED}, key=abs, default=NONE_SELECTED)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def run(halves: list[list[Pass]], arguments: list[str]) -> list[Pass]:
    """Runs the halves side by side, each one's passes one after the other, and shows what each pass said."""
    waiting = [list(half) for half in halves]
    running: list[Pass | None] = [None for _ in halves]
    ended: list[Pass] = []
    try:
        while any(waiting) or any(running):
            for half, now in enumerate(running):
                if now and now.process.poll() is not None:
                    print(f"\n{now.what}:\n{now.said()}", flush=True)
                    ended.append(now)
                    running[half] = now = None
                if not now and waiting[half]:
                    running[half] = waiting[half].pop(0)
                    running[half].start(arguments)
                    print(f"{running[half].what} … ({running[half].output.relative_to(defaults.CHECKOUT)})", flush=True)
            time.sleep(0.2)
    finally:
        stop([now.process for now in running if now])
    return ended


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Interrupts what runs and waits for it, several times: a test may take the first for its own. A second Ctrl-C ends all at once."""
    try:
        for _ in range(INTERRUPTS):
            for process in processes:
                process.send_signal(signal.SIGINT)
            deadline = time.monotonic() + FINISH_SECONDS
            for process in processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: a group of zombies alone
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def total(outputs: Iterable[str], seconds: float) -> str:
    """One line as pytest's last, of all passes: “3 failed, 1204 passed in 300.10s”. A pass that ends without one is an error."""
    counts: collections.Counter[str] = collections.Counter()
    for output in outputs:
        last = output.rstrip().rpartition("\n")[2]
        if not re.search(r" in [\d.]+s\b", last):
            last = "1 error"
        for number, what in re.findall(r"(\d+) (\w+?)s?\b", last):
            counts[what] += int(number)
    parts = [
        f"{counts[what]} {what}{'s' if what in ('warning', 'error') and counts[what] > 1 else ''}"
        for what in COUNTED
        if counts[what]
    ]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
