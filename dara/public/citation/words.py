"""What a record is called and what it says, in plain text, as its page has it; and through whom its words came."""

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
from dara.public.presentation.display import date_text, field_name
from dara.public.presentation.records import record_name

Row = Statement | Endorsement | ElectionResult | Source
Record = Statement | Endorsement | ElectionResult

CUT = " [...] "  # our own omission
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
    """A citation says the same in whatever language a page is read. (Django's own `override` as a decorator is one for all threads.)"""

    @wraps(function)
    def cited(*args: P.args, **kwargs: P.kwargs) -> R:
        with override(OURS):
            return function(*args, **kwargs)

    return cited


def name_of(row: Row) -> str:
    """What its page is headed: never a source's own words, but for the title that a publisher gave."""
    return str(row) if isinstance(row, Source) else plain(record_name(row))


def title_of(row: Row) -> str:
    """What its page is titled and a citation calls it: its name, and of a statement its topics, by which records of one name are told apart."""
    topics = ", ".join(str(topic) for topic in row.topics.all()) if isinstance(row, Statement) else ""
    return f"{name_of(row)}: {topics}" if topics else name_of(row)


def words_of(record: Record) -> str:
    """Verbatim. A statement's words, in quotation marks where they are the speaker's as printed; else the passage."""
    if not isinstance(record, Statement):
        return record.passage.exact
    return CUT.join(f"“{piece}”" if record.is_verbatim else piece for piece in record.pieces)


def plain(html: str) -> str:
    """The text of one of our own pieces of a page, on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def bracketed(name: str, inferred: bool) -> str:
    """What a bibliography supplies from outside of the document stands in square brackets."""
    return f"[{name}]" if inferred else name


def marked(text: str, inferred: bool) -> str:
    return f"{text} (inferred)" if inferred else text


def kind_of(source: Source) -> str:
    """“a news article”: as it stands in a sentence."""
    return marked(KINDS[Source.Kind(source.kind)], "kind" in source.inferred)


def passed_on(outer: Sequence[Statement], where: str, verb: str, in_words_of: str = "quoted by") -> str:
    """“as posted by Frank Stoltze on November 6, 2020, as embedded in …”; where nothing is passed on, “as {verb} …”.

    `outer`: what the words are quoted in, from the innermost; `where`: what the outermost of it stands in."""
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
    """Whose words a record told by somebody is in, and whether that is our inference: whoever it is quoted in, else the publisher.

    (None, False) of campaign material: whoever printed it, its words are not the printer's."""
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
    """“Inferred by the archive, not stated by the document: title (ours; the text has none); publisher (…).” Of nothing, nothing."""
    each = "; ".join(f"{field_name(name).lower()} ({basis})" for name, basis in inferred.items())
    return each and f"Inferred by the archive, not stated by the {what}: {each}."


def version_day(version: datetime) -> str:
    """“November 22, 2026”, in the archive's time zone: since when the record says what it says."""
    return date_format(localtime(version), "F j, Y")
