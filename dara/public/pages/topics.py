"""The list of topics, and the page of a topic: what makes candidates comparable."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, When

from dara.models import Candidacy, Candidate, Concerned, Source, Statement, Topic
from dara.public.cards.card import topic_card
from dara.public.held import StatementNumbers, count, statement_numbers
from dara.public.pages.cells import Cell, OnTopic, cells_by_topic
from dara.public.pages.compare import comparison_address
from dara.public.pages.lists import PAGE_SIZE, DetailWithList, PaginatedList
from dara.public.pages.statements import group_by_source

STATEMENTS_OF_SIDE = 20  # of each candidate's side on the page of a topic with few candidates; the candidate's page has the others
MOST_STATEMENTS, LEAST_OF_SIDE = 30, 1  # of a page with many candidates
OTHERS_PER_PAGE = 10  # statements of other voices


def with_totals(topics: Iterable[Any], numbers: StatementNumbers) -> list[Any]:
    """Return the topics, each with its `total`: how many statements are held on it."""
    rows = list(topics)
    for topic in rows:
        topic.total = numbers.on[topic.pk]
    return rows


class TopicList(PaginatedList):
    """All topics, each with the candidates whose side speaks on it."""

    queryset = Topic.objects.listed().order_by("position", "slug")
    context_object_name = "topics"
    template_name = "topics/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        candidates = list(Candidate.objects.by_name()[:PAGE_SIZE])
        numbers = statement_numbers()
        of_side = numbers.of_side
        context["rows"] = [
            {"topic": topic, "sides": [(each, of_side[each.pk, topic.pk]) for each in candidates if (each.pk, topic.pk) in of_side]}
            for topic in with_totals(context["topics"], numbers)
        ]
        return context


class TopicPage(DetailWithList):
    """What each candidate's side says on a topic, or that the archive has nothing on it; then what the other voices say, in pages.

    The page of a topic with topics below it (`parts`) names those. Of what is no issue, it shows only what is held."""

    subjects = Topic.objects.with_is_issue().select_related("parent")
    template_name = "topics/detail.html"
    paginate_by = OTHERS_PER_PAGE

    def get_queryset(self):
        """Return the statements of the other voices, the newest source first, as in its text."""
        candidates = Candidacy.objects.values("candidate")
        sides = Concerned.objects.of_sides().filter(statement=OuterRef("pk"), topic=self.subject.pk, entity__in=candidates)
        # In a CASE, PostgreSQL looks each row up in a hash of the sides' statements. Of NOT EXISTS it makes a join here, of each row with all of them.
        is_of_side = Case(When(Exists(sides), then=True), default=False)
        return (
            Statement.objects.for_lists()
            .filter(topics=self.subject)
            .alias(is_of_side=is_of_side)
            .exclude(is_of_side=True)
            .in_order()
        )

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = statement_numbers().of_others[self.subject.pk]
        return paginator

    def get_context_data(self, **kwargs):
        candidates = list(Candidate.objects.by_name()[:PAGE_SIZE])
        numbers = statement_numbers()
        sides = sum((each.pk, self.subject.pk) in numbers.of_side for each in candidates)
        most = min(STATEMENTS_OF_SIDE, max(LEAST_OF_SIDE, MOST_STATEMENTS // max(sides, 1)))
        cells = cells_by_topic([each.pk for each in candidates], [self.subject.pk], numbers, most)
        on_pages = numbers.concerning
        sources_held = count(Source.objects.all())
        parts = with_totals(self.subject.subtopics.order_by("position", "slug"), numbers)

        def on_topic(candidate: Candidate) -> OnTopic:
            key = (self.subject.pk, candidate.pk)
            return OnTopic(candidate, self.subject, cells.get(key, Cell()), on_pages[candidate.pk, self.subject.pk], sources_held)

        of_candidates = [on_topic(candidate) for candidate in candidates]
        context = super().get_context_data(
            topic=self.subject,
            card=topic_card(self.subject),
            parts=parts,
            candidates=[side for side in of_candidates if side.cell.total or (self.subject.is_issue and side.on_page)],
            gaps=[side for side in of_candidates if self.subject.is_issue and not side.on_page],
            compare=comparison_address(candidates, self.subject),
            sources_held=sources_held,
            **kwargs,
        )
        return context | {"groups": group_by_source(context["object_list"])}
