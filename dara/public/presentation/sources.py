"""How a page names a source: its title, publisher, kind and date, and where a copy of it may still be found."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Entity, Source
from dara.public.presentation.dates import date_text, date_time
from dara.public.presentation.inference import dated, filled, inference_mark, inferred
from dara.public.presentation.languages import lang_of_title
from dara.public.presentation.names import printed_by


def citation_line(source: Source) -> SafeString:
    """Return “Title, The Paper, news article, November 6, 2020”, each part marked if it is inferred; the title is a link."""
    link = format_html('<a href="{}"{}>{}</a>', source.get_absolute_url(), lang_of_title(source), source)
    publisher = publisher_of(source) or _("publisher not stated")
    return format_html("<cite>{}</cite>, {}, {}, {}", link, publisher, kind_of(source), published_or_undated(source))


def source_line(request: Any, source: Source) -> SafeString:
    """Return “The Paper, news article, November 6, 2020ⁱ”, with one mark for all that is inferred, and the title unless it is ours."""
    if source.inferred.get("title") and source.publisher:
        named = format_html('<a href="{}">{}</a>', source.get_absolute_url(), source.publisher)
    else:
        title = format_html('<a href="{}"{}>{}</a>', source.get_absolute_url(), lang_of_title(source), source)
        named = format_html("{}, {}", title, source.publisher or _("publisher not stated"))
    date = date_text(source.published_on) or _("undated")
    mark = inference_mark(request, source, "publisher", "kind", "published_on")
    return format_html("<cite>{}</cite>, {}, {}{}", named, _kind(source), date, mark)


def short_name(source: Source) -> SafeString:
    """Return “The Paper, news article, November 6, 2020” if the title is ours, otherwise the citation line."""
    if not source.inferred.get("title") or source.publisher is None:
        return citation_line(source)
    link = format_html('<a href="{}">{}</a>', source.get_absolute_url(), source.publisher)
    publisher = format_html("<cite>{}</cite>{}", link, inferred(source, "publisher"))
    return format_html("{}, {}, {}", publisher, kind_of(source), published_or_undated(source))


def publisher_of(source: Source) -> SafeString | str:
    """Return the publisher's name, marked if it is inferred; "" if there is none."""
    return format_html("{}{}", source.publisher, inferred(source, "publisher")) if source.publisher else ""


def kind_of(source: Source) -> str:
    """Return “news article” or “campaign page”, marked if it is inferred."""
    return f"{_kind(source)}{inferred(source, 'kind')}"


def _kind(source: Source) -> str:
    return str(Source.Kind(source.kind).label).lower()  # Django's get_kind_display() translates all choices each time


def published_or_undated(source: Source) -> SafeString | str:
    """Return the date of publication, marked if it is inferred; “undated” if there is none."""
    return dated(source, "published_on") or _("undated")


def kind_note(source: Source) -> str:
    """Return what a reader should know about this kind of source; "" for most kinds."""
    if source.is_campaign_material:
        return _("Campaign material: written to win votes.")
    return _("News: descriptions of people are the publisher’s.") if source.kind == Source.Kind.NEWS_ARTICLE else ""


def reported(source: Source, authority: Entity | None = None) -> SafeString:
    """Return “Reported on November 6, 2020 by The Paper, citing The Registrar”, without what is not known."""
    day = date_time(source.published_on)
    if day and source.inferred.get("published_on"):
        cited = _("Reported on %(day)s (date inferred) by %(publisher)s, citing %(authority)s")
        plain = _("Reported on %(day)s (date inferred) by %(publisher)s")
    elif day:
        cited = _("Reported on %(day)s by %(publisher)s, citing %(authority)s")
        plain = _("Reported on %(day)s by %(publisher)s")
    else:
        cited, plain = _("Reported by %(publisher)s, citing %(authority)s"), _("Reported by %(publisher)s")
    publisher = source.publisher or printed_by(source)
    return filled(cited if authority else plain, day=day, publisher=publisher, authority=authority)


def reported_by(request: Any, source: Source, authority: Entity | None = None) -> SafeString:
    """Return “Reported November 6, 2020ⁱ by The Paper, citing The Registrar”, with one mark, and without what is not known."""
    publisher = source.publisher or printed_by(source)
    mark = inference_mark(request, source, "publisher", "published_on")
    day = date_time(source.published_on)
    if day:
        cited = _("Reported on %(day)s%(mark)s by %(publisher)s, citing %(authority)s")
        plain = _("Reported on %(day)s%(mark)s by %(publisher)s")
    else:
        cited, plain = _("Reported by %(publisher)s%(mark)s, citing %(authority)s"), _("Reported by %(publisher)s%(mark)s")
    return filled(cited if authority else plain, day=day, mark=mark, publisher=publisher, authority=authority)


def live_copy(source: Source) -> SafeString | str:
    """Return a link to the address that the source was captured from, labelled as unverified; “No address is held.” without one."""
    if not source.url:
        return _("No address is held.")
    note = _("(unverified; the address is inferred)") if source.inferred.get("url") else _("(unverified)")
    form = '<a href="{}" class="live" rel="nofollow noopener">{}</a> {}'
    return format_html(form, source.url, _("Address of a live copy"), note)
