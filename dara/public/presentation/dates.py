"""Dates and times as pages show them, with the precision that is known."""

import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from dara.models import Source

YEAR, MONTH, DAY = (len(example) for example in ("2020", "2020-03", "2020-03-05"))
FORMATS = {  # in the syntax of Django's `date` filter; Spanish has “j \\d\\e F \\d\\e Y”
    YEAR: pgettext_lazy("format of a date", "Y"),
    MONTH: pgettext_lazy("format of a date", "F Y"),
    DAY: pgettext_lazy("format of a date", "F j, Y"),
}


def date_text(value: str | None) -> str:
    """Return “2020”, “March 2020” or “November 6, 2020” for a partial date, and "" for none."""
    return _date_text(value, get_language()) if value else ""


@lru_cache(maxsize=5000)
def _date_text(value: str, language: str) -> str:
    """Return the same in the active language, which `language` names: a page has few dates, and each many times."""
    first_day = datetime.date.fromisoformat(value + "-01-01"[len(value) - YEAR :])
    return date_format(first_day, str(FORMATS[len(value)]))


def date_time(value: str | None) -> str:
    """Return the same as a `<time>` element."""
    return format_html('<time datetime="{}">{}</time>', value, date_text(value)) if value else ""


def precision(value: str | None) -> str:
    """Return what a partial date does not tell: “; the day is not known”. "" for a whole date."""
    missing = {YEAR: _("; month and day are not known"), MONTH: _("; the day is not known")}
    return missing.get(len(value or ""), "")


def published(source: Source) -> SafeString:
    """Return when a source was published, as a part of a sentence: “on November 6, 2020 (date inferred)”. "" where it is undated."""
    if not source.published_on:
        return SafeString("")
    phrase = _("on {date}") if len(source.published_on) == DAY else _("in {date}")
    shown = format_html(phrase, date=date_time(source.published_on))
    return format_html("{} {}", shown, _("(date inferred)")) if "published_on" in source.inferred else shown


def local_day(moment: datetime.datetime) -> str:
    """Return the day of a moment in the site's time zone, as a `<time>` element of the moment."""
    local = timezone.localtime(moment)
    shown = date_format(local, str(FORMATS[DAY]))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)
