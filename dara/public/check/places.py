"""The places in the archive that may have the words of a quotation: paragraphs that the public may read, and the statements in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Q

from dara.models import CandidacyFact, Election, ElectionResult, Endorsement, Passage, PublicParagraph, Source, Statement
from dara.text.quote_alignment import Stretch
from dara.text.quoted_words import Token
from dara.text.sentences import split_sentences
from dara.text.spans import Span

MANY = 300  # paragraphs that are looked at to choose those from
MOST_PARAGRAPHS = 8  # that are compared with one quotation
WORDS_ASKED = 60  # of a quotation, the longest
OTHER_RECORDS = (Endorsement, ElectionResult, CandidacyFact, Election)
# The paragraphs that were found, and those beside them: a quotation may go on there.
AROUND = """
SELECT DISTINCT p.id, p.source_id, p.number, p.start, p."end", p.body
FROM unnest(%s::bigint[]) AS wanted (id)
-- OFFSET keeps these from becoming joins, for which all paragraphs might be read
CROSS JOIN LATERAL (SELECT q.source_id, q.number FROM dara_publicparagraph AS q WHERE q.id = wanted.id OFFSET 0) AS found
CROSS JOIN LATERAL (SELECT q.* FROM dara_publicparagraph AS q
    WHERE q.source_id = found.source_id AND q.number BETWEEN found.number - 2 AND found.number + 2 OFFSET 0) AS p
ORDER BY p.source_id, p.number
"""


@dataclass(frozen=True, eq=False)
class Place:
    """Successive paragraphs of a source, their words, and the statements whose passages touch them."""

    source: Source
    paragraphs: Sequence[PublicParagraph]
    stretch: Stretch
    statements: list[Statement] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)  # with evidence for any record

    @classmethod
    def of(cls, paragraphs: Sequence[PublicParagraph]) -> "Place":
        stretch = Stretch.of("".join(each.body for each in paragraphs), paragraphs[0].start)
        return cls(paragraphs[0].source, paragraphs, stretch)

    def paragraphs_of(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last paragraph that a span touches."""
        numbers = [each.number for each in self.paragraphs if each.start < span.end and span.start < each.end]
        return numbers[0], numbers[-1]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the paragraphs, with the marks around them. Offsets are those of the source's text."""
        return [
            Span(paragraph.start + start, paragraph.start + end)
            for paragraph in self.paragraphs
            for start, end in split_sentences(paragraph.body.rstrip(), cautious=True)
        ]


def places_of(quotations: Sequence[Sequence[Token]]) -> list[list[Place]]:
    """Return the places that may have the words of each quotation, without their evidence. Asks the database three times, however many
    quotations there are."""
    found = _paragraphs_like(quotations)
    places = [Place.of(list(paragraphs)) for paragraphs in _in_a_row(_around({pk for pks in found for pk in pks}))]
    by_paragraph = {paragraph.pk: number for number, place in enumerate(places) for paragraph in place.paragraphs}
    return [[places[number] for number in dict.fromkeys(by_paragraph[pk] for pk in pks if pk in by_paragraph)] for pks in found]


def _paragraphs_like(quotations: Sequence[Sequence[Token]]) -> list[list[int]]:
    """Return the ids of the paragraphs that are most like each quotation, the most alike first."""
    numbers, words = [], []
    for number, quotation in enumerate(quotations):
        asked = list(dict.fromkeys(token.text for token in quotation if token.is_word))
        longest = sorted(asked, key=len, reverse=True)[:WORDS_ASKED]
        for word in asked:
            if word in longest:
                numbers.append(number)
                words.append(word)
    phrases = [" ".join(token.text for token in quotation if token.is_word) for quotation in quotations]
    found: list[list[int]] = [[] for _ in quotations]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quotation, paragraph FROM public.dara_paragraphs_like(%s::integer[], %s::text[], %s::text[], %s, %s)",
            [numbers, words, phrases, MANY, MOST_PARAGRAPHS],
        )
        for number, paragraph in cursor.fetchall():
            found[number].append(paragraph)
    return found


def _around(found: Iterable[int]) -> list[PublicParagraph]:
    """Return the paragraphs and those beside them, in the order of their texts, each with its source."""
    paragraphs = list(PublicParagraph.objects.raw(AROUND, [sorted(found)]))
    sources = Source.objects.for_lists().in_bulk({each.source_id for each in paragraphs})
    for paragraph in paragraphs:
        paragraph.source = sources[paragraph.source_id]
    return paragraphs


def _in_a_row(paragraphs: Iterable[PublicParagraph]) -> list[list[PublicParagraph]]:
    """Return the paragraphs that follow each other in one text together."""
    numbered = enumerate(paragraphs)  # numbers and places grow alike in a row
    return [
        [paragraph for _, paragraph in row]
        for _, row in groupby(numbered, key=lambda each: (each[1].source_id, each[1].number - each[0]))
    ]


def add_evidence(found: Sequence[tuple[Place, Span]]) -> None:
    """Give each place its statements, and the passages that are evidence for any record, as far as they touch the paragraphs of a span in it.
    Asks the database three times."""
    touching = Q(pk__in=[])
    numbers: dict[Place, tuple[int, int]] = {}
    for place, span in found:
        first, last = place.paragraphs_of(span)
        touching |= Q(source=place.source, first_paragraph__lte=last, last_paragraph__gte=first)
        known = numbers.get(place, (first, last))
        numbers[place] = (min(first, known[0]), max(last, known[1]))
    passages = list(Passage.objects.filter(touching))
    keys = [passage.pk for passage in passages]
    rows = Statement.objects.for_lists().select_related("utterance").prefetch_related(None)
    statements: dict[Any, list[Statement]] = {}
    for statement in rows.filter(passage__in=keys).order_by("place", "key"):
        statements.setdefault(statement.passage_id, []).append(statement)
    first_kind, *others = (each.objects.filter(passage__in=keys).order_by().values_list("passage") for each in OTHER_RECORDS)
    used = {*statements, *(pk for (pk,) in first_kind.union(*others))}
    for place, (first, last) in numbers.items():
        for passage in passages:
            is_near = passage.source_id == place.source.pk and passage.first_paragraph <= last and passage.last_paragraph >= first
            if is_near and passage.pk in used:
                place.passages.append(passage)
                place.statements.extend(statements.get(passage.pk, ()))
