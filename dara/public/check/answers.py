"""The answer for each quotation of a text: the best of what the archive has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

from dara import drafting
from dara.models.fields import TEXT_SEARCH
from dara.public.check.comparison import Comparison, Negation, Words
from dara.public.check.places import Place, places_of
from dara.public.check.speakers import Whose, whose
from dara.text.quote_alignment import align, longest_run, runs
from dara.text.quoted_words import Token, quoted_pieces, word_count

MOST_BYTES = 64 * 1024  # of a text
MOST_QUOTATIONS = 40  # of a text
FEWEST_WORDS = 3  # of a quotation
SHORT = 100  # words of a text that may be one quotation, with a quotation inside
MOST_EVIDENCE = 3  # places that an answer shows
IN_A_ROW = 6  # words of a search that stand in a passage, for them to be taken for a quotation
RANKS = [Words.EXACT, Words.PART, Words.CUT_OR_JOINED, Words.DIFFERS]


@dataclass(frozen=True)
class Quotation:
    """A quotation to check. `speaker`: who is claimed to have said it, "" where nobody is; `start`: where it stands in the text."""

    text: str
    speaker: str = ""
    start: int = 0

    @cached_property
    def pieces(self) -> list[list[Token]]:
        return quoted_pieces(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        return [token for piece in self.pieces for token in piece]


@dataclass(frozen=True)
class Answer:
    """How the words of a quotation stand in the archive, and whose they are. `evidence`: the places that have them, the best first; of a
    quotation that joins several, all of these. Without any, `whose` is None."""

    quotation: Quotation
    words: Words
    whose: Whose | None = None
    negation: Negation = field(default_factory=Negation)
    evidence: list[Comparison] = field(default_factory=list)
    is_joined: bool = False  # of several passages


@dataclass(frozen=True)
class Checked:
    """The answers for the quotations of a text, in its order. `left_out`: how many quotations beyond MOST_QUOTATIONS it has."""

    answers: list[Answer]
    left_out: int = 0


def check_text(text: str, speaker: str = "") -> Checked:
    """Check the quotations of a text, or the text as one quotation where it has none.

    `speaker`: who is claimed to have said what the text names nobody for. A short text is first taken as one quotation, which may have another inside."""
    whole = Quotation(text, speaker)
    quotations = _quotations(text, speaker)
    asked = quotations[:MOST_QUOTATIONS]
    if not quotations or word_count(whole.tokens) <= SHORT:
        first, *answers = check([whole, *asked])
        if not quotations or first.words in (Words.EXACT, Words.PART):
            return Checked([first])
    else:
        answers = check(asked)
    return Checked(answers, len(quotations) - len(asked))


def searched_quotation(text: str) -> Answer | None:
    """Return the answer for the words of a search, if so many of them in a row stand in a passage of a record; never that they are not held."""
    quotation = Quotation(text)
    if not IN_A_ROW <= word_count(quotation.tokens) <= SHORT:
        return None
    (answer,) = check([quotation])
    is_of_a_record = any(whose(each, "") != Whose.NO_RECORD and longest_run(each.alignment) >= IN_A_ROW for each in answer.evidence)
    return answer if is_of_a_record else None


def _quotations(text: str, speaker: str) -> list[Quotation]:
    """The quotations that drafting finds in a text, with their speakers."""
    return [
        Quotation(" … ".join(draft.pieces), draft.speaker.name if draft.speaker else speaker, draft.passage.start)
        for draft in drafting.draft(re.sub(r"\r\n?", "\n", text))
        if isinstance(draft, drafting.Statement) and draft.kind == "quote"
    ]


def check(quotations: Sequence[Quotation]) -> list[Answer]:
    """Return the answer for each quotation. The number of queries does not depend on how many there are."""
    asked = [each for each in quotations if word_count(each.tokens) >= FEWEST_WORDS]
    places = dict(zip(map(id, asked), places_of([each.tokens for each in asked]), strict=True)) if asked else {}
    answers = [_answer(each, places.get(id(each), [])) for each in quotations]
    common = _only_common_words([each.quotation.text for each in answers if each.words == Words.NOT_FOUND])
    return [
        Answer(each.quotation, Words.NOT_LOOKED_UP) if each.quotation.text in common or id(each.quotation) not in places else each
        for each in answers
    ]


def _answer(quotation: Quotation, places: Sequence[Place]) -> Answer:
    found = sorted(_comparisons(quotation, places), key=lambda each: _order(each, quotation.speaker))
    best = found[0] if found else None
    if (best is None or not best.alignment.is_whole) and (joined := _joined(quotation, places)):
        return Answer(quotation, Words.CUT_OR_JOINED, _whose_together(joined, quotation.speaker), evidence=joined, is_joined=True)
    if best is None:
        return Answer(quotation, Words.NOT_FOUND)
    alike = [each for each in found if each.words == best.words and (each.alignment.is_whole or each is best)]
    return Answer(quotation, best.words, whose(best, quotation.speaker), best.negation, alike[:MOST_EVIDENCE])


def _comparisons(quotation: Quotation, places: Sequence[Place]) -> Iterator[Comparison]:
    for place in places:
        for alignment in align(quotation.pieces, place.stretch):
            yield Comparison(place, alignment)


def _order(comparison: Comparison, claimed: str) -> tuple:
    """The words to the letter first, then the claimed speaker's, then those of a record."""
    whole = comparison.alignment.is_whole
    by = whose(comparison, claimed)
    return (
        not whole,
        RANKS.index(comparison.words) if whole else -comparison.alignment.in_common,
        by != Whose.CLAIMED,
        by == Whose.NO_RECORD,
        not comparison.statements,
    )


def _joined(quotation: Quotation, places: Sequence[Place]) -> list[Comparison]:
    """The places whose words a quotation joins, each to the letter; none unless there are two."""
    found = runs(quotation.tokens, [place.stretch for place in places])
    comparisons = [Comparison(places[number], alignment) for number, alignment in found]
    return comparisons if len({_key(each) for each in comparisons}) > 1 else []


def _key(comparison: Comparison) -> tuple:
    """What tells the passages apart that words are of: their statements, or their paragraph."""
    if comparison.statements:
        return tuple(each.key for each in comparison.statements)
    return (comparison.paragraph.pk,)


def _whose_together(comparisons: Sequence[Comparison], claimed: str) -> Whose:
    found = {whose(each, claimed) for each in comparisons}
    return found.pop() if len(found) == 1 else Whose.OTHER


def _only_common_words(texts: Sequence[str]) -> set[str]:
    """Return those of the texts that have only words that search passes over: “we will not do that”."""
    if not texts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t FROM unnest(%s::text[]) AS t WHERE numnode(plainto_tsquery('{TEXT_SEARCH}', public.dara_words(t))) = 0",
            [list(texts)],
        )
        return {text for (text,) in cursor.fetchall()}
