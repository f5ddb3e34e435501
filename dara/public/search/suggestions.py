"""Corrections of misspelt words: “Did you mean …?” They are offered, never searched for unasked.

A word that stands nowhere in the archive, and that is no word of English or Spanish, is replaced by the most similar word of a name, of
a topic, of what the other words of the query find, or of a text in which a word begins alike: “Chemerinksy” → “Chemerinsky”,
“cash bial” → “cash bail”, “Newsom” → “Newson”, as a source has it."""

import re

from django.contrib.postgres.search import TrigramWordDistance
from django.db import connection
from django.db.models import F, Func, QuerySet, TextField, Value

from dara.models import Entity, Topic
from dara.models.fields import TEXT_SEARCH
from dara.public.search.query import MAX_LENGTH, Query, word_parts
from dara.text.dictionary import is_a_word, without_accents

MAX_CORRECTIONS = 5  # misspelt words that are looked up in one query
MIN_LETTERS = 4  # shorter words are too similar to each other to guess one
SIMILAR_NAMES = 20  # names of entities, and as many of topics, that are compared with a word
LONG_WORD = 6  # letters; a longer one may differ in two
TEXTS_READ = 50  # statements, and as many paragraphs, whose words are compared with a word

# Own SQL, because querysets select from tables: one query answers for all words of a text.
PLAIN_WORDS = """
SELECT public.dara_plain(word) FROM unnest(%s::text[]) WITH ORDINALITY AS given (word, place) ORDER BY place
"""


def corrected(query: Query) -> Query | None:
    """Return the query with its misspelt words corrected; None where no word is misspelt, or none is similar enough.

    Similar enough is one slip in a word of up to five letters, and two slips in a longer one."""
    words = [part for term in query.included for part in word_parts(term.text)]
    unknown = _unknown([word for word in dict.fromkeys(words) if len(word) >= MIN_LETTERS])
    known = " ".join(word for word in words if word not in unknown)
    text = query.text
    for word in [word for word in unknown[:MAX_CORRECTIONS] if not is_a_word(word)]:
        if (replacement := _most_similar(word, known)) is not None:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", replacement, text)
    return Query.parse(text) if text != query.text and len(text) <= MAX_LENGTH else None


def _unknown(words: list[str]) -> list[str]:
    """Return the words that find nothing at all, in their order."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.dara_unknown_words(%s::text[])", [words])
        return [word for (word,) in cursor.fetchall()]


def _most_similar(word: str, known: str) -> str | None:
    """Return the most similar word, as it is written where it stands; None where no word is similar enough.

    Two letters that changed places are likelier than a wrong letter. Of two words that are equally similar, the one that stands in
    a text with the `known` words is taken."""
    from rapidfuzz.distance import OSA, Levenshtein  # few pages need it

    beside = {part for text in _texts_with(known) for part in word_parts(text)} if known else set()
    of_names = (part for name in _similar_names(word) for part in word_parts(name))
    begins_alike = sorted(_words_that_begin_alike(word), key=str.swapcase)
    found = dict.fromkeys([*of_names, *sorted(beside, key=str.swapcase), *begins_alike])
    candidates = [part for part in found if len(part) >= MIN_LETTERS]
    plain_word, *plain_candidates = _plain([word, *candidates])
    slips = {part: OSA.distance(plain_word, plain) for part, plain in zip(candidates, plain_candidates, strict=True)}
    # Levenshtein counts 2 for a transposition, for which OSA counts 1.
    letters = {part: Levenshtein.distance(plain_word, plain) for part, plain in zip(candidates, plain_candidates, strict=True)}
    best = min(candidates, key=lambda part: (slips[part], -letters[part], part not in beside), default=None)
    return best if best is not None and slips[best] <= (1 if len(word) < 6 else 2) else None


def _similar_names(word: str) -> QuerySet:
    """Return the names of entities and of topics that contain something similar to the word, found by the trigram indexes."""
    plain_word, plain_name = (
        Func(each, function="public.dara_plain", output_field=TextField()) for each in (Value(word), F("name"))
    )
    entities, topics = (
        rows.order_by(TrigramWordDistance(plain_word, plain_name)).values_list("name", flat=True)[  # type: ignore[arg-type]  # it takes expressions too
            :SIMILAR_NAMES
        ]
        for rows in (Entity.objects.with_page(), Topic.objects.all())
    )
    return entities.union(topics, all=True)


def _words_that_begin_alike(word: str) -> set[str]:
    """Return words of the archive's texts that differ from the word at most in its last letter, of a long one in its last two."""
    beginning = without_accents(word)[: -1 if len(word) <= LONG_WORD else -2]
    if not beginning.isalnum():  # an apostrophe
        return set()
    texts = _texts(f"SELECT public.dara_texts_with(to_tsquery('simple', %s), {TEXTS_READ})", f"'{beginning}':*")
    return {part for text in texts for part in word_parts(text) if without_accents(part).startswith(beginning)}


def _texts_with(words: str) -> list[str]:
    """Return texts of the archive that contain all of these words."""
    return _texts(f"SELECT public.dara_texts_with(plainto_tsquery('{TEXT_SEARCH}', public.dara_words(%s)), {TEXTS_READ})", words)


def _texts(sql: str, words: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [words])
        return [text for (text,) in cursor.fetchall()]


def _plain(words: list[str]) -> list[str]:
    """Return the words in small letters without accents, as the indexes have them."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_WORDS, [words])
        return [word for (word,) in cursor.fetchall()]
