"""Entities that are added together with the first record that names them."""

from django.utils.text import slugify

from dara.drafting.rules import word_list
from dara.models import Entity
from dara.text.personal_names import sort_name


def build_entity(name: str, kind: str, *, private: bool = False, source: str | None = None) -> Entity:
    """Return a new entity, not saved, with a slug that is free and a name to sort it by.

    `source`: of a group, the key of the source that describes it."""
    return Entity(
        slug=free_slug(f"{name[:80]} {source}" if source else name),
        name=name,
        sort_name=sorted_as(name, kind),
        kind=kind,
        private=private,
        source_id=source,
    )


def sorted_as(name: str, kind: str) -> str:
    """Return the name as it is sorted: a person's family name first, an organization's name without “the”."""
    return sort_name(name) if kind == Entity.Kind.PERSON else name.removeprefix("The ").removeprefix("the ")


def guess_kind(name: str) -> str:
    """Return what an entity of this name seems to be: “person”, “organization” or “group”; an empty text where the name does not tell."""
    words = name.split()
    if not words:
        return ""
    if name[0].islower():
        return Entity.Kind.GROUP  # “several elected officials”
    if words[0] == "The" or name.isupper() or word_list("organizations") & {word.strip(".,").lower() for word in words}:
        return Entity.Kind.ORGANIZATION
    is_full_name = 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper()
    return Entity.Kind.PERSON if is_full_name else ""


def free_slug(words: str) -> str:
    """Return a slug made of the words that no entity has."""
    wanted = slugify(words) or "unnamed"
    slug, number = wanted, 2
    while Entity.objects.filter(slug=slug).exists():
        slug, number = f"{wanted[:90]}-{number}", number + 1
    return slug[:100]
