"""How the archive's own values read on a page. The words of sources pass through untouched, and escaped."""

import datetime
import re
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
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from dara.models import Candidacy, Endorsement, Entity, Source, Statement, translations
from dara.models.permalinks import address, permanent
from dara.models.translations import OURS, QUOTED
from dara.models.withholding import MASK
from dara.text.snippets import Segment, Snippet, snippet, split_at_matches, words_of

register = template.Library()

# as Django's `date` filter writes them; Spanish has “j \\d\\e F \\d\\e Y”
FORMATS = {
    len("2020"): pgettext_lazy("format of a date", "Y"),
    len("2020-03"): pgettext_lazy("format of a date", "F Y"),
    len("2020-03-05"): pgettext_lazy("format of a date", "F j, Y"),
}
OPENING_WORDS = 8
CUT = mark_safe(' <span class="cut">[...]</span> ')  # our own omissions


@register.filter
def date_text(value: str | None) -> str:
    """“2020”, “March 2020”, “November 6, 2020”: as precise as it is known. Of nothing, nothing."""
    if not value:
        return ""
    first_day = datetime.date.fromisoformat(value + "-01-01"[len(value) - len("2020") :])
    return date_format(first_day, str(FORMATS[len(value)]))


@register.filter
def date_time(value: str | None) -> str:
    """The same as a `<time>`."""
    return format_html('<time datetime="{}">{}</time>', value, date_text(value)) if value else ""


@register.filter
def precision(value: str | None) -> str:
    """What a date does not say: “; the day is not known”. Of a whole one, nothing."""
    missing = {len("2020"): _("; month and day are not known"), len("2020-03"): _("; the day is not known")}
    return missing.get(len(value or ""), "")


@register.filter
def published(source: Source) -> SafeString:
    """“on November 6, 2020 (date inferred)”: when a source was published, as it stands in a sentence. Of one without a date, nothing."""
    if not source.published_on:
        return SafeString("")
    form = _("on {date}") if len(source.published_on) == len("2020-03-05") else _("in {date}")
    shown = format_html(form, date=date_time(source.published_on))
    return format_html("{} {}", shown, _("(date inferred)")) if "published_on" in source.inferred else shown


@register.filter
def day_time(moment: datetime.datetime) -> str:
    """A moment as a `<time>` that shows its day, in the site's time zone."""
    here = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(timespec="seconds"), date_format(here, str(FORMATS[len("2020-03-05")]))
    )


@register.filter
def utc_day(moment: datetime.datetime) -> str:
    """A moment as a `<time>` that shows its day in the archive's own time, UTC, as lists of corrections have it."""
    return date_time(moment.astimezone(datetime.UTC).date().isoformat())


@register.filter
def words(statement: Statement) -> str:
    """A statement's words; what is left out between its pieces is marked as our omission, outside of the quotation marks."""
    wanted: Collection[str] = getattr(statement, "wanted", ())
    pieces = ((hits(piece, wanted),) for piece in statement.pieces)
    return format_html_join(CUT, "“{}”" if statement.is_verbatim else "{}", pieces)


@register.filter
def hits(text: str, wanted: Collection[str]) -> SafeString:
    """A text with the words that were looked for marked."""
    return _marked(split_at_matches(text, wanted))


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
    shown = format_html(form, _marked(part.segments))
    return format_html("{}{}{}", CUT if part.cut_before else "", shown, CUT if part.cut_after else "")


def _marked(segments: Iterable[Segment]) -> SafeString:
    shown = (format_html("<mark>{}</mark>", each.text) if each.matches else withheld(each.text) for each in segments)
    return format_html_join("", "{}", ((each,) for each in shown))


@register.filter
def withheld(text: str) -> SafeString:
    """A part of a source's text, in which what is withheld reads “[withheld]”."""
    words = format_html('<span class="withheld" lang="{}">[{}]</span>', get_language(), _("withheld"))
    parts = re.split(f"{MASK}+", text)
    return format_html_join(words, "{}", ((part,) for part in parts))


@register.filter
def opening(statement: Statement) -> str:
    """A statement's first words, to tell it from others in a list."""
    first = statement.pieces[0].split()
    shown = " ".join(first[:OPENING_WORDS])
    if statement.is_verbatim:
        shown = f"“{shown}”"
    return f"{shown} [...]" if len(first) > OPENING_WORDS or len(statement.pieces) > 1 else shown


