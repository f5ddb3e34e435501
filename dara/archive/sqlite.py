"""What the public may see as a SQLite file: with foreign keys, their indexes, and full-text search named so that Datasette finds it.

The tables are not STRICT: SQLite before 3.37 cannot open those."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from dara.archive.tables import TABLES

TYPES: dict[str, type] = {"integer": int, "boolean": bool, "number": float}  # all else is text
SEARCHED = {"statements": ("text",), "paragraphs": ("body",)}
# As the site searches: accents do not matter, and words are found by their stems. The index refers to rows by their numbers; tables are filled
# once and in order, so VACUUM does not change the numbers.
TOKENIZE = "porter unicode61 remove_diacritics 2"

# The title, in brackets where it is the archive's own, and what else is inferred of the source.
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
        SELECT r.key, candidate.name AS candidate, elections.name AS election, r.area, r.qualifier, r.percent, r.votes, r.status, r.as_of,
            passages.exact AS passage,
            {SOURCE},
            r.inferred, r.permalink
        FROM results AS r JOIN entities AS candidate ON candidate.slug = r.candidate JOIN elections ON elections.slug = r.election
        JOIN passages ON passages.id = r.passage
        {FROM_SOURCE.format("r")}""",
}


class SqliteError(Exception):
    """The file that was written is not sound."""


def write(path: Path, about: Mapping[str, str]) -> Counter[str]:
    """Write the new file `path`; return the number of rows by table. `about` is kept in the table dara_about.

    Raises SqliteError when a foreign key leads nowhere."""
    counts: Counter[str] = Counter()
    with Database(path, execute_plugins=False) as database:
        database.execute("PRAGMA journal_mode = OFF")  # nobody reads an unfinished file, and one that fails is thrown away
        database.execute("PRAGMA synchronous = OFF")
        with database.atomic():
            _create_tables(database)
            for table in TABLES:
                places = ", ".join("?" * len(table.columns))
                # insert_all() of sqlite_utils takes nearly three times as long
                counts[table.name] = database.conn.executemany(
                    f'INSERT INTO "{table.name}" VALUES ({places})', table.rows()
                ).rowcount
            _create_indexes(database)
            for name, query in VIEWS.items():
                database.create_view(name, query)
            database.table("dara_about").create({"name": str, "value": str}, pk="name", not_null={"value"})
            database.conn.executemany("INSERT INTO dara_about VALUES (?, ?)", about.items())
        database.analyze()
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise SqliteError(f"{len(broken)} references of the SQLite file lead nowhere, the first from the table {broken[0][0]}.")
    return +counts


def _create_tables(database: Database) -> None:
    """Create the tables with their foreign keys; those to a table that is created later are added at the end."""
    primary_keys = {table.name: table.primary_key[0] for table in TABLES}
    later = []
    for table in TABLES:
        references = [
            (column.name, column.refers_to, primary_keys[column.refers_to]) for column in table.columns if column.refers_to
        ]
        created = {*database.table_names(), table.name}
        database.table(table.name).create(
            {column.name: TYPES.get(column.type, str) for column in table.columns},
            pk=table.primary_key,
            not_null={column.name for column in table.columns if column.required},
            foreign_keys=[reference for reference in references if reference[1] in created],
        )
        later += [(table.name, *reference) for reference in references if reference[1] not in created]
    database.add_foreign_keys(later)


def _create_indexes(database: Database) -> None:
    """Create the indexes of references to other tables (but of a primary key's first column, which has one), and of the words."""
    for table in TABLES:
        for column in table.columns:
            if column.refers_to and column.name != table.primary_key[0]:
                database.table(table.name).create_index([column.name], f"{table.name}_{column.name}")
    for name, columns in SEARCHED.items():
        database.table(name).enable_fts(columns, tokenize=TOKENIZE)
