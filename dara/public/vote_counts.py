"""Vote counts: the figures that one source gives for one moment, and how the counts of an election follow one another.

Pure functions over loaded results. They compute no figure that a source does not give."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from dara.models import ElectionResult, Entity, Passage


@dataclass(frozen=True)
class Bar:
    """A result and the length of its bar, as SVG writes it (“53.72%”); "" where there is no figure to draw."""

    result: ElectionResult
    length: str


@dataclass(frozen=True)
class VoteCount:
    """The results, one or more, that a source gives for one moment, in the order of the candidates' surnames. All that the source
    says of one of them, except the figure, it says of all."""

    results: list[ElectionResult]

    @property
    def first(self) -> ElectionResult:
        return self.results[0]

    @property
    def area(self) -> str:
        """The part of the county that was counted, in the source's words; "" for the whole county."""
        return self.first.area

    @property
    def day(self) -> str:
        """The day of the count if it is stated, or else the day its source was published; "" where neither is known."""
        return self.first.as_of or self.first.source.published_on or ""

    @property
    def has_percent(self) -> bool:
        return any(result.percent is not None for result in self.results)

    @property
    def has_votes(self) -> bool:
        return any(result.votes is not None for result in self.results)

    @property
    def passage(self) -> Passage | None:
        """The passage that gives all of the figures; None where they have passages of their own."""
        return self.first.passage if len({result.passage_id for result in self.results}) == 1 else None

    @property
    def bars(self) -> list[Bar]:
        """The bars, on a scale of 0 to 100 percent of the vote, or of 0 to the largest number of votes where no percentage is given."""
        most = max((result.votes or 0 for result in self.results), default=0)
        bars = []
        for result in self.results:
            length = result.percent if self.has_percent else 100 * (result.votes or 0) / (most or 1)
            bars.append(Bar(result, "" if length is None else f"{length:.2f}%"))
        return bars

    def results_of(self, candidate: Entity) -> list[ElectionResult]:
        """Return the results of a candidate: none, one, or several where one passage gives several."""
        return [result for result in self.results if result.candidate_id == candidate.pk]


def vote_counts(results: Iterable[ElectionResult]) -> list[VoteCount]:
    """Group the results of one election to counts, the latest first and those without a known day last; after those of the whole county come
    those of its parts.

    The results may come in any order of their sources, but must be in the order of surnames."""
    moments: dict[Hashable, list[ElectionResult]] = defaultdict(list)
    for result in results:
        moments[_moment(result)].append(result)
    counts = [VoteCount(rows) for of_moment in moments.values() for rows in _split_by_passage(of_moment)]
    return sorted(counts, key=lambda count: (not count.area, count.day), reverse=True)


def _moment(result: ElectionResult) -> Hashable:
    """Return everything that is said of a count except its figures."""
    return (
        result.source.pk,
        result.area,
        "area" in result.inferred,
        result.as_of,
        "as_of" in result.inferred,
        result.status,
        result.authority_id,
        result.ballots_out,
        result.ballots_out_as_stated,
        result.ballots_out_authority_id,
    )


def _split_by_passage(results: list[ElectionResult]) -> list[list[ElectionResult]]:
    """Split the results where a candidate has two: the source tells of several moments without dating them, and only the passages
    distinguish them."""
    if len({result.candidate_id for result in results}) == len(results):
        return [results]
    by_passage = defaultdict(list)
    for result in results:
        by_passage[result.passage_id].append(result)
    return list(by_passage.values())


def current_count(counts: list[VoteCount]) -> VoteCount | None:
    """Return the count that tells how an election stands: the certified one, or else the latest. None where there is none.

    The count of a part of the county is never the one."""
    whole = [count for count in counts if not count.area]
    certified = (count for count in whole if count.first.status == ElectionResult.Status.CERTIFIED)
    return next(certified, whole[0] if whole else None)


@dataclass(frozen=True)
class CountComparison:
    """Several counts side by side: a row for each count, with a list of results for each of the candidates."""

    candidates: list[Entity]
    rows: list[tuple[VoteCount, list[list[ElectionResult]]]]


def compare_counts(counts: list[VoteCount]) -> CountComparison | None:
    """Put counts of the whole county side by side. None where there are fewer than two."""
    counts = [count for count in counts if not count.area]
    if len(counts) < 2:
        return None
    named = {result.candidate_id: result.candidate for count in counts for result in count.results}
    candidates = sorted(named.values(), key=lambda candidate: (candidate.sort_name, candidate.pk))
    return CountComparison(candidates, [(count, [count.results_of(candidate) for candidate in candidates]) for count in counts])
