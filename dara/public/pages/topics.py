"""The issues of the race: what makes candidates comparable."""

from django.db.models import Count, F

from dara.models import Candidacy, Candidate, Source, Statement, Topic
from dara.public.pages.compare import Cell, OnTopic, address_of, words_of
from dara.public.pages.lists import A_PAGE, Listing, ListingOf
from dara.public.pages.people import topics_on_pages


class TopicList(Listing):
    """Each with the candidates of whose side something is held on it."""

    queryset = Topic.objects.annotate(held=Count("statements")).order_by("position", "slug")
    context_object_name = "topics"
    template_name = "topics/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        candidates = list(Candidate.objects.by_name()[:A_PAGE])
        sides = Statement.objects.of_sides([each.pk for each in candidates]).filter(topics__in=list(context["topics"]))
        counted = sides.values("topics", "side").annotate(number=Count("pk")).values_list("topics", "side", "number").order_by()
        numbers = {(topic, side): number for topic, side, number in counted}
        context["rows"] = [
            {"topic": topic, "sides": [(each, numbers[topic.pk, each.pk]) for each in candidates if (topic.pk, each.pk) in numbers]}
            for topic in context["topics"]
        ]
        return context


class TopicPage(ListingOf):
    """First what each candidate's side says, or the gap said aloud; then the other voices, in time."""

    subjects = Topic.objects.all()
    template_name = "topics/detail.html"

    def get_queryset(self):
        """The other voices': the latest said or posted first; last, those without a date."""
        of_candidates = Statement.objects.of_sides(Candidacy.objects.values("candidate"))
        return (
            Statement.objects.for_lists()
            .filter(topics=self.subject)
            .exclude(pk__in=of_candidates.values("pk"))
            .in_order(F("said_on").desc(nulls_last=True))
        )

    def get_context_data(self, **kwargs):
        candidates = list(Candidate.objects.by_name()[:A_PAGE])
        cells = words_of([each.pk for each in candidates], self.subject)
        on_pages = topics_on_pages(candidates, Topic.objects.all())
        sources_held = Source.objects.count()

        def on_topic(candidate: Candidate) -> OnTopic:
            key = (self.subject.pk, candidate.pk)
            return OnTopic(candidate, self.subject, cells.get(key, Cell()), on_pages[candidate.pk, self.subject.pk], sources_held)

        return super().get_context_data(
            topic=self.subject,
            candidates=[on_topic(candidate) for candidate in candidates],
            compare=address_of(candidates, self.subject),
            sources_held=sources_held,
            **kwargs,
        )
