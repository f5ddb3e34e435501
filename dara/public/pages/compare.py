"""The comparison of candidates: what each one's side says on each topic, or one candidate's words year by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.validators import slug_re
from django.db.models import Count, Model, Prefetch
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dara.models import (
    Candidacy,
    CandidacyFact,
    Candidate,
    Election,
    ElectionResult,
    Entity,
    Race,
    Redirect,
    Source,
    Topic,
)
from dara.models.permalinks import address
from dara.public.cards.card import comparison_card
from dara.public.filters.parameters import unknown_parameters
from dara.public.held import count, statement_numbers
from dara.public.pages.cells import Cell, OnTopic, cells_by_topic, cells_by_year
from dara.public.pages.lists import PAGE_SIZE
from dara.public.presentation.inference import inferred

MAX_COLUMNS = 4  # candidates, or years of one candidate
MAX_ROWS = 30  # topics in one table; each of the others is a comparison of its own
MAX_SUGGESTED_RACES = 10
PARAMETERS = ("c", "t")


class Compare(TemplateView):
    """The comparison of the candidates `?c=` on all topics or on the topic `?t=`.

    Without candidates, it is that of the latest race that has several; where they are too many for a table, the page to choose them."""

    template_name = "compare/page.html"

    def get_context_data(self, **kwargs):
        _require_known_parameters(self.request)
        chosen, topic = _chosen_candidates(self.request) or _opponents(), _chosen_topic(self.request)
        topics = list(Topic.objects.listed())
        if topic and topic not in topics:  # a parent that no statement has as its own topic
            topics.append(topic)
        context = super().get_context_data(
            chosen=chosen, topic=topic, topics=topics, sources_held=count(Source.objects.all()), choices=_choices(), **kwargs
        )
        path = comparison_address(chosen, topic)
        if chosen:
            context |= _comparison(chosen, topics, topic, context["sources_held"]) | {"address": path}
        else:
            context |= {"suggested": _suggested_races(topic), "heading": _("Compare candidates")}
        return context | {"card": comparison_card(context["heading"], context.get("names", ""), path)}


def comparison_address(candidates: Sequence[Entity], topic: Topic | None = None) -> str:
    """Return the address of the comparison; for more candidates than can be compared, of the page to choose them."""
    query = [("c", candidate.slug) for candidate in candidates] if len(candidates) <= MAX_COLUMNS else []
    query += [("t", topic.slug)] if topic else []
    return address("compare") + (f"?{urlencode(query)}" if query else "")


def names_of(candidates: Iterable[Entity]) -> str:
    """Return “Ann Smith, Bea Jones and Cy Young”."""
    return get_text_list([candidate.name for candidate in candidates], _("and"))


# --- what is chosen ---------------------------------------------------------------------------------


def _require_known_parameters(request: HttpRequest) -> None:
    """Raises BadRequest for an unknown parameter: one that is meant for a topic, and ignored, would give another comparison."""
    if unknown := unknown_parameters(request.GET, PARAMETERS):
        message = _("There is no parameter “%(name)s” here; there are “c” for each candidate and “t” for the topic.")
        raise BadRequest(message % {"name": unknown[0][:40]})


def _chosen_candidates(request: HttpRequest) -> list[Candidate]:
    """Return the candidates of `?c=` by surname. Raises BadRequest for too many, for one named twice, and for an unknown one."""
    slugs = request.GET.getlist("c")
    if len(slugs) > MAX_COLUMNS:
        raise BadRequest(_("At most four candidates are compared at a time."))
    if len(set(slugs)) < len(slugs):
        raise BadRequest(_("A candidate is compared with others, not twice."))
    candidates = _candidates_named(slugs) if slugs else []
    if len(candidates) < len(slugs):  # one of them may have been merged into another
        slugs = list(dict.fromkeys(_after_merge(Candidate, slug) or slug for slug in slugs))
        candidates = _candidates_named(slugs)
    if len(candidates) < len(slugs):
        unknown = next(slug for slug in slugs if slug not in {candidate.slug for candidate in candidates})
        raise BadRequest(_("“%(name)s” is no candidate in this archive.") % {"name": unknown[:40]})
    return candidates


def _opponents() -> list[Candidate]:
    """Return the candidates of the latest race that names more than one, by surname; none if they are more than can be compared."""
    race = Race.objects.annotate(number=Count("candidacies")).filter(number__gt=1).order_by("-slug").first()
    candidates = list(Candidate.objects.filter(candidacies__race=race).by_name()) if race else []
    return candidates if len(candidates) <= MAX_COLUMNS else []


def _candidates_named(slugs: Iterable[str]) -> list[Candidate]:
    return list(Candidate.objects.filter(slug__in=filter(slug_re.match, slugs)).by_name())


def _chosen_topic(request: HttpRequest) -> Topic | None:
    """Return the topic of `?t=`, or None where it is empty, as the form sends it. Raises BadRequest for several and an unknown one."""
    slugs = request.GET.getlist("t")
    if len(slugs) > 1:
        raise BadRequest(_("Candidates are compared on one topic or on all of them."))
    if not any(slugs):
        return None
    topic = Topic.objects.with_is_issue().filter(slug__in=filter(slug_re.match, slugs)).first()
    topic = topic or Topic.objects.with_is_issue().filter(slug=_after_merge(Topic, slugs[0])).first()
    if topic is None:
        raise BadRequest(_("“%(name)s” is no topic in this archive.") % {"name": slugs[0][:40]})
    return topic


def _after_merge(model: type[Model], slug: str) -> str | None:
    return Redirect.objects.slug_after_merge(model, slug)


def _choices() -> list[Candidate]:
    """Return the candidates to choose from, by surname, with the races they ran in."""
    races = Candidacy.objects.select_related("race").order_by("race__slug")
    candidates: list[Any] = list(Candidate.objects.by_name().prefetch_related(Prefetch("candidacies", races))[:PAGE_SIZE])
    for candidate in candidates:
        candidate.races = [candidacy.race.slug for candidacy in candidate.candidacies.all()]
    return candidates


def _suggested_races(topic: Topic | None) -> list[dict]:
    """Return the races, the newest first, whose candidates fit in one comparison."""
    named = Candidacy.objects.select_related("candidate").order_by("candidate__sort_name", "candidate__slug")
    races = Race.objects.annotate(number=Count("candidacies")).filter(number__range=(2, MAX_COLUMNS)).order_by("-slug")
    suggested = []
    for race in races.prefetch_related(Prefetch("candidacies", named))[:MAX_SUGGESTED_RACES]:
        candidates = [candidacy.candidate for candidacy in race.candidacies.all()]
        suggested.append({"race": race, "names": names_of(candidates), "address": comparison_address(candidates, topic)})
    return suggested


# --- the table --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A candidate, or a year of one ("" for undated sources; None for all years), with its races and elections."""

    key: int | str
    candidate: Entity
    year: str | None
    races: list[Race]
    elections: list[Election]

    def __str__(self) -> str:
        if self.year is None:
            return self.candidate.name
        return _("Sources of %(year)s") % {"year": self.year} if self.year else _("Undated sources")

    @property
    def elections_label(self) -> str:
        return _("Elections in %(year)s:") % {"year": self.year} if self.year else _("Records held of:")

    @property
    def election_links(self) -> SafeString:
        """Links to the elections; in the column of a year, marked if that an election was held in it is inferred."""
        links = ((each.get_absolute_url(), each, inferred(each, "held_on") if self.year else "") for each in self.elections)
        return format_html_join(", ", '<a href="{}">{}</a>{}', links)


