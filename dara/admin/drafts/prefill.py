"""The initial values of the form in which a draft is published.

The entities that a draft names are looked up in the archive. A name that fits several of them fits none: nobody is guessed."""

import re
from collections.abc import Mapping
from typing import Any

from dara.curation.drafts import words_between
from dara.models import CandidacyFact, Draft, Election, ElectionResult, Endorsement, Entity, Race, Statement

Values = dict[str, Any]
# Keys of the session: the race and the election of the record that the user published last.
LAST_RACE = "race"
LAST_ELECTION = "election"


def initial_values(draft: Draft, session: Mapping[str, Any]) -> Values:
    """Return the initial values of the form's fields, by their names. The form is that of the record that the draft proposes."""
    values = {name: value for name, value in draft.values.items() if value is not None}
    inferred = dict(values.get("inferred") or {})
    initial = {
        "passage_source": draft.source_id,
        "passage_words": words_between(draft.source_id, draft.start, draft.end),
        "passage_start": draft.start,
    }
    values["exact"] = initial["passage_words"]
    initial |= INITIAL.get(Draft.Kind(draft.kind), _statement)(draft, values, inferred)
    if draft.kind == Draft.Kind.RESULT:
        initial |= _election(draft, session)
    elif draft.kind in (Draft.Kind.ENDORSEMENT, Draft.Kind.FACT):
        initial |= _race(draft, values["exact"], inferred, session)
    return {name: value for name, value in initial.items() if value not in (None, "")} | {"inferred": inferred}


# --- one function for each kind of record -----------------------------------------------------------


def _statement(draft: Draft, values: Values, inferred: Values) -> Values:
    pieces = values.get("pieces")
    about = [entity.pk for each in values.get("about", ()) if (entity := _find_entity(each, draft))]
    return _entity("speaker", values, draft, inferred) | {
        "kind": draft.kind,
        "pieces": pieces or (_words_in_quotation_marks(values["exact"]) if draft.kind == Draft.Kind.QUOTE else None),
        "speaker_as_named": _as_named(values.get("speaker")),
        "said_on": values.get("said_on"),
        "within": _statement_of_draft(draft, values.get("within")),
        "about_entities": about or None,
    }


def _endorsement(draft: Draft, values: Values, inferred: Values) -> Values:
    copied = ("stance", "verb", "amount", "amount_as_stated", "recipient", "purpose", "stated_on")
    entities = _entity("endorser", values, draft, inferred) | _entity("candidate", values, draft, inferred)
    return (
        {name: values.get(name) for name in copied}
        | entities
        | {"endorser_as_named": _as_named(values.get("endorser")), "within": _statement_of_draft(draft, values.get("within"))}
    )


def _result(draft: Draft, values: Values, inferred: Values) -> Values:
    copied = ("percent", "votes", "qualifier", "status", "as_of", "ballots_out", "ballots_out_as_stated")
    entities = _entity("candidate", values, draft, inferred) | _entity("authority", values, draft, {})
    return {name: values.get(name) for name in copied} | entities


def _fact(draft: Draft, values: Values, inferred: Values) -> Values:
    return _entity("candidate", values, draft, inferred) | {"kind": values.get("fact")}


INITIAL = {
    Draft.Kind.ENDORSEMENT: _endorsement,
    Draft.Kind.RESULT: _result,
    Draft.Kind.FACT: _fact,
}  # all other kinds: _statement


# --- what a draft names -----------------------------------------------------------------------------


def _entity(field: str, values: Values, draft: Draft, inferred: Values) -> Values:
    """Return the entity that `field` names: its primary key if the archive has it, or else its name, for a new one.

    If the passage does not give the full name, add the basis for it to `inferred`."""
    named = values.get(field)
    if not named:
        return {}
    if named["name"].split()[-1] not in values["exact"]:
        called = named.get("as_named") or "the passage"
        inferred.setdefault(field, f"“{called}” is {named['name']} by the sentences before it")
    if entity := _find_entity(named, draft):
        return {field: entity.pk}
    return {f"new_{field}": named["name"]}


def _find_entity(named: Mapping[str, Any], draft: Draft) -> Entity | None:
    """Return the entity of that slug, or the only one of that name. Groups that other sources describe are left out."""
    groups_of_others = Entity.objects.filter(kind=Entity.Kind.GROUP).exclude(source=draft.source_id)
    entities = Entity.objects.exclude(pk__in=groups_of_others)
    by_slug = entities.filter(slug=named.get("slug") or "").first()
    by_name = list(entities.filter(name__iexact=named["name"])[:2])
    return by_slug or (by_name[0] if len(by_name) == 1 else None)


def _as_named(named: Mapping[str, Any] | None) -> str | None:
    return (named or {}).get("as_named")


def _words_in_quotation_marks(exact: str) -> list[str]:
    """Return the words inside quotation marks; all words if there are none."""
    return [words.removesuffix(",") for words in re.findall('[“"]([^“”"]+)[”"]', exact)] or [exact]


def _statement_of_draft(draft: Draft, name: str | None) -> str | None:
    """Return the key of the statement that the draft of that name, of the same source, has become."""
    key = Draft.objects.filter(source=draft.source_id, name=name).values_list("record", flat=True).first() if name else None
    return key if key and Statement.objects.filter(pk=key).exists() else None


# --- the race and the election ----------------------------------------------------------------------


def _election(draft: Draft, session: Mapping[str, Any]) -> Values:
    """Return the election of another result of the source, or that of the last published record, or the only one there is.

    None for the count of a precinct or ward: it is not the election's."""
    if draft.values.get("area"):
        return {}
    of_source = ElectionResult.objects.filter(passage__source=draft.source_id).values_list("election", flat=True).first()
    election = _find_or_only(Election, of_source or session.get(LAST_ELECTION))
    return {"election": election and election.pk}


def _race(draft: Draft, exact: str, inferred: Values, session: Mapping[str, Any]) -> Values:
    """Return the race of another record of the source, or that of the last published record, or the only one there is.

    If the passage does not name it, add the basis for it to `inferred`."""
    of_source = (
        model._default_manager.filter(passage__source=draft.source_id).values_list("race", flat=True).first()
        for model in (Endorsement, ElectionResult, CandidacyFact)
    )
    race = _find_or_only(Race, next(filter(None, of_source), None) or session.get(LAST_RACE))
    if race and race.slug not in exact:
        dated = f" dated {draft.source.published_on}" if draft.source.published_on else ""
        inferred.setdefault("race", f"the passage names no year; it stands in a {draft.source.kind}{dated}")
    return {"race": race and race.pk}


def _find_or_only(model: Any, pk: Any) -> Any:
    """Return the row with this primary key; without one, the only row there is, or None."""
    rows = list((model.objects.filter(pk=pk) if pk else model.objects.all())[:2])
    return rows[0] if len(rows) == 1 else None
