"""A row's past, read from its events, and brought back: as one transaction, under the rules of evidence, itself in the history."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pghistory
from django.db import connection, models, transaction

from dara.models import EVENTS, Passage, Redirect, Statement, StatementAbout, StatementTopic, Tombstone
from dara.models.record_format import KINDS

Model = type[models.Model]
Links = dict[str, dict[Any, Any]]  # “topics” → id of the topic → id of the row that links it

# Rows of their own that are part of a record: the names of its fields, the tables, and what they link it with.
LINKS: dict[Model, dict[str, tuple[Model, str]]] = {
    Statement: {"about": (StatementAbout, "entity"), "topics": (StatementTopic, "topic")}
}
KEPT_BY_THE_DATABASE = ("version",)  # since when a row says what it says: of a revert, since now


class RevertRefused(Exception):
    """It cannot be brought back; the text says why, and what to do."""


@dataclass(frozen=True)
class State:
    """What a row was: its columns by name (“speaker_id”), None where it was not there; and its links."""

    values: dict[str, Any] | None = None
    links: Links = field(default_factory=dict)

    def differences(self, other: "State") -> dict[str, tuple[Any, Any]]:
        """What differs in the other one: column or link → both values. Links are lists of ids. A row that is not there has no values."""
        mine, others = (
            {**(state.values or {}), **{name: sorted(held) for name, held in state.links.items()}} for state in (self, other)
        )
        return {
            name: (mine.get(name), others.get(name))
            for name in {**mine, **others}
            if mine.get(name) != others.get(name) and name not in KEPT_BY_THE_DATABASE
        }


@dataclass(frozen=True)
class Change:
    """What one transaction did to a row. `number`: of its last event; with it, `revert` brings back `after`."""

    number: int
    when: datetime.datetime
    role: str
    context: dict[str, Any]
    before: State
    after: State


def columns(model: Model) -> list[str]:
    """The columns of a model that its events remember, as attributes: “speaker_id”."""
    own = {each.attname for each in model._meta.local_fields}
    return [each.attname for each in EVENTS[model]._meta.local_fields if each.attname in own]


def changes(model: Model, pk: Any) -> list[Change]:
    """All that happened to a row, and to its links, the last first; nothing where there never was such a row."""
    found: list[Change] = []
    now = State()
    for group in _transactions(_events(model, pk)):
        before = now
        for event in group:
            now = _after(now, event, model, pk)
        last = group[-1]
        if now != before:
            context: dict[str, Any] = next((each.pgh_context for each in group if each.pgh_context), {})
            found.append(Change(last.pgh_id, last.pgh_created_at, last.pgh_role, context, before, now))
    return found[::-1]


def state(model: Model, pk: Any, number: int | None = None) -> State:
    """What a row was after the event of that number; without one, what it is by its last event."""
    now = State()
    for event in _events(model, pk):
        if number is None or event.pgh_id <= number:
            now = _after(now, event, model, pk)
    return now


def _events(model: Model, pk: Any) -> list[Any]:
    """The events of a row and of its links, in their order."""
    found: list[Any] = list(EVENTS[model].objects.filter(pgh_obj=pk))
    for link, _ in LINKS.get(model, {}).values():
        ever = EVENTS[link].objects.filter(statement=pk).values("pgh_obj")
        found += EVENTS[link].objects.filter(pgh_obj__in=ever)
    return sorted(found, key=lambda event: event.pgh_id)


def _transactions(events: list[Any]) -> Iterator[list[Any]]:
    """The events of each transaction, in the order in which the last of each was written."""
    groups: dict[tuple[int, datetime.datetime], list[Any]] = {}
    for event in events:
        groups.setdefault((event.pgh_transaction, event.pgh_created_at), []).append(event)
    return iter(sorted(groups.values(), key=lambda group: group[-1].pgh_id))


def _after(now: State, event: Any, model: Model, pk: Any) -> State:
    if isinstance(event, EVENTS[model]):
        there = event.pgh_label != "delete"
        return State({name: getattr(event, name) for name in columns(model)} if there else None, now.links)
    name, linked = next((name, linked) for name, (link, linked) in LINKS[model].items() if isinstance(event, EVENTS[link]))
    held = {id_: row for id_, row in now.links.get(name, {}).items() if row != event.pgh_obj_id}
    if event.pgh_label != "delete" and event.statement_id == pk:
        held[getattr(event, f"{linked}_id")] = event.pgh_obj_id
    return State(now.values, {**now.links, name: held})


def revert(model: Model, pk: Any, number: int) -> list[str]:
    """Bring a row, with its links, back to what it was after the event of that number; what was done, in sentences.

    A withdrawn record comes back, and its tombstone goes. Raises RevertRefused, or what the database raises when a rule refuses it."""
    with transaction.atomic(), pghistory.context(reverted_to=number):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is refused is refused here
        wanted = state(model, pk, number)
        if wanted.values is None:
            raise RevertRefused("At that moment it was not in the archive; choose a change after which it was.")
        _refuse_what_is_missing(model, wanted)
        if "passage_id" in wanted.values:
            wanted = replace(wanted, values={**wanted.values, "passage_id": _passage(wanted.values["passage_id"])})
        row = model._base_manager.filter(pk=pk).select_for_update().first()
        differing = bool(wanted.differences(state(model, pk)))
        done = _update(row, wanted.values or {}) if row else _insert(model, pk, wanted.values or {})
        for name, (link, linked) in LINKS.get(model, {}).items():
            _relink(link, linked, pk, wanted.links.get(name, {}))
        if wanted.differences(state(model, pk)):
            raise RevertRefused("The database made something else of it than it was; nothing is changed.")
    return done if differing else ["It was as it is: there was nothing to revert."]


def _refuse_what_is_missing(model: Model, wanted: State) -> None:
    """What it referred to has to be there."""
    assert wanted.values is not None
    references: list[tuple[Any, Any, Any]] = [
        (each.related_model, each.verbose_name, wanted.values[each.attname])
        for each in model._meta.local_fields
        if isinstance(each, models.ForeignKey) and each.name != "passage"
    ]
    for name, (link, linked) in LINKS.get(model, {}).items():
        other = link._meta.get_field(linked).related_model
        references += [(other, name, each) for each in wanted.links.get(name, {})]
    for other, name, pk in references:
        if pk is not None and not other._base_manager.filter(pk=pk).exists():
            raise RevertRefused(
                f"Its {name} of then, “{called(other, pk)}”, is not in the archive any more: bring that back first."
            )


def called(model: Any, pk: Any) -> str:
    """What a row is called, or was when it was last there."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None and model in EVENTS:
        row = EVENTS[model].objects.filter(pgh_obj=pk).order_by("-pgh_id").first()
    if isinstance(row, model):
        return str(row)
    return next((str(getattr(row, name)) for name in ("name", "title", "text", "exact", "slug") if hasattr(row, name)), str(pk))


