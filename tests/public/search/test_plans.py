"""Searches go by the indexes: in a large archive they read what they find, and not whole tables."""

import pytest
from django.db import connection

from dara.models import Passage, Statement
from tests import factories

LINES = 3000
TABLES = ("dara_statement", "dara_publicparagraph")
# What was read in this transaction, by whatever plan, within functions too.
READ = """
SELECT relname, seq_scan, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_catalog.pg_stat_xact_user_tables WHERE relname = ANY (%s)
"""


@pytest.fixture
def large_archive(db) -> None:
    """A text of 3,000 lines with a statement each: a word that every line has, one that a thousand lines share, a rare one of its own."""
    lines = [f"Everybody{' reform' * (n % 20 == 0)} says of bail what word{n} was, and group{n % 1000} too." for n in range(LINES)]
    text = factories.source("".join(f"{line}\n" for line in lines), kind="campaign page")
    speaker = factories.organization("Harbor Union")
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line) + 1)
    made = Passage.objects.bulk_create(
        Passage(source=text, start=start, end=start + len(line), exact=line) for start, line in zip(ends, lines, strict=False)
    )
    Statement.objects.bulk_create(
        Statement(key=factories.key(), passage=each, kind="quote", pieces=[each.exact], speaker=speaker) for each in made
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('statement_search'), gin_clean_pending_list('publicparagraph_search')")
        cursor.execute("ANALYZE")  # both as a vacuum does


def read() -> dict[str, tuple[int, int]]:
    """How often each table was read from beginning to end, and how many of its rows were looked at."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(TABLES)])
        return {table: (scans, rows) for table, scans, rows in cursor.fetchall()}


# How many rows of each table a page may look at: those that match, a few times, and of each common word of a quotation no more than a few hundred.
PAGES = {
    "/search/?q=word77": 60,
    "/search/?q=reform": 600,
    "/search/?q=group7+bail": 60,
    "/search/?q=%22bail+what+word77+was%22": 60,
    "/search/?q=%22reform+says+of+bail%22": 600,
    "/search/?q=word77+or+word78": 120,
    "/search/?q=wodr77+reform": 1500,
    "/search/?q=elephants": 60,
    "/search/?q=somebody+says+of+bail+what+word77+was+and+group3+too+and+zebras+gladly+dancing": 1500,
    "/search/paragraphs/?q=word77": 60,
    "/sources/?q=word77": 200,
    "/api/v1/sources/?q=word77": 60,
    "/api/v1/paragraphs/?q=word77": 60,
    "/api/v1/statements/?q=word77": 60,
}


def test_a_search_reads_little_more_than_it_finds(large_archive, as_public):
    for path, rows in PAGES.items():
        before = read()
        with as_public() as client:
            assert client.get(path).status_code == 200
        after = read()
        for table in TABLES:
            assert after[table][0] == before[table][0], f"{path}: {table} was read from beginning to end"
            assert after[table][1] - before[table][1] <= rows, (path, table)