@dataclass(frozen=True)
class Contests:
    """The races and elections for which the records name the chosen candidates, each with those candidates, in order. `counts` are
    the elections of which the archive has their results."""

    races: dict[Race, list[Candidate]]
    elections: dict[Election, list[Candidate]]
    counts: dict[Election, list[Candidate]]


def _comparison(chosen: list[Candidate], topics: list[Any], topic: Topic | None, sources_held: int) -> dict:
    """Return the table of the chosen candidates; for a single one, its columns are years."""
    alone = len(chosen) == 1
    numbers = statement_numbers()
    asked_for = [each.pk for each in topics if not topic or topic.pk in (each.pk, each.parent_id)]
    cells = cells_by_year(chosen[0].pk, asked_for) if alone else cells_by_topic([each.pk for each in chosen], asked_for, numbers)
    contests = _contests(chosen)
    columns = _year_columns(chosen[0], cells, contests) if alone else _candidate_columns(chosen, contests)
    on_pages = numbers.concerning
    with_statements = {pk for pk, _column in cells}
    shown = columns[-MAX_COLUMNS:]

    def on_topic(each: Topic, column: Column) -> OnTopic:
        cell = cells.get((each.pk, column.key), Cell())
        return OnTopic(column.candidate, each, cell, on_pages[column.candidate.pk, each.pk], sources_held, column.year)

    asked = [each for each in topics if topic and topic.pk in (each.pk, each.parent_id) and each.is_issue]
    rows = [
        {"topic": each, "cells": [(column, on_topic(each, column)) for column in shown]}
        for each in topics
        if each in asked or each.pk in with_statements
    ]
    rows.sort(key=_first_of_comparison)
    names = names_of(chosen)
    return {
        "names": names,
        "heading": _heading(names, topic, alone=alone),
        "columns": shown,
        "earlier": len(columns) > MAX_COLUMNS,
        "rows": rows[:MAX_ROWS],
        "further": [(row["topic"], comparison_address(chosen, row["topic"])) for row in rows[MAX_ROWS:]],
        "gaps": [] if topic else [each for each in topics if each.pk not in with_statements and each.is_issue],
        "query": urlencode([("c", candidate.slug) for candidate in chosen]),
        "ballots": None if alone else _ballots(chosen, contests),
    }


