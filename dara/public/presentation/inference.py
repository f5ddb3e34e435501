"""How a page says that a value is the archive's inference, and fills a translated sentence with values."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dara.public.presentation.dates import date_time, precision
from dara.public.presentation.languages import basis


def filled(message: str, **values: Any) -> SafeString:
    """Return a translated message with its %(name)s placeholders replaced by the values, each escaped.

    The message itself is ours and may hold HTML, as the content of {% blocktranslate %} may."""
    return mark_safe(message % {name: conditional_escape(value) for name, value in values.items()})


def inferred(row: Any, name: str) -> str:
    """Return “ (inferred)” if the archive infers this field of the row, otherwise ""."""
    return " " + _("(inferred)") if row.inferred.get(name) else ""


def date_inferred(row: Any, name: str) -> str:
    """Return “ (date inferred)” if the archive infers this field of the row, otherwise ""."""
    return " " + _("(date inferred)") if row.inferred.get(name) else ""


def inferred_because(row: Any, name: str) -> SafeString:
    """Return “ (inferred: the collector’s header)” if the archive infers this field of the row, otherwise ""."""
    why = basis(row, name)
    return format_html(" {}", filled(_("(inferred: %(basis)s)"), basis=why)) if why else SafeString("")


def dated(row: Any, name: str) -> SafeString:
    """Return the date in this field of the row as a `<time>`, marked if it is inferred; "" if there is none."""
    value = getattr(row, name)
    return format_html("{}{}", date_time(value), inferred(row, name)) if value else SafeString("")


def dated_because(row: Any, name: str) -> SafeString:
    """Return the same with what the date leaves out and why it is inferred: “March 2020; the day is not known (inferred: …)”."""
    value = getattr(row, name)
    if not value:
        return SafeString("")
    return format_html("{}{}{}", date_time(value), precision(value), inferred_because(row, name))