STANCES = {
    Endorsement.Stance.ENDORSES: pgettext_lazy("before a candidate’s name", "endorsing"),
    Endorsement.Stance.SUPPORTS: pgettext_lazy("before a candidate’s name", "supporting"),
    Endorsement.Stance.OPPOSES: pgettext_lazy("before a candidate’s name", "opposing"),
    Endorsement.Stance.WITHDRAWS: pgettext_lazy("before a candidate’s name", "withdrawing an endorsement of"),
    Endorsement.Stance.FUNDS: pgettext_lazy("before a candidate’s name", "spending money to elect"),
}


@register.filter
def stance(endorsement: Endorsement) -> str:
    """“supporting”, “withdrawing an endorsement of”: as it stands before the candidate's name."""
    return str(STANCES[Endorsement.Stance(endorsement.stance)])


@register.filter
def teller(statement: Statement) -> Entity | None:
    """Whose words a paraphrase or a report is in: whoever it is quoted in, else the publisher.

    None where the source is campaign material: whoever printed it, its words are not the printer's."""
    outer = statement.within
    if outer is not None and outer.kind != Statement.Kind.PARAPHRASE:
        return outer.speaker
    return None if statement.source.is_campaign_material else statement.source.publisher


THIS = {
    Source.Kind.NEWS_ARTICLE: gettext_lazy("this news article"),
    Source.Kind.PRESS_RELEASE: gettext_lazy("this press release"),
    Source.Kind.CAMPAIGN_PAGE: gettext_lazy("this campaign page"),
    Source.Kind.SOCIAL_POST: gettext_lazy("this social media post"),
    Source.Kind.OFFICIAL_RESULTS: gettext_lazy("this document of official results"),
    Source.Kind.OTHER: gettext_lazy("this document"),
}


@register.filter
def printed_by(source: Source) -> str:
    """What a sentence calls whoever printed a source: the publisher, or of campaign material the document itself."""
    if source.is_campaign_material or source.publisher is None:
        return str(THIS[Source.Kind(source.kind)])
    return source.publisher.name


@register.filter
def embedded_in(statement: Statement) -> str:
    """What a sentence calls whatever shows a post: a publisher's own is in “its own story”."""
    source = statement.source
    own = source.publisher_id == statement.speaker_id and source.kind == Source.Kind.NEWS_ARTICLE
    return _("its own story") if own else printed_by(source)


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


