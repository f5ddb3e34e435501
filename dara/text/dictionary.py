"""Whether a word is one of English or Spanish, so that nobody is told that it was misspelt.

The words are those of pyspellchecker, some 240,000, as one text that is searched: 2.5 MB in memory, where a set of them takes 25. They are read
once, when the first word is asked for (half a second)."""

import functools
import itertools
import unicodedata

from spellchecker import SpellChecker

LANGUAGES = ("en", "es")
# A word may be a known one with something before or after it: the lists lack “defund” and many plurals in Spanish.
PREFIXES = ("", "anti", "de", "des", "dis", "in", "mis", "non", "over", "pre", "re", "sub", "un")
SUFFIXES = ("", "s", "es")
MIN_STEM = 4  # letters that are left without a prefix or a suffix


def is_a_word(word: str) -> bool:
    """Tell whether the word is one of English or Spanish; accents and capitals do not matter. For words with hyphens, its parts are asked for."""
    plain = without_accents(word)
    stems = {
        plain.removeprefix(prefix).removesuffix(suffix)
        for prefix, suffix in itertools.product(PREFIXES, SUFFIXES)
        if plain.startswith(prefix) and plain.endswith(suffix)
    }
    words = _words()
    return any(f"\n{stem}\n" in words for stem in stems if stem == plain or len(stem) >= MIN_STEM)


def without_accents(word: str) -> str:
    """Return the word in small letters without accents, as search reads it."""
    if word.isascii():
        return word.lower()
    return "".join(each for each in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(each))


@functools.cache
def _words() -> str:
    """Return all words without accents, each on a line of its own."""
    words = SpellChecker(language=LANGUAGES).word_frequency.words()
    return "\n" + "\n".join({without_accents(word) for word in words}) + "\n"
