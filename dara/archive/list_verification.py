"""Verify what the database keeps for lists: the columns that they are sorted by, and the table of whom statements concern.

Both are made anew here from the records, in other words than those of `dara/models/sql/lists.sql`."""

from collections.abc import Iterator

from django.db import connection

# The latest first: each digit by what it lacks to nine. A missing part of a date, or a missing date, comes after all that are there.
LATEST_FIRST = "(SELECT string_agg(CASE WHEN c BETWEEN '0' AND '9' THEN (9 - c::integer)::text ELSE c END, '' ORDER BY n)"
LATEST_FIRST += " FROM regexp_split_to_table(left(coalesce({date}, '') || '~~~~~~~~~~', 10), '') WITH ORDINALITY AS x (c, n))"

SOURCES = f"SELECT s.key FROM public.dara_source AS s WHERE s.place IS DISTINCT FROM {LATEST_FIRST.format(date='s.published_on')} || s.key"

STATEMENTS = f"""
SELECT t.key FROM public.dara_statement AS t
JOIN public.dara_passage AS p ON p.id = t.passage_id JOIN public.dara_source AS s ON s.key = p.source_id
WHERE t.place IS DISTINCT FROM s.place || right('000000000' || p.start, 10) || t.key
    OR t.place_by_date IS DISTINCT FROM {LATEST_FIRST.format(date="t.said_on")} || t.place"""

CONCERNED = """
WITH pairs AS (
    SELECT t.key, t.speaker_id AS entity FROM public.dara_statement AS t
    UNION SELECT a.statement_id, a.entity_id FROM public.dara_statementabout AS a
), topics AS (
    SELECT DISTINCT ON (x.statement_id) x.statement_id, x.topic_id AS first
    FROM public.dara_statementtopic AS x JOIN public.dara_topic AS o ON o.id = x.topic_id ORDER BY x.statement_id, o.position, o.id
), expected AS (
    SELECT t.key, pairs.entity, coalesce(x.topic_id, 0), x.topic_id IS NOT DISTINCT FROM topics.first,
        CASE
            WHEN t.speaker_id = pairs.entity AND t.kind = ANY (ARRAY['quote', 'post', 'position']) THEN 0
            WHEN s.kind <> ALL (ARRAY['press release', 'campaign page']) THEN CASE WHEN t.speaker_id = pairs.entity THEN 3 ELSE 4 END
            WHEN t.speaker_id <> pairs.entity AND e.kind <> 'organization' THEN 4
            WHEN t.kind = ANY (ARRAY['quote', 'post', 'position']) THEN 1
            ELSE 2
        END,
        t.place, t.place_by_date
    FROM pairs JOIN public.dara_statement AS t ON t.key = pairs.key
    JOIN public.dara_entity AS e ON e.id = t.speaker_id
    JOIN public.dara_passage AS p ON p.id = t.passage_id JOIN public.dara_source AS s ON s.key = p.source_id
    LEFT JOIN topics ON topics.statement_id = t.key LEFT JOIN public.dara_statementtopic AS x ON x.statement_id = t.key
), held AS (
    SELECT c.statement_id, c.entity_id, c.topic, c.is_first, c.closeness::integer, c.place, c.place_by_date FROM public.dara_concerned AS c
)
SELECT DISTINCT key FROM ((TABLE expected EXCEPT ALL TABLE held) UNION ALL (TABLE held EXCEPT ALL TABLE expected)) AS x (key)"""


def list_failures() -> Iterator[str]:
    """Yield a sentence for each source or statement that lists would put in a wrong place, or would show under somebody whom it does not concern."""
    for key in _keys(SOURCES):
        yield f"Source {key}: its place in lists is not that of its date."
    for key in _keys(STATEMENTS):
        yield f"Statement {key}: its place in lists is not that of its source and its passage, or of its date."
    for key in _keys(CONCERNED):
        yield f"Statement {key}: lists have it under others than it concerns, on other topics, or as other words than it has."


FOUND_BY = {
    "Statement": "SELECT r.key FROM public.dara_statement AS r WHERE r.found_by <> public.dara_statement_is_found_by(r.key, r.speaker_id, r.passage_id)",
    "Endorsement": """SELECT r.key FROM public.dara_endorsement AS r
        WHERE r.found_by <> public.dara_endorsement_is_found_by(r.endorser_id, r.candidate_id, r.passage_id)""",
}


def found_by_failures() -> Iterator[str]:
    """Yield a sentence for each record that search finds by other words than its own, its names and its passage (`dara/models/sql/search.sql`)."""
    for kind, query in FOUND_BY.items():
        yield from (f"{kind} {key}: search finds it by other names or words than it has." for key in _keys(query))


def _keys(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM ({query}) AS rows ORDER BY key")
        return [key for (key,) in cursor.fetchall()]
