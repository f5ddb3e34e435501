"""manage.py seal_history"""

from dara.archive.seal import head_text, seal_history
from dara.management.archive_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Seal the history as far as it has come, and print the head: keep it elsewhere, for verify_archive --head."

    def handle(self, **options):
        head = seal_history()
        if head:
            self.stdout.write(head_text(head), ending="")
        else:
            self.stderr.write("Nothing has happened yet: there is no history to seal.")
