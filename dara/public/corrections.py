"""Corrections and withdrawals in sentences for readers.

Which changes the public may know of is decided by the database, in the view of `dara.models.Correction`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dara.models import (
    CandidacyFact,
    Correction,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Race,
    Source,
    Statement,
    Tombstone,
    Topic,
)
from dara.models.permalinks import address
from dara.public.citation.words import name_of
from dara.public.presentation.dates import date_text, date_time
from dara.public.presentation.languages import lang_of, lang_of_title
from dara.public.presentation.numbers import dollars, grouped, percent

ROWS: dict[str, Callable[[], QuerySet[Any]]] = {  # by kind, the rows that their names need
    "statements": lambda: Statement.objects.select_related("speaker", "within__speaker", "passage__source__publisher"),
    "endorsements": lambda: Endorsement.objects.select_related("endorser", "candidate", "race", "passage__source"),
    "results": lambda: ElectionResult.objects.select_related("candidate", "election", "passage__source"),
    "facts": lambda: CandidacyFact.objects.select_related("candidate", "race", "passage__source"),
    "sources": lambda: Source.objects.all(),
    "elections": lambda: Election.objects.select_related("passage__source"),
    "entities": lambda: Entity.objects.all(),
}
FIELDS = {  # the beginnings of sentences
    "about": gettext_lazy("Whom it is about"),
    "amount": gettext_lazy("The amount"),
    "amount_as_stated": gettext_lazy("The amount as the source states it"),
    "area": gettext_lazy("The area of the count"),
    "as_of": gettext_lazy("The day of the count"),
    "author": gettext_lazy("The author"),
    "authority": gettext_lazy("Whom the source cites for the count"),
    "ballots_out": gettext_lazy("The number of ballots still out"),
    "ballots_out_as_stated": gettext_lazy("The number of ballots still out, as the source states it,"),
    "ballots_out_authority": gettext_lazy("Whom the source cites for the ballots still out"),
    "candidate": gettext_lazy("The candidate"),
    "captured_on": gettext_lazy("The date of the capture"),
    "election": gettext_lazy("The election"),
    "endorser": gettext_lazy("The endorser"),
    "endorser_as_named": gettext_lazy("What the source calls the endorser"),
    "held_on": gettext_lazy("The date of the election"),
    "inferred": gettext_lazy("What the archive infers"),
    "kind": gettext_lazy("The kind"),
    "language": gettext_lazy("The language"),
    "name": gettext_lazy("The name"),
    "note": gettext_lazy("The archive’s note"),
    "occurred_on": gettext_lazy("The date on which it happened"),
    "passage": gettext_lazy("The passage that it rests on"),
    "percent": gettext_lazy("The percentage"),
    "published_on": gettext_lazy("The date of publication"),
    "publisher": gettext_lazy("The publisher"),
    "purpose": gettext_lazy("The purpose, in the source’s words,"),
    "qualifier": gettext_lazy("The source’s qualifier"),
    "race": gettext_lazy("The race"),
    "recipient": gettext_lazy("The recipient"),
    "said_on": gettext_lazy("The date on which it was said"),
    "speaker": gettext_lazy("The speaker"),
    "speaker_as_named": gettext_lazy("What the source calls the speaker"),
    "stage": gettext_lazy("The stage"),
    "stance": gettext_lazy("The stance"),
    "stated_on": gettext_lazy("The date on which it was stated"),
    "status": gettext_lazy("The status of the count"),
    "summary": gettext_lazy("The archive’s summary"),
    "supersedes": gettext_lazy("The earlier capture"),
    "title": gettext_lazy("The title"),
    "topics": gettext_lazy("The list of topics"),
    "translations": gettext_lazy("The archive’s translation"),
    "url": gettext_lazy("The address"),
    "utterance": gettext_lazy("What it is joined with, as one utterance,"),
    "verb": gettext_lazy("The source’s verb"),
    "visibility": gettext_lazy("How much of the text is shown"),
    "votes": gettext_lazy("The number of votes"),
    "within": gettext_lazy("What it is quoted in"),
}
ARCHIVE_WORDS = ("summary", "note", "inferred", "translations")  # these are “changed”; fields about a source are “corrected”
REFERENCES = {  # by field, the model that its slugs name
    **dict.fromkeys(("speaker", "endorser", "candidate", "publisher", "authority", "ballots_out_authority", "about"), Entity),
    "election": Election,
    "race": Race,
    "topics": Topic,
}
DATES = ("said_on", "stated_on", "as_of", "occurred_on", "held_on", "published_on", "captured_on")
SOURCE_WORDS = (  # fields with a source's own words
    *("pieces", "passage", "speaker_as_named", "endorser_as_named", "verb", "amount_as_stated", "purpose", "qualifier"),
    *("ballots_out_as_stated", "area", "title", "author"),
)
FIGURES: dict[str, Callable[[Any], str]] = {"amount": dollars, "percent": percent, "votes": grouped, "ballots_out": grouped}


@dataclass(frozen=True)
class Entry:
    """What one transaction corrected in one row. `row` is None where it was withdrawn; `sentences` are HTML; `url` is the row's page."""

    correction: Correction
    row: Any
    sentences: list[SafeString]
    url: str

    @property
    def day(self) -> str:
        """The day of the correction in Los Angeles."""
        return timezone.localtime(self.correction.changed_at).date().isoformat()

    @property
    def name(self) -> str:
        """The heading of the row's page; for a withdrawn row, only its key."""
        row = self.row
        if isinstance(row, CandidacyFact):
            return f"{row.candidate}: {row.get_kind_display()}"
        if isinstance(row, (Statement, Endorsement, ElectionResult)):
            return name_of(row)
        return str(row) if row else self.correction.record

    @property
    def lang(self) -> str:
        """The attribute ` lang="…"` of the name, where it is a title in a publisher's words."""
        return lang_of_title(self.row) if isinstance(self.row, Source) else ""

    @property
    def kind(self) -> str:
        """The kind of the row: “Statement”, “Source” …"""
        return str(KINDS[self.correction.kind])


