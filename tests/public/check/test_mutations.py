"""Quotations of a generated archive, changed by rule: no changed one is exact, and the record is found all the same.

The expectations come from what was done to the words, and not from the code that compares them."""

import random
import re
from collections import Counter

import pytest
from django.db import connection

from bench.large_archive import Archive, filling
from bench.large_archive.sources import SAYINGS, STANCES
from dara.models import Statement
from dara.public.check import Whose, Words
from dara.public.check.answers import Quotation, check

pytestmark = pytest.mark.django_db

NEGATING = {
    "not",
    "no",
    "never",
    "none",
    "nobody",
    "nothing",
    "nowhere",
    "neither",
    "nor",
    "cannot",
    "without",
    "hardly",
    "scarcely",
    "barely",
}
AT_ONCE = 40


@pytest.fixture
def chance() -> random.Random:
    return random.Random(17)


@pytest.fixture
def quotes(long: bool) -> list[Statement]:
    filling.fill(Archive(3000 if long else 150))
    with connection.cursor() as cursor:  # as autovacuum does after an import
        cursor.execute("SELECT gin_clean_pending_list('publicparagraph_search')")
        cursor.execute("ANALYZE dara_publicparagraph")
    found = Statement.objects.filter(kind__in=["quote", "post"]).select_related("speaker").order_by("key")
    return [each for each in found if len(each.pieces[0].split()) >= 10]


def is_negative(words: list[str]) -> bool:
    return any(word.lower().strip(",.") in NEGATING or "n’t" in word for word in words)


# --- what is done to the words ------------------------------------------------------------------------


def in_other_marks(statement: Statement, chance: random.Random) -> str:
    text = statement.text
    if chance.random() < 0.5:
        text = text[0].swapcase() + text[1:]
    text = text.translate({0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})
    text = re.sub(r" ?— ?", lambda _: chance.choice(["--", " - ", "–", " — "]), text)
    text = text.replace(" … ", chance.choice(["... ", " . . . ", " […] ", "…"]))
    text = re.sub(" ", lambda _: chance.choice([" ", " ", "  ", "\n", "\u00a0"]), text)
    text = text.removesuffix(".") if chance.random() < 0.5 else text
    return f"{chance.choice('“„«')}{text}{chance.choice('”“»')}" if chance.random() < 0.5 else text


