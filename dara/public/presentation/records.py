"""The names of records of any kind, for lists that hold several kinds."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dara.models import CandidacyFact, ElectionResult, Endorsement, Statement
from dara.public.presentation.attribution import statement_name
from dara.public.presentation.counts import count_name
from dara.public.presentation.endorsements import endorsement_name
from dara.public.presentation.inference import inference_mark


def record_name(row: Any) -> str:
    """Return what the row's own page is headed; a fact, which has no page, is named by its candidate and kind."""
    if isinstance(row, Statement):
        return statement_name(row)
    if isinstance(row, Endorsement):
        return endorsement_name(row)
    if isinstance(row, ElectionResult):
        return count_name(row)
    return f"{row.candidate}: {row.get_kind_display().lower()}" if isinstance(row, CandidacyFact) else str(row)


def fact_mark(request: Any, fact: CandidacyFact) -> SafeString:
    """Return the mark of a fact of which the archive infers something, otherwise ""."""
    return inference_mark(request, fact, "race", "election", "occurred_on")


def row_links(rows: Iterable[Any]) -> SafeString:
    """Return links to the pages of records, topics or elections, with commas between them."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((row.get_absolute_url(), record_name(row)) for row in rows))
