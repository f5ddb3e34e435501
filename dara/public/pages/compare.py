"""Candidates side by side: what each one's side says on each topic, or that nothing is held; one candidate, year by year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.validators import slug_re
from django.db.models import Case, Count, F, Prefetch, Q, Value, When, Window
from django.db.models.functions import Coalesce, Left, RowNumber
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dara.models import Candidacy, CandidacyFact, Candidate, Election, ElectionResult, Entity, Race, Source, Statement, Topic
from dara.models.permalinks import address
from dara.public.filters.lists import leading_on
from dara.public.pages.lists import A_PAGE
from dara.public.pages.people import OnPage, topics_on_pages
from dara.public.presentation.display import teller
from dara.public.presentation.gaps import no_direct_words, nothing_held, nothing_held_of_year, only_others_speak
from dara.public.presentation.inference import inferred

MOST = 4  # candidates, or years of one
SHOWN = 2  # statements in a cell
RACES = 10  # of which the candidates are suggested together


class Compare(TemplateView):
    template_name = "compare/page.html"

    def get_context_data(self, **kwargs):
        chosen, topic = _chosen(self.request), _topic(self.request)
        topics = list(Topic.objects.all())
        context = super().get_context_data(
            chosen=chosen, topic=topic, topics=topics, sources_held=Source.objects.count(), choices=_choices(), **kwargs
        )
        if chosen:
            return context | _comparison(chosen, topics, topic, context["sources_held"]) | {"address": address_of(chosen, topic)}
        return context | {"suggested": _suggested(topic), "heading": _("Compare candidates")}


def address_of(candidates: Sequence[Entity], topic: Topic | None = None) -> str:
    """Where they are compared, in their order; where one chooses among them, if they are more than can be compared."""
    query = [("c", candidate.slug) for candidate in candidates] if len(candidates) <= MOST else []
    query += [("t", topic.slug)] if topic else []
    return address("compare") + (f"?{urlencode(query)}" if query else "")


def _chosen(request: HttpRequest) -> list[Candidate]:
    """Those that ?c= names, by surname. Raises BadRequest for too many, one twice, and what names no candidate."""
    slugs = request.GET.getlist("c")
    if len(slugs) > MOST:
        raise BadRequest(_("At most four candidates are compared at a time."))
    if len(set(slugs)) < len(slugs):
        raise BadRequest(_("A candidate is compared with others, not twice."))
    candidates = list(Candidate.objects.filter(slug__in=filter(slug_re.match, slugs)).by_name()) if slugs else []
    if len(candidates) < len(slugs):  # one of them may have been merged into another
        slugs = list(dict.fromkeys(leading_on(Candidate, slug) or slug for slug in slugs))
        candidates = list(Candidate.objects.filter(slug__in=filter(slug_re.match, slugs)).by_name())
    if len(candidates) < len(slugs):
        unknown = next(slug for slug in slugs if slug not in {candidate.slug for candidate in candidates})
        raise BadRequest(_("“%(name)s” is no candidate in this archive.") % {"name": unknown[:40]})
    return candidates


def _topic(request: HttpRequest) -> Topic | None:
    """The one that ?t= names; none where it is empty, as the form sends it. Raises BadRequest for all else."""
    slugs = request.GET.getlist("t")
    if len(slugs) > 1:
        raise BadRequest(_("Candidates are compared on one topic or on all of them."))
    if not any(slugs):
        return None
    topic = Topic.objects.filter(slug__in=filter(slug_re.match, slugs)).first()
    topic = topic or Topic.objects.filter(slug=leading_on(Topic, slugs[0])).first()
    if topic is None:
        raise BadRequest(_("“%(name)s” is no topic in this archive.") % {"name": slugs[0][:40]})
    return topic


def _choices() -> list[Candidate]:
    """Each candidate once, by surname, with the races they ran in."""
    races = Candidacy.objects.select_related("race").order_by("race__slug")
    candidates: list[Any] = list(Candidate.objects.by_name().prefetch_related(Prefetch("candidacies", races))[:A_PAGE])
    for candidate in candidates:
        candidate.races = [candidacy.race.slug for candidacy in candidate.candidacies.all()]
    return candidates


def _suggested(topic: Topic | None) -> list[dict]:
    """Races, the newest first, whose candidates can be compared in one table."""
    named = Candidacy.objects.select_related("candidate").order_by("candidate__sort_name", "candidate__slug")
    races = Race.objects.annotate(number=Count("candidacies")).filter(number__range=(2, MOST)).order_by("-slug")
    suggested = []
    for race in races.prefetch_related(Prefetch("candidacies", named))[:RACES]:
        candidates = [candidacy.candidate for candidacy in race.candidacies.all()]
        suggested.append({"race": race, "names": names_of(candidates), "address": address_of(candidates, topic)})
    return suggested


def names_of(candidates: Iterable[Entity]) -> str:
    """“Ann Smith, Bea Jones and Cy Young”."""
    return get_text_list([candidate.name for candidate in candidates], _("and"))


@dataclass
class Cell:
    """What a candidate's side says on a topic: the first few statements, how many there are, where the candidate's page has them."""

    statements: list[Any] = field(default_factory=list)
    held: int = 0

    @property
    def direct(self) -> bool:
        """Whether it holds words of the side's own; if it does, some are among those shown."""
        return any(statement.direct for statement in self.statements)

    @property
    def told_by(self) -> Entity | None:
        """Who tells all that is shown in other words, if it is one."""
        tellers = {teller(statement) for statement in self.statements}
        return tellers.pop() if len(tellers) == 1 else None


