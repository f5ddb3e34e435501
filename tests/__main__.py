"""make test [ARGS="-k bail"]: every test, in three passes. ARGS are pytest's, and go to each pass.

The first pass is on the embedded PostgreSQL; the second repeats what an older PostgreSQL might do otherwise, where there is
one (the oldest of Debian's packages, or the one whose programs DARA_TEST_POSTGRES_BINDIR names); the third is in a browser.

The second and the third run one after the other beside the first, as every pass waits much of its time: for a database to be made, for a page to be
drawn. What they print is shown when the first is over. Each pass has test processes side by side.

make test-all is the long form (`--long`): all of what make test takes samples of, and the whole of the older PostgreSQL."""

import collections
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from dara.local import defaults
from dara.local.child_processes import die_with_parent

LONG = "--long"
BESIDE = "--beside"  # our own first argument, not pytest's: the passes beside the first
CORES = os.cpu_count() or 1
SLOWEST_SHOWN = 10
FINISH_SECONDS = 30  # for a pass to clear up after Ctrl-C
NONE_SELECTED = 5  # pytest's exit status
COUNTED = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")


@dataclass
class Pass:
    what: str
    options: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=lambda: ["true"])  # a command that must succeed first
    workers: int = CORES
    status: int = 1
    last_line: str = ""

    def run(self, arguments: list[str]) -> None:
        """Runs the pass to its end, and shows what it prints. Raises KeyboardInterrupt when interrupted, after clearing up."""
        print(f"\n{self.what}:", flush=True)
        if subprocess.run(self.before, cwd=defaults.CHECKOUT, stdout=subprocess.DEVNULL).returncode:
            return
        workers = ["-n", str(self.workers), "--dist", "worksteal", f"--durations={SLOWEST_SHOWN}"]
        parent = os.getpid()
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *workers, *self.options, *arguments],
            cwd=defaults.CHECKOUT,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | self.environment,  # compiled once, not in each process and pass
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches us alone
            preexec_fn=lambda: die_with_parent(parent),
        )
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                self.last_line = line.rstrip() or self.last_line
            self.status = process.wait()
        finally:
            stop(process)


class Beside:
    """A command that runs beside us, and writes to a file (`log`) meanwhile."""

    def __init__(self, command: list[str], log: IO[bytes]) -> None:
        parent = os.getpid()
        self._log = log
        self.process = subprocess.Popen(
            command,
            cwd=defaults.CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
        )

    def show(self) -> tuple[int, str]:
        """Prints what it writes, until it has ended; its exit status and its last line."""
        written = b""
        over = False
        while not over:
            over = self.process.poll() is not None  # before the last look
            while new := os.pread(self._log.fileno(), 1_000_000, len(written)):  # the command writes at the file's own position
                written += new
                print(new.decode(errors="replace"), end="", flush=True)
            time.sleep(0 if over else 0.2)
        return self.process.wait(), written.decode(errors="replace").rstrip().rpartition("\n")[2]


def stop(process: subprocess.Popen) -> None:
    """Interrupts a pass that is still running and waits for it. A second Ctrl-C ends it at once, and all that it started."""
    try:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=FINISH_SECONDS)
    except subprocess.TimeoutExpired:
        print("The tests do not stop; they are killed.", flush=True)
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # macOS: a group of zombies alone
            pass
        process.wait()


def first_pass() -> Pass:
    # half as many processes again as cores: one often waits for PostgreSQL, or for a process that it has started
    return Pass("On the embedded PostgreSQL", ["-m", "not browser"], workers=CORES + (CORES + 1) // 2)


def other_passes(long: bool) -> list[Pass]:
    browser = Pass("In a browser", ["-o", "testpaths=tests/browser", "-m", "browser"], before=[".ci/browser"])
    older = older_postgres()
    if not older:
        print("No older PostgreSQL found (DARA_TEST_POSTGRES_BINDIR names one): the database tests run on the embedded one only.")
        return [browser]
    version = subprocess.run([f"{older}/postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    again = Pass(
        f"The database tests once more, on {version}",
        ["-m", "database"] if long else ["-o", f"testpaths={' '.join(files_that_name('older_postgres'))}", "-m", "older_postgres"],
        {"DARA_POSTGRES_BINDIR": older},
    )
    return [again, browser]


def files_that_name(marker: str) -> list[str]:
    """The files of tests that have this marker: to import all the others costs more than to run these."""
    files = sorted((defaults.CHECKOUT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(defaults.CHECKOUT)) for file in files if f"pytest.mark.{marker}" in file.read_text("utf-8")]


def older_postgres() -> str | None:
    asked = os.environ.get("DARA_TEST_POSTGRES_BINDIR")
    found = (f"/usr/lib/postgresql/{major}/bin" for major in (15, 16, 17))
    return asked or next((folder for folder in found if os.access(f"{folder}/initdb", os.X_OK)), None)


def main(arguments: list[str]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    began = time.monotonic()
    try:
        ended = run_beside(arguments[1:]) if arguments[:1] == [BESIDE] else run_all(arguments)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    print(f"\n{total([line for _, line in ended], time.monotonic() - began)}", flush=True)
    return max({status for status, _ in ended} - {NONE_SELECTED}, key=abs, default=NONE_SELECTED)


def run_all(arguments: list[str]) -> list[tuple[int, str]]:
    """The exit status and the last line of the first pass, and of those beside it together."""
    first = first_pass()
    with tempfile.TemporaryFile() as log:
        beside = Beside([sys.executable, "-m", "tests", BESIDE, *arguments], log)
        try:
            first.run(arguments)
            return [(first.status, first.last_line), beside.show()]
        finally:
            stop(beside.process)


def run_beside(arguments: list[str]) -> list[tuple[int, str]]:
    """The same of each pass beside the first."""
    passes = other_passes(LONG in arguments)
    for each in passes:
        each.run(arguments)
    return [(each.status, each.last_line) for each in passes]


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def total(last_lines: Iterable[str], seconds: float) -> str:
    """One line as pytest's last, of all passes: “3 failed, 1204 passed in 300.10s”. A pass that ends without one is an error."""
    counts: collections.Counter[str] = collections.Counter()
    for line in last_lines:
        if not re.search(r" in [\d.]+s\b", line):
            line = "1 error"
        for number, what in re.findall(r"(\d+) (\w+?)s?\b", line):
            counts[what] += int(number)
    parts = [
        f"{counts[what]} {what}{'s' if what in ('warning', 'error') and counts[what] > 1 else ''}"
        for what in COUNTED
        if counts[what]
    ]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
