"""How much the archive holds: numbers that are counted once a revision, as counting reads every row."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from dara.models import Concerned, ElectionResult, Endorsement, Source, Statement
from dara.public.revision import per_revision


def count(rows: QuerySet[Any]) -> int:
    """Return how many rows a queryset has."""
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    return _count(rows.db, sql, parameters)


@per_revision
def _count(using: str, sql: str, parameters: tuple) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS rows", parameters)
        return cursor.fetchone()[0]


def latest_version(rows: QuerySet[Any]) -> datetime | None:
    """Return when the latest of some sources or records last changed."""
    return _latest_version(rows.db, *rows.order_by().values("version").query.sql_with_params())


@per_revision
def _latest_version(using: str, sql: str, parameters: tuple) -> datetime | None:
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT max(version) FROM ({sql}) AS rows (version)", parameters)
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class StatementNumbers:
    """How many statements there are on each topic (by its id), and of other voices than the candidates' sides; and of those that concern a
    candidate: on each topic, whoever speaks; on each topic, of the candidate's side; of which each topic is the first (0: without a topic); by
    `Whose` words they are."""

    on: Counter[int] = field(default_factory=Counter)
    of_others: Counter[int] = field(default_factory=Counter)
    concerning: Counter[tuple[int, int]] = field(default_factory=Counter)  # by the ids of candidate and topic
    of_side: Counter[tuple[int, int]] = field(default_factory=Counter)
    first: Counter[tuple[int, int]] = field(default_factory=Counter)
    whose: Counter[tuple[int, int]] = field(default_factory=Counter)

    def of(self, candidate: int) -> int:
        """Return how many statements concern a candidate."""
        return sum(self.whose[candidate, whose] for whose in Statement.Whose)


@per_revision
def statement_numbers() -> StatementNumbers:
    numbers = StatementNumbers()
    with connections[Concerned.objects.db].cursor() as cursor:
        cursor.execute(
            """SELECT entity_id, topic, is_first, closeness, whose, count(*) FROM public.dara_concerned
            WHERE entity_id IN (SELECT candidate_id FROM public.dara_candidacy) GROUP BY entity_id, topic, is_first, closeness, whose
            UNION ALL SELECT NULL, topic_id, false, NULL, NULL, count(*) FROM public.dara_statementtopic GROUP BY topic_id
            UNION ALL SELECT NULL, topic, true, NULL, NULL, count(*) FROM (
                SELECT DISTINCT topic, statement_id FROM public.dara_concerned
                WHERE topic <> 0 AND closeness < 4 AND entity_id IN (SELECT candidate_id FROM public.dara_candidacy)) AS of_sides GROUP BY topic"""
        )
        rows = cursor.fetchall()
    for candidate, topic, is_first, closeness, whose, number in rows:
        if candidate is None:  # all on the topic, or (here in the place of is_first) those of a candidate's side
            is_of_side = is_first
            numbers.on[topic] += 0 if is_of_side else number
            numbers.of_others[topic] += -number if is_of_side else number
            continue
        numbers.concerning[candidate, topic] += number
        if closeness < Concerned.Closeness.ABOUT:
            numbers.of_side[candidate, topic] += number
        if is_first:
            numbers.first[candidate, topic] += number
            numbers.whose[candidate, whose] += number
    return numbers


@dataclass(frozen=True)
class RecordNumbers:
    """How many records there are of a candidate in a race, by the ids of both: endorsements of each stance, facts of each kind, and results."""

    stances: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    facts: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    results: Counter[tuple[int, int, str]] = field(default_factory=Counter)  # the last is ""

    def stances_toward(self, candidate: int) -> Counter[str]:
        """Return how many endorsements of each stance there are of a candidate, in any race."""
        return _by_kind(self.stances, lambda of, race: of == candidate)

    def facts_of(self, race: int, *, own: bool, candidate: int) -> Counter[str]:
        """Return how many facts of each kind there are of a race: the candidate's own, or those of all others."""
        return _by_kind(self.facts, lambda of, in_race: in_race == race and (of == candidate) == own)

    def results_of(self, candidate: int) -> int:
        return _by_kind(self.results, lambda of, race: of == candidate).total()


