"""The list of corrections and withdrawals, of the whole archive or of one record."""

import re

from django.core.exceptions import BadRequest
from django.db.models import Count
from django.utils.translation import gettext as _

from dara.models import Correction, Source
from dara.public.corrections import entries
from dara.public.pages.lists import FirstRows, PaginatedList


class CorrectionList(PaginatedList):
    """All corrections, the latest first. `?record=` limits the list to one key or slug."""

    template_name = "site/corrections.html"

    def get_queryset(self):
        numbers = Correction.objects.order_by("-number").values_list("number", flat=True)
        return numbers.filter(record=self.record) if self.record else numbers

    @property
    def record(self) -> str:
        """The key or slug that is asked for, or "". Raises BadRequest for a text that is neither."""
        record = self.request.GET.get("record", "")
        if not re.fullmatch(r"[-a-zA-Z0-9_]{0,160}", record, re.ASCII):
            raise BadRequest(_("“{record}” is no key of a record.").format(record=record[:40]))
        return record

    def get_context_data(self, **kwargs):
        context = super().get_context_data(record=self.record, withheld=self.withheld(), **kwargs)
        return context | {"entries": entries(list(context["object_list"]))}

    def withheld(self) -> FirstRows:
        """Return the sources of which words are withheld, with `places`: how many spans. Those withheld from the first are no corrections."""
        sources = Source.objects.filter(withholdings__isnull=False).select_related("publisher")
        sources = sources.filter(key=self.record) if self.record else sources
        return FirstRows.of(sources.annotate(places=Count("withholdings")).newest_first())
