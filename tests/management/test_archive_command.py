"""What stops a command from outside is said in a sentence."""

import errno
import sqlite3

import pytest
from django.core.management import CommandError
from django.db import OperationalError
from psycopg.errors import AdminShutdown, DiskFull

from dara.management.archive_command import ArchiveCommand

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def run(error: Exception) -> None:
    class Command(ArchiveCommand):
        requires_system_checks = ()

        def handle(self, **options):
            raise error

    Command().execute(no_color=True, force_color=False, skip_checks=True)


@pytest.mark.parametrize(
    "error",
    [
        NO_ROOM,
        caused(CommandError(str(NO_ROOM)), NO_ROOM),
        caused(OperationalError("could not extend file: No space left on device"), DiskFull()),
        sqlite3.OperationalError("database or disk is full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_full_disk(error):
    with pytest.raises(CommandError, match=r"^The disk is full: .+ Nothing is left by half\. Make room, then run this again\.$"):
        run(error)


def test_a_database_that_goes_away():
    with pytest.raises(CommandError, match=r"^The database gave up: gone\. What it had said to keep is kept"):
        run(caused(OperationalError("gone\nDETAIL: x"), AdminShutdown()))


@pytest.mark.parametrize(
    "error", [PermissionError(errno.EACCES, "no"), sqlite3.OperationalError("no such table"), CommandError("so")]
)
def test_what_else_fails_is_told_as_it_was(error):
    with pytest.raises(type(error)) as raised:
        run(error)
    assert raised.value is error
