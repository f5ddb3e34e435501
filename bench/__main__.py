"""make bench [ARGS="growth 1000 10000"]: each measurement, or the one that is named, with the numbers that it takes.

Figures are ratios within one run where they can be: machines differ, and this one may be busy. bench/results.md keeps the last table of each."""

import importlib
import subprocess
import sys

from bench.servers import BenchError
from dara.local import defaults, postgres

MODULES = {
    "serving": "serving",
    "memory": "memory",
    "growth": "growth",
    "search": "search",
    "import": "importing",
    "drafting": "drafting",
    "articles": "articles",
    "lighthouse": "lighthouse",
}
BY_NAME_ONLY = ("lighthouse", "articles")  # Node and several minutes; snapshots of repositories


def main(wanted: list[str]) -> None:
    names = wanted[:1] or [name for name in MODULES if name not in BY_NAME_ONLY]
    if names[0] not in MODULES:
        sys.exit(f"There is no measurement “{names[0]}”. There are: {', '.join(MODULES)}.")
    arguments = [int(each) if each.isdecimal() else each for each in wanted[1:]]
    with defaults.exit_on_sigterm():
        for name in names:
            module = importlib.import_module(f"bench.{MODULES[name]}")
            print(f"{name}: {module.__doc__.splitlines()[0]}", flush=True)
            module.main(*arguments)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except (BenchError, postgres.PostgresError, subprocess.CalledProcessError) as problem:
        sys.exit(f"make bench: {problem}")
