"""A text with its passages marked, its withheld words replaced, and a note number behind each passage that has a note."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dara.public.presentation.dates import date_time
from dara.public.presentation.inference import filled
from dara.text.highlighting import Closing, Opening, Token, Withheld


def marked_text(tokens: Iterable[Token], *, with_ids: bool = False) -> SafeString:
    """Return the text as HTML. `with_ids`: whether each passage's first mark can be linked to; a page may have each id only once."""
    return format_html_join("", "{}", ((_shown(token, with_ids),) for token in tokens))


def _shown(token: Token, with_ids: bool) -> SafeString | str:
    if isinstance(token, Opening):
        opened: Any = token.passage
        return format_html('<mark id="{}">', opened.anchor) if token.first and with_ids else mark_safe("<mark>")
    if isinstance(token, Closing):
        note = getattr(token.passage, "note", None) if token.last else None
        return format_html("</mark>{}", _note_reference(note) if note else "")
    return _withheld(token.by) if isinstance(token, Withheld) else token.text


def _note_reference(number: int) -> SafeString:
    label = filled(_("Note %(number)s"), number=number)
    return format_html('<sup><a href="#note-{0}" role="doc-noteref" aria-label="{1}">{0}</a></sup>', number, label)


def _withheld(withholding: Any) -> SafeString:
    day = date_time(withholding.withheld_on.isoformat())
    note = filled(_("withheld: %(ground)s, %(day)s"), ground=withholding.get_ground_display().lower(), day=day)
    return format_html('<span class="withheld" lang="{}">[{}]</span>', get_language(), note)
