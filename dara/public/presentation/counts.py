"""The sentences about one count of votes: its figure, when it was taken, how final it is, and who says so."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import ElectionResult
from dara.public.presentation.dates import date_time
from dara.public.presentation.elections import in_sentence
from dara.public.presentation.inference import filled, inference_mark, inferred
from dara.public.presentation.languages import lang_of
from dara.public.presentation.numbers import grouped, percent
from dara.public.presentation.sources import reported

Status = ElectionResult.Status


def count_name(result: ElectionResult) -> SafeString:
    """Return “Count for Bea Jones, November 2020”, or “Count for Bea Jones, November 2020, “precinct 12””."""
    is_inferred = result.inferred.get("election")
    message = _("Count for %(candidate)s, %(election)s (inferred)") if is_inferred else _("Count for %(candidate)s, %(election)s")
    name = filled(message, candidate=result.candidate, election=in_sentence(result.election))
    return format_html("{}, {}", name, area(result)) if result.area else name


def area(result: ElectionResult) -> SafeString:
    """Return the part of the county that the count is of, in the source's words: “precinct 12”; "" for the whole county."""
    if not result.area:
        return SafeString("")
    return format_html("<span{}>“{}”</span>{}", lang_of(result.source), result.area, inferred(result, "area"))


def area_sentence(result: ElectionResult) -> SafeString:
    """Return the sentence that a count of a part of the county begins with; "" for the whole county."""
    return filled(_("Only of %(area)s, not of the whole county."), area=area(result)) if result.area else SafeString("")


def count_mark(request: Any, result: ElectionResult) -> SafeString:
    """Return the mark of a figure whose election, or the day of whose count, the archive infers; otherwise ""."""
    return inference_mark(request, result, "election", "as_of")


def finality(result: ElectionResult) -> str:
    """Return the sentence that says whether the count is final."""
    if result.status == Status.PARTIAL:
        return _("Partial count, not a final result.")
    if result.status == Status.CERTIFIED:
        return _("Certified, as the source says.")
    return _("Whether this figure is final is not stated.")


def counted_on(result: ElectionResult) -> SafeString:
    """Return “Count as of November 6, 2020”; for a count without a date, when and by whom it was reported."""
    if not result.as_of:
        return reported(result.source)
    is_inferred = result.inferred.get("as_of")
    message = _("Count as of %(day)s (inferred)") if is_inferred else _("Count as of %(day)s")
    return filled(message, day=date_time(result.as_of))


def counted_on_sentence(result: ElectionResult) -> SafeString | str:
    """Return the same as a sentence; for a count without a date, that none is stated."""
    if not result.as_of:
        return _("When the count was taken is not stated.")
    is_inferred = result.inferred.get("as_of")
    message = _("Count as of %(day)s (inferred).") if is_inferred else _("Count as of %(day)s.")
    return filled(message, day=date_time(result.as_of))


def ballots_out_sentence(result: ElectionResult) -> SafeString:
    """Return how many ballots remained and who said so; "" if nothing is known of that."""
    if not result.ballots_out_as_stated and result.ballots_out is None:
        return SafeString("")
    if result.ballots_out_as_stated:
        cited = _("<span%(lang)s>“%(ballots)s”</span> ballots remained; %(authority)s said so.")
        plain = _("<span%(lang)s>“%(ballots)s”</span> ballots remained; who said so is not stated.")
        ballots = result.ballots_out_as_stated
    else:
        cited = _("%(ballots)s ballots remained; %(authority)s said so.")
        plain = _("%(ballots)s ballots remained; who said so is not stated.")
        ballots = grouped(result.ballots_out or 0)
    authority = result.ballots_out_authority
    return filled(cited if authority else plain, ballots=ballots, authority=authority, lang=lang_of(result.source))


def ballots_out(result: ElectionResult) -> SafeString | str:
    """Return the number of ballots that remained, in the source's words if we hold them, or “Not stated”."""
    if result.ballots_out_as_stated:
        return format_html("<span{}>“{}”</span>", lang_of(result.source), result.ballots_out_as_stated)
    return _("Not stated") if result.ballots_out is None else grouped(result.ballots_out)


def qualifier(result: ElectionResult) -> SafeString:
    """Return “almost” or “more than” in quotation marks, and a space, as it stands before a figure; "" if there is none."""
    if not result.qualifier:
        return SafeString("")
    return format_html("<span{}>“{}”</span> ", lang_of(result.source), result.qualifier)


def figure(result: ElectionResult) -> SafeString:
    """Return “53.7%” or, where no percentage is stated, “790,000 votes”."""
    if result.percent is not None:
        return format_html("{}<b>{}</b>", qualifier(result), percent(result.percent))
    return format_html("{}{}", qualifier(result), _votes(result))


def figures(result: ElectionResult) -> SafeString:
    """Return all figures of a candidate: “53.7% of the vote, 790,000 votes”."""
    of_the_vote = votes = ""
    if result.percent is not None:
        of_the_vote = filled(_("<b>%(percent)s</b> of the vote"), percent=percent(result.percent))
    if result.votes is not None:
        votes = _votes(result)
    return format_html("{}{}{}{}", qualifier(result), of_the_vote, ", " if of_the_vote and votes else "", votes)


def bars_label(results: Iterable[ElectionResult]) -> str:
    """Return what the bars of a count show, in words, for those who do not see them. The results are of one count."""
    shown = list(results)
    figures = "".join(f"{result.candidate}, {_figure_as_text(result)}. " for result in shown)
    area = _("Only of %(area)s, not of the whole county.") % {"area": f"“{shown[0].area}”"} + " " if shown[0].area else ""
    return _("Bars:") + f" {area}{figures}{finality(shown[0])}"


def _figure_as_text(result: ElectionResult) -> str:
    named = f"“{result.qualifier}” " if result.qualifier else ""
    if result.percent is not None:
        return f"{named}{percent(result.percent)}"
    return named + _("%(votes)s votes") % {"votes": grouped(result.votes or 0)}


def _votes(result: ElectionResult) -> SafeString:
    return filled(_("<b>%(votes)s</b> votes"), votes=grouped(result.votes or 0))
