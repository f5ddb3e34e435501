"""The pages of records as Markdown, and the line that stands for a record in lists."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dara.models import ElectionResult, Endorsement, Passage, Statement
from dara.models.permalinks import address, permanent
from dara.public.markdown.writing import facts, fenced, items, link, more, quotation, sentence, text
from dara.public.presentation.attribution import attribution, reported_in, whose_words
from dara.public.presentation.counts import area_sentence, ballots_out_sentence, counted_on_sentence, figures, finality
from dara.public.presentation.dates import local_day
from dara.public.presentation.endorsements import amount_as_reported, reported_stance, stated_on, told_in
from dara.public.presentation.highlights import statement_words
from dara.public.presentation.languages import archive_words, basis, translation_of
from dara.public.presentation.names import field_name
from dara.public.presentation.passages import marked_text
from dara.public.presentation.records import record_name
from dara.public.presentation.sources import citation_line, kind_note, reported, short_name
from dara.public.presentation.statements import said_on
from dara.public.presentation.titles import record_title

Context = dict[str, Any]

# --- in lists ---------------------------------------------------------------------------------------


def statement_line(statement: Statement) -> str:
    words, whose = sentence(statement_words(statement)), sentence(whose_words(statement))
    return f"{words} — {whose}. {sentence(said_on(statement))}. {_where(statement)}"


def endorsement_line(endorsement: Endorsement) -> str:
    verb = f"“{endorsement.verb}”"
    return f"{sentence(record_name(endorsement))}: {sentence(verb)}{sentence(told_in(endorsement))}{_money(endorsement)}. {_where(endorsement)}"


def result_line(result: ElectionResult) -> str:
    return f"{sentence(record_name(result))}: {sentence(figures(result))}. {sentence(finality(result))} {_where(result)}"


def _where(record: Any) -> str:
    return f"{sentence(short_name(record.source))}. {link(_('Record'), record.get_absolute_url())}"


def _money(endorsement: Endorsement) -> str:
    if endorsement.stance != Endorsement.Stance.FUNDS:
        return ""
    amount, recipient = sentence(amount_as_reported(endorsement)), sentence(endorsement.get_recipient_display())
    return f". {_('Amount')}: {amount}. {_('Recipient')}: {recipient}"


# --- pages ------------------------------------------------------------------------------------------


def statement(context: Context) -> str:
    record: Statement = context["record"]
    return text([f"# {sentence(record_title(record))}", *_words(context), *_evidence(context)])


def _words(context: Context) -> Iterator[str]:
    record: Statement = context["record"]
    yield quotation(statement_words(record))
    yield f"{sentence(whose_words(record))}. {sentence(said_on(record))}. {sentence(attribution(record, context['outer']))}"
    if translation := translation_of(record):
        yield f"{_('The archive’s translation; not their words')}:"
        yield quotation(translation)
    as_named = record.speaker_as_named and f"“{record.speaker_as_named}”"
    yield facts(
        [
            (_("Held as"), sentence(record.get_kind_display())),
            (_("As named by the source"), sentence(as_named)),
            (pgettext("whom it speaks of", "About"), ", ".join(sentence(each) for each in record.about.all())),
            (_("Topics"), ", ".join(link(each, each.get_absolute_url()) for each in record.topics.all())),
            (_("Quoted in"), ", ".join(link(record_name(each), each.get_absolute_url()) for each in context["outer"])),
        ]
    )
    renderings = context["renderings"]
    if renderings and renderings.rows:
        yield f"## {_('The same utterance, as given elsewhere')}"
        yield sentence(archive_words(record.utterance, "reason"))
        yield items(statement_line(each["statement"]) for each in renderings.rows)
        yield more(renderings, _("the list of statements"), address("statements"))
    if context["quoted"].rows:
        yield f"## {_('Told or quoted in it')}"
        yield items(statement_line(each) for each in context["quoted"].rows)
        yield more(context["quoted"], _("the text of the source"), record.passage.get_absolute_url())


def endorsement(context: Context) -> str:
    record: Endorsement = context["record"]
    stance = (
        f"{sentence(reported_stance(record))}. {_('The source’s word:')} {sentence(f'“{record.verb}”')}{sentence(told_in(record))}"
    )
    as_named = record.endorser_as_named and f"“{record.endorser_as_named}”"
    told = facts(
        [
            (_("Who"), sentence(record.endorser)),
            (_("As named by the source"), sentence(as_named)),
            (_("Race"), sentence(record.race)),
            (_("Stated"), sentence(stated_on(record))),
        ]
    )
    chain = sentence(reported_in(record, context["outer"]))
    return text([f"# {sentence(record_title(record))}", f"{stance}{_money(record)}.", chain, told, *_evidence(context)])


def result(context: Context) -> str:
    record: Any = context["record"]
    status = [
        area_sentence(record),
        finality(record),
        format_html("{}.", reported(record.source, record.authority)),
        counted_on_sentence(record),
        ballots_out_sentence(record),
        "" if record.certified_is_held else _("We hold no certified result."),
    ]
    told = facts([(_("Election"), link(record.election, record.election.get_absolute_url()))])
    said = " ".join(sentence(each) for each in status if each)
    return text([f"# {sentence(record_title(record))}", sentence(figures(record)), said, told, *_evidence(context)])


# --- what all have ----------------------------------------------------------------------------------


def _evidence(context: Context) -> Iterator[str]:
    record = context["record"]
    yield from archives_words(record)
    yield f"## {_('The source')}"
    yield f"{sentence(citation_line(record.source))}. {kind_note(record.source)}".strip()
    yield f"## {_('The passage')}"
    yield fenced(record.passage.exact)
    yield facts(
        [
            (_("Place"), place(record.passage)),
            (_("SHA-256 of the passage in UTF-8"), f"`{hashlib.sha256(record.passage.exact.encode()).hexdigest()}`"),
        ]
    )
    yield f"## {_('The passage, where it stands')}"
    yield "\n>\n".join(_excerpt(each) for each in (context["before"], *context["paragraphs"], context["after"]) if each)
    if context["replies"]:
        yield f"## {_('Replies')}"
        yield items(sentence(citation_line(reply.source)) for reply in context["replies"])
    yield f"## {_('Cite this')}"
    yield sentence(context["citation"].newsroom)
    yield facts([(_("Permanent address"), f"<{permanent(record)}>"), (_("Version"), sentence(local_day(record.version)))])


def archives_words(row: Any) -> Iterator[str]:
    """Yield what the archive itself writes of a record or a source, and what it infers."""
    if getattr(row, "summary", ""):
        yield f"**{_('In the archive’s words:')}** {sentence(archive_words(row, 'summary'))}"
    if row.note:
        yield f"**{_('The archive’s note:')}** {sentence(archive_words(row, 'note'))}"
    if row.inferred:
        yield f"**{_('Our inference, not the source’s statement:')}**"
        yield facts((field_name(name), sentence(basis(row, name))) for name in row.inferred)


def place(passage: Passage) -> str:
    """Return where in the text a passage stands, with the link."""
    shown = _("code points {start} to {end} of the text, from 0, the end exclusive").format(start=passage.start, end=passage.end)
    return f"{shown} ({link(_('In context'), passage.get_absolute_url())})"


def _excerpt(paragraph: Context) -> str:
    before, after = ("[...] " if paragraph["cut_before"] else ""), (" [...]" if paragraph["cut_after"] else "")
    return quotation(marked_text(paragraph["tokens"])).replace("> ", f"> {before}", 1) + after
