"""Reading the past of a row from its events, and reverting the row to an earlier state.

A revert is one transaction, obeys the rules of evidence, and is itself part of the history."""

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

# The many-to-many fields of a model, whose links are rows of their own: name of the field → model of the links, and their field that is linked.
LINKS: dict[Model, dict[str, tuple[Model, str]]] = {
    Statement: {"about": (StatementAbout, "entity"), "topics": (StatementTopic, "topic")}
}
SET_BY_DATABASE = ("version",)  # the time of the last change, which a revert sets anew


class RevertRefused(Exception):
    """The row cannot be reverted. The message says why, and what to do."""


@dataclass(frozen=True)
class State:
    """What a row was. `values`: its columns by name (“speaker_id”), None if there was no such row; `links`: its many-to-many fields."""

    values: dict[str, Any] | None = None
    links: Links = field(default_factory=dict)

    def differences(self, other: "State") -> dict[str, tuple[Any, Any]]:
        """Return the columns and many-to-many fields that differ, each with its value here and in `other`.

        The value of a many-to-many field is a sorted list of ids. A row that does not exist has no values."""
        here, there = (
            {**(state.values or {}), **{name: sorted(linked) for name, linked in state.links.items()}} for state in (self, other)
        )
        return {
            name: (here.get(name), there.get(name))
            for name in {**here, **there}
            if here.get(name) != there.get(name) and name not in SET_BY_DATABASE
        }


@dataclass(frozen=True)
class Change:
    """What one transaction did to a row. `number` is that of its last event: `revert` to it brings back the state `after`."""

    number: int
    when: datetime.datetime
    role: str
    context: dict[str, Any]
    before: State
    after: State


# --- the past ---------------------------------------------------------------------------------------


def tracked_columns(model: Model) -> list[str]:
    """Return the columns of a model that its events keep, by the names of their attributes: “speaker_id”."""
    own = {each.attname for each in model._meta.local_fields}
    return [each.attname for each in EVENTS[model]._meta.local_fields if each.attname in own]


def changes(model: Model, pk: Any) -> list[Change]:
    """Return all changes of a row and of its links, the last one first; an empty list if there never was such a row."""
    found: list[Change] = []
    now = State()
    for group in _transactions(_events(model, pk)):
        before = now
        for event in group:
            now = _apply(now, event, model, pk)
        last = group[-1]
        if now != before:
            context: dict[str, Any] = next((each.pgh_context for each in group if each.pgh_context), {})
            found.append(Change(last.pgh_id, last.pgh_created_at, last.pgh_role, context, before, now))
    return found[::-1]


def state(model: Model, pk: Any, number: int | None = None) -> State:
    """Return the state of a row after the event of that number, or after its last event."""
    now = State()
    for event in _events(model, pk):
        if number is None or event.pgh_id <= number:
            now = _apply(now, event, model, pk)
    return now


