"""make bench [ARGS="import_pace 100000"]: each measurement of this folder, or the one that is named, with what it takes.

Figures are ratios within one run where they can be: machines differ, and this one may be busy."""

import importlib
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from dara.local import defaults

NAMES = [
    path.stem for path in sorted(Path(__file__).parent.glob("*.py")) if "def main(" in path.read_text() and path.stem != "__main__"
]


def main(wanted: list[str]) -> None:
    names = wanted[:1] or NAMES
    if names[0] not in NAMES:
        sys.exit(f"There is no measurement “{names[0]}”. There are: {', '.join(NAMES)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dara.settings")
    with defaults.environment():
        django.setup()
        call_command("migrate", verbosity=0)
        for name in names:
            print(f"{name}: {importlib.import_module(f'bench.{name}').__doc__.splitlines()[0]}")
            importlib.import_module(f"bench.{name}").main(*(int(each) if each.isdecimal() else each for each in wanted[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
