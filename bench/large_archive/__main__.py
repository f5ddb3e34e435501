"""python -m bench.large_archive STATEMENTS [FOLDER]: an archive of that many statements, in the database or in a folder."""

import os
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

from bench.large_archive import Archive, files
from dara.local import defaults


def main(statements: str = "", folder: str = "") -> None:
    if not statements.isdecimal():
        sys.exit("usage: python -m bench.large_archive STATEMENTS [FOLDER]   (without a folder: into the database)")
    if folder:
        files.write(Archive(int(statements)), Path(folder))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dara.settings")
    with defaults.environment():
        django.setup()
        from bench.large_archive import filling

        call_command("migrate", verbosity=0)
        start = time.monotonic()

        def progress(done: int) -> None:
            pace = done / (time.monotonic() - start)
            print(f"\r{done:,} of {int(statements):,} statements, {pace:,.0f} a second ", end="", file=sys.stderr, flush=True)

        try:
            filling.fill(Archive(int(statements)), progress)
            filling.vacuum()
        except ValueError as error:
            sys.exit(str(error))
        print(f"\n{int(statements):,} statements in {time.monotonic() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
