"""The attribution of a statement: whose words they are, through whom they came, what of that is inferred, and what the archive holds.

Each message is a sentence, or a clause that can follow any other, so that every language can put its words in its own order."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dara.models import Endorsement, Entity, Source, Statement
from dara.public.presentation.dates import date_text, published
from dara.public.presentation.languages import lang_of
from dara.public.presentation.names import embedded_in, printed_by

Kind = Statement.Kind


# --- name and label -----------------------------------------------------------------------------------


def statement_name(statement: Statement) -> SafeString:
    """Return what a statement is called, in the archive's words: “Statement by Jackie Lacey, November 6, 2020 (date inferred)”."""
    patterns = {
        Kind.POST: _("Post by {speaker}"),
        Kind.PARAPHRASE: _("Paraphrase of {speaker}"),
        Kind.REPORT: _("Report by {speaker}"),
    }
    pattern = patterns.get(Kind(statement.kind)) or _("Statement by {speaker}")
    name = format_html(pattern, speaker=_with_inferred(statement.speaker, statement))
    if not statement.said_on:
        return name
    date = date_text(statement.said_on)
    return _clauses([name, f"{date} {_('(date inferred)')}" if "said_on" in statement.inferred else date])


def whose_words(statement: Statement, *, marked: bool = True) -> SafeString:
    """Return the label of a statement: “**Jackie Lacey (inferred)**, as quoted in The Daily Wire”. `marked`: with the “(inferred)”."""
    pattern, values = _label(statement)
    is_group = statement.speaker.kind == Entity.Kind.GROUP  # which has the name that the source gives it
    name = _as_printed(str(statement.speaker), statement.source) if is_group else statement.speaker
    return format_html(pattern, speaker=_with_inferred(name, statement) if marked else name, **values)


def _label(statement: Statement) -> tuple[str, dict[str, object]]:
    """Return a pattern with the speaker left open, and its other values."""
    if statement.kind == Kind.REPORT:
        return _("<b>In the words of {speaker}</b>: a report, not a quotation"), {}
    if statement.kind == Kind.PARAPHRASE:
        if by := teller(statement):
            return _("<b>{speaker}, paraphrased</b>: the words are {teller}’s"), {"teller": by}
        return _("<b>{speaker}, paraphrased</b>: the words are those of {source}"), {"source": printed_by(statement.source)}
    if statement.kind == Kind.POSITION:
        if statement.speaker.kind == Entity.Kind.PERSON:
            return _("<b>{speaker}</b>: first person, on the campaign’s page; not a reported quotation"), {}
        return _("<b>{speaker}</b>: campaign’s own words"), {}
    if statement.kind == Kind.POST:
        if statement.source.kind == statement.source.Kind.SOCIAL_POST:
            return _("<b>{speaker}</b>, in a post"), {}
        return _("<b>{speaker}</b>, in a post embedded in {source}"), {"source": embedded_in(statement)}
    if statement.within and statement.within.kind == Kind.POST:
        return _("<b>{speaker}</b>, as quoted in a post by {poster}"), {"poster": statement.within.speaker}
    return _("<b>{speaker}</b>, as quoted in {source}"), {"source": printed_by(statement.source)}


def _with_inferred(name: object, statement: Statement) -> SafeString:
    return format_html("{} {}", name, _("(inferred)")) if "speaker" in statement.inferred else format_html("{}", name)


def teller(statement: Statement) -> Entity | None:
    """Return in whose words a paraphrase or a report is: whoever it is quoted in, or else the publisher.

    None for campaign material: whoever printed it, its words are not the printer's."""
    outer = statement.within
    if outer is not None and outer.kind != Statement.Kind.PARAPHRASE:
        return outer.speaker
    return None if statement.source.is_campaign_material else statement.source.publisher


# --- through whom the words came ------------------------------------------------------------------------


def attribution(statement: Statement, outer: Sequence[Statement]) -> str:
    """Return the sentences that say through whom a statement came. `outer` are the statements that it is quoted in, the innermost
    first."""
    sentences = _sentences(statement, outer)
    if statement.speaker.kind == Entity.Kind.GROUP:
        sentences.append(_capitalised(_("{source} does not name who said this."), source=printed_by(statement.source)))
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences))


