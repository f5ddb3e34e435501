"""Results grouped to counts, in time, and drawn: no database needed."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from dara.public.vote_counts import compare_counts, current_count, vote_counts

SMITH, JONES = (SimpleNamespace(pk=pk, sort_name=name) for pk, name in ((1, "Smith, Ann"), (2, "Jones, Bea")))


def result(candidate, figure=None, *, votes=None, paper="the paper", passage="p1", published="2020-11-06", **said):
    defaults = {"area": "", "as_of": None, "inferred": {}, "status": "partial", "authority_id": None}
    defaults |= {"ballots_out": None, "ballots_out_as_stated": "", "ballots_out_authority_id": None}
    return SimpleNamespace(
        candidate=candidate,
        candidate_id=candidate.pk,
        percent=None if figure is None else Decimal(figure),
        votes=votes,
        source=SimpleNamespace(pk=paper, published_on=published),
        passage=passage,
        passage_id=passage,
        **defaults | said,
    )


def figures(results):
    return [[row.percent for row in count.results] for count in vote_counts(results)]


def test_figures_of_one_source_and_moment_are_one_count():
    rows = [result(JONES, 54, passage="p1"), result(SMITH, 46, passage="p2")]
    assert figures(rows) == [[54, 46]]
    assert vote_counts(rows)[0].passage is None
    assert vote_counts([result(JONES, 54), result(SMITH, 46)])[0].passage == "p1"


@pytest.mark.parametrize(
    "other",
    [
        {"paper": "another"},
        {"area": "precinct 12"},
        {"as_of": "2020-11-05"},
        {"status": "certified"},
        {"authority_id": 7},
        {"ballots_out": 790000},
        {"ballots_out_as_stated": "more than 790,000"},
    ],
)
def test_what_is_said_of_one_figure_is_never_said_of_another(other):
    assert len(vote_counts([result(JONES, 54), result(SMITH, 46, **other)])) == 2


def test_moments_that_a_source_does_not_date_are_told_apart_by_their_passages():
    rows = [result(JONES, 54, passage="p1"), result(JONES, 53, passage="p2"), result(SMITH, 47, passage="p2")]
    assert figures(rows) == [[54], [53, 47]]


def test_the_latest_comes_first_and_what_has_no_day_last():
    rows = [
        result(JONES, 50, paper="undated", published=None),
        result(JONES, 51, paper="a month", published="2020-11"),
        result(JONES, 52, paper="the first report", published="2020-11-04"),
        result(JONES, 53, paper="a later look back", published="2021-01-01", as_of="2020-11-05"),
    ]
    assert figures(rows) == [[53], [52], [51], [50]]


def test_a_certified_count_says_how_an_election_stands_else_the_latest():
    early, late = result(JONES, 54, as_of="2020-11-03"), result(JONES, 53, as_of="2020-11-06")
    assert current_count(vote_counts([early, late])).first is late
    certified = result(JONES, 52, as_of="2020-11-04", status="certified")
    assert current_count(vote_counts([early, late, certified])).first is certified
    assert current_count([]) is None


def test_the_count_of_a_precinct_is_no_count_of_the_election():
    whole = result(JONES, 54, as_of="2020-11-03")
    later, certified = (
        result(JONES, 90, area="precinct 12", as_of="2020-11-06", status=status) for status in ("partial", "certified")
    )
    counts = vote_counts([later, certified, whole])
    assert [count.area for count in counts] == ["", "precinct 12", "precinct 12"]
    assert current_count(counts).first is whole
    assert current_count(vote_counts([later, certified])) is None
    assert compare_counts(counts) is None


def test_bars_are_as_long_as_the_percentages():
    (count,) = vote_counts([result(JONES, "53.7200", votes=10), result(SMITH, votes=90)])
    assert [bar.length for bar in count.bars] == ["53.72%", ""]


def test_votes_alone_are_drawn_beside_the_largest_and_give_no_percentage():
    (count,) = vote_counts([result(JONES, votes=200), result(SMITH, votes=50)])
    assert [bar.length for bar in count.bars] == ["100.00%", "25.00%"]
    assert not count.has_percent
    (count,) = vote_counts([result(JONES, votes=0)])
    assert [bar.length for bar in count.bars] == ["0.00%"]


def test_counts_side_by_side_leave_a_gap_where_a_candidate_has_no_figure():
    rows = [
        result(SMITH, 46, as_of="2020-11-06"),
        result(JONES, 54, as_of="2020-11-06"),
        result(SMITH, 47, as_of="2020-11-05"),
    ]
    side_by_side = compare_counts(vote_counts(rows))
    assert side_by_side.candidates == [JONES, SMITH]
    assert [[[row.percent for row in held] for held in figures] for _, figures in side_by_side.rows] == [[[54], [46]], [[], [47]]]
    assert compare_counts(vote_counts(rows[:2])) is None
