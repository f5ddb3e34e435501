"""The databases that tests run in.

Each test process has a migrated database, and one for each kind of data that tests begin with (`FILLERS`). These are the
templates; the process that needs one first makes it, and the other processes of the run clone it. A test that rolls back
runs in a template and leaves it as it found it. A test that commits runs in a copy of a template, which is dropped
afterwards: that is faster than emptying every table, and no guard has to be switched off.
"""

import contextlib
import copy
import io
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from dara.local import postgres
from dara.models import grants
from tests import factories
from tests.example_archive import CuratedArchive, ExampleArchive, enlarged_archive

EMPTY = "empty"
ROLES_LOCK, SHARED_LOCK, USERS_LOCK = 11, 12, 13  # advisory locks; the numbers are arbitrary


def import_seeds() -> None:
    call_command("import_archive", stdout=io.StringIO())


# What a template holds, by the fixture that asks for it; each test gets a copy of what the function returns.
FILLERS: dict[str, Callable[[], Any]] = {
    "seeds": import_seeds,
    "example_archive": ExampleArchive,
    "enlarged_archive": enlarged_archive,
    "curated_archive": CuratedArchive,
}


class SharedTemplates:
    """The templates that the processes of one test run clone theirs from. The last process that uses them drops them."""

    def __init__(self, server: psycopg.Connection, prefix: str, folder: Path):
        self.server, self.prefix, self.folder = server, prefix, folder
        server.execute("SELECT pg_advisory_lock_shared(%s)", [USERS_LOCK])

    def name(self, kind: str) -> str:
        return f"{self.prefix}_{kind}"

    @contextlib.contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """While one process makes a template, the others wait for it."""
        self.server.execute("SELECT pg_advisory_lock(%s)", [SHARED_LOCK])
        try:
            yield
        finally:
            self.server.execute("SELECT pg_advisory_unlock(%s)", [SHARED_LOCK])

    def __contains__(self, kind: str) -> bool:
        return bool(self.server.execute("SELECT FROM pg_database WHERE datname = %s", [self.name(kind)]).fetchall())

    def add(self, kind: str, template: str, contents: Any = None) -> None:
        connection.close()  # a database that somebody is connected to cannot be cloned
        self._contents_of(kind).write_bytes(pickle.dumps((contents, factories.last_number)))
        clone(self.server, template, self.name(kind))

    def contents(self, kind: str) -> Any:
        contents, last_number = pickle.loads(self._contents_of(kind).read_bytes())
        factories.last_number = max(factories.last_number, last_number)  # what is made in a clone gets other keys
        return contents

    def close(self) -> None:
        self.server.execute("SELECT pg_advisory_unlock_shared(%s)", [USERS_LOCK])
        if self.server.execute("SELECT pg_try_advisory_lock(%s)", [USERS_LOCK]).fetchone() == (True,):
            for kind in (EMPTY, *FILLERS):
                self.server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name(kind))))

    def _contents_of(self, kind: str) -> Path:
        return self.folder / f"{kind}.pickle"


class Databases:
    """The templates of this test process, made when they are first asked for, and the copy of one that a test commits to."""

    def __init__(self, server: psycopg.Connection, shared: SharedTemplates, name: str):
        self.server = server  # a connection to another database of the cluster, without a transaction
        self.shared = shared
        self.templates = {EMPTY: name}
        self.contents: dict[str, Any] = {}
        self.current = EMPTY

    def template(self, kind: str) -> str:
        """The name of a template's database."""
        if kind not in self.templates:
            with self.shared.one_at_a_time():
                self._make(kind)
        return self.templates[kind]

    def _make(self, kind: str) -> None:
        if kind in self.shared:
            self.templates[kind] = self._clone(self.shared.name(kind), kind)
            self.contents[kind] = self.shared.contents(kind)
            return
        name = self._clone(self.templates[EMPTY], kind)
        with self._dropping_if_it_fails(name), transaction.atomic():
            self.contents[kind] = FILLERS[kind]()
        self.templates[kind] = name
        self.shared.add(kind, name, self.contents[kind])

    @contextlib.contextmanager
    def in_use(self, kind: str, *, copied: bool) -> Iterator[None]:
        """Django's connection leads to a template, or to a copy of one, for as long as this context is open."""
        name = self.template(kind)
        self.current = kind
        if not copied:
            _connect_to(name)
            yield
            return
        name = self._clone(name, "copy")
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
        self.shared.close()

    def _clone(self, template: str, suffix: str) -> str:
        """A new database with what the template holds; Django's connection leads to it."""
        name = f"{self.templates[EMPTY]}_{suffix}"
        connection.close()  # a database that somebody is connected to cannot be cloned
        clone(self.server, template, name)
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


def clone(server: psycopg.Connection, template: str, name: str) -> None:
    command = SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    server.execute(command.format(*map(Identifier, (name, postgres.OWNER, template))))


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
