"""How the archive's own values read on a page. The words of sources pass through untouched, and escaped."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dara.hits import Run, Snippet, runs, snippet, words_of
from dara.models import Candidacy, Endorsement, Entity, Source, Statement
from dara.models.permalinks import permalink
from dara.models.translations import OURS, QUOTED, in_language, translation

register = template.Library()

FORMATS = {len("2020"): "Y", len("2020-03"): "F Y", len("2020-03-05"): "F j, Y"}
OPENING_WORDS = 8
CUT = mark_safe(' <span class="cut">[...]</span> ')  # our own omissions


@register.filter
def date_text(value: str | None) -> str:
    """“2020”, “March 2020”, “November 6, 2020”: as precise as it is known. Of nothing, nothing."""
    if not value:
        return ""
    first_day = datetime.date.fromisoformat(value + "-01-01"[len(value) - len("2020") :])
    return date_format(first_day, FORMATS[len(value)])


@register.filter
def date_time(value: str | None) -> str:
    """The same as a `<time>`."""
    return format_html('<time datetime="{}">{}</time>', value, date_text(value)) if value else ""


@register.filter
def precision(value: str | None) -> str:
    """What a date does not say: “; the day is not known”. Of a whole one, nothing."""
    return {len("2020"): "; month and day are not known", len("2020-03"): "; the day is not known"}.get(len(value or ""), "")


@register.filter
def day_time(moment: datetime.datetime) -> str:
    """A moment as a `<time>` that shows its day, in the site's time zone."""
    here = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), date_format(here, "F j, Y"))


@register.filter
def own_words(row: Any, name: str) -> Any:
    """The archive's own words in the reader's language; marked as English where they are held in no other.

        {{ record|own_words:"note" }} · {{ source|own_words:"inferred.title" }}

    Of "inferred" as a whole: field → basis, each such words."""
    if name == "inferred":
        return {field: own_words(row, f"inferred.{field}") for field in row.inferred}
    shown = in_language(row, name)
    if not shown or get_language() == OURS or translation(row, name):
        return shown
    return format_html('<span lang="{}">{}</span>', OURS, shown)


@register.filter
def translated(statement: Statement) -> str:
    """A statement's words in a reviewed translation of ours into the reader's language; "" where none is held. Never cited as the words."""
    return translation(statement, QUOTED)


@register.filter
def words(statement: Statement) -> str:
    """A statement's words; what is left out between its pieces is marked as our omission, outside of the quotation marks."""
    wanted: Collection[str] = getattr(statement, "wanted", ())
    pieces = ((hits(piece, wanted),) for piece in statement.pieces)
    return format_html_join(CUT, "“{}”" if statement.is_verbatim else "{}", pieces)


@register.filter
def hits(text: str, wanted: Collection[str]) -> SafeString:
    """A text with the words that were looked for marked."""
    return _marked(runs(text, wanted))


@register.filter
def hit(text: str, wanted: Collection[str]) -> SafeString:
    """The part of a text in which the words stand that were looked for."""
    return _shown(snippet(text, wanted), "{}")


@register.filter
def has_hit(statement: Statement) -> bool:
    """Whether any of the words that were looked for is a statement's own; else it was found by its passage or by names."""
    return any(word in getattr(statement, "wanted", ()) for piece in statement.pieces for word in words_of(piece))


@register.filter
def hit_words(statement: Statement) -> SafeString:
    """The same of a statement's words, as `words` shows them."""
    wanted: Collection[str] = getattr(statement, "wanted", frozenset())
    pieces = statement.pieces
    best = max(range(len(pieces)), key=lambda nth: (sum(word in wanted for word in words_of(pieces[nth])), -nth))
    part = snippet(pieces[best], wanted)
    part = replace(part, cut_before=part.cut_before or best > 0, cut_after=part.cut_after or best < len(pieces) - 1)
    return _shown(part, "“{}”" if statement.is_verbatim else "{}")