def _passage(pk: Any) -> Any:
    """The passage to rest on: the one of that number, or else of its span; where there is none, it is made again, and the database checks it."""
    if Passage.objects.filter(pk=pk).exists():
        return pk
    gone = EVENTS[Passage].objects.filter(pgh_obj=pk).order_by("-pgh_id").first()
    if gone is None:
        raise RevertRefused("The passage that it rested on is not in the history: paste its words as a new passage by hand.")
    values = {name: getattr(gone, name) for name in columns(Passage)}
    same = Passage.objects.filter(source=values["source_id"], start=values["start"], end=values["end"]).first()
    return same.pk if same else Passage.objects.bulk_create([Passage(**values)])[0].pk


def _update(row: models.Model, wanted: dict[str, Any]) -> list[str]:
    model = type(row)
    own = {name: value for name, value in wanted.items() if name not in KEPT_BY_THE_DATABASE and getattr(row, name) != value}
    if own:
        model._base_manager.filter(pk=row.pk).update(**own)
    return ["It is again what it was."]


def _insert(model: Model, pk: Any, wanted: dict[str, Any]) -> list[str]:
    kind = next((kind for kind, name in Tombstone.MODELS.items() if name == model.__name__), None)
    withdrawn = kind and Tombstone.objects.filter(kind=kind, key=pk).delete()[0]
    names = [kind.name for kind in KINDS.values() if kind.model is model]
    merged = Redirect.objects.filter(kind__in=names, old=wanted.get("key") or wanted.get("slug")).delete()[0]
    model._base_manager.bulk_create([model(**{name: value for name, value in wanted.items() if name not in KEPT_BY_THE_DATABASE})])
    if withdrawn:
        return [f"It is in the archive again, and public; its tombstone ({pk}) is gone."]
    if merged:
        return [
            "It is in the archive again; its address does not lead on any more. What referred to it stays with what it was merged into."
        ]
    return ["It is in the archive again."]


def _relink(link: Model, linked: str, pk: Any, wanted: dict[Any, Any]) -> None:
    """Link just what was linked, by rows of the same numbers."""
    held = link._base_manager.filter(statement=pk)
    wrong = [row for row, each in held.values_list("pk", f"{linked}_id") if wanted.get(each) != row]
    held.filter(pk__in=wrong).delete()
    there = set(held.values_list("pk", flat=True))
    link._base_manager.bulk_create(
        link(**{"id": row, "statement_id": pk, f"{linked}_id": each}) for each, row in wanted.items() if row not in there
    )
