"""What becomes of a draft: a curator selects it, keeps it, rejects it or publishes it.

Publishing creates the record that the draft proposes, and the source if the draft rests on an upload that waits. With the setting DARA_TWO_PERSONS nobody publishes a draft that they have selected or
corrected themselves, and a change of a published record is a draft, too."""

import contextlib
from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from dara.curation import uploads
from dara.curation.draft_queue import draft_selection, lock
from dara.curation.permissions import may_change, may_publish
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, Passage, PendingUpload, Source, Statement, Withholding
from dara.models.drafts import resting_on
from dara.models.keys import new_key
from dara.models.uploads import text_of

MODELS = {
    Draft.Kind.ENDORSEMENT: Endorsement,
    Draft.Kind.RESULT: ElectionResult,
    Draft.Kind.FACT: CandidacyFact,
}  # all other kinds become statements
LONGEST_SELECTION = 20_000  # code points
LARGEST_OFFSET = 2**31 - 1  # that a column of the database takes


class DraftDecided(Exception):
    """Somebody has published or rejected the draft meanwhile."""


class SelectionRefused(Exception):
    """No draft can be made from the selection. The message says what to do."""


def model_of(draft: Draft) -> Any:
    """Return the model of the record that the draft becomes."""
    return MODELS.get(Draft.Kind(draft.kind), Statement)


# --- drafting ---------------------------------------------------------------------------------------


def select(source: Source | PendingUpload, kind: str, start: int, end: int, author: str) -> Draft:
    """Return a new draft of the words from `start` to `end`, in code points, or the open draft of exactly these words if there is one.

    What else the rules say of these words, such as their speaker, is in it.
    Raises SelectionRefused."""
    if kind not in Draft.Kind or not 0 <= start < end <= LARGEST_OFFSET:
        raise SelectionRefused("Select some words in the text first.")
    if end - start > LONGEST_SELECTION or not source.paragraphs.filter(end__gte=end).exists():
        raise SelectionRefused(f"Select at most {LONGEST_SELECTION:,} characters of this text.")
    if Withholding.objects.filter(source=source.pk).touching(start, end).exists():
        raise SelectionRefused("Some of these words are withheld from the public: no record can rest on them. Select others.")
    place: dict[str, Any] = {**resting_on(source), "kind": kind, "start": start, "end": end}
    existing = Draft.objects.open().filter(**place).first()
    if existing:
        return existing
    key = new_key()
    passage = {"exact": words_between(source, start, end), "start": start, "end": end}
    values = draft_selection(source, kind, start, end) | {"passage": passage}
    try:
        with transaction.atomic():
            lock(source)
            return Draft.objects.create(key=key, name=f"selected-{key}", values=values, author=author, **place)
    except uploads.UploadGone:
        raise SelectionRefused("The document was published or taken out meanwhile. Select the words again.") from None


def words_between(source: Source | PendingUpload, start: int, end: int) -> str:
    """Return the words of the text from `start` to `end`."""
    words = Substr("body", start + 1, end - start)
    return text_of(source).annotate(words=words).values_list("words", flat=True).get()


def keep(draft: Draft, typed: dict[str, list[str]], author: str) -> bool:
    """Keep what was typed into the draft's form, valid or not; return False if the draft was decided meanwhile."""
    return bool(_open(draft).update(typed=typed, author=author))


def propose(record: Any, kind: str, typed: dict[str, list[str]], author: str) -> Draft:
    """Return a new draft that proposes to change a published record, or the open one of this author with what is proposed now.

    `typed`: what was entered into the record's form. Somebody else accepts it (see DARA_TWO_PERSONS)."""
    draft = Draft.objects.open().filter(record=record.pk, author=author).first()
    if draft:
        keep(draft, typed, author)
        return draft
    key, passage = new_key(), record.passage
    values = {"passage": {"exact": passage.exact, "start": passage.start, "end": passage.end}}
    place = {"source_id": passage.source_id, "kind": kind, "start": passage.start, "end": passage.end}
    return Draft.objects.create(key=key, name=f"change-{key}", record=record.pk, values=values, typed=typed, author=author, **place)


def draft_record(kind: str, passage: Passage, typed: dict[str, list[str]], author: str) -> Draft:
    """Return a new draft of a record on a passage, with what is entered into the record's form; for somebody else to publish."""
    key, place = new_key(), {"start": passage.start, "end": passage.end}
    values = {"passage": {"exact": passage.exact, **place}}
    return Draft.objects.create(
        key=key, name=f"proposed-{key}", source=passage.source, kind=kind, values=values, typed=typed, author=author, **place
    )


# --- deciding ---------------------------------------------------------------------------------------


