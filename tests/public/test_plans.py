"""Pages read the rows that they show, and not all that there are: what PostgreSQL says of their queries, as the public role.

What is counted once a revision is counted before."""

import json
import types

import pytest
from django.db import connection
from django.db.backends.postgresql.base import Cursor
from django.test.utils import CaptureQueriesContext

from dara.models import Revision
from dara.public import revision
from dara.public.pages import candidates
from tests import factories

SIZE = 4000  # statements, two of each source
LARGE = ("dara_statement", "dara_concerned", "dara_statementtopic", "dara_statementabout")
PAGES = [
    "/",
    "/topics/",
    "/topics/topic-1/",
    "/candidates/",
    "/candidates/ann-smith/",
    "/compare/",
    "/compare/?c=ann-smith&c=bea-jones&t=topic-1",
    "/statements/",
    f"/statements/?page={SIZE // 50}",
    f"/statements/?sort=date&page={SIZE // 50}",
    f"/api/v1/statements/?page={SIZE // 50}",
    "/sources/",
    f"/sources/?page={SIZE // 100}",
    "/statements/?candidate=ann-smith",
    "/feeds/statements.atom",
    "/feeds/candidates/ann-smith.atom",
    "/feeds/statements.atom?kind=quote&topic=topic-1",
    "/sitemap.xml",
]
FILL = f"""
WITH texts AS (SELECT n, format('s%s', lpad(n::text, 7, '0')) AS key, format(E'Line one of %s.\\nLine two of %s.\\n', n, n) AS body
    FROM generate_series(1, {SIZE // 2}) AS n
), sources AS (
    INSERT INTO dara_source (key, title, kind, published_on, language, visibility, document, sha256, author, url, collector_header, note,
        inferred, translations)
    SELECT key, 'Document ' || n, 'news article', (date '2020-01-01' + n)::text, 'en', 'full', 'documents/' || key,
        encode(sha256(body::bytea), 'hex'), '', '', '', '', '{{}}', '{{}}' FROM texts
), originals AS (
    INSERT INTO dara_original (source_id, content) SELECT key, body::bytea FROM texts
)
INSERT INTO dara_sourcetext (source_id, extractor, body) SELECT key, 'text v1', body FROM texts;
INSERT INTO dara_passage (source_id, start, "end", exact, first_paragraph, last_paragraph)
SELECT p.source_id, p.start, p."end" - 1, left(p.body, -1), 0, 0 FROM dara_paragraph AS p;
WITH speakers AS (SELECT array_agg(id ORDER BY id) AS ids FROM dara_entity WHERE kind = 'person')
INSERT INTO dara_statement (key, passage_id, kind, pieces, text, speaker_id, speaker_as_named, said_on, summary, note, inferred, translations, found_by, place)
SELECT 't' || lpad(p.id::text, 7, '0'), p.id, 'quote', ARRAY[p.exact], '', s.ids[1 + p.id % cardinality(s.ids)], '',
    (date '2020-01-01' + p.id::integer % 700)::text, '', '', '{{}}', '{{}}', '', ''
FROM dara_passage AS p, speakers AS s;
WITH topics AS (SELECT array_agg(id ORDER BY id) AS ids FROM dara_topic)
INSERT INTO dara_statementtopic (statement_id, topic_id)
SELECT s.key, t.ids[1 + s.passage_id % cardinality(t.ids)] FROM dara_statement AS s, topics AS t;
ANALYZE;
"""


@pytest.fixture
def large_archive(db):
    """4,000 statements by eight speakers, two of them candidates, on five topics."""
    smith, jones = factories.person("Ann Smith"), factories.person("Bea Jones")
    factories.race("2020", smith, jones)
    for number in range(6):
        factories.person(f"Voice {number}")
    for number in range(5):
        factories.topic(f"Topic {number}")
    with connection.cursor() as cursor:
        cursor.execute(FILL)


@pytest.fixture
def kept(monkeypatch):
    """What is kept for a revision is kept, though the test is a transaction."""
    monkeypatch.setattr(candidates, "FREQUENT", SIZE // 10)
    state = revision.State(Revision(-1, -1, -1), 0)
    monkeypatch.setattr(revision, "connection", types.SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(revision.watch, "look", lambda: revision.Known(state, is_current=True))


MOST = SIZE // 2  # rows that a query may read of the large tables; a topic has a fifth of the statements
FEW = 10  # rows that it may read without an index, to find out that there is one


def nodes(plan: dict):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read(plan: dict) -> int:
    """How many rows a plan reads of the large tables, those that it throws away too."""
    return sum(
        int(node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)))
        for node in nodes(plan)
        if node.get("Relation Name") in LARGE
    )


@pytest.mark.usefixtures("large_archive", "kept")
def test_no_page_reads_all_statements(as_public):
    faults = []
    with as_public() as client:
        connection.connection.cursor_factory = Cursor  # with the parameters in the queries, as EXPLAIN needs them
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL random_page_cost = 1")  # so small a table is read whole for a hundredth of it
        for path in PAGES:
            assert client.get(path).status_code == 200, path
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            # not the facets of a part of a list, which count what matches
            for sql in (query["sql"] for query in asked if query["sql"].startswith(("SELECT", "(SELECT"))):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql.replace('%', '%%')}", [])
                    plan = cursor.fetchone()[0]
                plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
                if read(plan) > MOST or any(node["Node Type"] == "Seq Scan" and read(node) > FEW for node in nodes(plan)):
                    faults.append(f"{path} reads {read(plan)} rows: {sql}")
    assert "\n".join(faults) == ""
