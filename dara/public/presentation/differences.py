"""How two versions of a text are shown as one: what only one of them has is set off, and labelled for screen readers."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.public.presentation.highlights import masked
from dara.text.diff import Segment, Where


def rendering_differences(segments: Iterable[Segment]) -> SafeString:
    """Return the words of two renderings of an utterance; “here” is the record whose page shows them."""
    return _joined((_rendering(segment), segment) for segment in segments)


def capture_differences(segments: Iterable[Segment]) -> SafeString:
    """Return the words of two captures of a source; “here” is the earlier of them."""
    return _joined((_capture(segment), segment) for segment in segments)


def _joined(shown: Iterable[tuple[SafeString, Segment]]) -> SafeString:
    return format_html_join("", "{}{}", ((html, segment.space) for html, segment in shown))


def _rendering(segment: Segment) -> SafeString:
    here = segment.where == Where.HERE
    if segment.omission:
        note = _("(left out of this record by the archive)") if here else _("(left out of the other by the archive)")
        return format_html(' <span class="cut">[...]<span class="hidden"> {}</span></span> ', note)
    if segment.where == Where.BOTH:
        return format_html("{}", segment.words)
    if segment.opposite and here:
        label = _("in this record, where the archive leaves words out:")
    elif segment.opposite:
        label = _("in the other, where the archive leaves words out:")
    else:
        label = _("only in this record:") if here else _("only in the other:")
    css_class = "opposite" if segment.opposite else f"only-{segment.where}"
    return format_html('<span class="{}">{}</span>', css_class, labelled(label, segment.words))


def _capture(segment: Segment) -> SafeString:
    if segment.where == Where.BOTH:
        return masked(segment.words)
    if segment.where == Where.HERE:
        return format_html("<del>{}</del>", labelled(_("only in the earlier capture:"), masked(segment.words)))
    return format_html("<ins>{}</ins>", labelled(_("only in this capture:"), masked(segment.words)))


def labelled(label: str, words: str) -> SafeString:
    """Return words with a label that only screen readers read."""
    return format_html('<span class="hidden">[{} </span>{}<span class="hidden">]</span>', label, words)
