"""The sentences of an answer on a quotation. They say what the archive has, and judge nobody."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dara.public.check import Answer, Comparison, Whose, Words
from dara.public.presentation.differences import labelled
from dara.public.presentation.names import printed_by
from dara.text.diff import Segment, Where


def check_words(answer: Answer, sources_held: int) -> str:
    """Return how the words stand in the archive: “Exact, as The Daily Wire printed it.”"""
    by = printed_by(answer.evidence[0].place.source) if answer.evidence else ""
    return {
        Words.EXACT: _("Exact, as %(publisher)s printed it."),
        Words.PART: _("Part of a longer sentence, as %(publisher)s printed it."),
        Words.DIFFERS: _("Differs from what %(publisher)s printed."),
        Words.CUT_OR_JOINED: _("Joined: words of several passages, given as one quotation.")
        if answer.is_joined
        else _("Cut: %(publisher)s printed more between these words, and no mark says so."),
        Words.NOT_FOUND: ngettext(
            "Not in what this archive can show of %(number)s source. That does not mean that it was not said.",
            "Not in what this archive can show of %(number)s sources. That does not mean that it was not said.",
            sources_held,
        ),
        Words.NOT_LOOKED_UP: _("Not looked up: these words are too few, or stand in nearly every text. Give more of the sentence."),
    }[answer.words] % {"publisher": by, "number": sources_held}


def check_negation(answer: Answer) -> list[str]:
    """Return which negations only one of the two has."""
    found = []
    if lost := answer.negation.lost:
        found.append(_("The source has “%(words)s” here, the quotation does not.") % {"words": "”, “".join(lost)})
    if added := answer.negation.added:
        found.append(_("The quotation has “%(words)s” here, the source does not.") % {"words": "”, “".join(added)})
    return found


def check_whose(answer: Answer) -> str:
    """Return whose words they are; "" where none were found."""
    if answer.whose is None:
        return ""
    named = {each.speaker.name: None for comparison in answer.evidence for each in comparison.statements}
    return {
        Whose.CLAIMED: _("The archive holds them as the words of %(speaker)s."),
        Whose.SPEAKER: _("The archive holds them as the words of %(speaker)s."),
        Whose.OTHER: _("The archive holds them as the words of %(speaker)s, not of %(claimed)s.")
        if answer.quotation.speaker
        else _("The archive holds them as the words of %(speaker)s."),
        Whose.CAMPAIGN: _("Campaign prose: not a reported quotation."),
        Whose.PUBLISHER: _("The publisher’s telling: not a quotation."),
        Whose.NO_RECORD: _("No record rests on these words: the archive does not say whose they are."),
    }[answer.whose] % {"speaker": ", ".join(named), "claimed": answer.quotation.speaker}


def check_differences(comparison: Comparison, answer: Answer) -> SafeString:
    """Return the words of the quotation and of the source: what only one of them has is marked."""
    return format_html_join(" ", "{}", ((_marked(segment),) for segment in comparison.segments(answer.quotation.text)))


def check_sentence(comparison: Comparison) -> SafeString:
    """Return the whole sentence, or sentences, of the source, in which the words in common are marked."""
    sentence, alignment = comparison.sentence, comparison.alignment
    parts: list[tuple[str, str]] = []
    place = sentence.start
    for block in alignment.blocks:
        start, end = alignment.held[block.held].start, alignment.held[block.held + block.size - 1].end
        parts += [("{}", comparison.text_between(place, start)), ("<mark>{}</mark>", comparison.text_between(start, end))]
        place = end
    parts.append(("{}", comparison.text_between(place, sentence.end)))
    return _joined(parts)


def _joined(parts: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((format_html(pattern, words),) for pattern, words in parts))


def _marked(segment: Segment) -> SafeString:
    if segment.where == Where.BOTH:
        return format_html("{}", segment.words)
    here = segment.where == Where.HERE
    label = _("only in the quotation:") if here else _("only in the source:")
    return format_html('<span class="{}">{}</span>', f"only-{segment.where}", labelled(label, segment.words))
