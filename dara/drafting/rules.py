"""What rules are made of: lists of words, and patterns over them.

The lists are read from `words/`, one class of words a file, one word or phrase a line; `#` begins a comment, and `word = value` gives a word a
value. These are words of the language. Nobody who ran, spoke or endorsed is named there.

A rule is a row of a table: a name, a pattern, an example, a counter-example, and how sure it is. A table is a tuple of rules at the top of the
module that applies them. `tests/drafting/test_rules.py` matches every rule of every table against its example and its counter-example."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_CLASS = re.compile(r"\{([a-z]\w*(?:\|[a-z]\w*)*)\}")
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
    return "|".join(map(re.escape, sorted(words, key=lambda each: (-len(each), each))))


class _Words:
    """The lists as attributes: `WORDS.titles` is `word_list("titles")`."""

    def __getattr__(self, name: str) -> frozenset[str]:
        if not (_FOLDER / f"{name}.txt").exists():
            raise AttributeError(name)
        found = self.__dict__[name] = word_list(name)
        return found


WORDS = _Words()
GIVEN = WORDS.female_names | WORDS.male_names
SAY = WORDS.saying | WORDS.saying_spanish
VERBS = SAY | WORDS.calling
SAYING = re.compile(rf"\b(?:{alternatives('saying', 'saying_spanish', 'calling')})\b")
ROLES = word_map("roles")
PRONOUNS = word_map("pronouns")
MONTHS = {name: int(number) for name, number in word_map("months").items()}


def compiled(pattern: str) -> re.Pattern[str]:
    """A regular expression in which `{titles}` or `{saying|calling}` stands for any word of those lists."""
    return re.compile(_CLASS.sub(lambda found: f"(?:{alternatives(*found[1].split('|'))})", pattern))


@dataclass(frozen=True)
class Rule:
    """`pattern`: what `compiled` takes; it is searched for in `example` and found, in `counter_example` and not. `confidence`: 0 to 1."""

    name: str
    pattern: str
    example: str
    counter_example: str
    confidence: float = 0.9

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return compiled(self.pattern)


def first_match(rules: Iterable[Rule], text: str, start: int = 0, end: int = sys.maxsize) -> tuple[Rule, re.Match[str]] | None:
    """The first rule, in the order of the table, that is found in `text[start:end]`, with where it is found."""
    return next(((rule, found) for rule in rules if (found := rule.regex.search(text, start, end))), None)
