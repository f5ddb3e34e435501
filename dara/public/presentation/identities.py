"""How a candidate is recognised on every page: initials in a colour and a shape of their own."""

from functools import lru_cache

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.models import Entity
from dara.public.presentation.links import candidate_ids

IDENTITIES = 6  # colours and shapes of the stylesheet; none of them is a party's
CACHED = 1024  # signs: a page has a candidate's many times


def identity_class(request: HttpRequest, entity: Entity) -> str:
    """Return the class of a candidate's colour, “n0” to “n5”, for example for a bar; "" for anybody else."""
    candidates = candidate_ids(request)
    return f"n{candidates.index(entity.pk) % IDENTITIES}" if entity.pk in candidates else ""


def identity(request: HttpRequest, entity: Entity) -> SafeString:
    """Return a candidate's initials in colour and shape; "" for anybody else."""
    css_class = identity_class(request, entity)
    return _sign(css_class, entity.name) if css_class else SafeString("")


@lru_cache(maxsize=CACHED)
def _sign(css_class: str, name: str) -> SafeString:
    names = name.split()
    initials = "".join(each[0] for each in names[:1] + names[1:][-1:])
    return format_html('<span class="identity {}" aria-hidden="true">{}</span>', css_class, initials)