@dataclass(frozen=True)
class OnTopic:
    """What a page shows of a candidate's side on a topic; of one `year` of its sources, "" for the undated, if candidates are not compared."""

    candidate: Entity
    topic: Topic
    cell: Cell
    on_page: OnPage
    sources_held: int
    year: str | None = None

    @property
    def address(self) -> str:
        """Where the candidate's page has the topic."""
        page = f"?page={self.on_page.page}" if self.on_page.page > 1 else ""
        return f"{address('candidate', self.candidate.slug)}{page}#topic-{self.topic.slug}"

    @property
    def heading_address(self) -> str:
        """The same; the beginning of the candidate's page if it has nothing on the topic."""
        return self.address if self.on_page.held else address("candidate", self.candidate.slug)

    @property
    def has_more(self) -> bool:
        return self.cell.held > len(self.cell.statements)

    @property
    def gap(self) -> str:
        """The sentence that says what is not held; "" if there are words of the side's own."""
        name = self.candidate.surname
        if self.cell.held:
            return "" if self.cell.direct else no_direct_words(self.cell.told_by)
        if self.year is not None:
            return nothing_held_of_year(name, self.year)
        return only_others_speak(name) if self.on_page.held else nothing_held(name, self.sources_held)

    @property
    def has_others_only(self) -> bool:
        """Whether others speak of the candidate on the topic, and nothing of the side's is held."""
        return not self.cell.held and self.year is None and self.on_page.held > 0


def words_of(candidates: Collection[Any], topic: Topic | None = None, *, by_year: bool = False) -> dict[tuple[int, Any], Cell]:
    """The cells that hold something, by topic and by candidate (their ids), or by topic and year of the source ("" if undated).

    In a cell, the candidate's own words come first, then the campaign's, then what others tell of them; of each, the latest dated."""
    column = Left(Coalesce("passage__source__published_on", Value("")), 4) if by_year else F("side")
    cell = [F("on"), F("column")]
    own_words = Q(kind__in=Statement.DIRECT)
    order = (
        Case(When(own_words, speaker=F("side"), then=0), When(own_words, then=1), default=2).asc(),
        F("direct").desc(),
        F("said_on").desc(nulls_last=True),
        F("passage__source__published_on").desc(nulls_last=True),
        F("passage__source").asc(),
        F("passage__start").asc(),
        F("key").asc(),
    )
    rows: Any = Statement.objects.for_lists().of_sides(candidates).annotate(on=F("topics"), column=column)
    rows = rows.filter(on=topic.pk) if topic else rows.filter(on__isnull=False)
    rows = rows.annotate(place=Window(RowNumber(), cell, order), held=Window(Count("pk"), cell))
    cells: dict[tuple[int, Any], Cell] = defaultdict(Cell)
    for statement in rows.filter(place__lte=SHOWN).order_by("on", "column", "place"):
        at = cells[statement.on, statement.column]
        at.statements.append(statement)
        at.held = statement.held
    return cells


@dataclass(frozen=True)
class Column:
    """A candidate, or a year of one ("" for the undated), with the races and elections that it stands for."""

    key: int | str
    candidate: Entity
    year: str | None
    races: list[Race]
    elections: list[Election]

    @property
    def elections_label(self) -> str:
        return _("Elections in %(year)s:") % {"year": self.year} if self.year else _("Records held of:")

    @property
    def election_links(self) -> SafeString:
        """Links to the elections; a year's say whether that an election was held in it is our inference."""
        links = ((each.get_absolute_url(), each, inferred(each, "held_on") if self.year else "") for each in self.elections)
        return format_html_join(", ", '<a href="{}">{}</a>{}', links)


