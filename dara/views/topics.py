"""The issues of the race: what makes candidates comparable."""

from django.db.models import Count, Exists, OuterRef, Q

from dara.models import Candidate, Source, Statement, StatementTopic, Topic
from dara.views.lists import A_PAGE, Listing, ListingOf
from dara.views.people import page_of_topic


class TopicList(Listing):
    queryset = Topic.objects.annotate(held=Count("statements")).order_by("position", "slug")
    context_object_name = "topics"
    template_name = "topics.html"


class TopicPage(ListingOf):
    """Every voice on a topic; for each candidate a way to their words, or the gap said aloud."""

    subjects = Topic.objects.all()
    template_name = "topic.html"

    def get_queryset(self):
        return Statement.objects.for_lists().filter(topics=self.subject).in_order()

    def get_context_data(self, **kwargs):
        on_topic = StatementTopic.objects.filter(topic=self.subject)
        concerning = on_topic.filter(Q(statement__speaker=OuterRef("pk")) | Q(statement__about=OuterRef("pk")))
        candidates = list(Candidate.objects.annotate(is_held=Exists(concerning)).by_name()[:A_PAGE])
        pages = page_of_topic(candidates, self.subject)
        return super().get_context_data(
            topic=self.subject,
            candidates=[{"candidate": candidate, "page": pages[candidate.pk]} for candidate in candidates],
            sources_held=Source.objects.count(),
            **kwargs,
        )
