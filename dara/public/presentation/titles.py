"""The titles of pages: what tells records apart, in the archive's words and, where a speaker is named, in the first of the speaker's.

Only these words are shown in titles and on cards: what a person says or posts that is not about somebody else, and what a candidate's
campaign says in its own prose. What a publisher tells, what an organization says, and what anybody says of others could pass for the
archive's own heading; such a title says who speaks of whom, and where. No title has a hashtag, a handle, an address, profanity, an
evaluation or the name of somebody whom the record does not name: words are cut before it, or left out if little remains."""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dara.models import ElectionResult, Endorsement, Entity, Source, Statement
from dara.public.presentation.attribution import statement_name, teller
from dara.public.presentation.counts import count_name
from dara.public.presentation.dates import date_text
from dara.public.presentation.endorsements import endorsement_name
from dara.public.presentation.inference import date_inferred, filled, inferred
from dara.public.presentation.names import printed_by

Kind = Statement.Kind

TITLE_WORDS = 8  # of a statement, at most
FEWEST_WORDS = 3  # fewer, cut before what does not stand in a title, say nothing
OMISSION = " [...]"
BARRED = re.compile(  # begins a word that stands in no title
    r"""[#@]\w | https?:// | \bt\.co/ |
    \b(?: fuck | shit | bullshit | bitch | bastard | asshole | arsehole | cunt | (?:god)?damn | piss | wank | slut | whore | nigg |
    fagg?ot | mierda | puta | puto | pendej | cabr[oó]n | ching[aou] | joder |
    widely | controversial | acclaimed | beloved | notorious | infamous | embattled | disgraced | radical | extremist | so-called )""",
    re.IGNORECASE | re.VERBOSE,
)
PLACES_AND_OFFICES = re.compile(  # words with a capital that are in no person's name
    r"(?:American|Americans|Angeles|Attorney|Attorneys|California|City|Commission|Committee|Constitution|County|Court|Democrat|Department|"
    r"District|Francisco|General|Governor|House|Judge|Justice|Legislature|Los|Mayor|New|Office|Police|Policy|President|Prosecutor|"
    r"Republican|San|Senate|Senator|Sheriff|Southern|State|States|Supreme|Unit|United|York)"
)


# --- titles -----------------------------------------------------------------------------------------


def record_title(row: Statement | Endorsement | ElectionResult) -> SafeString:
    """Return the title of a record's page, by which it is told apart from other records."""
    if isinstance(row, Statement):
        return statement_title(row)
    return endorsement_title(row) if isinstance(row, Endorsement) else count_title(row)


def statement_title(statement: Statement) -> SafeString:
    """Return “Jackie Lacey, November 6, 2020 (date inferred): “It may be said that one day the” [...]”; without words to show
    “The Daily Wire on Jackie Lacey: Cash bail (record qu6ua6s2)”."""
    if words := title_words(statement):
        return format_html("{}{}: {}", _speaker(statement), _date(statement), words)
    topics = ", ".join(str(topic) for topic in statement.topics.all())
    name = format_html("{}: {}", _without_words(statement), topics) if topics else _without_words(statement)
    return _numbered(name, statement.pk)


def title_words(statement: Statement) -> str:
    """Return the first words of a statement in quotation marks, cut for a title; "" where they do not stand in one."""
    words = card_words(statement)
    shown = " ".join(words[:TITLE_WORDS])
    cut = len(words) > TITLE_WORDS or len(shown.split()) < len(" ".join(statement.pieces).split())
    return f"“{shown}”{OMISSION if cut else ''}" if shown else ""


def card_words(statement: Statement) -> list[str]:
    """Return the words of a statement's first piece up to what stands on no card; [] where too few remain or none are to be shown."""
    if not _may_show_words(statement):
        return []
    words = statement.pieces[0].split()
    shown = words[: _first_barred(words, _names_known(statement))]
    return shown if shown == words or len(shown) >= FEWEST_WORDS else []


def endorsement_title(endorsement: Endorsement) -> SafeString:
    """Return “Unions, reported as supporting Bea Jones, November 4, 2020, in The Paper (record 7h2k9fqe)”."""
    name = endorsement_name(endorsement, _named(endorsement.endorser, endorsement.source))
    if endorsement.stated_on:
        name = format_html("{}, {}{}", name, date_text(endorsement.stated_on), date_inferred(endorsement, "stated_on"))
    return _numbered(_in_source(name, endorsement.source, endorsement.endorser), endorsement.pk)


def count_title(result: ElectionResult) -> SafeString:
    """Return “Count for Bea Jones, November 2020, partial, reported November 6, 2020 (date inferred), in The Paper”."""
    source = result.source
    parts = [_("partial")] if result.status == ElectionResult.Status.PARTIAL else []
    parts += [_("certified, as the source says")] if result.status == ElectionResult.Status.CERTIFIED else []
    if result.as_of:
        as_of = _("as of %(day)s") % {"day": date_text(result.as_of)}
        parts.append(f"{as_of}{date_inferred(result, 'as_of')}")
    if source.published_on:
        reported = _("reported %(day)s") % {"day": date_text(source.published_on)}
        parts.append(f"{reported}{date_inferred(source, 'published_on')}")
    return _in_source(format_html_join(", ", "{}", ((part,) for part in [count_name(result), *parts])), source)


