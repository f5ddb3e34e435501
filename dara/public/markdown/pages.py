"""The pages of sources, candidates and topics as Markdown."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dara.models import CandidacyFact, Source
from dara.models.permalinks import address, permanent, public_url
from dara.public.markdown.records import archives_words, endorsement_line, place, result_line, statement_line
from dara.public.markdown.writing import facts, items, link, more, quotation, sentence, text
from dara.public.presentation.dates import date_text
from dara.public.presentation.elections import in_sentence
from dara.public.presentation.inference import dated, filled, inferred
from dara.public.presentation.languages import archive_words
from dara.public.presentation.numbers import grouped
from dara.public.presentation.passages import marked_text
from dara.public.presentation.records import record_name
from dara.public.presentation.sources import citation_line, kind_note, live_copy

Context = dict[str, Any]

# --- a source ---------------------------------------------------------------------------------------


def source(context: Context) -> str:
    row: Source = context["source"]
    begins = [f"# {sentence(row)}", f"{sentence(citation_line(row))}. {kind_note(row)}".strip(), *archives_words(row)]
    return text([*begins, *_answers(context), *_text(context), *_records(context), *_provenance(context)])


def _answers(context: Context) -> Iterator[str]:
    for record in context["answers"]:
        if record:
            yield f"{_('This source is a reply to:')} {link(record_name(record), record.get_absolute_url())}"
        else:
            yield _("This source is a reply to a record that was withdrawn.")
    if context["replies"]:
        yield f"## {_('Replies')}"
        yield items(sentence(citation_line(reply.source)) for reply in context["replies"])


def _text(context: Context) -> Iterator[str]:
    """Yield the paragraphs that the public may read, each with its number; “[...]” for others, and in the place of withheld words why."""
    row: Source = context["source"]
    yield f"## {_('The text')}"
    if row.visibility == Source.Visibility.EXCERPTS and not context["whole_withheld"]:
        yield _("We show the paragraphs that hold evidence, and their neighbours.")
    if context["parts"] > 1:
        yield _pages(context["part"], context["parts"], _("Part %(part)s of %(parts)s") % context, context["request_path"])
    for paragraph in context["paragraphs"]:
        if paragraph["after_cut"]:
            yield "[...]"
        yield f"¶ {paragraph['number']}"
        yield quotation(marked_text([token for token in paragraph["tokens"] if not hasattr(token, "passage")]))


def _records(context: Context) -> Iterator[str]:
    yield f"## {_('Records from this text')}"
    for passage in context["passages"]:
        yield quotation(passage.exact)
        yield facts([(_("Place"), place(passage))])
        yield items(link(record_name(record), record.get_absolute_url()) for record in passage.records)


def _provenance(context: Context) -> Iterator[str]:
    row: Source = context["source"]
    yield f"## {_('Provenance')}"
    yield facts(
        [
            (_("Permanent address"), f"<{permanent(row)}>"),
            (_("Author"), sentence(f"{row.author}{inferred(row, 'author')}") if row.author else ""),
            (_("Published"), sentence(dated(row, "published_on") or _("Undated: the text carries no date."))),
            (_("Captured"), sentence(dated(row, "captured_on") or _("Not stated"))),
            (_("Shown here"), sentence(_("Nothing of the text") if context["whole_withheld"] else row.get_visibility_display())),
            (_("Address"), sentence(live_copy(row))),
            (_("SHA-256 of the original"), f"`{row.sha256}`"),
        ]
    )


# --- a candidate ------------------------------------------------------------------------------------


def candidate(context: Context) -> str:
    person = context["candidate"]
    note = f"**{_('The archive’s note:')}** {sentence(archive_words(person, 'note'))}" if person.note else ""
    standings = [_standing(each) for each in context["standings"]]
    return text(
        [f"# {sentence(person)}", *standings, _numbers(context), note, *_topics(context), *_stances(context), *_lists_of(context)]
    )


def _standing(standing: Any) -> str:
    race = _("%(race)s race") % {"race": standing.race.slug}
    said = [f"{_kind_and_day(fact)}." for fact in standing.own]
    said += [f"{sentence(fact.candidate)}: {_kind_and_day(fact)}." for fact in standing.others]
    said += [] if standing.outcome_is_held else [_("Outcome: not stated in the sources held.")]
    said += [result_line(standing.result)] if standing.result else []
    return f"**{race}:** {' '.join(said)}"


def _kind_and_day(fact: CandidacyFact) -> str:
    shown = f"{fact.get_kind_display()}{f', {date_text(fact.occurred_on)}' if fact.occurred_on else ''}"
    return sentence(f"{shown}{' ' + _('(inferred)') if set(fact.inferred) & {'race', 'election', 'occurred_on'} else ''}")


def _numbers(context: Context) -> str:
    numbers, whose = context["stances"]["numbers"], context["whose"]
    stances = (
        (_("Reported support"), "support"),
        (_("opposition"), "opposition"),
        (_("withdrawn"), "withdrawn"),
        (_("money"), "money"),
    )
    words = (_("Own words"), "own"), (_("the campaign’s"), "campaign"), (_("told by others"), "others")
    return items(
        " · ".join(f"{label} {grouped(counted[name])}" for label, name in named)
        for named, counted in ((stances, numbers), (words, whose))
    )


def _topics(context: Context) -> Iterator[str]:
    held, surname = context["sources_held"], context["candidate"].surname
    yield f"## {_('Statements by topic')}"
    yield _balance(context)
    for each in context["topics"]:
        yield f"### {sentence(each.topic or _('Without a topic'))} ({grouped(each.total)})"
        if each.is_told_by_others_only:
            yield _("No direct words held. This does not mean %(surname)s had no position.") % {"surname": sentence(surname)}
        yield items(map(statement_line, each.statements))
        if each.elsewhere:
            others = ", ".join(
                _("%(number)s under") % {"number": number} + f" {sentence(topic)}" for topic, number in each.elsewhere
            )
            yield f"{_('Also on this topic:')} {others}"
        if each.has_more and each.topic:
            yield _all_statements(context["candidate"], each.topic, each.total)
    if context["gaps"]:
        yield f"### {_('Topics without an entry')}"
        yield ngettext(
            "Nothing on these in the %(held)s source held. This does not mean %(surname)s had no position.",
            "Nothing on these in the %(held)s sources held. This does not mean %(surname)s had no position.",
            held,
        ) % {"held": grouped(held), "surname": sentence(surname)}
        yield " · ".join(link(topic, topic.get_absolute_url()) for topic in context["gaps"])


def _balance(context: Context) -> str:
    held, whose = context["sources_held"], context["whose"]
    own = whose["own"] + whose["campaign"]
    of_each = ngettext(
        "For %(surname)s: %(shown)s entry from the candidate or campaign, %(others)s from others.",
        "For %(surname)s: %(shown)s entries from the candidate or campaign, %(others)s from others.",
        own,
    )
    numbers = {"surname": sentence(context["candidate"].surname), "shown": grouped(own), "others": grouped(whose["others"])}
    sources = ngettext("We hold %(held)s source.", "We hold %(held)s sources.", held) % {"held": grouped(held)}
    return f"{sources} {of_each % numbers} {_('The number of entries reflects what we hold, not how much anyone said.')}"


def _all_statements(candidate: Any, topic: Any, number: int) -> str:
    shown = _("All %(number)s in the list of statements") % {"number": grouped(number)}
    return link(shown, f"{address('statements')}?candidate={candidate.slug}&topic={topic.slug}")


def _stances(context: Context) -> Iterator[str]:
    labels = {
        "support": _("Support"),
        "opposition": _("Opposition"),
        "withdrawn": _("Endorsements withdrawn"),
        "money": _("Money spent to elect"),
    }
    yield f"## {_('Reported support and opposition')}"
    yield _("Each as one passage reports it. Sums are never added up: passages may speak of the same money.")
    for kind, label in labels.items():
        if rows := context["stances"]["rows"][kind]:
            yield f"### {label}"
            yield items(map(endorsement_line, rows))
    first, all_of_them = context["stances"]["first"], f"{address('endorsements')}?candidate={context['candidate'].slug}"
    yield more(first, _("the list of reported support and opposition"), all_of_them)


def _lists_of(context: Context) -> Iterator[str]:
    if context["results"].rows:
        yield f"## {_('Counts')}"
        yield items(map(result_line, context["results"].rows))
        yield more(context["results"], _("the pages of the elections"), address("elections"))
    if context["facts"]["by_passage"]:
        yield f"## {_('Candidacy')}"
        for alike in context["facts"]["by_passage"]:
            yield items(f"{_kind_and_day(fact)}, {sentence(in_sentence(fact.election or fact.race))}" for fact in alike)
            yield quotation(alike[0].passage.exact)
            yield facts([(_("Place"), place(alike[0].passage)), (_("Source"), sentence(citation_line(alike[0].source)))])
        yield more(context["facts"]["first"], _("the texts of the sources, each at its passage"), address("sources"))
    yield f"## {_('Sources')}"
    yield items(sentence(citation_line(each)) for each in context["sources"].rows)
    yield more(context["sources"], _("the list of sources"), address("sources"))


# --- a topic ----------------------------------------------------------------------------------------


def topic(context: Context) -> str:
    row, page = context["topic"], context["page_obj"]
    begins = [f"# {sentence(row)}"]
    if row.description:
        begins.append(f"**{_('In the archive’s words:')}** {sentence(archive_words(row, 'description'))}")
    if row.parent:
        part_of = _('Part of: <a href="%(above)s">%(name)s</a>')
        begins.append(sentence(filled(part_of, above=row.parent.get_absolute_url(), name=row.parent)))
    if context["parts"]:
        begins += [f"## {_('Its topics')}", items(link(part, part.get_absolute_url()) for part in context["parts"])]
    sides = _sides(context) if page.number == 1 else ()
    return text([*begins, *sides, *_other_voices(context)])


def _sides(context: Context) -> Iterator[str]:
    if context["candidates"] or context["gaps"]:
        yield f"## {_('The candidates’ sides')}"
    for side in (*context["candidates"], *context["gaps"]):
        yield f"### {link(side.candidate, side.heading_address)}"
        yield sentence(side.gap)
        yield items(map(statement_line, side.cell.statements))
        if side.more:
            yield link(side.more, side.address)


def _other_voices(context: Context) -> Iterator[str]:
    page, last = context["page_obj"], context["paginator"].num_pages
    if context["object_list"]:
        yield f"## {_('Other voices')}"
        yield items(map(statement_line, context["object_list"]))
    if last > 1:
        yield _pages(
            page.number, last, _("Page %(number)s of %(last)s") % {"number": page.number, "last": last}, context["request_path"]
        )


# --- pages and parts --------------------------------------------------------------------------------


def _pages(number: int, last: int, shown: str, path: str) -> str:
    """Return “Part 2 of 3” with links to the one before and the one after."""
    ways: Iterable[tuple[int, str]] = [(number - 1, _("Previous page")), (number + 1, _("Next page"))]
    links = [f"[{label}]({public_url(f'{path}?page={each}')})" for each, label in ways if 1 <= each <= last]
    return " · ".join([shown, *links])
