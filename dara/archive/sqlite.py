"""What the public may see, as a SQLite file: foreign keys declared and indexed, full-text search, named as Datasette finds them.

Plain tables, not STRICT ones, which a SQLite older than 3.37 cannot open."""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from dara.archive.tables import TABLES, Column, Table

TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}  # all else is TEXT
SEARCHED = {"statements": ("text",), "paragraphs": ("body",)}
# As the site searches: accents do not matter, and words are found by their stems. The index refers to rows by number: tables are filled
# once, in order, so that VACUUM numbers them as they are.
TOKENIZE = "porter unicode61 remove_diacritics 2"

# The title in brackets where it is the archive's own, and what else is inferred of the source.
SOURCE = """CASE WHEN json_extract(sources.inferred, '$.title') IS NULL THEN sources.title ELSE '[' || sources.title || ']' END AS source,
            publisher.name AS publisher, sources.kind AS kind_of_source, sources.published_on, sources.inferred AS inferred_of_source"""
FROM_SOURCE = "JOIN sources ON sources.key = {0}.source LEFT JOIN entities AS publisher ON publisher.slug = sources.publisher"
VIEWS = {
    "statements_with_source": f"""
        SELECT s.key, s.kind, speaker.name AS speaker, s.speaker_as_named, s.text, s.said_on,
            (SELECT group_concat(name, ', ') FROM (
                SELECT topics.name FROM statement_topics JOIN topics ON topics.slug = topic WHERE statement = s.key ORDER BY position
            )) AS topics,
            {SOURCE},
            s.inferred, s.permalink
        FROM statements AS s JOIN entities AS speaker ON speaker.slug = s.speaker
        {FROM_SOURCE.format("s")}""",
    "endorsements_with_source": f"""
        SELECT e.key, endorser.name AS endorser, e.endorser_as_named, e.stance, e.verb, candidate.name AS candidate, e.race, e.stated_on,
            e.amount_as_stated, e.recipient, passages.exact AS passage,
            {SOURCE},
            e.inferred, e.permalink
        FROM endorsements AS e JOIN entities AS endorser ON endorser.slug = e.endorser JOIN passages ON passages.id = e.passage
        LEFT JOIN entities AS candidate ON candidate.slug = e.candidate
        {FROM_SOURCE.format("e")}""",
    "results_with_source": f"""
        SELECT r.key, candidate.name AS candidate, elections.name AS election, r.qualifier, r.percent, r.votes, r.status, r.as_of,
            passages.exact AS passage,
            {SOURCE},
            r.inferred, r.permalink
        FROM results AS r JOIN entities AS candidate ON candidate.slug = r.candidate JOIN elections ON elections.slug = r.election
        JOIN passages ON passages.id = r.passage
        {FROM_SOURCE.format("r")}""",
}

PRIMARY_KEYS = {table.name: table.primary_key for table in TABLES}


class SqliteError(Exception):
    """The file that was written is not sound."""


def write(path: Path, about: Mapping[str, str]) -> Counter[str]:
    """Write the new file `path`; the number of rows by table. `about` is kept in the table dara_about.

    Raises SqliteError when a foreign key leads nowhere."""
    counts: Counter[str] = Counter()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # nobody reads a file that is not whole, and half a one is thrown away
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(_table(table))
            places = ", ".join("?" * len(table.columns))
            counts[table.name] = database.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({places})", table.rows()).rowcount
        for statement in _indexes():
            database.execute(statement)
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")
        database.execute("CREATE TABLE dara_about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany("INSERT INTO dara_about VALUES (?, ?)", about.items())
        database.execute("COMMIT")
        database.execute("ANALYZE")
        astray = database.execute("PRAGMA foreign_key_check").fetchall()
    if astray:
        raise SqliteError(f"{len(astray)} references of the SQLite file lead nowhere, the first from the table {astray[0][0]}.")
    return +counts


def _table(table: Table) -> str:
    parts = [_column(column) for column in table.columns]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.primary_key))})")
    parts += [
        f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(column.refers_to)} ({_quoted(PRIMARY_KEYS[column.refers_to][0])})"
        for column in table.columns
        if column.refers_to
    ]
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(column: Column) -> str:
    return f"{_quoted(column.name)} {TYPES.get(column.type, 'TEXT')}{' NOT NULL' if column.required else ''}"


def _indexes() -> Iterator[str]:
    """Of what refers to other tables (but for a primary key's first column), and of the words."""
    for table in TABLES:
        for column in table.columns:
            if column.refers_to and column.name != table.primary_key[0]:
                yield f"CREATE INDEX {_quoted(f'{table.name}_{column.name}')} ON {_quoted(table.name)} ({_quoted(column.name)})"
    for name, columns in SEARCHED.items():
        yield f'CREATE VIRTUAL TABLE {name}_fts USING fts5({", ".join(columns)}, content="{name}", tokenize="{TOKENIZE}")'
        yield f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')"


def _quoted(name: str) -> str:
    return f'"{name}"'
