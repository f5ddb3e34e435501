"""The names that the archive holds, which drafting knows first."""

from collections import defaultdict

from django.db.models import QuerySet

from dara.drafting import Held
from dara.models import Entity, Redirect
from dara.models.history import EVENTS


def held_names() -> tuple[Held, ...]:
    """Return the people and organizations with their former names: those that they had, and those of entities that were merged into them."""
    merged = dict(Redirect.objects.filter(kind=Redirect.Kind.ENTITY).values_list("old", "new"))
    former = defaultdict(set)
    for slug, name in EVENTS[Entity].objects.values_list("slug", "name").distinct():
        former[merged.get(slug, slug)].add(name)
    return tuple(
        Held(name, kind, tuple(sorted(former[slug] - {name})))
        for slug, name, kind in Entity.objects.with_page().by_name().values_list("slug", "name", "kind")
    )


def merged_under(name: str) -> QuerySet[Entity]:
    """Return the entities into which others were merged that had this name, without regard to case."""
    slugs = EVENTS[Entity].objects.filter(name__iexact=name).values("slug")
    return Entity.objects.filter(slug__in=Redirect.objects.filter(kind=Redirect.Kind.ENTITY, old__in=slugs).values("new"))
