"""Topics that curators add: their place in the list, and names that are taken."""

from django.db.models import Max

from dara.models import Topic
from dara.text.dictionary import without_accents


def next_position() -> int:
    """Return the position after the last topic's."""
    return (Topic.objects.aggregate(last=Max("position"))["last"] or 0) + 1


def same_name(name: str, besides: int | None = None) -> Topic | None:
    """Return the topic that has this name, without regard to case, accents and white space. `besides`: the id of a topic that may have it."""
    others = Topic.objects.order_by("position", "slug")
    return next((topic for topic in others if topic.pk != besides and _plain(topic.name) == _plain(name)), None)


def _plain(name: str) -> str:
    return without_accents(" ".join(name.split()))
