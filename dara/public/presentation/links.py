"""Addresses on a page: of persons and organizations, of the page itself, and of the same page in the other language."""

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dara.models import Candidacy, Entity
from dara.models.permalinks import address
from dara.public.filters.tracking import without_tracking
from dara.public.revision import per_revision


def absolute(path: str) -> str:
    """Return a path of this site as a full address that can be cited."""
    return f"{settings.DARA_BASE_URL}{path}"


def entity_address(request: HttpRequest, entity: Entity) -> str:
    """Return the path of an entity's page, which for a candidate is among the candidates."""
    return address("candidate", entity.slug) if entity.pk in candidate_ids(request) else entity.get_absolute_url()


def candidate_ids(request: Any) -> list[int]:
    """Return the ids of all candidates, in the order in which they were added. The database is asked at most once for a page."""
    if not hasattr(request, "candidates"):
        request.candidates = _all_candidate_ids()
    return request.candidates


@per_revision
def _all_candidate_ids() -> list[int]:
    return sorted(set(Candidacy.objects.values_list("candidate_id", flat=True)))


def in_language(path: str, code: str) -> str:
    """Return a path of the public site in another language: “/topics/” is “/es/topics/” in Spanish."""
    english = re.sub(r"^/es(?=/)", "", path)
    return english if code == settings.LANGUAGE_CODE else f"/{code}{english}"


def other_language(request: HttpRequest) -> dict[str, str]:
    """Return the other language and the address of the same page in it: {code, name, address}."""
    code, name = next(each for each in settings.LANGUAGES if each[0] != get_language())
    return {"code": code, "name": name, "address": in_language(request.get_full_path(), code)}


def page_addresses(request: HttpRequest | None) -> SafeString:
    """Return the <link> elements for the page's own address and its address in each language; "" for a list that is filtered."""
    if request is None or not getattr(request, "resolver_match", None) or set(without_tracking(request.GET)) - {"page"}:
        return SafeString("")
    page = request.GET.get("page", "1")
    query = "" if page == "1" else f"?{urlencode({'page': page})}"
    links = [
        ("canonical", "", request.path),
        *(("alternate", code, in_language(request.path, code)) for code, _ in settings.LANGUAGES),
    ]
    return format_html_join(
        "\n",
        '<link rel="{}"{} href="{}">',
        ((rel, format_html(' hreflang="{}"', code) if code else "", absolute(path) + query) for rel, code, path in links),
    )


def current_section(request: HttpRequest | None, *names: str) -> str:
    """Return the attribute ` aria-current` for the link of the main navigation that the page belongs to, "" for the others.

    Of several names, which stand for a group of links, it is ` aria-current="true"` for a page of any."""
    # the attributes are constants: nothing in them comes from outside
    path, sections = getattr(request, "path", ""), [reverse(name) for name in names]
    if [path] == sections:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(tuple(sections)) else ""
