"""When a statement was made, and the line that tells of it in a timeline."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Statement
from dara.public.presentation.attribution import whose_words
from dara.public.presentation.dates import date_text, date_time
from dara.public.presentation.highlights import first_words
from dara.public.presentation.inference import dated_because, filled, inference_mark, inferred
from dara.public.presentation.languages import lang_of, original_language

Kind = Statement.Kind


def attribution_line(request: Any, statement: Statement) -> SafeString:
    """Return “**Jackie Lacey**, as quoted in The Daily Wire · Said November 6, 2020ⁱ”: one line, with one mark for all that is inferred.

    Of words that are the speaker's as printed, it says so if no date is stated. Of words in another language than the page's, it
    says that they stand as in the original."""
    parts: list[str] = [whose_words(statement, marked=False)]
    if statement.said_on:
        parts.append(_said(statement))
    elif statement.is_verbatim:
        parts.append(_date_not_stated(statement))
    if lang_of(statement.source):
        parts.append(original_language(statement.source))
    mark = inference_mark(request, statement, "speaker", "said_on")
    return format_html("{}{}", format_html_join(" · ", "{}", ((part,) for part in parts)), mark)


def said_on(statement: Statement) -> SafeString:
    """Return “Said November 6, 2020”, “Posted November 4, 2020 (inferred)” or “Date not stated, in a post of November 4, 2020”."""
    if not statement.said_on:
        return _date_not_stated(statement)
    return format_html("{}{}", _said(statement), inferred(statement, "said_on"))


def _said(statement: Statement) -> SafeString:
    message = _("Posted %(day)s") if statement.kind == Kind.POST else _("Said %(day)s")
    return filled(message, day=date_text(statement.said_on))


def said_on_date(statement: Statement) -> SafeString:
    """Return the same without the verb, for a table that has it in its heading, and with the basis of an inference."""
    return dated_because(statement, "said_on") or _date_not_stated(statement)


def _date_not_stated(statement: Statement) -> SafeString:
    return format_html("{}{}", _("Date not stated"), in_post(statement.within))


def in_post(post: Statement | None) -> SafeString:
    """Return “, in a post of November 4, 2020” if that is where something undated stands, otherwise ""."""
    if post is None or post.kind != Kind.POST or not post.said_on:
        return SafeString("")
    return format_html("{}{}", filled(_(", in a post of %(day)s"), day=date_time(post.said_on)), inferred(post, "said_on"))


def timeline_line(statement: Statement) -> SafeString:
    """Return “Jackie Lacey, paraphrased: first words of the statement”, the words linked to the statement's page."""
    values = {
        "name": statement.speaker,
        "url": statement.get_absolute_url(),
        "lang": lang_of(statement.source),
        "words": first_words(statement),
    }
    if statement.kind == Kind.PARAPHRASE:
        line = filled(_('%(name)s, paraphrased: <a href="%(url)s"%(lang)s>%(words)s</a>'), **values)
    elif statement.kind == Kind.REPORT:
        line = filled(_('In the words of %(name)s: <a href="%(url)s"%(lang)s>%(words)s</a>'), **values)
    else:
        line = filled('%(name)s: <a href="%(url)s"%(lang)s>%(words)s</a>', **values)
    return format_html("{} {}", line, _("(speaker inferred)")) if statement.inferred.get("speaker") else line
