"""What the archive's commands share: the history names them, and a database without its tables is explained, not dumped."""

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable


class ArchiveCommand(BaseCommand):
    def execute(self, *args, **options):
        try:
            with pghistory.context(command=type(self).__module__.rpartition(".")[2]):
                return super().execute(*args, **options)
        except ProgrammingError as error:
            if isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise CommandError("The database is not set up for this version: run `manage.py migrate` first.") from error
            raise