def _by_kind(numbers: Counter[tuple[int, int, str]], wanted: Callable[[int, int], bool]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (candidate, race, kind), number in numbers.items():
        if wanted(candidate, race):
            found[kind] += number
    return found


@per_revision
def record_numbers() -> RecordNumbers:
    numbers = RecordNumbers()
    with connections[Endorsement.objects.db].cursor() as cursor:
        cursor.execute(
            """SELECT 'stances', candidate_id, race_id, stance, count(*) FROM public.dara_endorsement
                WHERE candidate_id IS NOT NULL GROUP BY candidate_id, race_id, stance
            UNION ALL SELECT 'facts', candidate_id, race_id, kind, count(*) FROM public.dara_candidacyfact GROUP BY candidate_id, race_id, kind
            UNION ALL SELECT 'results', candidate_id, race_id, '', count(*) FROM public.dara_electionresult GROUP BY candidate_id, race_id"""
        )
        for name, candidate, race, kind, number in cursor.fetchall():
            getattr(numbers, name)[candidate, race, kind] = number
    return numbers


@dataclass(frozen=True)
class DatedNumbers:
    """How many rows of each kind (of dara/public/pages/timeline.py) there are about a candidate, by id, and how many of them have a date."""

    total: Counter[tuple[str, int]] = field(default_factory=Counter)
    dated: Counter[tuple[str, int]] = field(default_factory=Counter)


@per_revision
def dated_numbers() -> DatedNumbers:
    numbers = DatedNumbers()
    with connections[Concerned.objects.db].cursor() as cursor:
        cursor.execute(
            """WITH evidence AS MATERIALIZED (
                SELECT 'statements' AS kind, c.entity_id AS candidate, s.passage_id, s.said_on AS day FROM public.dara_concerned AS c
                    JOIN public.dara_statement AS s ON s.key = c.statement_id
                    WHERE c.is_first AND c.entity_id IN (SELECT candidate_id FROM public.dara_candidacy)
                UNION ALL SELECT 'stances', candidate_id, passage_id, stated_on FROM public.dara_endorsement WHERE candidate_id IS NOT NULL
                UNION ALL SELECT 'counts', candidate_id, passage_id, as_of FROM public.dara_electionresult
                UNION ALL SELECT 'facts', f.candidate_id, f.passage_id, f.occurred_on FROM public.dara_candidacyfact AS f
                    JOIN public.dara_candidacy AS y ON y.candidate_id = f.candidate_id AND y.race_id = f.race_id
            )
            SELECT kind, candidate, count(*), count(day) FROM evidence GROUP BY kind, candidate
            UNION ALL SELECT 'sources', e.candidate, count(*), count(x.published_on)
                FROM (SELECT DISTINCT candidate, p.source_id FROM evidence JOIN public.dara_passage AS p ON p.id = passage_id) AS e
                JOIN public.dara_source AS x ON x.key = e.source_id GROUP BY e.candidate"""
        )
        for kind, candidate, number, dated in cursor.fetchall():
            numbers.total[kind, candidate], numbers.dated[kind, candidate] = number, dated
    return numbers


@per_revision
def totals() -> tuple[dict[str, int], datetime | None]:
    """Return how many sources and records there are, by the name of their list, and when the latest of them last changed."""
    lists: dict[str, Any] = {
        "sources": Source,
        "statements": Statement,
        "endorsements": Endorsement,
        "elections": ElectionResult,
    }
    counts = (f"SELECT '{name}', count(*), max(version) FROM public.{model._meta.db_table}" for name, model in lists.items())
    with connections[Source.objects.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        rows = cursor.fetchall()
    return {name: number for name, number, _ in rows}, max((latest for *_, latest in rows if latest), default=None)
