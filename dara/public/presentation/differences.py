"""How two versions of a text are shown as one: what only one of them has is set off, and labelled for screen readers."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.public.presentation.highlights import masked
from dara.text.diff import Run, Where


def rendering_differences(runs: Iterable[Run]) -> SafeString:
    """Return the words of two renderings of an utterance; “here” is the record whose page shows them."""
    return _joined((_rendering(run), run) for run in runs)


def capture_differences(runs: Iterable[Run]) -> SafeString:
    """Return the words of two captures of a source; “here” is the earlier of them."""
    return _joined((_capture(run), run) for run in runs)


def _joined(shown: Iterable[tuple[SafeString, Run]]) -> SafeString:
    return format_html_join("", "{}{}", ((html, run.space) for html, run in shown))


def _rendering(run: Run) -> SafeString:
    here = run.where == Where.HERE
    if run.omission:
        note = _("(left out of this record by the archive)") if here else _("(left out of the other by the archive)")
        return format_html(' <span class="cut">[...]<span class="hidden"> {}</span></span> ', note)
    if run.where == Where.BOTH:
        return format_html("{}", run.words)
    if run.opposite and here:
        label = _("in this record, where the archive leaves words out:")
    elif run.opposite:
        label = _("in the other, where the archive leaves words out:")
    else:
        label = _("only in this record:") if here else _("only in the other:")
    css_class = "opposite" if run.opposite else f"only-{run.where}"
    return format_html('<span class="{}">{}</span>', css_class, _labelled(label, run.words))


def _capture(run: Run) -> SafeString:
    if run.where == Where.BOTH:
        return masked(run.words)
    if run.where == Where.HERE:
        return format_html("<del>{}</del>", _labelled(_("only in the earlier capture:"), masked(run.words)))
    return format_html("<ins>{}</ins>", _labelled(_("only in this capture:"), masked(run.words)))


def _labelled(label: str, words: str) -> SafeString:
    return format_html('<span class="hidden">[{} </span>{}<span class="hidden">]</span>', label, words)
