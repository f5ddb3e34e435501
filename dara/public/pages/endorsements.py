"""The list of endorsements, and the page of an endorsement: who is reported as backing, opposing or paying for whom."""

from dara.models import Endorsement, Tombstone
from dara.public.filters.lists import EndorsementFilter
from dara.public.pages.citations import citation_context
from dara.public.pages.evidence import evidence_context, outer_statements
from dara.public.pages.lists import FilteredList
from dara.public.pages.permalinks import Permalink


class EndorsementList(FilteredList):
    filterset_class = EndorsementFilter
    template_name = "endorsements/list.html"


class EndorsementPage(Permalink):
    kind = Tombstone.Kind.ENDORSEMENT
    queryset = Endorsement.objects.for_lists().select_related("within__passage__source__publisher")
    template_name = "endorsements/detail.html"

    def get_context_data(self, **kwargs):
        outer = outer_statements(self.object)
        return super().get_context_data(
            outer=outer,
            **evidence_context(self.object),
            **citation_context(self.request, self.object, outer),
            **kwargs,
        )
