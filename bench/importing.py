"""Import, verification and export: statements a second, and peak memory, which must not grow with the archive.

Each command of manage.py is run by itself, on a database that is empty before the first. The memory is that of the command, not of PostgreSQL."""

import os
import shutil
import subprocess
import sys
import time

from bench import results, servers
from dara.local import defaults, postgres

SIZES = (1_000, 10_000)
COMMANDS = {
    "import_archive": ["import_archive", "PACKAGE"],
    "the same again": ["import_archive", "PACKAGE"],
    "verify_archive": ["verify_archive"],
    "export_archive": ["export_archive", "OUT/whole"],
    "export_archive --public": ["export_archive", "--public", "OUT/public"],
}


def main(*sizes: int) -> None:
    sizes = sizes or SIZES
    measured = {size: _measure(size) for size in sizes}
    table = results.Table("command", "statements", "seconds", "statements/s", "peak MiB", names=1)
    for name in COMMANDS:
        for size in sizes:
            seconds, memory = measured[size][name]
            table.add(name, f"{size:,}", f"{seconds:,.1f}", f"{size / seconds:,.0f}", f"{memory:,.0f}")
    results.keep(
        "import",
        f"{table}\n\nSeconds of the whole command, its start (about a second) included. History is kept, and every passage is checked.",
    )


def _measure(size: int) -> dict[str, tuple[float, float]]:
    """Seconds and MiB of each command on an archive of that size."""
    folder = servers.FOLDER / f"import-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    package, out = folder / "package", folder / "out"
    found = {}
    try:
        with postgres.running(folder) as cluster:
            environment = servers.environment(
                folder, DATABASE_URL=cluster.url(), DARA_SECRET_KEY="of a site that is measured, for its own hour"
            )
            _run([sys.executable, "-m", "bench.large_archive", str(size), str(package)], environment)
            _run([sys.executable, "manage.py", "migrate", "--verbosity=0"], environment)
            _run([sys.executable, "manage.py", "public_role", "--verbosity=0"], environment)
            out.mkdir()
            for name, command in COMMANDS.items():
                words = [word.replace("PACKAGE", str(package)).replace("OUT", str(out)) for word in command]
                print(f"{name}, {size:,} statements …", file=sys.stderr, flush=True)
                found[name] = _run([sys.executable, "manage.py", *words], environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command to its end; return its seconds and the peak of its memory in MiB. Raises BenchError with what it said."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=defaults.CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise servers.BenchError(f"{' '.join(command[1:3])} failed:\n{said[-2000:]}")
    return time.monotonic() - start, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
