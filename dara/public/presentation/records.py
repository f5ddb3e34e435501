"""What the four kinds of record, and what else rests on a passage, are called where a page lists them together."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.models import CandidacyFact, ElectionResult, Endorsement, Statement
from dara.public.presentation.attribution import statement_name
from dara.public.presentation.counts import count_name
from dara.public.presentation.endorsements import endorsement_name


def title_with_topics(statement: Statement) -> SafeString:
    """Return a statement's name and topics, by which statements of one name are told apart."""
    topics = ", ".join(str(topic) for topic in statement.topics.all())
    return format_html("{}: {}", statement_name(statement), topics) if topics else statement_name(statement)


def record_name(row: Any) -> str:
    """Return what the row's own page is headed; a fact, which has no page, is named by its candidate and kind."""
    if isinstance(row, Statement):
        return statement_name(row)
    if isinstance(row, Endorsement):
        return endorsement_name(row)
    if isinstance(row, ElectionResult):
        return count_name(row)
    return f"{row.candidate}: {row.get_kind_display().lower()}" if isinstance(row, CandidacyFact) else str(row)
