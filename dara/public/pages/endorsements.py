"""Who is reported as backing, opposing or paying for whom."""

from dara.models import Endorsement, Tombstone
from dara.public.filters.lists import EndorsementFilter
from dara.public.pages.citations import cited
from dara.public.pages.evidence import context_of, enclosing
from dara.public.pages.lists import Filtered, Permalink


class EndorsementList(Filtered):
    queryset = Endorsement.objects.for_lists()
    filters = EndorsementFilter
    template_name = "endorsements/list.html"


class EndorsementPage(Permalink):
    kind = Tombstone.Kind.ENDORSEMENT
    queryset = Endorsement.objects.for_lists().select_related("within__passage__source__publisher")
    template_name = "endorsements/detail.html"

    def get_context_data(self, **kwargs):
        outer = enclosing(self.object.within)
        kit = cited(self.request, self.object, outer)
        return super().get_context_data(outer=outer, **context_of(self.object), **kit, **kwargs)
