"""The words that the rules know, read from the lists in `words/`, one class of words a file.

These are words of the language. Nobody who ran, spoke or endorsed is named there. A list has one word or phrase a line; `#` begins a comment.
A line `word = value` in a list gives a word a value (`word_map`)."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@cache
def word_map(name: str) -> dict[str, str]:
    """Each word of a list with its value, or itself if it has none. KeyError if there is no such list."""
    try:
        lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise KeyError(f"no list of words is called {name!r}") from None
    entries = [line.partition("#")[0].partition("=") for line in lines]
    return {word.strip(): value.strip() or word.strip() for word, _, value in entries if word.strip()}


@cache
def word_list(name: str) -> frozenset[str]:
    """The words and phrases of a list."""
    return frozenset(word_map(name))


@cache
def alternatives(*names: str) -> str:
    """The words of lists as alternatives of a regular expression, escaped, the longest first, without a group around them."""
    words = frozenset().union(*map(word_list, names))
    return "|".join(
        re.escape(word).replace(r"\ ", " ").replace(r"\-", "-") for word in sorted(words, key=lambda each: (-len(each), each))
    )


class _Words:
    """The lists as attributes: `WORDS.titles` is `word_list("titles")`."""

    def __getattr__(self, name: str) -> frozenset[str]:
        try:
            found = self.__dict__[name] = word_list(name)
        except KeyError as error:
            raise AttributeError(*error.args) from None
        return found


WORDS = _Words()
GIVEN = WORDS.female_names | WORDS.male_names
SAY = WORDS.saying | WORDS.saying_spanish
VERBS = SAY | WORDS.calling
SAYING = re.compile(rf"\b(?:{alternatives('saying', 'saying_spanish', 'calling')})\b")
ROLES = word_map("roles")
PRONOUNS = word_map("pronouns")
MONTHS = {name: int(number) for name, number in word_map("months").items()}
