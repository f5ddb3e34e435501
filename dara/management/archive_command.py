"""What the archive's commands share: the history names them, and what stops them from outside is explained, not dumped."""

import errno
import sqlite3
from collections.abc import Iterator

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from psycopg.errors import DiskFull, UndefinedColumn, UndefinedTable


class ArchiveCommand(BaseCommand):
    def execute(self, *args, **options):
        try:
            with pghistory.context(command=type(self).__module__.rpartition(".")[2]):
                return super().execute(*args, **options)
        except ProgrammingError as error:
            if isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise CommandError("The database is not set up for this version: run `manage.py migrate` first.") from error
            raise
        except (CommandError, OperationalError, OSError, sqlite3.Error) as error:
            if any(map(_is_full_disk, _causes(error))):
                raise CommandError(
                    f"The disk is full: {_first_line(error)}. Nothing is left by half. Make room, then run this again."
                ) from error
            if isinstance(error, OperationalError) and not _is_unanswered(error):
                raise CommandError(
                    f"The database gave up: {_first_line(error)}. What it had said to keep is kept, nothing by half. Run this again once it answers."
                ) from error
            raise


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__


def _is_full_disk(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, DiskFull) or (isinstance(error, sqlite3.OperationalError) and "full" in str(error))


def _is_unanswered(error: OperationalError) -> bool:
    """Tell whether no connection came about at all, of which manage.py has a sentence."""
    return getattr(error.__cause__, "pgconn", None) is not None


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
