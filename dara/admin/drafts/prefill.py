"""A draft → what the form of its record begins with. Who is named is looked up among those held; nobody is guessed."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Substr

from dara.models import CandidacyFact, Draft, Election, ElectionResult, Endorsement, Entity, Race, SourceText, Statement

Values = dict[str, Any]
RACE_KEPT = "race"  # in the session: the race and election of the record published last
ELECTION_KEPT = "election"


def initial_values(draft: Draft, request: Any) -> Values:
    """Names of form fields → values, of the form of the record that the draft's kind is for."""
    values = {name: value for name, value in draft.values.items() if value is not None}
    make = {Draft.Kind.ENDORSEMENT: _endorsement, Draft.Kind.RESULT: _result, Draft.Kind.FACT: _fact}.get(
        Draft.Kind(draft.kind), _statement
    )
    inferred = dict(values.get("inferred") or {})
    initial = _passage(draft)
    values |= {"exact": initial["passage_words"]}
    initial |= make(draft, values, inferred)
    if make is not _statement:
        initial |= _contest(draft, initial, inferred, request)
    return {name: value for name, value in initial.items() if value not in (None, "")} | {"inferred": inferred}


def _passage(draft: Draft) -> Values:
    return {
        "passage_source": draft.source_id,
        "passage_words": words_at(draft.source_id, draft.start, draft.end),
        "passage_start": draft.start,
    }


def words_at(source: str, start: int, end: int) -> str:
    """What the text of the source with that key says there."""
    words = Substr("body", start + 1, end - start)
    return SourceText.objects.filter(source=source).annotate(words=words).values_list("words", flat=True).get()


def _statement(draft: Draft, values: Values, inferred: Values) -> Values:
    initial = _who("speaker", values, draft, inferred)
    about = [entity.pk for each in values.get("about", ()) if (entity := _held(each, draft))]
    return initial | {
        "kind": draft.kind,
        "pieces": values.get("pieces") or (_between_marks(values["exact"]) if draft.kind == Draft.Kind.QUOTE else None),
        "speaker_as_named": _as_named(values.get("speaker")),
        "said_on": values.get("said_on"),
        "within": _record_of(draft, values.get("within")),
        "about_entities": about or None,
    }


def _endorsement(draft: Draft, values: Values, inferred: Values) -> Values:
    given = {
        name: values.get(name) for name in ("stance", "verb", "amount", "amount_as_stated", "recipient", "purpose", "stated_on")
    }
    who = _who("endorser", values, draft, inferred) | _who("candidate", values, draft, inferred)
    return given | who | {"endorser_as_named": _as_named(values.get("endorser")), "within": _record_of(draft, values.get("within"))}


def _result(draft: Draft, values: Values, inferred: Values) -> Values:
    given = ("percent", "votes", "qualifier", "status", "as_of", "ballots_out", "ballots_out_as_stated")
    who = _who("candidate", values, draft, inferred) | _who("authority", values, draft, {})
    return {name: values.get(name) for name in given} | who


def _fact(draft: Draft, values: Values, inferred: Values) -> Values:
    return _who("candidate", values, draft, inferred)


def _who(field: str, values: Values, draft: Draft, inferred: Values) -> Values:
    """The entity in `field` where it is held, else its name for a new one. Whom the passage does not name in full stands in `inferred`."""
    named = values.get(field)
    if not named:
        return {}
    if named["name"].split()[-1] not in values["exact"]:
        called = named.get("as_named") or "the passage"
        inferred.setdefault(field, f"“{called}” is {named['name']} by the sentences before it")
    if entity := _held(named, draft):
        return {field: entity.pk}
    return {f"new_{field}": named["name"]}


def _between_marks(exact: str) -> list[str]:
    """Of selected words, what stands in quotation marks; without any, all of them."""
    return [words.removesuffix(",") for words in re.findall('[“"]([^“”"]+)[”"]', exact)] or [exact]


def _held(named: Mapping[str, Any], draft: Draft) -> Entity | None:
    """The one entity of that name or slug; a group only of this source. None where there are two."""
    of_others = Entity.objects.filter(kind=Entity.Kind.GROUP).exclude(source=draft.source_id)
    held = Entity.objects.exclude(pk__in=of_others)
    by_slug = held.filter(slug=named.get("slug") or "").first()
    by_name = list(held.filter(name__iexact=named["name"])[:2])
    return by_slug or (by_name[0] if len(by_name) == 1 else None)


def _as_named(named: Mapping[str, Any] | None) -> str | None:
    return (named or {}).get("as_named")


def _record_of(draft: Draft, name: str | None) -> str | None:
    """The key of the statement that another draft of the source became."""
    became = Draft.objects.filter(source=draft.source_id, name=name).values_list("record", flat=True).first() if name else None
    return became if became and Statement.objects.filter(pk=became).exists() else None


def _contest(draft: Draft, initial: Values, inferred: Values, request: Any) -> Values:
    """The race, or for a result the election: that of the source's other records, else of the record published last, else the only one."""
    of_source = {"passage__source": draft.source_id}
    if draft.kind == Draft.Kind.RESULT:
        election = ElectionResult.objects.filter(**of_source).values_list("election", flat=True).first() or request.session.get(
            ELECTION_KEPT
        )
        held = _there(Election, election)
        return {"election": held and held.pk}
    others = (
        model.objects.filter(**of_source).values_list("race", flat=True).first()
        for model in (Endorsement, ElectionResult, CandidacyFact)
    )
    race = next(filter(None, others), None) or request.session.get(RACE_KEPT)
    held = _there(Race, race)
    if held and held.slug not in initial["passage_words"]:
        dated = f" dated {draft.source.published_on}" if draft.source.published_on else ""
        inferred.setdefault("race", f"the passage names no year; it stands in a {draft.source.kind}{dated}")
    return {"race": held and held.pk}


def _there(model: Any, pk: Any) -> Any:
    """The row, or the only one where none is named."""
    rows = model.objects.filter(pk=pk) if pk else model.objects.all()
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
