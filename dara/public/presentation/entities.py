"""Links to persons and organizations, and to the roles that a source gives a candidate."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import CandidacyFact, Entity, Source
from dara.models.permalinks import address
from dara.public.presentation.elections import in_sentence
from dara.public.presentation.languages import lang_of
from dara.public.presentation.links import entity_address


def candidate_link(candidate: Entity) -> SafeString:
    """Return a link to a candidate's page."""
    return format_html('<a href="{}">{}</a>', address("candidate", candidate.slug), candidate)


def entity_link(request: HttpRequest, entity: Entity, source: Source | None = None) -> SafeString:
    """Return a link to an entity's page. A group's name is in the words and the language of its `source`."""
    lang = lang_of(source) if source is not None and entity.kind == Entity.Kind.GROUP else ""
    return format_html('<a href="{}"{}>{}</a>', entity_address(request, entity), lang, entity)


def entity_links(request: HttpRequest, entities: Iterable[Entity]) -> SafeString:
    """Return links to the entities' pages, with commas between them."""
    return format_html_join(", ", "{}", ((entity_link(request, entity),) for entity in entities))


def role_links(facts: Iterable[CandidacyFact]) -> SafeString:
    """Return “incumbent, running, 2020; running, 2024”, each role linked. The facts are ordered by race."""
    races = groupby(facts, key=lambda fact: fact.race)
    return format_html_join(
        "; ", "{}, {}", ((format_html_join(", ", "{}", map(_role, of_it)), in_sentence(race)) for race, of_it in races)
    )


def _role(fact: CandidacyFact) -> tuple[SafeString]:
    link = format_html('<a href="{}">{}</a>', fact.get_absolute_url(), fact.get_kind_display().lower())
    return (format_html("{} {}", link, _("(race inferred)")) if fact.inferred.get("race") else link,)
