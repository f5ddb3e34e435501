"""Adding a record, with all that comes into the archive together with it: its passage, entities that it is the first to name, a candidacy.

The functions write; what the database refuses raises IntegrityError, and the caller's transaction is rolled back."""

from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from dara.models import Candidacy, CandidacyFact, Election, ElectionResult, Entity, Passage, Race
from dara.models.keys import new_key


def set_passage(row: Any, passage: Passage) -> None:
    """Let the row rest on the passage, which is added unless the archive has one of the same span."""
    row.passage, _ = Passage.objects.get_or_create(
        source_id=passage.source_id, start=passage.start, end=passage.end, defaults={"exact": passage.exact}
    )


def set_entities(record: Any, entities: dict[str, Entity]) -> None:
    """Set the fields of a record to these entities, which are added where they are new. One entity may stand in several fields."""
    for field, entity in entities.items():
        if entity.pk is None:
            entity.save()
        setattr(record, field, entity)


def add_candidacy(record: Any) -> None:
    """Add the candidacy of the record's candidate in its race, unless the archive has it."""
    election = getattr(record, "election", None)
    race = election.race_id if election else record.race_id
    Candidacy.objects.get_or_create(candidate_id=record.candidate_id, race_id=race)


def same_election(election: Election, race: Race | None) -> Election | None:
    """Return the election that the archive holds under this name or slug, or for this stage and date of the race."""
    same = Q(name__iexact=election.name) | Q(slug=election.slug)
    if race and election.stage and election.held_on:
        same |= Q(race=race, stage=election.stage, held_on=election.held_on)
    return Election.objects.filter(same).order_by("slug").first()


def add_election(result: ElectionResult, election: Election) -> None:
    """Add the election of a result, on the same passage, and its race where that is new."""
    if election.race.pk is None:
        election.race.save()
        election.race = election.race  # which takes over its id
    election.passage = result.passage
    election.save()
    result.election = election


@transaction.atomic
def add_candidate(person: Entity, race: Race, fact: CandidacyFact | None = None, passage: Passage | None = None) -> None:
    """Add somebody who ran, the candidacy, and the fact that a passage states of it, if any."""
    person.save()
    Candidacy.objects.get_or_create(candidate=person, race=race)
    if fact and passage:
        fact.candidate, fact.race = person, race
        set_passage(fact, passage)
        add_record(fact)


def add_record(record: Model) -> None:
    """Give the record its key, and add it. A key that is taken is refused, never overwritten."""
    record.pk = new_key()
    record.save(force_insert=True)