def chain(statement: Statement, outer: Sequence[Statement]) -> list[str]:
    """Return the steps by which the words came here: “Jackie Lacey”, “Frank Stoltze’s post”, “The Daily Wire”, “archived copy”.

    `outer` are the statements that they are quoted in, the innermost first. Empty where the words are the publisher's own."""
    if statement.kind == Kind.REPORT:
        return []
    steps = [statement, *outer] if statement.kind == Kind.POST else outer
    shown = [_("{speaker}’s post") if each.kind == Kind.POST else _("words of {speaker}") for each in steps]
    through = [format_html(pattern, speaker=_named(each)) for pattern, each in zip(shown, steps, strict=True)]
    first = [] if statement.kind == Kind.POST else [_named(statement)]
    return [*first, *through, capfirst(printed_by(statement.source)), _("archived copy")]


def _sentences(statement: Statement, outer: Sequence[Statement]) -> list[str]:
    if statement.kind == Kind.REPORT:
        return [_sentence([format_html(_("{speaker}’s own words, not a quotation"), speaker=statement.speaker)], statement)]
    if statement.kind == Kind.PARAPHRASE:
        return _paraphrase(statement, outer)
    if outer:
        return _passed_on(statement, outer)
    if statement.kind == Kind.POSITION:
        return [_position(statement)]
    return _post(statement) if statement.kind == Kind.POST else _attributed(statement)


def _paraphrase(statement: Statement, outer: Sequence[Statement]) -> list[str]:
    by = teller(statement)
    person = by is not None and by.kind == Entity.Kind.PERSON
    told = _("{teller} reported this in their own words") if person else _("{teller} reported this in its own words")
    clauses: list[str] = [_capitalised(told, teller=by or printed_by(statement.source))]
    if any("“" in piece or '"' in piece for piece in statement.pieces):
        clauses.append(_("but for what stands in quotation marks"))
    if outer and outer[0].kind == Kind.PARAPHRASE:
        clauses.append(_with_inference(format_html(_("citing {speaker}"), speaker=_named(outer[0])), outer[0]))
    if _named_otherwise(statement):
        clauses.append(format_html(_("of {speaker}"), speaker=_named(statement)))
    holdings = []
    if outer and outer[-1].kind == Kind.POST:
        post = outer[-1]
        clauses.append(_dated(format_html(_("in a post embedded in {source}"), source=embedded_in(post)), post))
        holdings = [_not_the_post(post)]
    return [_("No direct words in this record."), _sentence(clauses, statement), *holdings]


def _passed_on(statement: Statement, outer: Sequence[Statement]) -> list[str]:
    """Return the sentences for words that are quoted in others: “Lacey’s words, as posted by Stoltze, as embedded in The Daily Wire on …”."""
    inferred = "speaker" in statement.inferred
    whose = _("These words") if inferred else format_html(_("{speaker}’s words"), speaker=statement.speaker)
    last = outer[-1]
    if last.kind == Kind.POST:
        shown, holding = _("as embedded in {source}"), _neither_post_nor_recording(last)
    else:
        shown, holding = _("as printed in {source}"), format_html(_("We hold {source}."), source=printed_by(last.source))
    where = _dated(format_html(shown, source=embedded_in(last)), last)
    return [_sentence([whose, *map(_as_given_by, outer), where], statement), holding]


def _as_given_by(outer: Statement) -> SafeString:
    patterns = {
        Kind.POST: _("as posted by {speaker}"),
        Kind.PARAPHRASE: _("as reported by {speaker}"),
        Kind.REPORT: _("as reported by {speaker}"),
    }
    return format_html(patterns.get(Kind(outer.kind)) or _("as quoted by {speaker}"), speaker=_named(outer))


def _position(statement: Statement) -> str:
    if statement.speaker.kind == Entity.Kind.PERSON:
        return _sentence([_("First person, on the campaign’s page, not a reported quotation")], statement)
    if "speaker" in statement.inferred:
        shown = _("Attributed to nobody in {source}; that {speaker} speaks, not a reporter, is our inference.")
        return format_html(shown, source=printed_by(statement.source), speaker=statement.speaker)
    return format_html(_("{speaker} speaks, not a reporter."), speaker=statement.speaker)


def _post(statement: Statement) -> list[str]:
    if statement.source.kind == statement.source.Kind.SOCIAL_POST:
        return [_sentence([_("As captured from the post itself")], statement)]
    shown = format_html(_("{speaker}’s post, as embedded in {source}"), speaker=statement.speaker, source=embedded_in(statement))
    return [_sentence([_dated(shown, statement)], statement), _not_the_post(statement)]


