"""{% load presentation %}: the functions of dara.public.presentation as template filters and tags."""

from collections.abc import Callable
from typing import Any

from django import template

from dara.models.permalinks import permanent
from dara.public.presentation import dates, highlights, identities, languages, links, names, numbers

register = template.Library()


def of_request(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a template tag that calls the function with the request of the page."""

    def tag(context, *args):
        return function(context.get("request"), *args)

    return tag


register.filter("date_text", dates.date_text)
register.filter("date_time", dates.date_time)
register.filter("precision", dates.precision)
register.filter("local_day", dates.local_day)

register.filter("percent", numbers.percent)
register.filter("grouped", numbers.grouped)
register.filter("how_many", numbers.how_many)
register.filter("dollars", numbers.dollars)

register.filter("field_name", names.field_name)
register.filter("stance", names.stance)
register.filter("printed_by", names.printed_by)

register.filter("statement_words", highlights.statement_words)
register.filter("statement_snippet", highlights.statement_snippet)
register.filter("statement_is_matched", highlights.statement_is_matched)
register.filter("first_words", highlights.first_words)
register.filter("highlighted", highlights.highlighted)
register.filter("highlighted_snippet", highlights.highlighted_snippet)
register.filter("masked", highlights.masked)

register.filter("archive_words", languages.archive_words)
register.filter("basis", languages.basis)
register.filter("translation_of", languages.translation_of)
register.simple_tag(languages.other_inferences)
register.simple_tag(languages.lang_of)
register.simple_tag(languages.lang_of_title)

register.filter("absolute", links.absolute)
register.filter("permanent", permanent)
register.simple_tag(of_request(links.entity_address), takes_context=True, name="entity_address")
register.simple_tag(of_request(links.page_addresses), takes_context=True, name="page_addresses")
register.simple_tag(of_request(links.other_language), takes_context=True, name="other_language")
register.simple_tag(of_request(links.current_section), takes_context=True, name="current_section")

register.simple_tag(of_request(identities.identity), takes_context=True, name="identity")
register.simple_tag(of_request(identities.identity_class), takes_context=True, name="identity_class")
