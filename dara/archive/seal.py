"""The seal of the history: each event is a leaf of a Merkle tree that is only ever added to (`dara/models/seal.py`).

A leaf is the SHA-256 of a salt and an event, so of who did what and when. Leaves are added afterwards, when somebody seals, so writers neither
wait nor work for it. In which order is of no matter, only that it stays: the events that a snapshot shows are of committed transactions. What a
transaction commits later, it began later than `below` (pg_snapshot_xmin): an event that says otherwise is forged."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from dara.archive.merkle import Head, Tree
from dara.models import EVENTS, BaseChange, SealHead, SealLeaf

CHUNK = 10_000  # leaves at a time
# The models of the events that are sealed, by the name that is sealed with each event.
SEALED: dict[str, Any] = {str(model._meta.model_name): events for model, events in EVENTS.items()} | {"basechange": BaseChange}

# What a column that a later version adds holds in the events from before: without it, these have the digest that they had.
NOTHING = """ARRAY['null', '""', 'false', '{}', '[]']::jsonb[]"""


def _digest(salt: str, name: str, event: str) -> str:
    """The digest of an event, in SQL, of these expressions."""
    return f"""sha256({salt} || convert_to({name} || ' ' || (
        SELECT jsonb_object_agg(c.key, c.value) FROM jsonb_each({event}) AS c WHERE c.value <> ALL ({NOTHING}))::text, 'UTF8'))"""


_NEW = " UNION ALL ".join(
    f"""SELECT e.pgh_id AS event, '{name}' AS name, to_jsonb(e) AS event_itself FROM public.{model._meta.db_table} AS e
    WHERE NOT EXISTS (SELECT FROM public.dara_sealleaf AS l WHERE l.event = e.pgh_id)"""
    for name, model in SEALED.items()
)
ADD = f"""
WITH new AS MATERIALIZED (SELECT n.*, uuid_send(gen_random_uuid()) AS salt FROM ({_NEW}) AS n)
INSERT INTO public.dara_sealleaf (place, event, name, salt, digest)
SELECT (SELECT coalesce(max(l.place), -1) FROM public.dara_sealleaf AS l) + row_number() OVER (ORDER BY n.event), n.event, n.name, n.salt,
    {_digest("n.salt", "n.name", "n.event_itself")}
FROM new AS n
"""
LOCK = "LOCK TABLE public.dara_sealhead IN SHARE UPDATE EXCLUSIVE MODE"  # of two who seal, one waits; nobody else does


def seal() -> SealHead | None:
    """Seal the events that are not sealed yet, and return the newest head; None where there is no event.

    Call it in a transaction, as the first thing: where that is to see one moment, it sees the moment at which nobody else was sealing any more. On a
    server that only reads, such as a standby, nothing is added."""
    if _may_write():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (below,) = cursor.fetchone()
            cursor.execute(ADD)
            if cursor.rowcount:
                tree = Tree()
                for leaf in _leaves():
                    tree.add(bytes(leaf.digest))
                cursor.execute(
                    "INSERT INTO public.dara_sealhead (size, root, sealed_at, below) VALUES (%s, %s, now(), %s)",
                    [tree.size, tree.root(), below],
                )
    return newest()


def _may_write() -> bool:
    """Lock the seal, or say that this cannot be done. A cursor of psycopg's own: pghistory would ask the database something first, whose answer
    would be of the moment before."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        if cursor.execute("SHOW transaction_read_only").fetchone() == ("on",):
            return False
        cursor.execute(LOCK)
    return True


def seal_history() -> SealHead | None:
    """The same in a transaction of its own."""
    with transaction.atomic(durable=True):
        return seal()


def newest() -> SealHead | None:
    return SealHead.objects.order_by("-size").first()


def count_erased() -> int:
    """The number of sealed events that were erased."""
    return SealLeaf.objects.filter(salt=None).count()


def head_text(head: SealHead) -> str:
    return Head(head.size, bytes(head.root)).text()


def _leaves() -> Iterator[SealLeaf]:
    return SealLeaf.objects.only("place", "digest").order_by("place").iterator(chunk_size=CHUNK)


# --- proving it -------------------------------------------------------------------------------------


def seal_failures() -> Iterator[str]:
    """Yield a sentence for all that is not as it was sealed."""
    for name in SEALED:
        yield from event_failures(name)
    yield from tree_failures()


def event_failures(name: str) -> Iterator[str]:
    """Yield a sentence for each event in one table that is not as it was sealed. An erased event is none: its leaf has no salt."""
    head = newest()
    query = f"""
        SELECT coalesce(e.pgh_id, l.event), e.pgh_id IS NULL, l.event IS NULL, l.salt IS NULL, to_jsonb(e) ->> 'pgh_obj_id', l.place
        FROM public.{SEALED[name]._meta.db_table} AS e
        FULL JOIN (SELECT * FROM public.dara_sealleaf AS l WHERE l.name = '{name}') AS l ON l.event = e.pgh_id
        WHERE CASE WHEN e.pgh_id IS NULL THEN l.salt IS NOT NULL
            WHEN l.event IS NULL THEN e.pgh_transaction < %s
            ELSE l.salt IS NULL OR l.digest <> {_digest("l.salt", f"'{name}'", "to_jsonb(e)")} END
        ORDER BY 1"""
    with connection.cursor() as cursor:
        cursor.execute(query, [head.below if head else None])
        found = cursor.fetchall()
    for event, is_gone, is_new, is_erased, row, place in found:
        if is_gone:
            what = f"is gone from the history; it is sealed as leaf {place}."
        elif is_new:
            what = "came into the history by hand: when what its transaction did was sealed, it was not there."
        elif is_erased:
            what = f"is there, and is sealed as one that was erased (leaf {place})."
        else:
            what = f"is not what was sealed as leaf {place}: who did what and when has been rewritten."
        yield f"The {name} event {event}{f' of {row}' if row else ''} {what}"


def tree_failures(kept: Head | None = None) -> Iterator[str]:
    """Yield a sentence for each leaf of no event, and each head that the leaves do not lead to; `kept` is one from elsewhere."""
    strange = SealLeaf.objects.exclude(name__in=SEALED).order_by("place")
    yield from (f"Leaf {each.place} of the seal is of no table of events: “{each.name}”." for each in strange)
    heads = list(SealHead.objects.order_by("size"))
    sizes = {head.size for head in heads} | ({kept.size} if kept else set())
    tree = Tree()
    roots = {0: tree.root()}
    for leaf in _leaves():
        if leaf.place != tree.size:
            yield f"Leaf {tree.size} of the seal is gone, and nothing after it can be proved."
            break
        tree.add(bytes(leaf.digest))
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    else:
        yield from _head_failures(heads, roots, tree.size)
    if kept and kept.size > tree.size:
        yield f"The head that was kept is of {kept.size:,} events, and {tree.size:,} are sealed here: the latest are gone."
    elif kept and roots[kept.size] != kept.root:
        yield f"The history does not go on from the head that was kept: its first {kept.size:,} events are others now."


def _head_failures(heads: list[SealHead], roots: dict[int, bytes], size: int) -> Iterator[str]:
    last = 0
    for head in heads:
        if roots.get(head.size) != bytes(head.root):
            yield (
                f"The seal of {head.sealed_at:%Y-%m-%d %H:%M} UTC over {head.size:,} events is broken: one of the leaves from {last} on is not what it"
                " was then, or is gone."
            )
            return  # later ones are over the same leaves
        last = head.size
    if size > last:
        yield f"The leaves from {last} on were not sealed: there are {size}."
