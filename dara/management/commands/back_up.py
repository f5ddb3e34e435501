"""manage.py back_up FOLDER [--keep N]"""

from pathlib import Path

from django.core.management.base import CommandError

from dara.archive.backups import back_up, backups
from dara.archive.exporting import ExportError
from dara.archive.proving import ProofFailed
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = (
        "Add a backup to FOLDER, named by its time: a whole export, restored to an empty archive, verified and compared there (as export_archive "
        "--prove does). Then remove all but the newest; if the proof fails, none."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--keep", type=int, default=14, metavar="N", help="backups that stay, the new one included (14)")

    def handle(self, folder: Path, keep: int, **options):
        try:
            made = back_up(folder, keep)
        except ProofFailed as error:
            raise CommandError(
                f"Nothing was removed; what was written stands in {folder} until the next backup, and is none: {error}"
            ) from error
        except (ExportError, OSError) as error:
            raise CommandError(f"There is no new backup, and nothing was removed: {error}") from error
        self.stdout.write(f"Backed up and proven: {made} ({len(backups(folder))} backups are kept)")