def _shown(part: Snippet, form: str) -> SafeString:
    shown = format_html(form, _marked(part.runs))
    return format_html("{}{}{}", CUT if part.cut_before else "", shown, CUT if part.cut_after else "")


def _marked(runs: Iterable[Run]) -> SafeString:
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", run.text) if run.hit else run.text,) for run in runs))


@register.filter
def opening(statement: Statement) -> str:
    """A statement's first words, to tell it from others in a list."""
    first = statement.pieces[0].split()
    shown = " ".join(first[:OPENING_WORDS])
    if statement.is_verbatim:
        shown = f"“{shown}”"
    return f"{shown} [...]" if len(first) > OPENING_WORDS or len(statement.pieces) > 1 else shown


@register.filter
def stance(endorsement: Endorsement) -> str:
    """“supporting”, “withdrawing an endorsement of”: as it stands before the candidate's name."""
    shown = endorsement.get_stance_display()
    return f"{shown} of" if endorsement.stance == Endorsement.Stance.WITHDRAWS else shown


@register.filter
def teller(statement: Statement) -> Entity | None:
    """Whose words a paraphrase or a report is in: whoever it is quoted in, else the publisher.

    None where the source is campaign material: whoever printed it, its words are not the printer's."""
    outer = statement.within
    if outer is not None and outer.kind != Statement.Kind.PARAPHRASE:
        return outer.speaker
    return None if statement.source.is_campaign_material else statement.source.publisher


@register.filter
def printed_by(source: Source) -> str:
    """What a sentence calls whoever printed a source: the publisher, or of campaign material the document itself."""
    if source.is_campaign_material or source.publisher is None:
        return f"this {source.get_kind_display().lower()}"
    return source.publisher.name


@register.filter
def embedded_in(statement: Statement) -> str:
    """What a sentence calls whatever shows a post: a publisher's own is in “its own story”."""
    source = statement.source
    own = source.publisher_id == statement.speaker_id and source.kind == Source.Kind.NEWS_ARTICLE
    return "its own story" if own else printed_by(source)


@register.filter
def percent(value) -> str:
    """“53.72%”: with the decimals that the source gives, and no more."""
    return f"{number_format(value.normalize() if value % 1 else value.quantize(1))}%"


@register.filter
def grouped(value: int) -> str:
    """“790,000”."""
    return number_format(value, force_grouping=True)


@register.filter
def dollars(value) -> str:
    """“$642,252.29”, “$1,500,000”."""
    return f"${number_format(value, decimal_pos=2 if value % 1 else 0, force_grouping=True)}"


FIELD_NAMES = {"url": "Address", "sha256": "Checksum", "occurred_on": "Date", "held_on": "Date"}


@register.filter
def field_name(name: str) -> str:
    """“Said on”: what a reader calls a field that `inferred` names."""
    return FIELD_NAMES.get(name) or name.replace("_", " ").capitalize()


@register.filter
def absolute(path: str) -> str:
    """A path of this site as an address that can be cited."""
    return f"{settings.DARA_BASE_URL}{path}"


@register.simple_tag
def besides(inferred: dict[str, str], shown: str) -> dict[str, str]:
    """What is inferred besides the fields named in `shown`, of which the basis stands elsewhere on the page."""
    return {name: basis for name, basis in inferred.items() if name not in shown.split()}


@register.simple_tag(takes_context=True)
def page_of(context, entity: Entity) -> str:
    """Where the page of somebody named is."""
    return page_of_entity(context["request"], entity)


def page_of_entity(request, entity: Entity) -> str:
    """A candidate's page is among the candidates. Who is one is asked once for a whole page."""
    if not hasattr(request, "candidates"):
        request.candidates = frozenset(Candidacy.objects.values_list("candidate_id", flat=True))
    return permalink("candidate", entity.slug) if entity.pk in request.candidates else entity.get_absolute_url()


@register.simple_tag(takes_context=True)
def here(context, name: str) -> str:
    """Marks the link of the main navigation that the page belongs to."""
    path, section = getattr(context.get("request"), "path", ""), reverse(name)
    if path == section:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(section) else ""
