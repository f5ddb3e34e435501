"""Whether a word is one of English or Spanish, so that nobody is told that it was misspelt.

The words are those of pyspellchecker, some 240,000, as compressed texts, one for each first letter: 0.8 MB in memory, where a set of them takes 25.
They are read once, when the first word is asked for (half a second)."""

import functools
import itertools
import re
import unicodedata
import zlib

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
    return any(_is_listed(stem) for stem in stems if stem == plain or len(stem) >= MIN_STEM)


def without_accents(word: str) -> str:
    """Return the word in small letters without accents, as search reads it."""
    if word.isascii():
        return word.lower()
    return "".join(each for each in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(each))


def _is_listed(word: str) -> bool:
    text = _words().get(word[:1])
    return text is not None and f"\n{word}\n" in zlib.decompress(text).decode()


@functools.cache
def _words() -> dict[str, bytes]:
    """Return all words without accents, each on a line of its own, by their first letter."""
    alike = re.finditer(r"^(.).*\n(?:\1.*\n)*", _sorted_words(), re.MULTILINE)
    return {each[1]: zlib.compress(f"\n{each[0]}".encode(), level=1) for each in alike}


def _sorted_words() -> str:
    """Return all words as one text. What is kept must not be made before the words are gone: among them, it would keep Python from giving back
    their memory."""
    words = SpellChecker(language=LANGUAGES).word_frequency.words()
    return "".join(f"{word}\n" for word in sorted({without_accents(word) for word in words}))
