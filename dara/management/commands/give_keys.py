"""manage.py give_keys FILE…"""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dara.models.keys import give_keys_in_file


class Command(BaseCommand):
    help = "Write a new key into each record of the given TOML record files that has none. Keys that are there stay."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, files: list[Path], **options):
        for path in files:
            try:
                given = give_keys_in_file(path)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise CommandError(f"{path}: {error}") from error
            self.stdout.write(f"{path}: {given} keys given")
