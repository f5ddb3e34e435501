"""The list of statements, and the page of a statement."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from dara.models import CandidacyFact, Source, Statement, Tombstone
from dara.public.filters.lists import StatementFilter
from dara.public.pages.citations import citation_context
from dara.public.pages.evidence import evidence_context, outer_statements
from dara.public.pages.lists import PAGE_SIZE, FilteredList, FirstRows
from dara.public.pages.permalinks import Permalink
from dara.public.revision import per_moment
from dara.text.diff import word_diff

MAX_RENDERINGS = 10  # other statements of the same utterance that the page of a statement compares it with
MAX_SAME_DAY = 10
QUOTED = Statement.objects.filter(within=OuterRef("pk"))
ROLES = (CandidacyFact.Kind.RUNNING, CandidacyFact.Kind.INCUMBENT)


class StatementList(FilteredList):
    filterset_class = StatementFilter
    template_name = "statements/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"groups": group_by_source(context["object_list"])}


class StatementPage(Permalink):
    kind = Tombstone.Kind.STATEMENT
    queryset = Statement.objects.for_lists().select_related("utterance").annotate(has_quoted=Exists(QUOTED))
    template_name = "statements/detail.html"

    def get_context_data(self, **kwargs):
        statement = self.object
        outer = outer_statements(statement)
        return super().get_context_data(
            outer=outer,
            **_related(statement),
            **evidence_context(statement),
            **citation_context(self.request, statement, outer),
            **kwargs,
        )


@per_moment
def _related(statement: Statement) -> dict[str, Any]:
    """Return what the page of a statement shows of other records."""
    return {
        "quoted": _quoted(statement),
        "roles": _roles(statement),
        "renderings": _renderings(statement),
        "same_day": _same_day(statement),
    }


class OfOneSource(NamedTuple):
    """Successive statements of one source, those with the same label together."""

    source: Source
    alike: list[list[Statement]]


def group_by_source(statements: Iterable[Statement]) -> list[OfOneSource]:
    """Group successive statements, so that a page says once which source they are from, and once whose words they are."""

    def label(statement: Statement) -> tuple:
        inferred = [statement.inferred.get(name) for name in ("speaker", "said_on")]
        return statement.speaker_id, statement.kind, statement.said_on, statement.within_id, inferred

    groups = []
    for source, listed in groupby(statements, key=lambda statement: statement.source):
        groups.append(OfOneSource(source, [list(group) for _, group in groupby(listed, key=label)]))
    return groups


def _quoted(statement: Any) -> FirstRows:
    """Return what is quoted or told in a statement, in the order of the text."""
    if not statement.has_quoted:  # as in most
        return FirstRows([], 0)
    quoted = Statement.objects.for_lists().prefetch_related(None).filter(within=statement)
    return FirstRows.of(quoted.order_by("passage__start", "key"))


def _same_day(statement: Statement) -> list[Statement]:
    """Return other words of the same speaker on the same day."""
    if not statement.said_on:
        return []
    others = Statement.objects.for_lists().prefetch_related(None).filter(speaker=statement.speaker_id, said_on=statement.said_on)
    return list(others.exclude(pk=statement.pk).in_order()[:MAX_SAME_DAY])


def _roles(statement: Statement) -> list[CandidacyFact]:
    """Return what the same source says that the speaker is, one fact of each kind a race. Other sources speak of other times."""
    facts = CandidacyFact.objects.filter(candidate=statement.speaker_id, passage__source=statement.source, kind__in=ROLES)
    named = facts.select_related("candidate", "race").order_by("race__slug", "kind", "key")
    return list(named.distinct("race__slug", "kind")[:PAGE_SIZE])


def _renderings(statement: Statement) -> FirstRows | None:
    """Return the other statements of the same utterance, each compared with this one; None where there is no utterance."""
    if statement.utterance is None:
        return None
    others = Statement.objects.for_lists().prefetch_related(None).filter(utterance=statement.utterance).exclude(pk=statement.pk)
    first = FirstRows.of(others.in_order(), MAX_RENDERINGS)
    return replace(first, rows=[_compare(statement, other) for other in first.rows])


def _compare(statement: Statement, other: Statement) -> dict:
    segments = word_diff(statement.pieces, other.pieces)
    return {"statement": other, "segments": segments, "has_omissions": any(segment.omission for segment in segments or ())}
