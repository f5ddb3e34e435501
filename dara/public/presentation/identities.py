"""How a candidate is recognised on every page: initials in a colour and a shape of their own."""

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.models import Entity
from dara.public.presentation.links import candidate_ids

IDENTITIES = 6  # colours and shapes of the stylesheet; none of them is a party's


def identity_class(request: HttpRequest, entity: Entity) -> str:
    """Return the class of a candidate's colour, “n0” to “n5”, for example for a bar; "" for anybody else."""
    candidates = candidate_ids(request)
    return f"n{candidates.index(entity.pk) % IDENTITIES}" if entity.pk in candidates else ""


def identity(request: HttpRequest, entity: Entity) -> SafeString:
    """Return a candidate's initials in colour and shape; "" for anybody else."""
    css_class = identity_class(request, entity)
    if not css_class:
        return SafeString("")
    names = entity.name.split()
    initials = "".join(name[0] for name in names[:1] + names[1:][-1:])
    return format_html('<span class="identity {}" aria-hidden="true">{}</span>', css_class, initials)
