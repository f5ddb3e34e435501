"""The list of topics, and the page of a topic: what makes candidates comparable."""

from django.db.models import Count

from dara.models import Candidacy, Candidate, Source, Statement, Topic
from dara.public.cards.card import topic_card
from dara.public.pages.candidates import statement_counts
from dara.public.pages.compare import Cell, OnTopic, cells_by_topic, comparison_address
from dara.public.pages.lists import PAGE_SIZE, DetailWithList, PaginatedList
from dara.public.pages.statements import group_by_source

STATEMENTS_OF_SIDE = 20  # of each candidate's side on the page of a topic; the candidate's page has the others


class TopicList(PaginatedList):
    """All topics, each with the candidates whose side speaks on it."""

    queryset = Topic.objects.listed().annotate(total=Count("statements")).order_by("position", "slug")
    context_object_name = "topics"
    template_name = "topics/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        candidates = list(Candidate.objects.by_name()[:PAGE_SIZE])
        sides = Statement.objects.of_sides([each.pk for each in candidates]).filter(topics__in=list(context["topics"]))
        counts = sides.values("topics", "side").annotate(number=Count("pk")).values_list("topics", "side", "number").order_by()
        numbers = {(topic, side): number for topic, side, number in counts}
        context["rows"] = [
            {"topic": topic, "sides": [(each, numbers[topic.pk, each.pk]) for each in candidates if (topic.pk, each.pk) in numbers]}
            for topic in context["topics"]
        ]
        return context


class TopicPage(DetailWithList):
    """What each candidate's side says on a topic, or that the archive has nothing on it; then what the other voices say, in pages.

    The page of a topic with topics below it (`parts`) names those. Of what is no issue, it shows only what is held."""

    subjects = Topic.objects.with_is_issue().select_related("parent")
    template_name = "topics/detail.html"

    def get_queryset(self):
        """Return the statements of the other voices, the newest source first, as in its text."""
        of_candidates = Statement.objects.of_sides(Candidacy.objects.values("candidate"))
        return Statement.objects.for_lists().filter(topics=self.subject).exclude(pk__in=of_candidates.values("pk")).in_order()

    def get_context_data(self, **kwargs):
        candidates = list(Candidate.objects.by_name()[:PAGE_SIZE])
        cells = cells_by_topic([each.pk for each in candidates], self.subject, most=STATEMENTS_OF_SIDE)
        on_pages = statement_counts(candidates, [self.subject])
        sources_held = Source.objects.count()
        parts = self.subject.subtopics.annotate(total=Count("statements")).order_by("position", "slug")

        def on_topic(candidate: Candidate) -> OnTopic:
            key = (self.subject.pk, candidate.pk)
            return OnTopic(candidate, self.subject, cells.get(key, Cell()), on_pages[candidate.pk, self.subject.pk], sources_held)

        sides = [on_topic(candidate) for candidate in candidates]
        context = super().get_context_data(
            topic=self.subject,
            card=topic_card(self.subject),
            parts=parts,
            candidates=[side for side in sides if side.cell.total or (self.subject.is_issue and side.on_page)],
            gaps=[side for side in sides if self.subject.is_issue and not side.on_page],
            compare=comparison_address(candidates, self.subject),
            sources_held=sources_held,
            **kwargs,
        )
        return context | {"groups": group_by_source(context["object_list"])}