KINDS = {
    **{str(kind): kind.label for kind in Tombstone.Kind},
    "elections": gettext_lazy("Election"),
    "entities": gettext_lazy("Person or organization"),
}


def without_private_persons() -> QuerySet[Correction]:
    """Return the corrections for feeds, the latest first: without what private persons said, and what is said about them."""
    statements = Statement.objects.all().exclude(pk__in=Statement.objects.without_private_persons().values("pk"))
    endorsements = Endorsement.objects.filter(endorser__private=True)
    return (
        Correction.objects.exclude(kind="statements", record__in=statements.values("pk"))
        .exclude(kind="endorsements", record__in=endorsements.values("pk"))
        .order_by("-number")
    )


def entries(numbers: Iterable[int]) -> list[Entry]:
    """Return the corrections of these numbers, in their order. The database is asked once for all of them, not once for each."""
    found = Correction.objects.in_bulk(list(numbers))
    corrections = [found[number] for number in numbers if number in found]
    rows = dict(_rows(corrections))
    named = dict(_named(corrections))
    found_entries = []
    for each in corrections:
        row = rows.get((each.kind, each.record))
        if row is None and not any(change["field"] == "withdrawn" for change in each.changes):
            continue  # it was withdrawn a moment ago
        sentences = [sentence for change in each.changes for sentence in _sentences(change, row, named)]
        url = row.get_absolute_url() if row else _withdrawn_page(each)
        found_entries.append(Entry(each, row, sentences or [SafeString(_("The record was changed."))], url))
    return found_entries


def _withdrawn_page(correction: Correction) -> str:
    """Return the page of a withdrawn row, which says that it was; "" for a fact, which had no page."""
    page = correction.kind.removesuffix("s")
    return "" if page == "fact" else address(page, correction.record)


