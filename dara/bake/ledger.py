"""What a bake remembers for the next, in a SQLite file in the baked folder: nothing of it grows in memory with the archive.

It holds only what the public may read. It is no part of the site: it need not be published."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from dara.bake import Files

NAME = ".bake.sqlite"
# Where the parts of a file start, and their length in bytes; by a digest of the keys of their rows.
Places = dict[bytes, tuple[int, int]]
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
-- state: not linked in this bake (0), waiting (1), visited (2), fresh: the files are of this moment (1), and were written by this bake (2),
-- links: one a line, with their fragments
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY, address TEXT UNIQUE, links TEXT NOT NULL DEFAULT '', linked_from TEXT NOT NULL, state INTEGER NOT NULL, fresh INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS page_waiting ON page (id) WHERE state = 1;
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, page INTEGER, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_of_page ON file (page);
-- result: a digest, NULL where the query cannot be repeated
CREATE TABLE IF NOT EXISTS statement (id INTEGER PRIMARY KEY, sql TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS query (
    id INTEGER PRIMARY KEY, statement INTEGER NOT NULL, parameters TEXT NOT NULL, result BLOB, changed INTEGER NOT NULL DEFAULT 0, UNIQUE (statement, parameters)
);
CREATE TABLE IF NOT EXISTS reading (page INTEGER, query INTEGER, PRIMARY KEY (page, query)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_of_query ON reading (query);
-- parts of an export, rows: a digest of their keys, start and length: in bytes
CREATE TABLE IF NOT EXISTS part (id INTEGER PRIMARY KEY, page INTEGER, rows BLOB, start INTEGER NOT NULL, length INTEGER NOT NULL, UNIQUE (page, rows));
CREATE TABLE IF NOT EXISTS reading_of_part (part INTEGER, query INTEGER, PRIMARY KEY (part, query)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_of_part_of_query ON reading_of_part (query);
-- digest: eight bytes of each column
CREATE TABLE IF NOT EXISTS row (name TEXT, pk TEXT, digest BLOB NOT NULL, columns TEXT NOT NULL, PRIMARY KEY (name, pk)) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Query:
    """A query that a page made: its parameters as JSON, a digest of its result. `result` is None where it cannot be repeated."""

    sql: str
    parameters: str
    result: bytes | None


class Row(NamedTuple):
    """A row of the database: a digest, and its short columns."""

    digest: bytes
    columns: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page of the site. It is fresh where nothing that it read has changed since its files were written."""

    id: int
    address: str
    linked_from: str
    fresh: bool


def is_understood(path: Path) -> bool:
    """Tell whether a ledger is there, whole, and of this version."""
    if not path.is_file():
        return False
    try:
        with contextlib.closing(sqlite3.connect(path)) as database:
            return database.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == (SCHEMA,)
    except sqlite3.DatabaseError:
        return False


