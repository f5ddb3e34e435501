"""{% load sentences %}: the names and sentences that stand with a record, a source or a count (`dara.public.presentation`)."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from dara.models import Entity, Source
from dara.public.presentation import (
    counts,
    differences,
    elections,
    endorsements,
    inference,
    links,
    passages,
    records,
    sources,
    statements,
    voices,
)

register = template.Library()

for function in (
    inference.inferred,
    inference.date_inferred,
    inference.inferred_because,
    inference.dated,
    inference.dated_because,
    records.record_name,
    records.title_with_topics,
    differences.rendering_differences,
    differences.capture_differences,
    links.row_links,
    links.candidate_link,
    links.role_links,
    statements.said_on,
    statements.said_on_date,
    endorsements.title_with_date,
    endorsements.reported_stance,
    endorsements.told_in,
    endorsements.stated_on,
    endorsements.who_is_not_named,
    endorsements.amount_as_reported,
    elections.held_on,
    counts.finality,
    counts.counted_on,
    counts.counted_on_sentence,
    counts.ballots_out,
    counts.ballots_out_sentence,
    counts.qualifier,
    counts.figure,
    counts.figures,
    counts.bars_label,
    sources.citation_line,
    sources.short_name,
    sources.publisher_of,
    sources.kind_of,
    sources.published_or_undated,
    sources.kind_note,
    sources.reported,
    sources.live_copy,
    voices.voice_summary,
):
    register.filter(function)

register.simple_tag(passages.highlighted)


@register.simple_tag(takes_context=True)
def entity_link(context: Context, entity: Entity, source: Source | None = None) -> SafeString:
    return links.entity_link(context["request"], entity, source)


@register.simple_tag(takes_context=True)
def entity_links(context: Context, entities: Iterable[Entity]) -> SafeString:
    return links.entity_links(context["request"], entities)


@register.simple_tag(takes_context=True)
def page_of_title(context: Context) -> str:
    return links.page_of_title(getattr(context.get("page_obj"), "number", 1), context.get("part") or 1)
