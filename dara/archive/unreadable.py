"""What the database cannot read, such as a damaged page, is said in a sentence; what it can read is verified all the same."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator

from django.db import DataError, Error, connection, transaction

READ_ERRORS = (Error, ValueError)  # of the database; and of what comes from it and is no text, no date or no JSON
AGAIN_SECONDS = 60  # for a server to come back that damaged data have brought down
DAMAGE = ("XX", "58")  # classes of errors: what is stored contradicts itself; a file is not there or cannot be read
PLACE = re.compile(r'"?base/\d+/(\d+)\S*?"?(?=[\s:;,.]|$)')

Step = tuple[str, Callable[[], Iterator[str]]]


def readable(what: str, check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Yield the failures that `check` yields; where it ends in an error of the database, a sentence that says so of `what`."""
    try:
        with transaction.atomic():
            yield from check()
    except READ_ERRORS as error:
        yield sentence(what, error)


def sentence(what: str, error: Exception) -> str:
    return f"{what} cannot be read, so not all of it is verified: {said(error)}."


def said(error: Exception) -> str:
    """The first line of an error of the database, without its full stop; tables by their names, not by their files."""
    return PLACE.sub(_name, str(error).strip().partition("\n")[0].rstrip("."))


def is_damage(error: Exception) -> bool:
    """Whether one of READ_ERRORS says that what is stored is damaged, and not that the server is away, or its disk full."""
    if isinstance(error, Error) and not isinstance(error, DataError):
        return (getattr(error.__cause__, "sqlstate", None) or "").startswith(DAMAGE)
    return True


def _name(place: re.Match) -> str:
    """The table or index whose file it is; of long values that are kept beside a table, that table."""
    with contextlib.suppress(*READ_ERRORS), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce((SELECT oid FROM pg_catalog.pg_class WHERE reltoastrelid = r), r)::regclass::text
            FROM pg_catalog.pg_filenode_relation(0, %s) AS r""",
            [place[1]],
        )
        return cursor.fetchone()[0] or place[0]
    return place[0]


def in_snapshots(steps: list[Step], begin: Callable[[], None]) -> Iterator[str]:
    """Yield the failures of all steps, in a transaction that `begin` begins; in another one where the server went away in between."""
    steps = list(steps)
    while steps:
        with transaction.atomic():
            begin()
            while steps:
                yield from readable(*steps.pop(0))
                if is_lost():
                    break
        if is_lost():
            _connect_again()


def is_lost() -> bool:
    return connection.connection is None or connection.connection.closed


def _connect_again() -> None:
    """Wait for the server. Raises OperationalError if it does not come back."""
    connection.close()
    until = time.monotonic() + AGAIN_SECONDS
    while True:
        try:
            connection.ensure_connection()
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return
