"""How a page says that a value is the archive's inference, and fills a translated sentence with values."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dara.public.presentation.dates import date_time, precision
from dara.public.presentation.languages import basis
from dara.public.presentation.names import field_name


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


def inference_mark(request: Any, row: Any, *names: str) -> SafeString:
    """Return one small raised mark if the archive infers any of these fields of the row, otherwise "".

    It leads to a note at the end of the page with the basis; text that is copied has “(inferred)” in its place. Rows with the same
    basis share a note: the request keeps those of its page (`notes`)."""
    bases = tuple((name, basis(row, name)) for name in names if row.inferred.get(name))
    if not bases:
        return SafeString("")
    known = notes(request)
    number = known.setdefault(bases, len(known) + 1)
    return format_html('<a class="inferred" href="#basis-{}"><b> {}</b></a>', number, _("(inferred)"))


def notes(request: Any) -> dict[tuple[tuple[str, str], ...], int]:
    """Return what the marks of the page lead to so far: the inferred fields, each with its basis, and the number of their note."""
    if not hasattr(request, "inference_notes"):
        request.inference_notes = {}
    return request.inference_notes


def listed_notes(request: Any) -> list[dict[str, Any]]:
    """Return the notes in their order: {number, bases: [(name of the field, basis)]}."""
    return [
        {"number": number, "bases": [(field_name(name), why) for name, why in bases]} for bases, number in notes(request).items()
    ]


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