FIELD_NAMES = {
    "about": gettext_lazy("About"),
    "amount": gettext_lazy("Amount"),
    "as_of": gettext_lazy("As of"),
    "author": gettext_lazy("Author"),
    "authority": gettext_lazy("Authority"),
    "ballots_out_authority": gettext_lazy("Ballots out authority"),
    "candidate": gettext_lazy("Candidate"),
    "captured_on": gettext_lazy("Captured on"),
    "election": gettext_lazy("Election"),
    "endorser": gettext_lazy("Endorser"),
    "held_on": gettext_lazy("Date"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "occurred_on": gettext_lazy("Date"),
    "published_on": gettext_lazy("Published on"),
    "publisher": gettext_lazy("Publisher"),
    "race": gettext_lazy("Race"),
    "recipient": gettext_lazy("Recipient"),
    "said_on": gettext_lazy("Said on"),
    "sha256": gettext_lazy("Checksum"),
    "speaker": gettext_lazy("Speaker"),
    "stage": gettext_lazy("Stage"),
    "stance": gettext_lazy("Stance"),
    "stated_on": gettext_lazy("Stated on"),
    "status": gettext_lazy("Status"),
    "supersedes": gettext_lazy("Earlier capture"),
    "title": gettext_lazy("Title"),
    "topics": gettext_lazy("Topics"),
    "url": gettext_lazy("Address"),
    "within": gettext_lazy("Within"),
}


@register.filter
def field_name(name: str) -> str:
    """“Said on”: what a reader calls a field that `inferred` names."""
    return str(FIELD_NAMES.get(name) or name.replace("_", " ").capitalize())


@register.filter
def own_words(row: Any, name: str) -> str:
    """What the archive itself writes in a row's field (a note, a summary, a topic's description), in the language that is being shown;
    marked as English where it is held in no other."""
    shown = translations.in_language(row, name)
    if not shown or get_language() == OURS or translations.translation(row, name):
        return shown
    return format_html('<span lang="{}">{}</span>', OURS, shown)


@register.filter
def basis(row: Any, name: str) -> str:
    """The same of why the archive infers a row's field; "" where the field is not inferred."""
    return own_words(row, f"inferred.{name}")


@register.filter
def translation_of(statement: Statement) -> str:
    """A reviewed translation of a statement's words into the language that is being shown; "" where none is held. Never cited."""
    return translations.translation(statement, QUOTED)


@register.simple_tag
def lang_of(source: Source) -> str:
    """A ` lang="en"` for a source's words on a page in another language; nothing where they are in the page's own."""
    return format_html(' lang="{}"', source.language) if source.language != get_language() else ""


@register.simple_tag
def lang_of_title(source: Source) -> str:
    """The same for a title that the publisher gave; where it is ours, nothing."""
    return "" if "title" in source.inferred else lang_of(source)


register.filter(permanent)


@register.filter
def absolute(path: str) -> str:
    """A path of this site as an address that can be cited."""
    return f"{settings.DARA_BASE_URL}{path}"


@register.simple_tag
def besides(row, shown: str) -> dict[str, str]:
    """What is inferred of a row besides the fields named in `shown`, of which the basis stands elsewhere on the page."""
    return {name: basis(row, name) for name in row.inferred if name not in shown.split()}


@register.simple_tag(takes_context=True)
def page_of(context, entity: Entity) -> str:
    """Where the page of somebody named is."""
    return page_of_entity(context["request"], entity)


def page_of_entity(request, entity: Entity) -> str:
    """A candidate's page is among the candidates."""
    return address("candidate", entity.slug) if entity.pk in _candidates(request) else entity.get_absolute_url()


def _candidates(request) -> list[int]:
    """Who is a candidate, in the order in which they came into the archive. Asked once for a whole page."""
    if not hasattr(request, "candidates"):
        request.candidates = sorted(set(Candidacy.objects.values_list("candidate_id", flat=True)))
    return request.candidates


IDENTITIES = 6  # colours and shapes that the stylesheet has for candidates; nobody's party's


@register.simple_tag(takes_context=True)
def identity_class(context, entity: Entity) -> str:
    """“n0” to “n5”: the class that gives a candidate's colour to what stands for them, a bar for example. Of anybody else, nothing."""
    candidates = _candidates(context["request"])
    return f"n{candidates.index(entity.pk) % IDENTITIES}" if entity.pk in candidates else ""


@register.simple_tag(takes_context=True)
def identity(context, entity: Entity) -> SafeString:
    """A candidate's mark, the same on every page: their initials in a colour and shape of their own. Of anybody else, nothing."""
    shown = identity_class(context, entity)
    if not shown:
        return SafeString("")
    initials = "".join(word[0] for word in entity.name.split()[:1] + entity.name.split()[1:][-1:])
    return format_html('<span class="identity {}" aria-hidden="true">{}</span>', shown, initials)


@register.simple_tag(takes_context=True)
def page_addresses(context) -> SafeString:
    """For the <head>: the page's own address, and where it stands in each language. Of a list that is narrowed, nothing."""
    request = context.get("request")
    if not getattr(request, "resolver_match", None) or set(request.GET) - {"page"}:
        return SafeString("")
    query = "" if request.GET.get("page", "1") == "1" else f"?{request.GET.urlencode()}"
    links = [
        ("canonical", "", request.path),
        *(("alternate", code, in_language(request.path, code)) for code, _ in settings.LANGUAGES),
    ]
    return format_html_join(
        "\n",
        '<link rel="{}"{} href="{}">',
        ((rel, format_html(' hreflang="{}"', code) if code else "", absolute(path) + query) for rel, code, path in links),
    )


@register.simple_tag(takes_context=True)
def other_language(context) -> dict[str, str]:
    """The other language, and where in it this very page stands: {code, name, address}."""
    request = context["request"]
    code, name = next(each for each in settings.LANGUAGES if each[0] != get_language())
    return {"code": code, "name": name, "address": in_language(request.get_full_path(), code)}


def in_language(path: str, code: str) -> str:
    """A path of the public site as it is in another language: “/topics/” ⇄ “/es/topics/”."""
    plain = re.sub(r"^/es(?=/)", "", path)
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


@register.simple_tag(takes_context=True)
def here(context, name: str) -> str:
    """Marks the link of the main navigation that the page belongs to."""
    path, section = getattr(context.get("request"), "path", ""), reverse(name)
    if path == section:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(section) else ""
