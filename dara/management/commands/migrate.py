"""manage.py migrate: Django's own, with locks that it does not wait for long.

Whoever waits for a table to be theirs alone makes all later readers wait behind them. So a migration asks for a second, which pages hardly notice, and
otherwise begins anew after a pause, until those who read for long have ended."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, no_translations
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = "1s"
PAUSE = 3  # seconds between two attempts
GIVE_UP = 30 * 60  # seconds

# The oldest transaction that holds a lock of one of the archive's tables. What others do is told to their own role and to those that are members of it.
HOLDS_LOCKS = """
    SELECT a.pid, coalesce(a.usename, a.backend_type), a.state, extract(epoch FROM clock_timestamp() - a.xact_start)::int
    FROM pg_catalog.pg_stat_activity AS a
    WHERE a.datname = current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND EXISTS (
        SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND c.relnamespace = 'public'::regnamespace
        WHERE l.pid = a.pid AND l.granted)
    ORDER BY a.xact_start NULLS LAST LIMIT 1
"""


class Command(migrate.Command):
    @no_translations
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.in_atomic_block:  # what fails there cannot be tried again
            return super().handle(*args, **options)
        began = time.monotonic()
        while True:
            try:
                with _lock_timeout(connection):
                    return super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                holder = _holder(connection)
                if time.monotonic() - began > GIVE_UP:
                    raise CommandError(
                        f"A migration could not lock its table within {GIVE_UP // 60} minutes; it waits for {holder}. What was migrated before "
                        "it is kept. End that process (SELECT pg_terminate_backend(…)), or wait for it, then run `migrate` again."
                    ) from error
            self.stderr.write(f"A migration waits for {holder}; it is tried again in {PAUSE} s.")
            time.sleep(PAUSE)


@contextmanager
def _lock_timeout(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _holder(connection: BaseDatabaseWrapper) -> str:
    """Who is waited for, most likely: “process 4711 (dara_public, idle in transaction), whose transaction has been open for 612 s”."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS_LOCKS)
        found = cursor.fetchone()
    if not found:
        return "a process that has ended meanwhile"
    pid, role, state, seconds = found
    since = "is open" if seconds is None else f"has been open for {seconds} s"
    return f"process {pid} ({', '.join(filter(None, (role, state)))}), whose transaction {since}"
