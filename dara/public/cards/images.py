"""What stands on the share image of a record, a candidate or a race. Whatever has no image has None.

A statement is shown with whose words they are, its source and its dates; a count with how final it is and who reported it; a candidate
and a race by their names, without figures. Words are shown under the rules of titles (`dara.public.presentation.titles`)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dara.models import Candidacy, Candidate, ElectionResult, Entity, Race, Statement
from dara.models.permalinks import address, permanent, public_url
from dara.public.citation.words import plain
from dara.public.presentation.attribution import whose_words
from dara.public.presentation.counts import count_name, counted_on, figures, finality
from dara.public.presentation.sources import kind_of, published_or_undated, publisher_of, reported
from dara.public.presentation.statements import said_on
from dara.public.presentation.titles import OMISSION, card_words, statement_title
from dara.text.characters import in_xml

DESIGN = 2  # counts up when images are drawn otherwise, so that they get new addresses


@dataclass(frozen=True)
class ShareImage:
    """What an image says. `main` is its large text: the words of somebody, in quotation marks if `quoted`, with [...] behind them if
    `cut`; or the archive's own. `lines` are the smaller lines below. `footer` is the page's address, `language` that of the page."""

    kind: str  # “statement”, of the name of its URL
    key: str  # or slug
    label: str
    main: str
    lines: tuple[str, ...]
    footer: str
    language: str
    quoted: bool = False
    cut: bool = False

    @property
    def version(self) -> str:
        """A digest of all that the image says: another as soon as the record, its source, a name or the design changes."""
        said = repr((DESIGN, self))
        return hashlib.sha256(said.encode()).hexdigest()[:10]

    @property
    def address(self) -> str:
        return address(f"{self.kind}-image", self.key, self.version)

    @property
    def alt(self) -> str:
        """The text of the image, for those who do not see it."""
        main = f"“{self.main}”" if self.quoted else self.main
        return " ".join((self.label, f"{main}{OMISSION if self.cut else ''}", *self.lines))


def image_of(row: Any) -> ShareImage | None:
    """Return the image of a statement, a result, a candidate or a race; None for what has none."""
    if isinstance(row, Statement):
        return _of_statement(row)
    if isinstance(row, ElectionResult):
        return _of_result(row)
    if isinstance(row, Race):
        return _of_race(row)
    return image_of_candidate(row, races_of(row)) if isinstance(row, Candidate) else None


def _image(kind: str, key: str, lines: list[str], page: str, **values: Any) -> ShareImage:
    shown = tuple(in_xml(line) for line in lines if line)
    return ShareImage(kind, key, lines=shown, footer=page.partition("://")[2], language=get_language() or "", **values)


def _of_statement(statement: Statement) -> ShareImage | None:
    """Return the image of a statement, but not of one by or through a private person."""
    if statement.speaker.private or (statement.within is not None and statement.within.speaker.private):
        return None
    words = card_words(statement)
    source = statement.source
    publisher = plain(publisher_of(source)) if source.publisher and not source.publisher.private else ""
    where = [publisher, plain(kind_of(source)), plain(published_or_undated(source))]
    whole = len(words) == len(" ".join(statement.pieces).split())
    return _image(
        "statement",
        statement.pk,
        [plain(said_on(statement)), ", ".join(part for part in where if part)],
        permanent(statement),
        label=_("Statement") if statement.speaker.kind == Entity.Kind.GROUP else in_xml(plain(whose_words(statement))),
        main=in_xml(" ".join(words) or plain(statement_title(statement))),
        quoted=bool(words) and statement.is_verbatim,
        cut=bool(words) and not whole,
    )


def _of_result(result: ElectionResult) -> ShareImage:
    as_of = plain(counted_on(result)) if result.as_of else ""
    return _image(
        "result",
        result.pk,
        [finality(result), as_of, plain(reported(result.source, result.authority))],
        permanent(result),
        label=in_xml(plain(count_name(result))),
        main=in_xml(plain(figures(result))),
    )


def image_of_candidate(candidate: Candidate, races: Iterable[Race]) -> ShareImage:
    page = public_url(address("candidate", candidate.slug))
    lines = [", ".join(str(race) for race in races)]
    return _image("candidate", candidate.slug, lines, page, label=_("Candidate"), main=in_xml(candidate.name))


def _of_race(race: Race) -> ShareImage:
    named = list(Entity.objects.filter(candidacies__race=race).by_name())
    message = ngettext(
        "The sources held name %(number)s candidate. This is not the full list.",
        "The sources held name %(number)s candidates. This is not the full list.",
        len(named),
    )
    names = get_text_list([candidate.name for candidate in named], _("and"))
    lines = [names, message % {"number": len(named)}] if named else []
    return _image("race", race.slug, lines, public_url(address("elections")), label=_("Race"), main=in_xml(str(race)))


def races_of(candidate: Entity) -> list[Race]:
    """Return the races that a candidate ran in, the newest first."""
    return [each.race for each in Candidacy.objects.filter(candidate=candidate.pk).select_related("race").order_by("-race__slug")]
