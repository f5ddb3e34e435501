"""Counts: the figures that one source gives of one moment, and how counts of an election follow one another in time. Asks the
database nothing, and works out no figure that a source does not give."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from dara.models import ElectionResult, Entity, Passage


@dataclass(frozen=True)
class Bar:
    """A figure and the length of its bar, as SVG writes one (“53.72%”); "" where there is nothing to draw it by."""

    result: ElectionResult
    length: str


@dataclass(frozen=True)
class Count:
    """The figures, one or more, that a source gives of one moment, candidates by surname. What is said of one, but the figure, is said of all."""

    results: list[ElectionResult]

    @property
    def first(self) -> ElectionResult:
        return self.results[0]

    @property
    def day(self) -> str:
        """What it is ordered by: as of when it is, else when its source was published; "" where neither is known."""
        return self.first.as_of or self.first.source.published_on or ""

    @property
    def has_percent(self) -> bool:
        return any(result.percent is not None for result in self.results)

    @property
    def has_votes(self) -> bool:
        return any(result.votes is not None for result in self.results)

    @property
    def passage(self) -> Passage | None:
        """The one passage that gives all of it; None where each figure has one of its own."""
        return self.first.passage if len({result.passage_id for result in self.results}) == 1 else None

    @property
    def bars(self) -> list[Bar]:
        """On a scale of 0 to 100 percent of the vote; where no percentage is given, of 0 to the largest number of votes."""
        most = max((result.votes or 0 for result in self.results), default=0)
        bars = []
        for result in self.results:
            length = result.percent if self.has_percent else 100 * (result.votes or 0) / (most or 1)
            bars.append(Bar(result, "" if length is None else f"{length:.2f}%"))
        return bars

    def of(self, candidate: Entity) -> list[ElectionResult]:
        """A candidate's figure: none, one, or several where one passage gives several."""
        return [result for result in self.results if result.candidate_id == candidate.pk]


def counts(results: Iterable[ElectionResult]) -> list[Count]:
    """The results of one election, in any order of sources and by surname, as counts: the latest first, those of no known day last."""
    moments: dict[Hashable, list[ElectionResult]] = defaultdict(list)
    for result in results:
        moments[_moment(result)].append(result)
    found = [Count(rows) for told in moments.values() for rows in _apart(told)]
    return sorted(found, key=lambda count: count.day, reverse=True)


def _moment(result: ElectionResult) -> Hashable:
    """All that is said of a count but its figures."""
    return (
        result.source.pk,
        result.as_of,
        "as_of" in result.inferred,
        result.status,
        result.authority_id,
        result.ballots_out,
        result.ballots_out_as_stated,
        result.ballots_out_authority_id,
    )


def _apart(results: list[ElectionResult]) -> list[list[ElectionResult]]:
    """Where somebody has two figures, the source tells of several moments without dating them: then only its passages tell them apart."""
    if len({result.candidate_id for result in results}) == len(results):
        return [results]
    by_passage = defaultdict(list)
    for result in results:
        by_passage[result.passage_id].append(result)
    return list(by_passage.values())


def standing(counts: list[Count]) -> Count | None:
    """The one that says how an election stands: a certified count, else the latest. None where none is held."""
    certified = (count for count in counts if count.first.status == ElectionResult.Status.CERTIFIED)
    return next(certified, counts[0] if counts else None)


@dataclass(frozen=True)
class Moved:
    """Several counts side by side: a row each, and in it a candidate's figures under each candidate."""

    candidates: list[Entity]
    rows: list[tuple[Count, list[list[ElectionResult]]]]


def moved(counts: list[Count]) -> Moved | None:
    """None where there are not two to compare."""
    if len(counts) < 2:
        return None
    named = {result.candidate_id: result.candidate for count in counts for result in count.results}
    candidates = sorted(named.values(), key=lambda candidate: (candidate.sort_name, candidate.pk))
    return Moved(candidates, [(count, [count.of(candidate) for candidate in candidates]) for count in counts])
