"""A rule is a row of a table: a name, a pattern over classes of words, an example, a counter-example, and how sure it is.

A table is a tuple of rules at the top of the module that applies them. `tests/drafting/test_rules.py` matches every rule of every table against
its example and its counter-example."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dara.drafting.vocabulary import alternatives

_CLASS = re.compile(r"\{([a-z]\w*(?:\|[a-z]\w*)*)\}")


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


def first_match(rules: Iterable[Rule], text: str, start: int = 0, end: int | None = None) -> tuple[Rule, re.Match[str]] | None:
    """The first rule, in the order of the table, that is found in `text[start:end]`, with where it is found."""
    limit = len(text) if end is None else end
    for rule in rules:
        if found := rule.regex.search(text, start, limit):
            return rule, found
    return None
