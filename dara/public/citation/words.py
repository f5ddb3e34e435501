"""What citations share, as plain text in English: what a record is called, its words, and through whom they came."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from html import unescape
from typing import ParamSpec, TypeVar

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import override

from dara.models import ElectionResult, Endorsement, Entity, Source, Statement
from dara.models.translations import OURS
from dara.public.presentation.dates import date_text
from dara.public.presentation.names import field_name
from dara.public.presentation.records import record_name

Row = Statement | Endorsement | ElectionResult | Source
Record = Statement | Endorsement | ElectionResult

OMISSION = " [...] "  # the archive's own omissions
VERBS = {Statement.Kind.POST: "posted by", Statement.Kind.PARAPHRASE: "reported by", Statement.Kind.REPORT: "reported by"}
KINDS = {
    Source.Kind.NEWS_ARTICLE: "a news article",
    Source.Kind.PRESS_RELEASE: "a press release",
    Source.Kind.CAMPAIGN_PAGE: "a campaign page",
    Source.Kind.SOCIAL_POST: "a social media post",
    Source.Kind.OFFICIAL_RESULTS: "official results",
    Source.Kind.OTHER: "a document",
}

P = ParamSpec("P")
R = TypeVar("R")


def in_english(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function to run in English: a citation is the same on pages in all languages.

    Django's `override` cannot decorate functions here: one decorator is shared by all threads."""

    @wraps(function)
    def cited(*args: P.args, **kwargs: P.kwargs) -> R:
        with override(OURS):
            return function(*args, **kwargs)

    return cited


def name_of(row: Row) -> str:
    """Return the heading of a row's page. It never has a source's own words, except a title that the publisher gave."""
    return str(row) if isinstance(row, Source) else plain(record_name(row))


def title_of(row: Row) -> str:
    """Return the title of a row's page, which citations use: its name, and for a statement its topics, which distinguish records of the
    same name."""
    topics = ", ".join(str(topic) for topic in row.topics.all()) if isinstance(row, Statement) else ""
    return f"{name_of(row)}: {topics}" if topics else name_of(row)


def words_of(record: Record) -> str:
    """Return a statement's words verbatim, in quotation marks where they are the speaker's as printed; for other records, the passage."""
    if not isinstance(record, Statement):
        return record.passage.exact
    return OMISSION.join(f"“{piece}”" if record.is_verbatim else piece for piece in record.pieces)


def plain(html: str) -> str:
    """Return the text of a piece of HTML, on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def bracketed(name: str, inferred: bool) -> str:
    """Return a name, in square brackets where it is inferred: bibliographies mark so what is not in the document."""
    return f"[{name}]" if inferred else name


def marked(text: str, inferred: bool) -> str:
    """Return text, with “(inferred)” behind it where it is."""
    return f"{text} (inferred)" if inferred else text


def kind_of(source: Source) -> str:
    """Return what a sentence calls a source: “a news article”."""
    return marked(KINDS[Source.Kind(source.kind)], "kind" in source.inferred)


def passed_on(outer: Sequence[Statement], where: str, verb: str, in_words_of: str = "quoted by") -> str:
    """Return through whom words came: “as posted by Frank Stoltze on November 6, 2020, as embedded in …”, or just “as {verb} …”.

    `outer` are the statements that the words are quoted in, the innermost first. `where` is the document."""
    steps = [f"{VERBS.get(Statement.Kind(each.kind), in_words_of)} {_named(each)}" for each in outer]
    if outer:
        verb = "embedded in" if _is_embedded(outer[-1]) else "printed in"
    return ", ".join(f"as {step}" for step in [*steps, f"{verb} {where}"])


def _is_embedded(statement: Statement) -> bool:
    return statement.kind == Statement.Kind.POST and statement.source.kind != Source.Kind.SOCIAL_POST


def _named(statement: Statement) -> str:
    name = marked(statement.speaker.name, "speaker" in statement.inferred)
    if not statement.said_on:
        return name
    return f"{name} on {marked(date_text(statement.said_on), 'said_on' in statement.inferred)}"


def teller_of(record: Record, outer: Sequence[Statement]) -> tuple[Entity | None, bool]:
    """Return in whose words a record is, where it is told by somebody, and whether that is inferred: whoever it is quoted in, or else
    the publisher. (None, False) for campaign material: whoever printed it, its words are not the printer's."""
    by = outer[0] if outer and outer[0].kind != Statement.Kind.PARAPHRASE else None
    if not isinstance(record, Statement):  # its passage may hold more than what is quoted
        by = next((each for each in outer if each.kind not in (Statement.Kind.PARAPHRASE, Statement.Kind.QUOTE)), None)
    if by:
        return by.speaker, "speaker" in by.inferred
    source = record.source
    if source.is_campaign_material:
        return None, False
    return source.publisher, "publisher" in source.inferred


def inferences(what: str, inferred: dict[str, str]) -> str:
    """Return “Inferred by the archive, not stated by the document: title (ours; the text has none); publisher (…).” "" for nothing."""
    each = "; ".join(f"{field_name(name).lower()} ({basis})" for name, basis in inferred.items())
    return each and f"Inferred by the archive, not stated by the {what}: {each}."


def version_day(version: datetime) -> str:
    """Return the day of a version in the archive's time zone: “November 22, 2026”."""
    return date_format(localtime(version), "F j, Y")
