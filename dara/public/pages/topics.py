"""The list of topics, and the page of a topic: what makes candidates comparable."""

from django.db.models import Count, F

from dara.models import Candidacy, Candidate, Source, Statement, Topic
from dara.public.cards.card import topic_card
from dara.public.pages.candidates import topic_places
from dara.public.pages.compare import Cell, OnTopic, cells_by_topic, comparison_address
from dara.public.pages.lists import PAGE_SIZE, DetailWithList, PaginatedList


class TopicList(PaginatedList):
    """All topics, each with the candidates whose side speaks on it."""

    queryset = Topic.objects.annotate(total=Count("statements")).order_by("position", "slug")
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
    """What each candidate's side says on a topic, or that the archive has nothing on it; then what the other voices say, in pages."""

    subjects = Topic.objects.all()
    template_name = "topics/detail.html"

    def get_queryset(self):
        """Return the statements of the other voices, the latest said or posted first and those without a date last."""
        of_candidates = Statement.objects.of_sides(Candidacy.objects.values("candidate"))
        return (
            Statement.objects.for_lists()
            .filter(topics=self.subject)
            .exclude(pk__in=of_candidates.values("pk"))
            .in_order(F("said_on").desc(nulls_last=True))
        )

    def get_context_data(self, **kwargs):
        candidates = list(Candidate.objects.by_name()[:PAGE_SIZE])
        cells = cells_by_topic([each.pk for each in candidates], self.subject)
        places = topic_places(candidates, Topic.objects.all())
        sources_held = Source.objects.count()

        def on_topic(candidate: Candidate) -> OnTopic:
            key = (self.subject.pk, candidate.pk)
            return OnTopic(candidate, self.subject, cells.get(key, Cell()), places[candidate.pk, self.subject.pk], sources_held)

        return super().get_context_data(
            topic=self.subject,
            card=topic_card(self.subject),
            candidates=[on_topic(candidate) for candidate in candidates],
            compare=comparison_address(candidates, self.subject),
            sources_held=sources_held,
            **kwargs,
        )
