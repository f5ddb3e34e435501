"""manage.py bake OUT"""

import os
from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.downloads import build
from dara.archive.exporting import ExportError
from dara.archive.sqlite import SqliteError
from dara.bake import BakeError
from dara.bake.baking import Baked, bake
from dara.bake.workers import started
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Write the whole public site to a folder of static files, or bring a former bake there up to date."

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="that render pages; default: one a processor"
        )

    def handle(self, out: Path, processes: int, **options):
        try:
            baked = _bake(out.absolute(), processes)
        except (BakeError, ExportError, SqliteError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{baked.addresses:,} addresses, of which {baked.rendered:,} were rendered; {baked.files:,} files: {out}")


def _bake(out: Path, processes: int) -> Baked:
    with started(processes) as workers:
        if workers:  # one of them builds the downloads, while the bake looks for what has changed
            return bake(out, workers, workers[0].submit(build).result)
        build()
        return bake(out)
