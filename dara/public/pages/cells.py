"""What a candidate's side says on a topic: the cells of the comparison, and the same on the page of a topic."""

from collections import defaultdict
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import Coalesce, Left, RowNumber
from django.utils.translation import gettext as _

from dara.models import Concerned, Entity, Statement, Topic
from dara.models.permalinks import address
from dara.public.held import StatementNumbers
from dara.public.pages.fragments import add_context
from dara.public.pages.statements import OfOneSource, group_by_source
from dara.public.presentation.attribution import teller
from dara.public.presentation.gaps import no_direct_words, nothing_held, nothing_held_of_year, only_others_speak
from dara.public.presentation.numbers import grouped
from dara.public.revision import per_revision

STATEMENTS_PER_CELL = 2
MANY_CELLS = 60  # of more, each has one statement


@dataclass
class Cell:
    """What a candidate's side says on a topic: the first statements, and the number of all."""

    statements: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def direct(self) -> bool:
        """Whether there are words of the side's own. If there are, some of them are among the first statements."""
        return any(statement.direct for statement in self.statements)

    @property
    def groups(self) -> list[OfOneSource]:
        return group_by_source(self.statements)

    @property
    def told_by(self) -> Entity | None:
        """Who tells all of the first statements in other words; None where they have several tellers or none."""
        tellers = {teller(statement) for statement in self.statements}
        return tellers.pop() if len(tellers) == 1 else None


@dataclass(frozen=True)
class OnTopic:
    """What a page shows of a candidate's side on a topic. `year` is that of its sources, "" for the undated, None for all years."""

    candidate: Entity
    topic: Topic
    cell: Cell
    on_page: int  # how many statements the candidate's page has on it, whoever speaks
    sources_held: int
    year: str | None = None

    @property
    def address(self) -> str:
        """Where the candidate's page has the topic."""
        return f"{address('candidate', self.candidate.slug)}#topic-{self.topic.slug}"

    @property
    def heading_address(self) -> str:
        """The same; the beginning of the candidate's page if it has nothing on the topic."""
        return self.address if self.on_page else address("candidate", self.candidate.slug)

    @property
    def more(self) -> str:
        """The link to all statements of the side; "" if they are shown."""
        if self.cell.total <= len(self.cell.statements):
            return ""
        return _("All %(number)s are on %(name)s’s page") % {"number": grouped(self.cell.total), "name": self.candidate.surname}

    @property
    def gap(self) -> str:
        """The sentence that says what is not held; "" if there are words of the side's own."""
        name = self.candidate.surname
        if self.cell.total:
            return "" if self.cell.direct else no_direct_words(self.cell.told_by)
        if self.year is not None:
            return nothing_held_of_year(name, self.year)
        return only_others_speak(name) if self.on_page else nothing_held(name, self.sources_held)

    @property
    def has_others_only(self) -> bool:
        """Whether others speak of the candidate on the topic, and nothing of the side's is held."""
        return not self.cell.total and self.year is None and self.on_page > 0


def cells_by_topic(
    candidates: Collection[int], topics: Collection[int], numbers: StatementNumbers, most: int = 0
) -> dict[tuple[int, Any], Cell]:
    """Return the cells that have a statement, by the ids of topic and candidate.

    In a cell, the candidate's own words come first, then the campaign's, then what others tell; of each, the latest dated. `most`: how many
    statements a cell has; without it, as few as a table of so many cells has."""
    pairs = [(topic, candidate) for topic in topics for candidate in candidates if (candidate, topic) in numbers.of_side]
    rows = Concerned.objects.closest(pairs, most or (STATEMENTS_PER_CELL if len(pairs) <= MANY_CELLS else 1))
    return _cells([((topic, candidate), key, direct, numbers.of_side[candidate, topic]) for topic, candidate, key, direct in rows])


def cells_by_year(candidate: int, topics: Collection[int]) -> dict[tuple[int, Any], Cell]:
    """Return the same of one candidate by the ids of topics and the years of sources, "" for those without a date."""
    rows = _closest_of_years(candidate, tuple(topics))
    return _cells([((topic, year), key, direct, total) for topic, year, key, direct, total in rows])


@per_revision
def _closest_of_years(candidate: int, topics: tuple[int, ...]) -> list[tuple[int, str, str, bool, int]]:
    """Return the first statements of each topic and year: topic, year, key, whether the words are the side's own, the number of all."""
    rows: Any = Concerned.objects.of_sides().filter(entity=candidate, topic__in=topics)
    rows = rows.annotate(year=Left(Coalesce("statement__passage__source__published_on", Value("")), 4))
    cell = [F("topic"), F("year")]
    order = (F("closeness").asc(), F("place_by_date").asc())
    rows = rows.annotate(number=Window(RowNumber(), cell, order), total=Window(Count("*"), cell)).filter(
        number__lte=STATEMENTS_PER_CELL
    )
    direct = Q(closeness__lt=Concerned.Closeness.TOLD)
    columns = ("topic", "year", "statement", Case(When(direct, then=True), default=False), "total")
    return list(rows.order_by("topic", "year", "number").values_list(*columns))


def _cells(rows: list[tuple[tuple[int, Any], str, bool, int]]) -> dict[tuple[int, Any], Cell]:
    """Return the cells by their names. `rows`: the name, the key of a statement, whether its words are the side's own, the number of all."""
    statements: Any = Statement.objects.for_lists().prefetch_related(None).in_bulk([key for _, key, *_ in rows])
    cells: dict[tuple[int, Any], Cell] = defaultdict(Cell)
    for name, key, direct, total in rows:
        statement = copy(statements[key])  # what it is in one cell, it need not be in another
        statement.direct = direct
        cells[name].statements.append(statement)
        cells[name].total = total
    add_context(*(cell.statements for cell in cells.values()))
    return cells
