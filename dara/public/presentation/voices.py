"""What a list says of a person or an organization: in how much of the archive they speak, are spoken of, or are cited."""

from typing import Any

from django.utils.translation import ngettext

from dara.public.presentation.numbers import grouped


def voice_summary(voice: Any) -> str:
    """Return “Person · 3 statements · 1 source published”. The voice has the numbers that `VoiceList` asks for."""
    numbers = [
        (voice.speaks, ngettext("%(shown)s statement", "%(shown)s statements", voice.speaks)),
        (voice.told_in, ngettext("%(shown)s statement about them", "%(shown)s statements about them", voice.told_in)),
        (voice.stances, ngettext("%(shown)s reported stance", "%(shown)s reported stances", voice.stances)),
        (voice.publishes, ngettext("%(shown)s source published", "%(shown)s sources published", voice.publishes)),
        (voice.cited_for, ngettext("cited for %(shown)s count", "cited for %(shown)s counts", voice.cited_for)),
    ]
    return " · ".join([voice.get_kind_display(), *(message % {"shown": grouped(number)} for number, message in numbers if number)])
