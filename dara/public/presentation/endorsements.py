"""What an endorsement is called, what stance it reports, and when that was stated."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Endorsement, Entity, Statement
from dara.models.permalinks import address
from dara.public.presentation.dates import date_text
from dara.public.presentation.elections import in_sentence
from dara.public.presentation.inference import dated, filled, inference_mark, inferred
from dara.public.presentation.languages import lang_of
from dara.public.presentation.names import printed_by, stance
from dara.public.presentation.numbers import dollars
from dara.public.presentation.statements import in_post


def endorsement_name(endorsement: Endorsement, endorser: str = "") -> SafeString:
    """Return “Unions, reported as supporting Bea Jones”. `endorser`: what to call the endorser instead of by name."""
    if endorsement.candidate:
        message = _("reported as %(stance)s %(candidate)s")
        what = filled(message, stance=stance(endorsement), candidate=endorsement.candidate)
        mark = inferred(endorsement, "candidate")
    else:
        what = filled(_("reported as spending money on the %(race)s"), race=in_sentence(endorsement.race))
        mark = inferred(endorsement, "race")
    return format_html("{}{}, {}{}", endorser or endorsement.endorser, inferred(endorsement, "endorser"), what, mark)


def reported_stance(endorsement: Endorsement) -> SafeString:
    """Return “Reported as supporting Bea Jones”, with a link to the candidate."""
    if endorsement.candidate is None:
        return filled(_("Reported as spending money on the %(race)s; no candidate is named"), race=in_sentence(endorsement.race))
    return filled(
        _('Reported as %(stance)s <a href="%(url)s">%(candidate)s</a>'),
        stance=stance(endorsement),
        url=address("candidate", endorsement.candidate.slug),
        candidate=endorsement.candidate,
    )


def told_in(endorsement: Endorsement) -> SafeString:
    """Return “, in a social media post by Rob Reporter” if the passage is within a statement, otherwise ""."""
    outer = endorsement.within
    if outer is None:
        return SafeString("")
    if outer.kind == Statement.Kind.POST:
        return filled(_(", in a social media post by %(speaker)s"), speaker=outer.speaker)
    return filled(_(", in words of %(speaker)s"), speaker=outer.speaker)


def who_is_not_named(endorsement: Endorsement) -> SafeString:
    """Return “: The Paper does not name who they are” for a group, otherwise ""."""
    if endorsement.endorser.kind != Entity.Kind.GROUP:
        return SafeString("")
    return format_html(": {}", filled(_("%(source)s does not name who they are"), source=printed_by(endorsement.source)))


def stated_on(endorsement: Endorsement) -> SafeString:
    """Return the date on which the stance was stated; without one, “Date not stated, in a post of November 4, 2020”."""
    return dated(endorsement, "stated_on") or format_html("{}{}", _("Date not stated"), in_post(endorsement.within))


def stance_date(request: Any, endorsement: Endorsement) -> SafeString:
    """Return the date on which the stance was stated, with one mark for all that is inferred of it; “Date not stated” without one."""
    shown = date_text(endorsement.stated_on) or _("Date not stated")
    return format_html("{}{}", shown, inference_mark(request, endorsement, "stated_on", "endorser", "candidate", "race"))


def amount_as_reported(endorsement: Endorsement) -> SafeString | str:
    """Return the sum in the source's own words if we hold them, otherwise as a number of dollars, or “Not stated”."""
    if endorsement.amount_as_stated:
        return format_html("“<span{}>{}</span>”", lang_of(endorsement.source), endorsement.amount_as_stated)
    return dollars(endorsement.amount) if endorsement.amount else _("Not stated")