def _attributed(statement: Statement) -> list[str]:
    if statement.speaker.kind == Entity.Kind.GROUP:
        return []
    shown = format_html(_("Attributed to {speaker} by {source}"), speaker=_named(statement), source=printed_by(statement.source))
    return [_sentence([shown], statement), _("We hold no recording or other original of these words.")]


def reported_in(endorsement: Endorsement, outer: Sequence[Statement]) -> str:
    """Return “Reported in a post by Stoltze, as embedded in The Daily Wire.”, with links. `outer` are the statements that report the
    endorsement, the innermost first; without any, the result is ""."""
    if not outer:
        return ""
    first, *others = outer
    begins = _("Reported in a post by {speaker}") if first.kind == Kind.POST else _("Reported in words of {speaker}")
    clauses = [_linked(begins, first)]
    clauses += [
        _linked(_("in a post by {speaker}") if each.kind == Kind.POST else _("in words of {speaker}"), each) for each in others
    ]
    last = outer[-1]
    where = _("as embedded in {source}") if last.kind == Kind.POST else _("as printed in {source}")
    return format_html("{}.", _clauses([*clauses, format_html(where, source=embedded_in(last))]))


def _linked(pattern: str, statement: Statement) -> SafeString:
    link = format_html('<a href="{}">{}</a>', statement.get_absolute_url(), statement.speaker)
    return format_html(pattern, speaker=link)


# --- names, inferences, and what the archive holds --------------------------------------------------------


def _named(statement: Statement) -> str:
    """Return the speaker's name. An organization, and a speaker who is inferred, has the name that the source gives."""
    organization = statement.speaker.kind == Entity.Kind.ORGANIZATION and statement.kind != Kind.POST
    if statement.speaker_as_named and (organization or _named_otherwise(statement)):
        return format_html("“{}”", _as_printed(statement.speaker_as_named, statement.source))
    return str(statement.speaker)


def _as_printed(words: str, source: Source) -> str:
    """Return words of a source in the middle of the archive's, marked with their own language."""
    lang = lang_of(source)
    return format_html("<span{}>{}</span>", lang, words) if lang else words


def _named_otherwise(statement: Statement) -> bool:
    """Tell whether the source names the inferred speaker in another way: “An LA Times journalist”."""
    return "speaker" in statement.inferred and statement.speaker_as_named not in ("", statement.speaker.name)


def _with_inference(shown: str, statement: Statement) -> str:
    """Return what is shown of a statement, with a clause that says that its speaker is inferred, if so."""
    if "speaker" not in statement.inferred:
        return shown
    if _named_otherwise(statement):
        clause = _("that this is {speaker} is our inference")
    elif statement.kind == Kind.PARAPHRASE:
        clause = _("that {speaker} is meant is our inference")
    else:
        clause = _("that the words are {speaker}’s is our inference")
    return format_html("{}; {}", shown, format_html(clause, speaker=statement.speaker))


def _dated(shown: str, statement: Statement) -> str:
    """Return what is shown with the day on which its source was published, if that is known."""
    day = published(statement.source)
    return format_html("{} {}", shown, day) if day else shown


def _not_the_post(post: Statement) -> str:
    """Return the sentence that says that the archive holds the document that shows a post, not the post."""
    if _in_its_own_story(post):
        return _("We hold the story, not the post itself.")
    return format_html(_("We hold {source}, not {speaker}’s post."), source=printed_by(post.source), speaker=post.speaker)


def _neither_post_nor_recording(post: Statement) -> str:
    """Return the same for a post that passes on what somebody said."""
    if _in_its_own_story(post):
        return _("We hold the story, not the post itself or a recording.")
    shown = _("We hold {source}, not {speaker}’s post or a recording.")
    return format_html(shown, source=printed_by(post.source), speaker=post.speaker)


def _in_its_own_story(post: Statement) -> bool:
    return embedded_in(post) != printed_by(post.source)


# --- sentences ------------------------------------------------------------------------------------------


def _sentence(clauses: Iterable[str], statement: Statement) -> SafeString:
    return format_html("{}.", _with_inference(_clauses(clauses), statement))


def _clauses(clauses: Iterable[str]) -> SafeString:
    return format_html_join(", ", "{}", ((clause,) for clause in clauses))


def _capitalised(pattern: str, **values: object) -> SafeString:
    """Return a sentence that may begin with a value like “this campaign page”, with a capital."""
    return mark_safe(capfirst(format_html(pattern, **values)))  # it is escaped already
