"""What the title of a page says besides the name of what it shows."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dara.models import Endorsement, Statement
from dara.public.presentation.attribution import statement_name
from dara.public.presentation.dates import date_text
from dara.public.presentation.endorsements import endorsement_name
from dara.public.presentation.inference import date_inferred


def title_with_topics(statement: Statement) -> SafeString:
    """Return a statement's name and topics, by which statements of one name are told apart."""
    topics = ", ".join(str(topic) for topic in statement.topics.all())
    return format_html("{}: {}", statement_name(statement), topics) if topics else statement_name(statement)


def title_with_date(endorsement: Endorsement) -> SafeString:
    """Return the name with the date on which the stance was stated, for the title of a page."""
    name = endorsement_name(endorsement)
    if not endorsement.stated_on:
        return name
    return format_html("{}, {}{}", name, date_text(endorsement.stated_on), date_inferred(endorsement, "stated_on"))


def page_of_title(page: int, part: int) -> str:
    """Return “, page 2” for the title of a list's second page, “, part 2” for that of the second part of a text, otherwise ""."""
    named = [_("page %(number)s") % {"number": page}] if page > 1 else []
    named += [_("part %(part)s") % {"part": part}] if part > 1 else []
    return "".join(f", {each}" for each in named)
