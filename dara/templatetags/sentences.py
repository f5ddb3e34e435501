"""{% load sentences %}: the names and sentences that stand with a record, a source or a count (`dara.public.presentation`)."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from dara.models import Entity, Source
from dara.public.presentation import (
    checks,
    counts,
    differences,
    elections,
    endorsements,
    entities,
    inference,
    passages,
    records,
    sources,
    statements,
    titles,
    voices,
)
from dara.templatetags.presentation import of_request

register = template.Library()

for function in (
    checks.check_differences,
    checks.check_negation,
    checks.check_sentence,
    checks.check_whose,
    checks.check_words,
    counts.area,
    counts.area_sentence,
    counts.ballots_out,
    counts.ballots_out_sentence,
    counts.bars_label,
    counts.counted_on,
    counts.counted_on_sentence,
    counts.figure,
    counts.figures,
    counts.finality,
    counts.qualifier,
    differences.capture_differences,
    differences.rendering_differences,
    elections.date_after_name,
    elections.date_beside_name,
    elections.held_on,
    elections.in_sentence,
    endorsements.amount_as_reported,
    endorsements.reported_stance,
    endorsements.stated_on,
    endorsements.told_in,
    endorsements.who_is_not_named,
    entities.candidate_link,
    entities.role_links,
    inference.date_inferred,
    inference.dated,
    inference.dated_because,
    inference.inferred,
    inference.inferred_because,
    records.record_name,
    records.row_links,
    sources.citation_line,
    sources.kind_note,
    sources.kind_of,
    sources.live_copy,
    sources.published_or_undated,
    sources.publisher_of,
    sources.reported,
    sources.short_name,
    statements.said_on,
    statements.said_on_date,
    titles.record_title,
    voices.voice_summary,
):
    register.filter(function)

for tag in (
    counts.count_mark,
    endorsements.stance_date,
    inference.listed_notes,
    records.fact_mark,
    sources.reported_by,
    sources.source_line,
    statements.attribution_line,
):
    register.simple_tag(of_request(tag), takes_context=True, name=tag.__name__)

register.simple_tag(passages.marked_text)


@register.simple_tag(takes_context=True)
def entity_link(context: Context, entity: Entity, source: Source | None = None) -> SafeString:
    return entities.entity_link(context["request"], entity, source)


@register.simple_tag(takes_context=True)
def entity_links(context: Context, named: Iterable[Entity]) -> SafeString:
    return entities.entity_links(context["request"], named)


@register.simple_tag(takes_context=True)
def page_of_title(context: Context) -> str:
    return titles.page_of_title(getattr(context.get("page_obj"), "number", 1), context.get("part") or 1)