def with_a_word_changed(words: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(1, len(words) - 1)
    return [*words[:place], chance.choice(["zeppelins", "quixotic", "marmalade"]), *words[place + 1 :]]


def with_a_word_moved(words: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(1, len(words) - 5)
    to = place + chance.randrange(2, 5)
    return [*words[:place], *words[place + 1 : to + 1], words[place], *words[to + 1 :]]


def without_some_words(words: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(3, len(words) - 4)
    return [*words[:place], *words[place + chance.randrange(1, 3) :]]


def negated(words: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(1, len(words) - 1)
    return [*words[:place], chance.choice(["not", "never"]), *words[place:]]


def part(words: list[str], chance: random.Random) -> list[str]:
    start = chance.randrange(1, len(words) - 7)
    return words[start : start + 6]


CHANGES = [
    (with_a_word_changed, Words.DIFFERS),
    (with_a_word_moved, Words.DIFFERS),
    (without_some_words, Words.CUT_OR_JOINED),
    (part, Words.PART),
]

# --- what is expected of the answers ----------------------------------------------------------------------------------------


def answers(asked: list[Quotation]):
    return [answer for first in range(0, len(asked), AT_ONCE) for answer in check(asked[first : first + AT_ONCE])]


def keys(answer) -> set[str]:
    """The statements of the evidence, and what they are quoted in: of a quotation in a post, the words are in both."""
    return {key for comparison in answer.evidence for each in comparison.statements for key in (each.key, each.within_id)}


def other_marks_dashes_and_spaces_are_exact(quotes, chance, long):
    chosen = chance.choices(quotes, k=2000 if long else 60)
    found = answers([Quotation(in_other_marks(each, chance), each.speaker.name) for each in chosen])
    other = [answer.quotation.text for answer in found if (answer.words, answer.whose) != (Words.EXACT, Whose.CLAIMED)]
    assert other == []


def a_change_is_found_and_named(quotes, chance, long, change, expected):
    chosen = chance.choices(quotes, k=2000 if long else 60)
    changed = [(each, change(each.pieces[0].split(), chance)) for each in chosen]
    changed = [(each, words) for each, words in changed if words != each.pieces[0].split()]
    found = answers([Quotation(" ".join(words), each.speaker.name) for each, words in changed])
    given = list(zip(changed, found, strict=True))
    assert [answer.quotation.text for answer in found if (answer.words, answer.whose) == (Words.EXACT, Whose.CLAIMED)] == []
    missed = [answer.quotation.text for (each, _), answer in given if each.key not in keys(answer)]
    assert len(missed) <= 0.02 * len(given), missed
    kept = [(each, answer) for (each, words), answer in given if is_negative(words) == is_negative(each.pieces[0].split())]
    other = [(answer.words.value, answer.quotation.text, each.text) for each, answer in kept if answer.words != expected]
    assert len(other) <= 0.05 * len(kept), other[:10]


def a_negation_is_named(quotes, chance, long):
    chosen = [each for each in chance.choices(quotes, k=2000 if long else 60) if not is_negative(each.pieces[0].split())]
    found = answers([Quotation(" ".join(negated(each.pieces[0].split(), chance)), each.speaker.name) for each in chosen])
    assert [answer.quotation.text for answer in found if answer.words == Words.EXACT] == []
    missed = [answer.quotation.text for answer in found if not answer.negation.added]
    assert len(missed) <= 0.02 * len(found), missed


def two_halves_are_joined(quotes, chance, long):
    pairs = [chance.sample(quotes, 2) for _ in range(1000 if long else 60)]
    texts = [" ".join([*one.pieces[0].split()[:5], *other.pieces[0].split()[-5:]]) for one, other in pairs]
    found = answers([Quotation(text, one.speaker.name) for text, (one, _) in zip(texts, pairs, strict=True)])
    right = [
        {one.key, other.key} <= keys(answer) and answer.words == Words.CUT_OR_JOINED
        for (one, other), answer in zip(pairs, found, strict=True)
    ]
    assert sum(right) >= 0.95 * len(pairs), [
        answer.quotation.text for answer, is_right in zip(found, right, strict=True) if not is_right
    ]


def words_of_somebody_else(quotes, chance, long):
    chosen = chance.choices(quotes, k=1000 if long else 60)
    names = sorted({each.speaker.name for each in quotes})
    asked = [Quotation(each.text, chance.choice([name for name in names if name != each.speaker.name])) for each in chosen]
    assert Counter((answer.words, answer.whose) for answer in answers(asked)) == {(Words.EXACT, Whose.OTHER): len(chosen)}


# What every such archive says in the same words: endorsements, facts of candidacies, and when a race was held.
EVERYWHERE = [
    " race was held",
    *(verb for verbs in STANCES.values() for verb in verbs),
    *(saying.split(" {race}")[0] for saying in SAYINGS.values()),
]


def foreign_sentences_are_not_held(quotes, chance, long):
    elsewhere = [source.text for source in Archive(3000 if long else 150, seed=5).sources()]
    sentences = [
        each
        for text in elsewhere
        for each in re.findall(r"[A-Z][^.“”\n]{40,200}\.", text)
        if not any(words in each for words in EVERYWHERE)
    ]
    chosen = chance.sample(sentences, 1000 if long else 60)
    found = answers([Quotation(each) for each in chosen])
    held = [(answer.quotation.text, answer.evidence[0].text(answer.evidence[0].sentence)) for answer in found if answer.evidence]
    assert len(held) <= 0.01 * len(found), held


def test_quotations_that_were_changed_by_rule(quotes, chance, long):
    """One test, as the archive is filled for it."""
    other_marks_dashes_and_spaces_are_exact(quotes, chance, long)
    for change, expected in CHANGES:
        a_change_is_found_and_named(quotes, chance, long, change, expected)
    a_negation_is_named(quotes, chance, long)
    two_halves_are_joined(quotes, chance, long)
    words_of_somebody_else(quotes, chance, long)
    foreign_sentences_are_not_held(quotes, chance, long)
