"""What a query finds, by group, the best matches first.

PostgreSQL's full-text search reads generated columns in a configuration that ignores accents. It stems words and skips stop
words, so a phrase is compared once more, word for word. A query that finds nothing is tried again in less strict ways
(`attempts`); `Results.match` says in which way the results were found, and so does the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorExact
from django.db.models import Exists, F, Func, Model, OuterRef, Q, QuerySet, TextField, Value

from dara.models import Endorsement, Entity, PublicParagraph, Source, Statement, StatementAbout, Topic
from dara.public.search.query import Query
from dara.public.search.suggestions import corrected

# How many rows of each group a page of results shows.
GROUP_SIZES = {"people": 6, "topics": 6, "statements": 10, "endorsements": 4, "paragraphs": 5, "sources": 4}

# The texts of a row that may contain a phrase; each must contain it as a whole.
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Entity: ("name", "note"),
    Topic: ("name", "description"),
    Statement: ("text", "passage__exact", "speaker__name"),
    Endorsement: ("passage__exact", "endorser__name", "candidate__name"),
    PublicParagraph: ("body",),
    Source: ("title", "author", "note"),
}


# --- which rows match -------------------------------------------------------------------------------


def matches(model: type[Model], query: Query) -> Q:
    """Return the condition for the rows of a model with a `search` column that match a query.

    A phrase matches word for word; only case, accents and the signs between words are ignored. An excluded phrase excludes its
    words in any grammatical form."""
    if not query.has_phrase:
        return Q(search=query.tsquery)
    condition = Q(pk__in=[])
    for alternative in query.alternatives():
        one = Q(search=alternative.tsquery)
        for term in alternative.terms:
            if term.is_required_phrase:
                one &= _contains_phrase(model, term.text)
        condition |= one
    return condition


def _contains_phrase(model: type[Model], phrase: str) -> Q:
    condition = Q()
    for text in TEXTS[model]:
        condition |= Q(_text_contains(text, phrase))
    if model is Statement:
        about = StatementAbout.objects.filter(_text_contains("entity__name", phrase), statement=OuterRef("pk"))
        condition |= Q(Exists(about))
    return condition


def _text_contains(text: str, phrase: str) -> SearchVectorExact:
    """Compare in the “simple” configuration, which neither stems nor skips words. No index covers this; it only reads the rows
    that full-text search has found."""
    words, wanted = (Func(each, function="public.dara_plain", output_field=TextField()) for each in (F(text), Value(phrase)))
    return SearchVectorExact(SearchVector(words, config="simple"), SearchQuery(wanted, config="simple", search_type="phrase"))


def matching(rows: QuerySet, query: Query) -> QuerySet:
    """Return the rows that match. A source also matches by its publisher, and by the paragraphs that the public may read."""
    condition: Any = matches(rows.model, query)
    if rows.model is Source:
        paragraphs = PublicParagraph.objects.filter(matches(PublicParagraph, query), source=OuterRef("pk"))
        publishers = Entity.objects.filter(matches(Entity, query), pk=OuterRef("publisher"))
        condition |= Exists(publishers) | Exists(paragraphs)
    return rows.filter(condition)


# --- in which order ---------------------------------------------------------------------------------


def rank(query: Query) -> SearchRank:
    """Return the rank of a row: its own words weigh more than the names it is found by, and a short text more than a long one."""
    return SearchRank(F("search"), query.tsquery, normalization=1)  # divided by 1 + log(length)


def by_relevance(rows: QuerySet, query: Query) -> QuerySet:
    """Return the rows with the best match first."""
    return rows.annotate(rank=rank(query)).order_by("-rank", "pk")


def best_paragraphs(sources: Iterable[Source], query: Query) -> dict[str, PublicParagraph]:
    """Return the readable paragraph of each source that matches best, by the source's key."""
    paragraphs = PublicParagraph.objects.filter(matches(PublicParagraph, query), source__in=[source.pk for source in sources])
    ranked = paragraphs.annotate(rank=rank(query)).order_by("source", "-rank", "number")
    return {paragraph.source_id: paragraph for paragraph in ranked.distinct("source")}


# --- a page of results ------------------------------------------------------------------------------


class Match(StrEnum):
    """In which way results match the query that was typed."""

    ALL_WORDS = "all words"
    NO_PHRASE = "no phrase"  # all words, but not as the phrase
    CORRECTED = "corrected"  # all words, with misspelt ones corrected
    ANY_WORD = "any word"  # some of the words, as nothing has all of them
    STOP_WORDS = "stop words"  # nothing was searched for: there are only stop words and signs


@dataclass(frozen=True)
class Group:
    """The best rows of a group, and how many rows match in all."""

    rows: list[Any]
    total: int


@dataclass(frozen=True)
class Results:
    """What was found, by group. `query` is the one that found it, which is less strict than the typed one unless all words match."""

    query: Query
    groups: dict[str, Group] = field(default_factory=dict)
    match: Match = Match.ALL_WORDS

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups.values())


def find(query: Query) -> Results:
    """Return what the query finds, or else what the first of the less strict attempts finds."""
    for match, attempt in attempts(query):
        results = Results(attempt, _groups(attempt), match)
        if results.total:
            return results
        if match == Match.ALL_WORDS and query.has_only_stop_words():
            return Results(query, match=Match.STOP_WORDS)
    return Results(query)


def attempts(query: Query) -> Iterator[tuple[Match, Query]]:
    """Yield the ways to read a query, the strictest first. All of them exclude what the query excludes."""
    yield Match.ALL_WORDS, query
    if query.has_phrase:
        yield Match.NO_PHRASE, query.without_phrases()
    if (suggestion := corrected(query)) is not None:
        yield Match.CORRECTED, suggestion
    if (any_word := query.any_word()) is not None:
        yield Match.ANY_WORD, any_word


def group(name: str, query: Query) -> QuerySet:
    """Return all rows of a group that match, the best first."""
    rows: QuerySet = {
        "people": Entity.objects.with_page(),
        "topics": Topic.objects.all(),
        "statements": Statement.objects.for_lists(),
        "endorsements": Endorsement.objects.for_lists(),
        "paragraphs": PublicParagraph.objects.select_related("source__publisher"),
        "sources": Source.objects.for_lists(),
    }[name]
    return by_relevance(rows.filter(matches(rows.model, query)), query)


def _groups(query: Query) -> dict[str, Group]:
    groups = {}
    for name, size in GROUP_SIZES.items():
        rows = list(group(name, query)[: size + 1])
        total = group(name, query).order_by().count() if len(rows) > size else len(rows)
        groups[name] = Group(rows[:size], total)
    return groups