def name_of(model: Any, pk: Any) -> str:
    """Return what a row is called, or was called when it last existed."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None and model in EVENTS:
        row = EVENTS[model].objects.filter(pgh_obj=pk).order_by("-pgh_id").first()
    if isinstance(row, model):
        return str(row)
    return next((str(getattr(row, name)) for name in ("name", "title", "text", "exact", "slug") if hasattr(row, name)), str(pk))


def words_of_passage(pk: Any) -> str:
    """Return the words of a passage, or of one that was deleted; "" if there never was one."""
    passage = Passage.objects.filter(pk=pk).first() or EVENTS[Passage].objects.filter(pgh_obj=pk).order_by("-pgh_id").first()
    return passage.exact if passage else ""


def _events(model: Model, pk: Any) -> list[Any]:
    """Return the events of a row and of its links, in the order in which they were written."""
    found: list[Any] = list(EVENTS[model].objects.filter(pgh_obj=pk))
    for link, _ in LINKS.get(model, {}).values():
        ever = EVENTS[link].objects.filter(statement=pk).values("pgh_obj")
        found += EVENTS[link].objects.filter(pgh_obj__in=ever)
    return sorted(found, key=lambda event: event.pgh_id)


def _transactions(events: list[Any]) -> Iterator[list[Any]]:
    """Yield the events of each transaction, ordered by the last event of each."""
    groups: dict[tuple[int, datetime.datetime], list[Any]] = {}
    for event in events:
        groups.setdefault((event.pgh_transaction, event.pgh_created_at), []).append(event)
    return iter(sorted(groups.values(), key=lambda group: group[-1].pgh_id))


def _apply(now: State, event: Any, model: Model, pk: Any) -> State:
    """Return the state of the row after the event."""
    if isinstance(event, EVENTS[model]):
        if event.pgh_label == "delete":
            return State(None, now.links)
        return State({name: getattr(event, name) for name in tracked_columns(model)}, now.links)
    name, linked = next((name, linked) for name, (link, linked) in LINKS[model].items() if isinstance(event, EVENTS[link]))
    links = {id_: row for id_, row in now.links.get(name, {}).items() if row != event.pgh_obj_id}
    if event.pgh_label != "delete" and event.statement_id == pk:
        links[getattr(event, f"{linked}_id")] = event.pgh_obj_id
    return State(now.values, {**now.links, name: links})


# --- reverting --------------------------------------------------------------------------------------


def revert(model: Model, pk: Any, number: int) -> list[str]:
    """Revert a row and its links to the state after the event of that number, and return what was done, in sentences.

    If the record was withdrawn, it comes back and its tombstone is deleted. Raises RevertRefused, or the error of the database if a rule refuses
    that state."""
    with transaction.atomic(), pghistory.context(reverted_to=number):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that a refusal is raised in here
        wanted = state(model, pk, number)
        if wanted.values is None:
            raise RevertRefused("At that moment it was not in the archive; choose a change after which it was.")
        _check_references(model, wanted)
        if "passage_id" in wanted.values:
            wanted = replace(wanted, values={**wanted.values, "passage_id": _restore_passage(wanted.values["passage_id"])})
        row = model._base_manager.filter(pk=pk).select_for_update().first()
        differs = bool(wanted.differences(state(model, pk)))
        done = _update(row, wanted.values or {}) if row else _insert(model, pk, wanted.values or {})
        for name, (link, linked) in LINKS.get(model, {}).items():
            _restore_links(link, linked, pk, wanted.links.get(name, {}))
        if wanted.differences(state(model, pk)):
            raise RevertRefused("The database made something else of it than it was; nothing is changed.")
    return done if differs else ["It was as it is: there was nothing to revert."]


def _check_references(model: Model, wanted: State) -> None:
    """Raise RevertRefused if a row that the state refers to is not in the archive."""
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
                f"Its {name} of then, “{name_of(other, pk)}”, is not in the archive any more: bring that back first."
            )


def _restore_passage(pk: Any) -> Any:
    """Return the primary key of the passage, or of one with the same span. If there is none, add it again: the database checks its words."""
    if Passage.objects.filter(pk=pk).exists():
        return pk
    deleted = EVENTS[Passage].objects.filter(pgh_obj=pk).order_by("-pgh_id").first()
    if deleted is None:
        raise RevertRefused("The passage that it rested on is not in the history: paste its words as a new passage by hand.")
    values = {name: getattr(deleted, name) for name in tracked_columns(Passage)}
    same = Passage.objects.filter(source=values["source_id"], start=values["start"], end=values["end"]).first()
    return same.pk if same else Passage.objects.bulk_create([Passage(**values)])[0].pk


def _update(row: models.Model, wanted: dict[str, Any]) -> list[str]:
    changed = {name: value for name, value in wanted.items() if name not in SET_BY_DATABASE and getattr(row, name) != value}
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return ["It is again what it was."]


def _insert(model: Model, pk: Any, wanted: dict[str, Any]) -> list[str]:
    kind = next((kind for kind, name in Tombstone.MODELS.items() if name == model.__name__), None)
    was_withdrawn = kind and Tombstone.objects.filter(kind=kind, key=pk).delete()[0]
    names = [kind.name for kind in KINDS.values() if kind.model is model]
    was_merged = Redirect.objects.filter(kind__in=names, old=wanted.get("key") or wanted.get("slug")).delete()[0]
    model._base_manager.bulk_create([model(**{name: value for name, value in wanted.items() if name not in SET_BY_DATABASE})])
    if was_withdrawn:
        return [f"It is in the archive again, and public; its tombstone ({pk}) is gone."]
    if was_merged:
        return [
            "It is in the archive again; its address does not lead on any more. What referred to it stays with what it was merged into."
        ]
    return ["It is in the archive again."]


def _restore_links(link: Model, linked: str, pk: Any, wanted: dict[Any, Any]) -> None:
    """Make the links of a many-to-many field exactly the wanted ones. Rows that are added again keep their ids."""
    links = link._base_manager.filter(statement=pk)
    wrong = [row for row, each in links.values_list("pk", f"{linked}_id") if wanted.get(each) != row]
    links.filter(pk__in=wrong).delete()
    existing = set(links.values_list("pk", flat=True))
    link._base_manager.bulk_create(
        link(**{"id": row, "statement_id": pk, f"{linked}_id": each}) for each, row in wanted.items() if row not in existing
    )
