"""The card of each kind of page. Pages of private persons, and of what they said, have none."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dara.models import Candidate, Election, ElectionResult, Endorsement, Entity, Source, Statement, Topic
from dara.models.permalinks import address
from dara.public.cards.images import ShareImage, image_of, image_of_candidate, races_of
from dara.public.citation.words import Row, plain
from dara.public.filters.parameters import ListFilterSet
from dara.public.presentation.attribution import whose_words
from dara.public.presentation.counts import area_sentence, finality
from dara.public.presentation.elections import in_sentence
from dara.public.presentation.links import absolute
from dara.public.presentation.sources import reported
from dara.public.presentation.titles import record_title, source_title


@dataclass(frozen=True)
class Card:
    """How a page presents itself: `title` and `description` in its head, and all of it where its address is shared. Plain text."""

    title: str
    description: str
    address: str
    type: str = ""  # of Open Graph; a website without one
    image: ShareImage | None = None
    head_title: str = ""  # in the browser's title bar, where it is another

    @property
    def page_title(self) -> str:
        return self.head_title or self.title


def record_card(row: Row) -> Card:
    """Return the card of a record or a source. The title of a source's card is neutral, that in its head is the publisher's."""
    if isinstance(row, Source):
        what = _("A source as captured, with every passage that is evidence for a record, its provenance and its checksum.")
        return Card(plain(source_title(row)), what, absolute(row.get_absolute_url()), "article", head_title=str(row))
    return Card(
        title=plain(record_title(row)),
        description=" ".join([*_about(row), _("A record with its exact passage, its source and its dates.")]),
        address=absolute(row.get_absolute_url()),
        type="article",
        image=image_of(row),
    )


def _about(row: Statement | Endorsement | ElectionResult) -> list[str]:
    """Return what the description of a record says first: whose words they are, or how final a count is."""
    if isinstance(row, Statement):
        return [] if row.speaker.kind == Entity.Kind.GROUP else [f"{plain(whose_words(row))}."]
    if not isinstance(row, ElectionResult):
        return []
    return list(filter(None, [plain(area_sentence(row)), finality(row), f"{plain(reported(row.source, row.authority))}."]))


def entity_card(entity: Entity) -> Card:
    """Return the card of a candidate, a person or an organization."""
    if not isinstance(entity, Candidate):
        what = _("What the sources held say of and by %(name)s, each entry with its passage and source.") % {"name": entity}
        return Card(str(entity), what, absolute(entity.get_absolute_url()))
    races = races_of(entity)
    what = _(
        "What the sources held say of %(name)s in the race for Los Angeles County District Attorney, each entry with its passage and source."
    )
    title = ", ".join([str(entity), *map(in_sentence, races)])
    page = absolute(address("candidate", entity.slug))
    return Card(title, what % {"name": entity}, page, image=image_of_candidate(entity, races))


def topic_card(topic: Topic) -> Card:
    what = _(
        "What the sources held say on %(topic)s in the race for Los Angeles County District Attorney, each entry with its passage and source."
    )
    title = _("%(topic)s: what the sources held say") % {"topic": topic}
    return Card(title, what % {"topic": topic}, absolute(topic.get_absolute_url()))


def election_card(election: Election) -> Card:
    what = _(
        "What the sources held say of the %(election)s for Los Angeles County District Attorney, each entry with its passage and source."
    )
    title = f"{election}, {in_sentence(election.race)}"
    return Card(title, what % {"election": election}, absolute(election.get_absolute_url()), image=image_of(election.race))


def comparison_card(heading: str, names: str, path: str) -> Card:
    """Return the card of the comparison of the candidates `names`; without names, of the page to choose them."""
    if names:
        what = _(
            "What the sources held give as the words of %(names)s in the race for Los Angeles County District Attorney, side by side, "
            "each entry with its passage and source."
        ) % {"names": names}
    else:
        what = _(
            "Candidates for Los Angeles County District Attorney side by side: what each one’s side says on each topic, "
            "each entry with its passage and source."
        )
    return Card(heading, what, absolute(path))


def list_card(request: HttpRequest, heading: str, filters: ListFilterSet | None = None) -> Card:
    """Return the card of a list, which says how it is filtered. The words that somebody searches for are not on it: an address made by
    anybody must not put a sentence on a card of the archive's."""
    named = [f"{label}: {value}" for label, value in named_filters(filters)] if filters is not None else []
    title = _("%(list)s (%(filters)s)") % {"list": heading, "filters": "; ".join(named)} if named else heading
    what = _(
        "%(list)s, each with its exact passage, source and dates, in an archive of what documents say about the race for "
        "Los Angeles County District Attorney. It rates no one and takes no side."
    ) % {"list": title}
    return Card(title, what, absolute(f"{request.path}{filters.query() if filters is not None else ''}"))


def named_filters(filters: ListFilterSet) -> list[tuple[str, Any]]:
    """Return the label and the value of each filter that is set, as a card and the title of a feed may name them: no private person, no
    title that a publisher gave, no search text."""
    names = [name for name in filters.chosen if name != "q"]
    values = [filters.form.cleaned_data[name] for name in names]
    labels = {removal.label: removal.value for removal in filters.removals()}
    shown = []
    for name, value in zip(names, values, strict=True):
        label = str(filters.filters[name].label)
        if isinstance(value, Entity) and value.private:
            continue
        shown.append((label, source_title(value) if isinstance(value, Source) else labels[label]))
    return shown
