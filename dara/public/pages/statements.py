"""What was said, and in whose words we hold it."""

from dataclasses import replace

from dara.models import CandidacyFact, Statement, Tombstone
from dara.public.filters.lists import StatementFilter
from dara.public.pages.citations import cited
from dara.public.pages.evidence import context_of, enclosing
from dara.public.pages.lists import A_PAGE, Filtered, FirstOf, Permalink
from dara.text.diff import word_diff

RENDERINGS = 10  # of an utterance, compared on the page of each
ROLES = (CandidacyFact.Kind.RUNNING, CandidacyFact.Kind.INCUMBENT)


class StatementList(Filtered):
    queryset = Statement.objects.for_lists()
    filters = StatementFilter
    template_name = "statements/list.html"


class StatementPage(Permalink):
    kind = Tombstone.Kind.STATEMENT
    queryset = Statement.objects.for_lists().select_related("utterance")
    template_name = "statements/detail.html"

    def get_context_data(self, **kwargs):
        statement = self.object
        outer = enclosing(statement)[1:]  # without the statement itself
        quoted = FirstOf.queryset(Statement.objects.for_lists().filter(within=statement).order_by("passage__start", "key"))
        return super().get_context_data(
            outer=outer,
            quoted=quoted,
            roles=_roles(statement),
            renderings=_renderings(statement),
            **context_of(statement),
            **cited(self.request, statement, outer),
            **kwargs,
        )


def _roles(statement: Statement) -> list[CandidacyFact]:
    """What the same source says that the speaker is, once a race. Other sources speak of other times."""
    facts = CandidacyFact.objects.filter(candidate=statement.speaker_id, passage__source=statement.source, kind__in=ROLES)
    return list(
        facts.select_related("candidate", "race").order_by("race__slug", "kind", "key").distinct("race__slug", "kind")[:A_PAGE]
    )


def _renderings(statement: Statement) -> FirstOf | None:
    """The other statements of its utterance, each with its words compared with this one's."""
    if statement.utterance is None:
        return None
    others = Statement.objects.for_lists().prefetch_related(None).filter(utterance=statement.utterance).exclude(pk=statement.pk)
    first = FirstOf.queryset(others.in_order(), RENDERINGS)
    return replace(first, rows=[_compared(statement, other) for other in first.rows])


def _compared(statement: Statement, other: Statement) -> dict:
    segments = word_diff(statement.pieces, other.pieces)
    return {"statement": other, "runs": segments, "has_omissions": any(each.omission for each in segments or ())}
