"""manage.py build_downloads"""

from django.core.management.base import CommandError
from django.db import DatabaseError

from dara.archive.download_builds import note_failure, note_success
from dara.archive.downloads import build
from dara.archive.exporting import ExportError
from dara.archive.sqlite import SqliteError
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Make what /data/ offers to download (bag, SQLite, data package), unless nothing has changed since they were made."

    def handle(self, **options):
        try:
            snapshot, is_new = build()
        except (ExportError, SqliteError, OSError, DatabaseError) as error:
            note_failure(str(error))
            if isinstance(error, DatabaseError):
                raise
            raise CommandError(str(error)) from error
        note_success()
        if not options["verbosity"]:
            return
        if not is_new:
            self.stdout.write(f"The downloads are up to date: {snapshot.made:%Y-%m-%d %H:%M} UTC.")
            return
        for download in snapshot.files.values():
            self.stdout.write(f"{download.name:22}{download.bytes:>15,} bytes")
