"""A search text, parsed once into a `Query`, which everything that searches takes.

The syntax is that of web search: all of the words; "an exact phrase"; one or another; -excluded."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from dara.models.fields import TEXT_SEARCH
from dara.text.search_words import legible, search_words
from dara.text.snippets import words_of

MAX_LENGTH = 2000  # characters of a search text; the longest quotation in the archive has a third of it
MAX_ALTERNATIVES = 40  # words that `Query.any_word` joins by “or”

# A word, with the dash before it. The characters that mean something to a tsquery separate words.
WORD = re.compile(r"(?P<dash>(?:(?<=\s)|^)-)?(?P<word>\w(?:[^\s()|&!<>:*\\]*\w)?)")
QUOTATION_MARK = re.compile('["“”„‟«»]')


@dataclass(frozen=True)
class Term:
    """A word or a phrase that a text must contain, or must not contain where it is excluded."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False
    synonyms: tuple[str, ...] = ()  # phrases, each of which does instead; with them, the text may have several words

    def __str__(self) -> str:
        """Return the term as it is typed."""
        return "-" * self.is_excluded + (f'"{self.text}"' if self.is_phrase else self.text)

    @property
    def websearch(self) -> str:
        """The term as `websearch_to_tsquery` reads it. What is two words to search, as “O’Neill”, is a phrase."""
        words = search_words(self.text).strip()
        return "-" * self.is_excluded + (f'"{words}"' if self.is_phrase or " " in words else words)

    @property
    def is_or(self) -> bool:
        return not self.is_phrase and self.text.lower() == "or"

    @property
    def is_plain(self) -> bool:
        """Whether it is a word that a text must contain."""
        return not self.is_phrase and not self.is_excluded and not self.is_or

    @property
    def is_required_phrase(self) -> bool:
        return self.is_phrase and not self.is_excluded


@dataclass(frozen=True)
class Query:
    """A search text as it was typed, and its terms in order, the operator “or” among them. A query without text is false."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse any text. Curly quotation marks enclose a phrase too; a dash between spaces excludes nothing."""
        terms: list[Term] = []
        is_excluded = False
        for number, segment in enumerate(QUOTATION_MARK.split(legible(text))):
            if number % 2:  # between two quotation marks, or after the last one
                terms.append(Term(segment, is_phrase=True, is_excluded=is_excluded))
            else:
                terms += [Term(found["word"], is_excluded=bool(found["dash"])) for found in WORD.finditer(segment)]
            is_excluded = re.search(r"(?:^|\s)-$", segment) is not None
        return cls(text, tuple(term for term in terms if re.search(r"\w", search_words(term.text))))

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @cached_property
    def websearch(self) -> str:
        """The text for `websearch_to_tsquery`: only the terms.

        The characters that are left out mean nothing to that function, but it fails on some of them (thirty dashes in a row)."""
        return " ".join(term.websearch for term in self.terms)

    @property
    def tsquery(self) -> SearchQuery:
        """The query as an expression that filters and ranks rows by their `search` column."""
        if self.has_synonyms:
            alternatives = (" & ".join(map(_as_tsquery, alternative.terms)) for alternative in self.alternatives())
            return SearchQuery(" | ".join(alternatives), config=TEXT_SEARCH, search_type="raw")
        return SearchQuery(self.websearch, config=TEXT_SEARCH, search_type="websearch")

    @property
    def has_synonyms(self) -> bool:
        return any(term.synonyms for term in self.terms)

    @property
    def also_searched(self) -> list[str]:
        """The synonyms of its words, in order and without repeats."""
        return list(dict.fromkeys(synonym for term in self.terms for synonym in term.synonyms))

    def without_synonyms(self) -> Self:
        return replace(self, terms=tuple(replace(term, synonyms=()) for term in self.terms))

    @property
    def included(self) -> list[Term]:
        """The words and phrases that a text must contain, without the operators."""
        return [term for term in self.terms if not term.is_excluded and not term.is_or]

    @property
    def has_phrase(self) -> bool:
        return any(term.is_required_phrase for term in self.terms)

    def alternatives(self) -> list[Self]:
        """Return the queries between one “or” and the next."""
        groups: list[list[Term]] = [[]]
        for term in self.terms:
            if term.is_or:
                groups.append([])
            else:
                groups[-1].append(term)
        return [type(self)(" ".join(map(str, terms)), tuple(terms)) for terms in groups if terms]

    def without_phrases(self) -> Self:
        """Return the query with the words of each phrase in any order and place."""
        terms: list[Term] = []
        for term in self.terms:
            terms += [Term(word) for word in word_parts(term.text)] if term.is_required_phrase else [term]
        return type(self)(" ".join(map(str, terms)), tuple(terms))

    @property
    def words(self) -> list[str]:
        """The words that a text must contain, in order and without repeats. What has synonyms is not taken apart: “three strikes” is one thing."""
        parts = (word for term in self.included for word in ([term.text] if term.synonyms else words_of(term.text)))
        return list(dict.fromkeys(parts))

    def any_word(self, words: list[str] | None = None) -> Self | None:
        """Return a query for any one of the words, or of these among them, under the same exclusions: “a -x or b -x”. None for fewer than two
        words."""
        words = words or self.words
        excluded = "".join(f" {term}" for term in self.terms if term.is_excluded)
        text = ""
        for word in words[:MAX_ALTERNATIVES]:
            longer = f"{text} or {word}{excluded}" if text else f"{word}{excluded}"
            if len(longer) > MAX_LENGTH:  # the text is part of addresses
                break
            text = longer
        return self.parse(text) if text and len(self.words) > 1 else None

    def has_only_stop_words(self) -> bool:
        """Tell whether PostgreSQL finds nothing to look for: only stop words (“we will not”) or signs. Asks the database."""
        with connection.cursor() as cursor:  # Django has no function for numnode(), nor a SELECT without a table
            cursor.execute(f"SELECT numnode(websearch_to_tsquery('{TEXT_SEARCH}', %s)) = 0", [self.websearch])
            return cursor.fetchone()[0]


def _as_tsquery(term: Term) -> str:
    """Return the term, or one of its synonyms, as `to_tsquery` reads it. Quoted words must stand one after the other."""
    words = [term.text] if term.is_phrase else term.text.split(" ")
    all_words = " & ".join(map(_quoted, words))
    if term.synonyms:
        return f"(({all_words}) | {' | '.join(map(_quoted, term.synonyms))})"
    return f"!{all_words}" if term.is_excluded else all_words


def _quoted(words: str) -> str:
    return f"'{search_words(words)}'"


def word_parts(text: str) -> list[str]:
    """Return the words of a text, and for a word with hyphens its parts: “Black Lives Matter-LA” has “Matter”."""
    return [part for word in words_of(text) for part in re.split("[‐‑-]", word)]
