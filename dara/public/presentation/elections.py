"""The names of races and elections within sentences; and when an election was held, beside its name and where the name says it already."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Election, Race
from dara.models.translations import translation
from dara.public.presentation.dates import date_text
from dara.public.presentation.inference import date_inferred, dated


def in_sentence(contest: Race | Election) -> str:
    """Return the name of a race or election as it stands within a sentence: “George Gascón, contienda de 2020”.

    Spanish names begin with a common noun, whose capital is that of the beginning; an English name, also on a Spanish page, has its own."""
    name = str(contest)
    return name[:1].lower() + name[1:] if translation(contest, "name") else name


def held_on(election: Election) -> SafeString | str:
    """Return the date of the election, marked if it is inferred, or “Date not stated”."""
    return dated(election, "held_on") or _("Date not stated")


def date_beside_name(election: Election) -> SafeString | str:
    """Return what `held_on` does; "" where the name, which stands beside it, says the date, and nothing about it is inferred."""
    return "" if _is_in_name(election) and not election.inferred.get("held_on") else held_on(election)


def date_after_name(election: Election) -> SafeString | str:
    """Return what follows the name in a line: “, November 3, 2020 (inferred)”; of a date that the name says, only “ (date inferred)”.

    It is "" where no date is stated."""
    if not election.held_on:
        return ""
    return date_inferred(election, "held_on") if _is_in_name(election) else format_html(", {}", dated(election, "held_on"))


def _is_in_name(election: Election) -> bool:
    when = date_text(election.held_on)
    return bool(when) and when.casefold() in str(election).casefold()