def reject(draft: Draft, reason: str, decided_by: str) -> bool:
    """Reject the draft; return False if it was decided meanwhile. `reason` is for the other curators."""
    return bool(_open(draft).update(state=Draft.State.REJECTED, reason=reason, **_decision(decided_by)))


def reject_together(drafts: QuerySet[Draft], reason: str, decided_by: str) -> list[str]:
    """Reject the open ones of these drafts, and return their keys, by which `reopen` undoes it."""
    with transaction.atomic():
        keys = list(drafts.filter(state=Draft.State.OPEN).select_for_update(of=("self",)).order_by().values_list("pk", flat=True))
        Draft.objects.open().filter(pk__in=keys).update(state=Draft.State.REJECTED, reason=reason, **_decision(decided_by))
    return keys


def keep_together(drafts: QuerySet[Draft]) -> tuple[list[str], int]:
    """Open the rejected ones of these drafts again, whoever rejected them; return their keys, and how many stay closed as their words are withheld."""
    with transaction.atomic():
        rejected = drafts.filter(state=Draft.State.REJECTED).select_for_update(of=("self",)).order_by()
        closed = set(touching_withheld_words(Draft.objects.filter(pk__in=rejected.values("pk"))))
        keys = [key for key in rejected.values_list("pk", flat=True) if key not in closed]
        _open_again(Draft.objects.filter(pk__in=keys))
    return keys, len(closed)


def close(drafts: QuerySet[Draft], reason: str) -> int:
    """Reject the open ones of these drafts, which nobody can publish any more; return their number."""
    return drafts.filter(state=Draft.State.OPEN).update(
        state=Draft.State.REJECTED, reason=reason, decided_by="", decided_on=timezone.localdate()
    )


def reopen(keys: Collection[str], decided_by: str) -> tuple[int, int]:
    """Open again what this user has rejected among the drafts with these keys; return how many, and how many stay closed.

    A draft stays closed if its words were withheld since, or somebody else has decided on it."""
    mine = Draft.objects.filter(pk__in=keys, state=Draft.State.REJECTED, decided_by=decided_by)
    opened = _open_again(mine.exclude(pk__in=touching_withheld_words(mine)))
    return opened, len(set(keys)) - opened


def _open_again(drafts: QuerySet[Draft]) -> int:
    return drafts.update(state=Draft.State.OPEN, reason="", decided_by="", decided_on=None)


def touching_withheld_words(drafts: QuerySet[Draft]) -> list[str]:
    """Return the keys of those of these drafts whose words are withheld, all or in part."""
    withheld = Withholding.objects.filter(source=OuterRef("source")).touching(OuterRef("start"), OuterRef("end"))
    return list(drafts.filter(Exists(withheld)).order_by().values_list("pk", flat=True))


def publish(draft: Draft, decided_by: str, save_record: Callable[[], Any]) -> None:
    """Publish the draft: save its record and mark the draft as accepted, in one transaction.

    A draft that rests on an upload makes a source of it first.
    `save_record` adds or changes the record and returns it (see `dara.curation.records.add_record`). Raises DraftDecided if the draft was decided
    meanwhile, or taken out with its upload, and IntegrityError if the database refuses the source or the record."""
    with transaction.atomic():
        if draft.upload is not None:
            with contextlib.suppress(uploads.UploadGone):  # somebody was faster
                uploads.publish(draft.upload)
        if _open(draft).select_for_update().first() is None:
            raise DraftDecided
        record = save_record()
        Draft.objects.filter(pk=draft.pk).update(state=Draft.State.ACCEPTED, record=record.key, **_decision(decided_by))


def why_not_published(draft: Draft, user: Any, model: type[Model], is_corrected: Callable[[], bool]) -> str | None:
    """Return why this user may not publish the draft, in a sentence for them; None if they may.

    `model`: that of the record; `is_corrected`: called to learn whether the user has changed what the draft proposes."""
    if not (may_change if draft.is_change else may_publish)(user, model):
        return "You may draft, not publish: it is kept as a draft for a curator."
    if draft.upload is not None and (reason := uploads.why_not_published(draft.upload, user)):
        return f"{reason} What you typed is kept."
    if not settings.DARA_TWO_PERSONS:
        return None
    if draft.author == user.get_username():
        return "You selected or corrected this draft: somebody else publishes it. What you typed is kept."
    if is_corrected():
        return "You corrected this draft: somebody else publishes it. Your corrections are kept."
    return None


def _open(draft: Draft) -> Any:
    return Draft.objects.open().filter(pk=draft.pk)


def _decision(decided_by: str) -> dict[str, Any]:
    return {"decided_by": decided_by, "decided_on": timezone.localdate()}
