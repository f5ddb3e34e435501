"""The answer for each quotation of a text: the best of what the archive has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

from dara.models.fields import TEXT_SEARCH
from dara.public.check.comparison import Comparison, Negation, Words
from dara.public.check.places import Place, add_evidence, places_of
from dara.public.check.speakers import Claim, Whose, claims, whose
from dara.text.quote_alignment import align, longest_run, runs
from dara.text.quoted_words import Token, quoted_pieces, word_count
from dara.text.spans import Span

MOST_BYTES = 64 * 1024  # of a text
MOST_QUOTATIONS = 40  # of a text
FEWEST_WORDS = 3  # of a quotation
SHORT = 100  # words of a text that may be one quotation, with a quotation inside
MOST_EVIDENCE = 3  # places that an answer shows
CLEAR = 0.8  # of the letters of a quotation: who has so much of it in one place has its source
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
    quotation that joins several, all of these. Without any, `whose` is None. `has_more`: there are places with the same words beyond these."""

    quotation: Quotation
    words: Words
    whose: Whose | None = None
    negation: Negation = field(default_factory=Negation)
    evidence: list[Comparison] = field(default_factory=list)
    is_joined: bool = False  # of several passages
    has_more: bool = False


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
    is_of_a_record = any(whose(each) != Whose.NO_RECORD and longest_run(each.alignment) >= IN_A_ROW for each in answer.evidence)
    return answer if is_of_a_record else None


def _quotations(text: str, speaker: str) -> list[Quotation]:
    """The quotations that drafting finds in a text, with their speakers."""
    from dara import drafting  # few pages need it

    return [
        Quotation(" … ".join(draft.pieces), draft.speaker.name if draft.speaker else speaker, draft.passage.start)
        for draft in drafting.draft(re.sub(r"\r\n?", "\n", text))
        if isinstance(draft, drafting.Statement) and draft.kind == "quote"
    ]


def check(quotations: Sequence[Quotation]) -> list[Answer]:
    """Return the answer for each quotation. The number of queries does not depend on how many there are."""
    asked = [each for each in quotations if word_count(each.tokens) >= FEWEST_WORDS]
    found = _compared(asked)
    add_evidence(
        [(each.place, Span(each.alignment.start, each.alignment.end)) for both in found for alike in both for each in alike]
    )
    claimed = claims(each.speaker for each in asked)
    by_quotation = {id(each): _answer(each, claimed[each.speaker], *both) for each, both in zip(asked, found, strict=True)}
    common = _only_common_words([each.text for each in asked if by_quotation[id(each)].words == Words.NOT_FOUND])
    for each in quotations:
        if each.text in common or id(each) not in by_quotation:
            by_quotation[id(each)] = Answer(each, Words.NOT_LOOKED_UP)
    return [by_quotation[id(each)] for each in quotations]


def _compared(quotations: Sequence[Quotation]) -> list[tuple[list[Comparison], list[Comparison]]]:
    """The places that have the words of each quotation, and those whose words it joins. Where most is not found in one place, its halves are
    looked for."""
    places = places_of([each.tokens for each in quotations])
    found = [_comparisons(each, held) for each, held in zip(quotations, places, strict=True)]
    unclear = [number for number, (whole, _) in enumerate(found) if all(each.alignment.in_common < CLEAR for each in whole)]
    halves = [half for number in unclear for half in _halves(quotations[number].tokens)]
    of_halves = iter(places_of(halves) if halves else [])
    for number in unclear:
        held = [*next(of_halves), *next(of_halves), *places[number]]
        found[number] = _comparisons(quotations[number], held)
    return found


def _halves(found: list[Token]) -> tuple[list[Token], list[Token]]:
    return found[: len(found) // 2], found[len(found) // 2 :]


def _comparisons(quotation: Quotation, places: Sequence[Place]) -> tuple[list[Comparison], list[Comparison]]:
    """The places that have the words of a quotation; and those whose words it joins, each to the letter, where none has all of them."""
    found = [Comparison(place, alignment) for place in places for alignment in align(quotation.pieces, place.stretch)]
    if any(each.alignment.is_whole for each in found):
        return found, []
    joined = runs(quotation.tokens, [place.stretch for place in places])
    return found, [Comparison(places[number], alignment) for number, alignment in joined]


def _answer(quotation: Quotation, claim: Claim, found: Sequence[Comparison], joined: list[Comparison]) -> Answer:
    if len({_key(each) for each in joined}) > 1:
        return Answer(quotation, Words.CUT_OR_JOINED, _whose_together(joined, claim), evidence=joined, is_joined=True)
    if not found:
        return Answer(quotation, Words.NOT_FOUND)
    best, *others = sorted(found, key=lambda each: _order(each, claim))
    alike = [each for each in others if best.alignment.is_whole and each.words == best.words]
    evidence = [best, *alike]
    return Answer(
        quotation,
        best.words,
        whose(best, claim),
        best.negation,
        evidence[:MOST_EVIDENCE],
        has_more=len(evidence) > MOST_EVIDENCE,
    )


def _order(comparison: Comparison, claim: Claim) -> tuple:
    """The words to the letter first, then the claimed speaker's, then those of a record."""
    whole = comparison.alignment.is_whole
    by = whose(comparison, claim)
    return (
        not whole,
        RANKS.index(comparison.words) if whole else -comparison.alignment.in_common,
        by != Whose.CLAIMED,
        by == Whose.NO_RECORD,
        not comparison.statements,
    )


def _key(comparison: Comparison) -> tuple:
    """What tells the passages apart that words are of: their statements, or their paragraph."""
    if comparison.statements:
        return tuple(each.key for each in comparison.statements)
    return (comparison.paragraph.pk,)


def _whose_together(comparisons: Sequence[Comparison], claim: Claim) -> Whose:
    found = {whose(each, claim) for each in comparisons}
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