def _first_of_comparison(row: dict[str, Any]) -> tuple[bool, int]:
    """Return what topics are sorted by: those with somebody's own words first, and of these the ones with an entry of most sides."""
    cells = [side.cell for _column, side in row["cells"]]
    return not any(cell.direct for cell in cells), -sum(cell.total > 0 for cell in cells)


def _heading(names: str, topic: Topic | None, *, alone: bool) -> str:
    if topic:
        return _("%(topic)s: %(names)s") % {"topic": topic, "names": names}
    return (_("%(names)s, year by year") if alone else _("%(names)s, topic by topic")) % {"names": names}


def _contests(candidates: list[Candidate]) -> Contests:
    of_candidates = {"candidate__in": candidates}
    ran = Candidacy.objects.filter(**of_candidates).select_related("race").order_by("-race__slug")
    with_result = set(ElectionResult.objects.filter(**of_candidates).values_list("election", "candidate").distinct())
    facts = CandidacyFact.objects.filter(**of_candidates, election__isnull=False)
    named = with_result | set(facts.values_list("election", "candidate").distinct())
    elections = Election.objects.filter(pk__in={election for election, _ in named}).order_by("held_on", "slug")

    def with_candidates(contests, pairs) -> dict:
        found = {contest: [each for each in candidates if (contest.pk, each.pk) in pairs] for contest in contests}
        return {contest: named for contest, named in found.items() if named}

    return Contests(
        races=with_candidates([each.race for each in ran], {(each.race_id, each.candidate_id) for each in ran}),
        elections=with_candidates(elections, named),
        counts=with_candidates(elections, with_result),
    )


def _candidate_columns(chosen: list[Candidate], contests: Contests) -> list[Column]:
    return [
        Column(
            candidate.pk,
            candidate,
            None,
            [race for race, candidates in contests.races.items() if candidate in candidates],
            [election for election, candidates in contests.elections.items() if candidate in candidates],
        )
        for candidate in chosen
    ]


def _year_columns(candidate: Candidate, cells: Iterable[tuple[int, Any]], contests: Contests) -> list[Column]:
    """Return a column for each year in which sources were published, the undated last.

    No record ties a statement to a race, and a source may speak of several, so a statement is placed by the date of its source."""
    return [
        Column(year, candidate, year, [], [each for each in contests.elections if year and (each.held_on or "").startswith(year)])
        for year in sorted({year for _topic, year in cells}, key=lambda year: (not year, year))
    ]


def _ballots(chosen: list[Candidate], contests: Contests) -> dict:
    """Return what the records say of who ran against whom: races and counts that name several of the candidates, and the pairs of
    candidates that no race joins (`apart`). Two candidates of one race need not have been in the same election."""
    opponents = {pair for candidates in contests.races.values() for pair in combinations(candidates, 2)}
    return {
        "races": [(race, names_of(candidates)) for race, candidates in contests.races.items() if len(candidates) > 1],
        "counts": [(election, names_of(candidates)) for election, candidates in contests.counts.items() if len(candidates) > 1],
        "apart": [pair for pair in combinations(chosen, 2) if pair not in opponents],
    }
