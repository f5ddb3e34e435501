"""The sentences under a statement: through whom its words came, what is our inference in that, and what we hold of it."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from dara.models import Entity, Statement
from dara.templatetags.archive_text import date_time, embedded_in, printed_by, teller

register = template.Library()

Kind = Statement.Kind


@register.filter
def chain(statement: Statement, outer: Sequence[Statement]) -> str:
    """`outer`: what the statement is quoted in, from the innermost (`evidence.enclosing`, without the statement itself)."""
    shown = _chain(statement, outer)
    if statement.speaker.kind == Entity.Kind.GROUP:
        unnamed = format_html("{} does not name who said this.", capfirst(printed_by(statement.source)))
        shown = format_html("{} {}", shown, unnamed) if shown else unnamed
    return shown


def _chain(statement: Statement, outer: Sequence[Statement]) -> str:
    if statement.kind == Kind.REPORT:
        return format_html("{}’s own words, not a quotation{}.", statement.speaker, _inference(statement))
    if statement.kind == Kind.PARAPHRASE:
        return _paraphrase(statement, outer)
    if outer:
        return _passed_on(statement, outer)
    if statement.kind == Kind.POSITION:
        return _position(statement)
    return _post(statement) if statement.kind == Kind.POST else _attributed(statement)


def _paraphrase(statement: Statement, outer: Sequence[Statement]) -> str:
    by = teller(statement)
    told = capfirst(by.name if by else printed_by(statement.source))
    whose = "their" if by and by.kind == Entity.Kind.PERSON else "its"
    quoting = ", but for what stands in quotation marks" if any("“" in piece or '"' in piece for piece in statement.pieces) else ""
    shown = format_html("No direct words in this record. {} reported this in {} own words{}", told, whose, quoting)
    if outer and outer[0].kind == Kind.PARAPHRASE:
        shown = format_html("{}, citing {}{}", shown, _named(outer[0]), _inference(outer[0]))
    if _named_otherwise(statement):
        shown = format_html("{}, of {}", shown, _named(statement))
    if not outer or outer[-1].kind != Kind.POST:
        return format_html("{}{}.", shown, _inference(statement))
    post = outer[-1]
    shown = format_html("{}, in a post embedded in {}{}", shown, embedded_in(post), _published(post))
    return format_html("{}{}. {}.", shown, _inference(statement), _not_the_post(post))


def _passed_on(statement: Statement, outer: Sequence[Statement]) -> str:
    """Of words in words: “Lacey’s words, as posted by Stoltze, as embedded in The Daily Wire on …”."""
    verbs = {Kind.POST: "posted by", Kind.PARAPHRASE: "reported by", Kind.REPORT: "reported by"}
    shown = "These words" if "speaker" in statement.inferred else format_html("{}’s words", statement.speaker)
    for each in outer:
        shown = format_html("{}, as {} {}", shown, verbs.get(Kind(each.kind), "quoted by"), _named(each))
    last = outer[-1]
    if last.kind != Kind.POST:
        where, held = "printed in", format_html("We hold {}", printed_by(last.source))
    else:
        where, held = "embedded in", _not_the_post(last, " or a recording")
    shown = format_html("{}, as {} {}{}", shown, where, embedded_in(last), _published(last))
    return format_html("{}{}. {}.", shown, _inference(statement), held)


def _position(statement: Statement) -> str:
    if statement.speaker.kind == Entity.Kind.PERSON:
        return format_html("First person, on the campaign’s page, not a reported quotation{}.", _inference(statement))
    if "speaker" in statement.inferred:
        shown = "Attributed to nobody in {}; that {} speaks, not a reporter, is our inference."
        return format_html(shown, printed_by(statement.source), statement.speaker)
    return format_html("{} speaks, not a reporter.", statement.speaker)


def _post(statement: Statement) -> str:
    if statement.source.kind == statement.source.Kind.SOCIAL_POST:
        return format_html("As captured from the post itself{}.", _inference(statement))
    shown = format_html("{}’s post, as embedded in {}{}", statement.speaker, embedded_in(statement), _published(statement))
    return format_html("{}{}. {}.", shown, _inference(statement), _not_the_post(statement))


def _attributed(statement: Statement) -> str:
    if statement.speaker.kind == Entity.Kind.GROUP:
        return ""
    shown = format_html("Attributed to {} by {}{}", _named(statement), printed_by(statement.source), _inference(statement))
    return format_html("{}. We hold no recording or other original of these words.", shown)


def _named(statement: Statement) -> str:
    """The speaker's name; where who is meant is our inference, and for an organization, as the source names it."""
    organization = statement.speaker.kind == Entity.Kind.ORGANIZATION and statement.kind != Kind.POST
    if statement.speaker_as_named and (organization or _named_otherwise(statement)):
        return f"“{statement.speaker_as_named}”"
    return str(statement.speaker)


def _named_otherwise(statement: Statement) -> bool:
    """Whether the source says something else than the name that we infer: “An LA Times journalist”."""
    return "speaker" in statement.inferred and statement.speaker_as_named not in ("", statement.speaker.name)


def _inference(statement: Statement) -> SafeString:
    if "speaker" not in statement.inferred:
        return SafeString("")
    if _named_otherwise(statement):
        return format_html("; that this is {} is our inference", statement.speaker)
    if statement.kind == Kind.PARAPHRASE:
        return format_html("; that {} is meant is our inference", statement.speaker)
    return format_html("; that the words are {}’s is our inference", statement.speaker)


def _published(statement: Statement) -> SafeString:
    source = statement.source
    if not source.published_on:
        return SafeString("")
    return format_html(" on {}{}", date_time(source.published_on), " (date inferred)" if "published_on" in source.inferred else "")


def _not_the_post(post: Statement, or_more: str = "") -> SafeString:
    """What we hold of a post: the document that shows it."""
    if embedded_in(post) != printed_by(post.source):
        return format_html("We hold the story, not the post itself{}", or_more)
    return format_html("We hold {}, not {}’s post{}", printed_by(post.source), post.speaker, or_more)