def _rows(corrections: list[Correction]) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the corrected rows, by kind and key or slug."""
    for kind, rows in ROWS.items():
        wanted = [each.record for each in corrections if each.kind == kind]
        identity = "slug" if kind in ("elections", "entities") else "key"
        for row in rows().filter(**{f"{identity}__in": wanted}) if wanted else ():
            yield (kind, getattr(row, identity)), row


def _named(corrections: list[Correction]) -> Iterator[tuple[tuple[Any, str], Any]]:
    """Yield the rows that changes name by their slugs, by model and slug."""
    wanted: dict[Any, set[str]] = {}
    for change in (change for each in corrections for change in each.changes if change["field"] in REFERENCES):
        slugs = [*change.get("added", ()), *change.get("removed", ()), change.get("was"), change.get("now")]
        wanted.setdefault(REFERENCES[change["field"]], set()).update(slug for slug in slugs if slug)
    for model, names in wanted.items():
        for row in model._default_manager.filter(slug__in=names) if names else ():
            yield (model, row.slug), row


def _sentences(change: dict[str, Any], row: Any, named: dict[Any, Any]) -> Iterator[SafeString]:
    """Yield what a change says to readers."""
    field = change["field"]
    if field == "restored":
        yield SafeString(_("This record, withdrawn before, is held again."))
    elif field == "withdrawn":
        ground = str(Tombstone.Ground(change["ground"]).label).lower()
        yield format_html(_("This record was withdrawn on {day}. Ground: {ground}."), day=date_time(change["day"]), ground=ground)
    elif field == "withheld":
        ground = str(Tombstone.Ground(change["ground"]).label).lower()
        words = _("Words of its text were withheld on {day}. Ground: {ground}.")
        yield format_html(words, day=date_time(change["day"]), ground=ground)
    elif "added" in change:
        yield from _added_and_removed(change, named)
    else:
        was, now = (_shown(field, change[name], row, named) for name in ("was", "now"))
        yield _sentence(field, was, now)


def _sentence(field: str, was: str | None, now: str | None) -> SafeString:
    """Return the sentence on a changed field. `was` and `now` are "" for no value, and None for a value that is not shown."""
    if field == "pieces":
        return (
            format_html(_("The words were corrected from {was} to {now}."), was=was, now=now)
            if was and now
            else SafeString(_("The words were corrected."))
        )
    what = FIELDS[field]
    if was == "":
        pattern = _("{what} was added: {now}.") if now else _("{what} was added.")
    elif now == "":
        pattern = _("{what} was removed; it was {was}.") if was else _("{what} was removed.")
    elif was and now:
        pattern = _("{what} was corrected from {was} to {now}.")
    elif now:
        pattern = _("{what} was corrected; now it is {now}.")
    else:
        pattern = _("{what} was changed.") if field in ARCHIVE_WORDS else _("{what} was corrected.")
    return format_html(pattern, what=what, was=was, now=now)


def _added_and_removed(change: dict[str, Any], named: dict[Any, Any]) -> Iterator[SafeString]:
    field = change["field"]
    patterns = (("added", _("{what} was corrected; added: {names}.")), ("removed", _("{what} was corrected; removed: {names}.")))
    yielded = False
    for name, pattern in patterns:
        names = [(str(named[REFERENCES[field], slug]),) for slug in change[name] if (REFERENCES[field], slug) in named]
        if names:
            yielded = True
            yield format_html(pattern, what=FIELDS[field], names=format_html_join(", ", "{}", names))
    if not yielded:
        yield format_html(_("{what} was corrected."), what=FIELDS[field])


def _shown(field: str, value: str | None, row: Any, named: dict[Any, Any]) -> str | None:
    """Return a value for readers; None for the name of something that does not exist any more."""
    if not value:
        return value
    if field in REFERENCES:
        thing = named.get((REFERENCES[field], value))
        return thing and str(thing)
    if field in DATES:
        return date_text(value)
    if field in SOURCE_WORDS:
        source = row if isinstance(row, Source) else row.passage.source
        return format_html("“<span{}>{}</span>”", lang_of(source), value)
    if field in FIGURES:
        return FIGURES[field](Decimal(value) if field in ("amount", "percent") else int(value))
    choices = dict(row._meta.get_field(field).flatchoices)
    return str(choices.get(value, value))