def _comparison(chosen: list[Candidate], topics: list[Topic], topic: Topic | None, sources_held: int) -> dict:
    alone = len(chosen) == 1
    cells = words_of([candidate.pk for candidate in chosen], topic, by_year=alone)
    named = _named_in(chosen)
    columns = _years(chosen[0], cells, named) if alone else _candidates(chosen, named)
    on_pages = topics_on_pages(chosen, topics)
    held = {pk for pk, _column in cells}
    columns_shown = columns[-MOST:]

    def on_topic(each: Topic, column: Column) -> OnTopic:
        cell = cells.get((each.pk, column.key), Cell())
        return OnTopic(column.candidate, each, cell, on_pages[column.candidate.pk, each.pk], sources_held, column.year)

    rows = [
        {"topic": each, "cells": [(column, on_topic(each, column)) for column in columns_shown]}
        for each in topics
        if each == topic or each.pk in held
    ]
    names = names_of(chosen)
    return {
        "names": names,
        "heading": _heading(names, topic, alone=alone),
        "columns": columns_shown,
        "earlier": len(columns) > MOST,
        "rows": rows,
        "gaps": [] if topic else [each for each in topics if each.pk not in held],
        "query": urlencode([("c", candidate.slug) for candidate in chosen]),
        "ballots": None if alone else _ballots(chosen, named),
    }


def _heading(names: str, topic: Topic | None, *, alone: bool) -> str:
    if topic:
        return _("%(topic)s: %(names)s") % {"topic": topic, "names": names}
    return (_("%(names)s, year by year") if alone else _("%(names)s, topic by topic")) % {"names": names}


@dataclass(frozen=True)
class Named:
    """Whom the records name where, in order: the races, the elections, and of these the ones of which a count is held."""

    races: dict[Race, list[Candidate]]
    elections: dict[Election, list[Candidate]]
    counts: dict[Election, list[Candidate]]


def _named_in(candidates: list[Candidate]) -> Named:
    of = {"candidate__in": candidates}
    ran = Candidacy.objects.filter(**of).select_related("race").order_by("-race__slug")
    counted = set(ElectionResult.objects.filter(**of).values_list("election", "candidate").distinct())
    told = CandidacyFact.objects.filter(**of, election__isnull=False).values_list("election", "candidate").distinct()
    either = counted | set(told)
    elections = Election.objects.filter(pk__in={election for election, _ in either}).order_by("held_on", "slug")

    def those(contests, pairs) -> dict:
        found = {contest: [each for each in candidates if (contest.pk, each.pk) in pairs] for contest in contests}
        return {contest: named for contest, named in found.items() if named}

    return Named(
        races=those([each.race for each in ran], {(each.race_id, each.candidate_id) for each in ran}),
        elections=those(elections, either),
        counts=those(elections, counted),
    )


def _candidates(chosen: list[Candidate], named: Named) -> list[Column]:
    return [
        Column(
            candidate.pk,
            candidate,
            None,
            [race for race, candidates in named.races.items() if candidate in candidates],
            [election for election, candidates in named.elections.items() if candidate in candidates],
        )
        for candidate in chosen
    ]


def _years(candidate: Candidate, cells: Iterable[tuple[int, Any]], named: Named) -> list[Column]:
    """The years in which the sources were published; last, the undated.

    No record ties a statement to a race, and a source may speak of several, so a statement is placed by what is known of its source."""
    return [
        Column(year, candidate, year, [], [each for each in named.elections if year and (each.held_on or "").startswith(year)])
        for year in sorted({year for _topic, year in cells}, key=lambda year: (not year, year))
    ]


def _ballots(chosen: list[Candidate], named: Named) -> dict:
    """What the records say of who stood against whom. Two whom they name in one race may have met in an election or not: of them
    only what is held is said; of two whom no race joins, that no source puts them on one ballot."""
    met = {pair for candidates in named.races.values() for pair in combinations(candidates, 2)}
    return {
        "races": [(race, names_of(candidates)) for race, candidates in named.races.items() if len(candidates) > 1],
        "counts": [(election, names_of(candidates)) for election, candidates in named.counts.items() if len(candidates) > 1],
        "apart": [pair for pair in combinations(chosen, 2) if pair not in met],
    }
