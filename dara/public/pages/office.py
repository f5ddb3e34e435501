"""The page on the office itself: what a district attorney does, in words that speak of nobody who holds or seeks it."""

from dara.models import Source, Statement, Topic
from dara.public.pages.lists import PaginatedList


class Office(PaginatedList):
    """The statements that curators put on the topic of the office, and the topics of the archive.

    Which statements speak of the office and of no person, a person decides: the record files say so."""

    template_name = "site/office.html"

    def get_queryset(self):
        return Statement.objects.for_lists().filter(topics__slug=Topic.OFFICE).in_order()

    def get_context_data(self, **kwargs):
        return super().get_context_data(topics=Topic.objects.listed(), sources_held=Source.objects.count(), **kwargs)
