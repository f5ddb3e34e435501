"""Verify the bases of imports: the database notes what changes them, and the notes add up to what is there."""

from collections.abc import Iterator

from django.db import connection

BASES = """
SELECT kind FROM (SELECT c.kind, sum(c.number), sum(c.total) FROM public.dara_basechange AS c GROUP BY c.kind HAVING sum(c.number) <> 0) AS noted (kind, number, total)
FULL JOIN (
    SELECT b.kind, count(*), sum(public.dara_base_number(b.kind, b.key, b.digest)) FROM public.dara_importedrecord AS b GROUP BY b.kind
) AS held (kind, number, total) USING (kind)
WHERE ROW(noted.number, noted.total) IS DISTINCT FROM ROW(held.number, held.total) ORDER BY kind
"""


def base_failures() -> Iterator[str]:
    """What imports remember of each record is what they wrote down, as far as the notes of the database go (`dara/models/sql/imports.sql`)."""
    with connection.cursor() as cursor:
        cursor.execute(BASES)
        for (kind,) in cursor.fetchall():
            yield f"The bases of imported {kind} are not those that imports left: the next import would take a record for changed, or not."
