"""The initial values of the form in which a draft is published.

The entities that a draft names are looked up in the archive. A name that fits several of them fits none: nobody is guessed."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Value
from django.db.models.functions import StrIndex

from dara.curation.drafts import words_between
from dara.curation.entities import guess_kind
from dara.curation.held_names import merged_under
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, Entity, Race, Statement
from dara.models.elections import WHOLE_COUNTY
from dara.models.uploads import text_of

Values = dict[str, Any]


def initial_values(draft: Draft) -> Values:
    """Return the initial values of the form's fields, by their names. The form is that of the record that the draft proposes."""
    values = {name: value for name, value in draft.values.items() if value is not None}
    inferred = dict(values.get("inferred") or {})
    initial = {
        "passage_source": draft.source_key,
        "passage_words": words_between(draft.source_or_upload, draft.start, draft.end),
        "passage_start": draft.start,
    }
    values["exact"] = initial["passage_words"]
    initial |= INITIAL.get(Draft.Kind(draft.kind), _statement)(draft, values, inferred)
    if draft.kind == Draft.Kind.RESULT:
        initial |= _election(draft)
    elif draft.kind in (Draft.Kind.ENDORSEMENT, Draft.Kind.FACT):
        initial |= _race(draft, values["exact"], inferred)
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
    return {name: values.get(name) for name in copied} | entities | {"area": _area(draft, values, inferred)}


def _area(draft: Draft, values: Values, inferred: Values) -> str:
    """Return the part of the county that the count is of; "" for the whole county, by whatever name.

    If a heading names it, not the passage, add the basis for it to `inferred`."""
    area = values.get("area") or ""
    if not area or WHOLE_COUNTY.fullmatch(area):
        return ""
    if area not in values["exact"] and 0 < _place(draft, area) <= draft.start:
        inferred.setdefault("area", f"the text names “{area}” above these figures")
    return area


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
    name = named["name"]
    if name.split()[-1] not in values["exact"]:
        called = f"“{named['as_named']}”" if named.get("as_named") else "who is meant"
        place = _place(draft, name)
        where = (
            f"which this text names {'before' if place - 1 < draft.start else 'after'} it" if place else "by what stands around it"
        )
        inferred.setdefault(field, f"{called} is {name}, {where}")
    if entity := _find_entity(named, draft):
        return {field: entity.pk}
    return {f"new_{field}": name, f"new_{field}_kind": guess_kind(name)}


def _place(draft: Draft, words: str) -> int:
    """Return where the words first stand in the draft's text, counted from 1; 0 if they do not."""
    return text_of(draft.source_or_upload).values_list(StrIndex("body", Value(words)), flat=True).get()


def _find_entity(named: Mapping[str, Any], draft: Draft) -> Entity | None:
    """Return the entity of that slug, or the only one of that name; else what one of that name was merged into. Groups that other sources
    describe are left out."""
    groups_of_others = Entity.objects.filter(kind=Entity.Kind.GROUP).exclude(source=draft.source_key)
    entities = Entity.objects.exclude(pk__in=groups_of_others)
    by_slug = entities.filter(slug=named.get("slug") or "").first()
    by_name = list(entities.filter(name__iexact=named["name"])[:2]) or list(merged_under(named["name"])[:2])
    return by_slug or (by_name[0] if len(by_name) == 1 else None)


def _as_named(named: Mapping[str, Any] | None) -> str | None:
    return (named or {}).get("as_named")


def _words_in_quotation_marks(exact: str) -> list[str]:
    """Return the words inside quotation marks; all words if there are none."""
    return [words.removesuffix(",") for words in re.findall('[“"]([^“”"]+)[”"]', exact)] or [exact]


def _statement_of_draft(draft: Draft, name: str | None) -> str | None:
    """Return the key of the statement that the draft of that name, of the same source, has become."""
    others = Draft.objects.filter(source=draft.source_id, upload=draft.upload_id)
    key = others.filter(name=name).values_list("record", flat=True).first() if name else None
    return key if key and Statement.objects.filter(pk=key).exists() else None


# --- the race and the election ----------------------------------------------------------------------


def _election(draft: Draft) -> Values:
    """Return the election of another result of the source, if it has results of one election only; else the race of its records, for a new
    election."""
    elections = ElectionResult.objects.filter(passage__source=draft.source_key).values_list("election", flat=True).distinct()[:2]
    if len(elections) == 1:
        return {"election": elections[0]}
    race, _ = suggested_race(draft.source_key, "")
    return {"new_election_race": race and race.pk}


def _race(draft: Draft, exact: str, inferred: Values) -> Values:
    race, basis = suggested_race(draft.source_key, exact)
    if basis:
        inferred.setdefault("race", basis)
    return {"race": race and race.pk}


def suggested_race(source: str, exact: str) -> tuple[Race | None, str]:
    """Return the race of the records of a source (by its key), if they are of one race only, and the basis for it; "" where the passage
    names the race."""
    races = {
        race
        for model in (Endorsement, ElectionResult, CandidacyFact)
        for race in model._default_manager.filter(passage__source=source).values_list("race", flat=True).distinct()[:2]
    }
    race = Race.objects.get(pk=races.pop()) if len(races) == 1 else None
    if race is None or race.slug in exact:
        return race, ""
    return race, "the passage names no race; the other records of this source are of this one"