def source_title(source: Source) -> SafeString | str:
    """Return the title of a source for a card. One that the publisher gave is not shown, because it may take a side: then it is
    “News article, The Paper, November 2020”."""
    if "title" in source.inferred:
        return str(source)
    when = f"{date_text(source.published_on)}{date_inferred(source, 'published_on')}" if source.published_on else _("undated")
    publisher = f"{source.publisher}{inferred(source, 'publisher')}" if source.publisher and not source.publisher.private else ""
    parts = [f"{source.get_kind_display()}{inferred(source, 'kind')}", publisher, when]
    return ", ".join(part for part in parts if part)


def page_of_title(page: int, part: int) -> str:
    """Return “, page 2” for the title of a list's second page, “, part 2” for that of the second part of a text, otherwise ""."""
    named = [_("page %(number)s") % {"number": page}] if page > 1 else []
    named += [_("part %(part)s") % {"part": part}] if part > 1 else []
    return "".join(f", {each}" for each in named)


# --- who speaks of whom -----------------------------------------------------------------------------


def others(statement: Statement) -> list[Entity]:
    """Return whom a statement is about, without its speaker; for campaign prose also without the one candidate whom it speaks for."""
    about = [entity for entity in statement.about.all() if entity.pk != statement.speaker_id]
    return [] if statement.kind == Kind.POSITION and len(about) == 1 else about


def _without_words(statement: Statement) -> SafeString:
    """Return who speaks of whom, and in which source, for a statement whose words are not in its title."""
    about = others(statement)
    by = teller(statement)
    if statement.kind == Kind.PARAPHRASE and about:
        return _paraphrase_about(statement, about, by)
    if statement.kind == Kind.PARAPHRASE and by and by.pk != statement.speaker_id:
        name = filled(_("%(speaker)s on %(subject)s"), speaker=by, subject=_speaker(statement))
        return format_html("{}{}", name, _date(statement))
    if not about:
        return _in_source(statement_name(statement), statement.source, statement.speaker)
    name = filled(_("%(speaker)s on %(subject)s"), speaker=_speaker(statement), subject=_subjects(statement, about))
    return _in_source(format_html("{}{}", name, _date(statement)), statement.source, statement.speaker)


def _paraphrase_about(statement: Statement, about: Iterable[Entity], by: Entity | None) -> SafeString:
    values = {"speaker": _speaker(statement), "subject": _subjects(statement, about)}
    if by is None or by.pk == statement.speaker_id or statement.speaker.kind == Entity.Kind.GROUP:
        name = filled(_("%(speaker)s on %(subject)s, paraphrased"), **values)
    else:
        name = filled(_("%(speaker)s on %(subject)s, paraphrased by %(teller)s"), **values, teller=by)
    return format_html("{}{}", name, _date(statement))


def _speaker(statement: Statement) -> SafeString:
    return format_html("{}{}", _named(statement.speaker, statement.source), inferred(statement, "speaker"))


def _named(entity: Entity, source: Source) -> str:
    """Return an entity's name. A group's is in its source's words, which may judge, so it is not in a title."""
    if entity.kind == Entity.Kind.GROUP:
        return _("A group described in %(source)s") % {"source": printed_by(source)}
    return entity.name


def _subjects(statement: Statement, about: Iterable[Entity]) -> str:
    """Return the names of those whom a statement is about; private persons are not named."""
    names = [entity.name for entity in about if not entity.private] or [_("others")]
    together = get_text_list(names, _("and"))
    return f"{together}{inferred(statement, 'about')}"


def _date(statement: Statement) -> str:
    return f", {date_text(statement.said_on)}{date_inferred(statement, 'said_on')}" if statement.said_on else ""


def _in_source(name: SafeString, source: Source, by: Entity | None = None) -> SafeString:
    """Return the name with whoever printed it, unless the name of `by` says that."""
    publisher = source.publisher
    if publisher is None or publisher.private or source.is_campaign_material:
        return name
    if by is not None and (by.kind == Entity.Kind.GROUP or by == publisher):
        return name
    return filled(_("%(name)s, in %(source)s"), name=name, source=printed_by(source))


def _numbered(name: SafeString, key: str) -> SafeString:
    """Return the name with the record's key, which alone tells it apart from others of the same name."""
    return filled(_("%(name)s (record %(key)s)"), name=name, key=key)


# --- words ------------------------------------------------------------------------------------------


def _may_show_words(statement: Statement) -> bool:
    if statement.speaker.private or (statement.within is not None and statement.within.speaker.private):
        return False
    own = statement.kind == Kind.POSITION or (statement.is_verbatim and statement.speaker.kind == Entity.Kind.PERSON)
    return own and not others(statement)


def _names_known(statement: Statement) -> set[str]:
    """Return the words of the names of a statement's speaker and of those whom it is about."""
    return {word for entity in (statement.speaker, *statement.about.all()) for word in re.findall(r"\w+", entity.name)}


def _first_barred(words: list[str], known: set[str]) -> int:
    """Return the index of the first word that stands in no title; the number of words if there is none.

    Two words with capitals are taken to be a name. It may be a private person's, for example that of somebody killed, so it stands in
    a title only if it is of somebody whom the record names, of a place or of an office."""
    for number, word in enumerate(words):
        if BARRED.search(word) or _is_a_name(words[number : number + 2], known):
            return number
    return len(words)


def _is_a_name(pair: list[str], known: set[str]) -> bool:
    bare = [re.sub(r"^\W+|(?:[’']s)?\W*$", "", word) for word in pair]
    if len(bare) < 2 or not all(re.match(r"[^\W\d_]", word) and word[:1].isupper() for word in bare):
        return False
    # a mark at the end of the first word separates the two: “as District Attorney. Lacey”
    return pair[0][-1:] not in ".,;:!?”" and not any(part in known or PLACES_AND_OFFICES.fullmatch(part) for part in bare)
