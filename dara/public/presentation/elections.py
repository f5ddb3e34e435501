"""When an election was held."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Election
from dara.public.presentation.inference import dated


def held_on(election: Election) -> SafeString | str:
    """Return the date of the election, marked if it is inferred, or “Date not stated”."""
    return dated(election, "held_on") or _("Date not stated")
