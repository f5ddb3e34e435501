"""The sentences that say what the sources do not hold, and what that does not mean."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dara.models import Entity
from dara.public.presentation.inference import filled
from dara.public.presentation.numbers import grouped


def nothing_held(name: str, sources_held: int) -> SafeString:
    """Return “Nothing on this in the 12 sources held. This does not mean Smith had no position.”"""
    message = ngettext(
        "Nothing on this in the %(shown)s source held. This does not mean %(name)s had no position.",
        "Nothing on this in the %(shown)s sources held. This does not mean %(name)s had no position.",
        sources_held,
    )
    return filled(message, shown=grouped(sources_held), name=name)


def nothing_held_of_year(name: str, year: str) -> SafeString:
    """Return the same of the sources of one year; `year` is "" for the undated sources."""
    if year:
        message = _(
            "Nothing on this from %(name)s’s side in the sources held of %(year)s. This does not mean %(name)s had no position."
        )
    else:
        message = _(
            "Nothing on this from %(name)s’s side in the undated sources held. This does not mean %(name)s had no position."
        )
    return filled(message, name=name, year=year)


def only_others_speak(name: str) -> SafeString:
    """Return “No direct words held. This does not mean Smith had no position.”"""
    caution = filled(_("This does not mean %(name)s had no position."), name=name)
    return format_html("{} {}", _("No direct words held."), caution)


def no_direct_words(teller: Entity | None) -> SafeString:
    """Return that what follows is in the words of others: of the `teller`, if one person or organization reports all of it."""
    if teller is None:
        return SafeString(_("No direct words held. Reported in other words:"))
    if teller.kind == Entity.Kind.PERSON:
        return filled(_("No direct words held. %(teller)s reported, in their own words:"), teller=teller)
    return filled(_("No direct words held. %(teller)s reported, in its own words:"), teller=teller)
