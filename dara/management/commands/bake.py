"""manage.py bake OUT"""

import os
from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.downloads import build
from dara.archive.exporting import ExportError
from dara.archive.sqlite import SqliteError
from dara.bake import BakeError
from dara.bake.baking import bake
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
            with started(processes) as workers:  # which load while the downloads are built
                build()
                baked = bake(out.absolute(), workers)
        except (BakeError, ExportError, SqliteError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{baked.addresses:,} addresses, of which {baked.rendered:,} were rendered; {baked.files:,} files: {out}")
