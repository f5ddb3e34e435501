"""The plain citation for a newsroom's notes: the exact words first, then whose they are, through whom they came, and where they are."""

from collections.abc import Sequence

from dara.models import ElectionResult, Endorsement, Entity, Source, Statement
from dara.models.permalinks import permanent
from dara.public.citation.item import ARCHIVE
from dara.public.citation.words import Row, in_english, marked, name_of, passed_on, plain, teller_of, version_day, words_of
from dara.public.presentation.dates import date_text
from dara.public.presentation.names import printed_by
from dara.public.presentation.sources import citation_line

Kind = Statement.Kind
STATUS = {
    ElectionResult.Status.PARTIAL: "Partial count, not a final result.",
    ElectionResult.Status.CERTIFIED: "Certified, as the source says.",
    ElectionResult.Status.NOT_STATED: "Whether this figure is final is not stated.",
}


@in_english
def newsroom(row: Row, outer: Sequence[Statement] = ()) -> str:
    """Return “…” — Jackie Lacey, November 6, 2020 (inferred), as quoted in [title], The Daily Wire … dara, address, version.

    Only what a source prints as somebody's words is in quotation marks, and a passage that is cited as one."""
    archive = f"{ARCHIVE}, {permanent(row)}, version of {version_day(row.version)}."
    if isinstance(row, Source):
        author = f" By {marked(row.author, 'author' in row.inferred)}." if row.author else ""
        return f"{where(row)}.{author} {archive}"
    if isinstance(row, Statement):
        return f"{_statement(row, outer)}. {archive}"
    status = "" if isinstance(row, Endorsement) else f" {STATUS[ElectionResult.Status(row.status)]}"
    through = passed_on(outer, where(row.source), "reported in", "told in words of")
    return f"{name_of(row)}: {_quoted(words_of(row))} — {through}.{status} {archive}"


def _quoted(passage: str) -> str:
    """Return a passage in quotation marks, unless it begins with those of the source."""
    return passage if passage.startswith(("“", '"')) else f"“{passage}”"


def where(source: Source) -> str:
    """Return “[title], The Daily Wire (inferred), news article, November 6, 2020 (inferred)”."""
    return plain(citation_line(source))


def _statement(statement: Statement, outer: Sequence[Statement]) -> str:
    words, who = words_of(statement), marked(statement.speaker.name, "speaker" in statement.inferred)
    when = f"{marked(date_text(statement.said_on), 'said_on' in statement.inferred)}, " if statement.said_on else ""
    place = where(statement.source)
    if statement.kind in (Kind.QUOTE, Kind.POST, Kind.PARAPHRASE):
        when = when or "date not stated, "
    if statement.kind == Kind.QUOTE:
        return f"{words} — {who}, {when}{passed_on(outer, place, 'quoted in')}"
    if statement.kind == Kind.POST:
        itself = statement.source.kind == Source.Kind.SOCIAL_POST
        return f"{words} — {who}, in a post, {when}{passed_on(outer, place, 'captured in' if itself else 'embedded in')}"
    if statement.kind == Kind.POSITION:
        person = statement.speaker.kind == Entity.Kind.PERSON
        label = f"{who}, first person" if person else f"{who}, campaign’s own words"
    elif statement.kind == Kind.PARAPHRASE:
        teller, inferred = teller_of(statement, outer)
        teller_name = marked(teller.name, inferred) if teller else printed_by(statement.source)
        label = f"{who}, paraphrased in the words of {teller_name}"
    else:
        label = f"A report in the words of {who}"
    return f"{label}, not a quotation: {words} — {when}{passed_on(outer, place, 'printed in')}"