def only_in(one: Path, other: Path) -> Iterator[str]:
    """Yield the paths of the files that a ledger has, and another has not, or with other contents. What is no ledger has none."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        for name, path in (("one", one), ("other", other)):
            is_there = is_understood(path)
            database.execute(f"ATTACH ? AS {name}", [str(path) if is_there else ":memory:"])
            if not is_there:
                database.execute(f"CREATE TABLE {name}.file (path TEXT, sha256 TEXT)")
        for path, _ in database.execute("SELECT path, sha256 FROM one.file EXCEPT SELECT path, sha256 FROM other.file"):
            yield path


class Ledger:
    def __init__(self, path: Path, former: Path | None = None):
        """Open the ledger at `path`; one that begins as a copy of the `former` one, where that can be understood."""
        if former is not None:
            path.unlink(missing_ok=True)  # a link to the former one
            if is_understood(former):
                shutil.copyfile(former, path)
        # a bake that is killed leaves nothing, so the file need not survive a crash
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA} BEGIN;")
        self["schema"] = SCHEMA

    def _run(self, statements: str) -> None:
        """Run statements one by one: SQLite's own way to run a script ends the transaction."""
        for statement in statements.split(";"):
            self.database.execute(statement)

    def close(self) -> None:
        self.database.execute("COMMIT")
        self.database.close()

    def __getitem__(self, name: str) -> str:
        found = self.database.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
        return found[0] if found else ""

    def __setitem__(self, name: str, value: str) -> None:
        self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])

    # --- pages --------------------------------------------------------------------------------------

    def begin(self, *, everything: bool, always: str) -> None:
        """Take the pages of the former bake for visited and fresh; but let those wait of which a query, or one of a part, has changed, or whose
        address is like `always`. `everything`: take none of them for fresh, or visited."""
        self.database.execute(
            "UPDATE page SET state = ?, fresh = ? AND id IN (SELECT page FROM file)", [0 if everything else 2, not everything]
        )
        if everything:
            self._run(
                "DELETE FROM reading; DELETE FROM part; DELETE FROM reading_of_part; DELETE FROM query; DELETE FROM statement;"
            )
        self.database.execute("UPDATE page SET fresh = 0 WHERE address LIKE ?", [always])
        self.database.execute(
            "UPDATE page SET fresh = 0 WHERE id IN (SELECT page FROM reading JOIN query ON query.id = query WHERE changed)"
        )
        self._run("""
            UPDATE part SET length = -1 WHERE id IN (SELECT part FROM reading_of_part JOIN query ON query.id = query WHERE changed);
            UPDATE page SET fresh = 0 WHERE id IN (SELECT page FROM part WHERE length = -1);
            DELETE FROM part WHERE length = -1;
            DELETE FROM reading_of_part WHERE part NOT IN (SELECT id FROM part);
            UPDATE page SET state = 1 WHERE state = 2 AND NOT fresh;
            UPDATE query SET changed = 0;
        """)

    def begin_visits_anew(self) -> None:
        """Take no page for visited: perhaps nothing links to some of them any more."""
        self.database.execute("UPDATE page SET state = 0")

    def mark_stale(self, pages: Iterable[int]) -> None:
        """Let pages wait, whose files are not there."""
        ids = [(page,) for page in pages]
        self.database.executemany("UPDATE page SET state = min(state, 1), fresh = 0 WHERE id = ?", ids)
        self.database.executemany("DELETE FROM part WHERE page = ?", ids)  # the file may not be there

    def stale(self) -> list[Page]:
        """Return the pages that have been visited and are not fresh."""
        return self._pages("state = 2 AND NOT fresh ORDER BY id")

    def add(self, addresses: Iterable[str], linked_from: str) -> None:
        """Let pages wait for a visit, unless they have been visited or wait already."""
        rows = [(address, linked_from) for address in addresses]
        self.database.executemany(
            "INSERT INTO page (address, linked_from, state, fresh) VALUES (?, ?, 1, 0)"
            " ON CONFLICT (address) DO UPDATE SET state = 1, linked_from = excluded.linked_from WHERE state = 0",
            rows,
        )

    def waiting(self, number: int) -> list[Page]:
        """Return so many pages that wait, the latest first: so a page and the same in the other language come soon after each other."""
        return self._pages("state = 1 ORDER BY id DESC LIMIT ?", number)

    def _pages(self, which: str, *parameters: int) -> list[Page]:
        rows = self.database.execute(f"SELECT id, address, linked_from, fresh FROM page WHERE {which}", parameters)
        return [Page(id, address, linked_from, bool(fresh)) for id, address, linked_from, fresh in rows.fetchall()]

    def links(self, page: Page) -> list[str]:
        (links,) = self.database.execute("SELECT links FROM page WHERE id = ?", [page.id]).fetchone()
        return links.splitlines()

    def was_found_by(self, page: Page, address: str) -> bool:
        """Tell whether an address was first found by this page. If not, another way leads there from the start, whatever this page links to."""
        found = self.database.execute("SELECT linked_from FROM page WHERE address = ?", [address]).fetchone()
        return found is not None and found[0] == page.address

    def leads_on(self, address: str) -> bool:
        """Tell whether a page links to others."""
        return self.database.execute("SELECT links = '' FROM page WHERE address = ?", [address]).fetchone() != (1,)

    def drop_unlinked(self, addresses: Iterable[str]) -> None:
        """Take those of these addresses, which lead no further, for not visited that no page links to any more."""
        for address in addresses:
            linking = self.database.execute(
                "SELECT address FROM page WHERE instr(char(10) || replace(links, '#', char(10)) || char(10), char(10) || ? || char(10)) LIMIT 1",
                [address],
            ).fetchone()
            if linking:
                self.database.execute("UPDATE page SET linked_from = ? WHERE address = ?", [*linking, address])
            else:
                self.database.execute("UPDATE page SET state = 0 WHERE address = ?", [address])

    def files(self, page: Page) -> Files:
        return dict(self.database.execute("SELECT path, sha256 FROM file WHERE page = ?", [page.id]))

    def places(self, page: Page) -> Places:
        """Return where the parts of a page's file stand that have not changed since it was written."""
        rows = self.database.execute("SELECT rows, start, length FROM part WHERE page = ?", [page.id])
        return {digest: (start, length) for digest, start, length in rows}

    def done(self, page: Page) -> None:
        self.database.execute("UPDATE page SET state = 2 WHERE id = ?", [page.id])

    def written(self, page: Page, links: Iterable[str], files: Files, queries: Iterable[Query], parts: Sequence[Any] = ()) -> None:
        """Record a page that was rendered. `parts`: those that its file is made of (dara/bake/parts.py)."""
        self.database.execute("UPDATE page SET state = 2, fresh = 2, links = ? WHERE id = ?", ["\n".join(links), page.id])
        self.database.execute("DELETE FROM file WHERE page = ?", [page.id])
        self.add_files(files, page.id)
        self.database.execute("DELETE FROM reading WHERE page = ?", [page.id])
        self._add_readings("reading", page.id, queries)
        self.database.execute("UPDATE part SET length = -1 WHERE page = ?", [page.id])
        for part in parts:
            (id,) = self.database.execute(
                "INSERT INTO part (page, rows, start, length) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (page, rows) DO UPDATE SET start = excluded.start, length = excluded.length RETURNING id",
                [page.id, part.rows, part.start, part.length],
            ).fetchone()
            self._add_readings("reading_of_part", id, part.queries or ())
        self.database.execute("DELETE FROM part WHERE page = ? AND length = -1", [page.id])

    def _add_readings(self, table: str, reader: int, queries: Iterable[Query]) -> None:
        """Record which queries a page or a part has made."""
        for query in queries:
            self.database.execute("INSERT OR IGNORE INTO statement (sql) VALUES (?)", [query.sql])
            self.database.execute(
                "INSERT INTO query (statement, parameters, result) SELECT id, ?2, ?3 FROM statement WHERE sql = ?1"
                " ON CONFLICT (statement, parameters) DO UPDATE SET result = excluded.result",
                [query.sql, query.parameters, query.result],
            )
            self.database.execute(
                f"INSERT OR IGNORE INTO {table} SELECT ?, query.id FROM query JOIN statement ON statement.id = statement"
                " WHERE sql = ? AND parameters = ?",
                [reader, query.sql, query.parameters],
            )

    def add_files(self, files: Files, page: int | None = None) -> None:
        rows = [(path, page, sha256) for path, sha256 in files.items()]
        self.database.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", rows)

    def end(self) -> list[str]:
        """Forget pages that nothing links to any more, and queries that no page makes. Return the paths of the files of these pages."""
        forgotten = self.database.execute("SELECT path FROM file WHERE page IN (SELECT id FROM page WHERE state <> 2)").fetchall()
        self._run("""
            DELETE FROM file WHERE page IN (SELECT id FROM page WHERE state <> 2);
            DELETE FROM reading WHERE page IN (SELECT id FROM page WHERE state <> 2);
            DELETE FROM page WHERE state <> 2;
            DELETE FROM part WHERE page NOT IN (SELECT id FROM page);
            DELETE FROM reading_of_part WHERE part NOT IN (SELECT id FROM part);
            DELETE FROM query WHERE id NOT IN (SELECT query FROM reading) AND id NOT IN (SELECT query FROM reading_of_part);
            DELETE FROM statement WHERE id NOT IN (SELECT statement FROM query);
        """)
        return [path for (path,) in forgotten]

    def number_of_pages(self) -> int:
        (number,) = self.database.execute("SELECT count(*) FROM page").fetchone()
        return number

    def paths(self) -> Iterator[tuple[int, str]]:
        """Yield the page and the path of each file that is a page's."""
        yield from self.database.execute("SELECT page, path FROM file WHERE page IS NOT NULL ORDER BY page")

    def fragments(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the addresses that links lead into the middle of, with their fragments and, for each, a page that has such a link: those where
        this bake has written the page, or one with the link."""
        self.database.execute(
            "CREATE TEMP TABLE place (address TEXT, fragment TEXT, linked_from TEXT, written, PRIMARY KEY (address, fragment)) WITHOUT ROWID"
        )
        for page, links, written in self.database.execute("SELECT address, links, fresh = 2 FROM page"):
            with_fragment = [(*link.split("#", 1), page, written) for link in links.splitlines() if "#" in link]
            self.database.executemany(
                "INSERT INTO place VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET linked_from = excluded.linked_from, written = 1"
                " WHERE excluded.written > written",
                with_fragment,
            )
        rows = self.database.execute(
            "SELECT place.address, fragment, place.linked_from FROM place LEFT JOIN page ON page.address = place.address"
            " WHERE written OR page.fresh = 2 ORDER BY place.address"
        )
        for address, places in groupby(rows, key=lambda row: row[0]):
            yield address, [(fragment, linked_from) for _, fragment, linked_from in places]

    def files_of(self, paths: str) -> Files:
        """Return the files whose path is like “pagefind/*”."""
        return dict(self.database.execute("SELECT path, sha256 FROM file WHERE path GLOB ?", [paths]))

    def remove_files(self, paths: Iterable[str]) -> None:
        self.database.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in paths))

    def sums(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the checksum of each file of the site, in the order of the paths by code point."""
        yield from self.database.execute("SELECT path, sha256 FROM file ORDER BY path")

    # --- queries and rows ---------------------------------------------------------------------------

    def queries(self) -> Iterator[tuple[int, Query]]:
        """Yield the queries that pages make; of one text after another, which is one object for all its queries."""
        for statement, sql in self.database.execute("SELECT id, sql FROM statement"):
            for id, *values in self.database.execute("SELECT id, parameters, result FROM query WHERE statement = ?", [statement]):
                yield id, Query(sql, *values)

    def mark_changed(self, ids: Iterable[int]) -> None:
        self.database.executemany("UPDATE query SET changed = 1 WHERE id = ?", ((id,) for id in ids))

    def replace_rows(self, rows: Iterable[tuple[str, str, bytes, str]]) -> None:
        """Remember the rows of the database as they are now: (table, primary key, digest, columns as JSON); keep the former ones beside them."""
        self._run("DROP TABLE IF EXISTS former_row; ALTER TABLE row RENAME TO former_row")
        self._run(SCHEMA)
        self.database.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)

    def changed_rows(self) -> Iterator[tuple[str, Row | None, Row | None]]:
        """Yield the table of each row that was added, changed or removed, with the row as it was, unless it was added, and as it is now,
        unless it was removed."""
        found = self.database.execute("""
            SELECT now.name, was.digest, was.columns, now.digest, now.columns
            FROM row AS now LEFT JOIN former_row AS was ON was.name = now.name AND was.pk = now.pk WHERE was.digest IS NOT now.digest
            UNION ALL
            SELECT was.name, was.digest, was.columns, NULL, NULL
            FROM former_row AS was LEFT JOIN row AS now ON was.name = now.name AND was.pk = now.pk WHERE now.pk IS NULL
        """)
        for name, former, was, digest, now in found:
            yield name, Row(former, json.loads(was)) if was else None, Row(digest, json.loads(now)) if now else None

    def columns(self, table: str, pk: str) -> dict[str, Any]:
        """Return the short columns of a row as it is now; nothing if there is none."""
        found = self.database.execute("SELECT columns FROM row WHERE name = ? AND pk = ?", [table, pk]).fetchone()
        return json.loads(found[0]) if found else {}

    def forget_former_rows(self) -> None:
        self.database.execute("DROP TABLE IF EXISTS former_row")
