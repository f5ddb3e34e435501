"""The databases that tests run in.

Each test process migrates one database, and clones it for each kind of data that tests begin with (`FILLERS`). These are
the templates. A test that rolls back runs in a template and leaves it as it found it. A test that commits runs in a copy
of a template, which is dropped afterwards: that is faster than emptying every table, and no guard has to be switched off.
"""

import contextlib
import copy
import io
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from dara.local import postgres
from dara.models import grants
from tests.example_archive import CuratedArchive, ExampleArchive, enlarged_archive

EMPTY = "empty"
ROLES_LOCK = 11  # an advisory lock; the number is arbitrary


def import_seeds() -> None:
    call_command("import_archive", stdout=io.StringIO())


# What a template holds, by the fixture that asks for it; each test gets a copy of what the function returns.
FILLERS: dict[str, Callable[[], Any]] = {
    "seeds": import_seeds,
    "example_archive": ExampleArchive,
    "enlarged_archive": enlarged_archive,
    "curated_archive": CuratedArchive,
}


class Databases:
    """The templates of this test process, made when they are first asked for, and the copy of one that a test commits to."""

    def __init__(self, server: psycopg.Connection, name: str):
        self.server = server  # a connection to another database of the cluster, without a transaction
        self.templates = {EMPTY: name}
        self.contents: dict[str, Any] = {}
        self.current = EMPTY

    def template(self, kind: str) -> str:
        """The name of a template's database."""
        if kind not in self.templates:
            name = self._clone(EMPTY, kind)
            with self._dropping_if_it_fails(name), transaction.atomic():
                self.contents[kind] = FILLERS[kind]()
            self.templates[kind] = name
        return self.templates[kind]

    @contextlib.contextmanager
    def in_use(self, kind: str, *, copied: bool) -> Iterator[None]:
        """Django's connection leads to a template, or to a copy of one, for as long as this context is open."""
        name = self.template(kind)
        self.current = kind
        if not copied:
            _connect_to(name)
            yield
            return
        name = self._clone(kind, "copy")
        try:
            yield
        finally:
            self._drop(name)

    def contents_of(self, kind: str) -> Any:
        """What the template was filled with, rows by name: a copy, for a test to change."""
        assert self.current == kind, (
            f"this test runs on {self.current}, not on {kind}: only its own fixtures and parameters are looked at"
        )
        return copy.deepcopy(self.contents[kind])

    def drop_all(self) -> None:
        """Drop the templates, all but the one that pytest-django has made and drops."""
        for kind in set(self.templates) - {EMPTY}:
            self._drop(self.templates.pop(kind))

    def _clone(self, kind: str, suffix: str) -> str:
        """A new database with what the template holds; Django's connection leads to it."""
        template, name = self.templates[kind], f"{self.templates[EMPTY]}_{suffix}"
        connection.close()  # a database that somebody is connected to cannot be cloned
        self.server.execute(
            SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                *map(Identifier, (name, postgres.OWNER, template))
            )
        )
        _connect_to(name)
        with self._dropping_if_it_fails(name):
            grants.apply(connection)  # rights to the database itself are not cloned
        return name

    @contextlib.contextmanager
    def _dropping_if_it_fails(self, name: str) -> Iterator[None]:
        """So that the next test finds no half-made database."""
        try:
            yield
        except BaseException:
            self._drop(name)
            raise

    def _drop(self, name: str) -> None:
        _connect_to(self.templates[EMPTY])
        self.server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _connect_to(name: str) -> None:
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def roles_locked(server: psycopg.Connection, *, alone: bool) -> Iterator[None]:
    """Roles belong to the whole cluster: a test that alters one runs alone, all others with one another, whatever process they are in."""
    how = "" if alone else "_shared"
    server.execute(f"SELECT pg_advisory_lock{how}({ROLES_LOCK})")
    try:
        yield
    finally:
        server.execute(f"SELECT pg_advisory_unlock{how}({ROLES_LOCK})")
