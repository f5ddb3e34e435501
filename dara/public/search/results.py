"""What a query finds, by group, the best matches first.

PostgreSQL's full-text search reads generated columns in a configuration that ignores accents. It stems words and skips stop
words, so a phrase is compared once more, word for word. A query that finds nothing is tried again in less strict ways
(`find`); `Results.match` says in which way the results were found, and so does the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorExact
from django.db.models import Case, Exists, F, Func, Model, OuterRef, Q, QuerySet, TextField, Value, When

from dara.models import Endorsement, Entity, PublicParagraph, Source, Statement, StatementAbout, Topic
from dara.public.search.query import Query
from dara.public.search.suggestions import corrected
from dara.public.search.synonyms import with_synonyms

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


def ranked(rows: QuerySet, query: Query) -> QuerySet:
    """Return the rows with two columns to sort them by: `as_typed`, 1 for those that match without a synonym, else 0; and `rank`."""
    if not query.has_synonyms:
        return rows.annotate(as_typed=Value(1), rank=rank(query))
    typed = query.without_synonyms()
    is_typed = Q(search=typed.tsquery)
    return rows.annotate(
        as_typed=Case(When(is_typed, then=1), default=0), rank=Case(When(is_typed, then=rank(typed)), default=rank(query))
    )


def by_relevance(rows: QuerySet, query: Query) -> QuerySet:
    """Return the rows with the best match first; those that only match by a synonym come after all others."""
    return ranked(rows, query).order_by("-as_typed", "-rank", "pk")


def best_paragraphs(sources: Iterable[Source], query: Query) -> dict[str, PublicParagraph]:
    """Return the readable paragraph of each source that matches best, by the source's key."""
    paragraphs = PublicParagraph.objects.filter(matches(PublicParagraph, query), source__in=[source.pk for source in sources])
    best = ranked(paragraphs, query).order_by("source", "-as_typed", "-rank", "number").distinct("source")
    return {paragraph.source_id: paragraph for paragraph in best}


# --- a page of results ------------------------------------------------------------------------------


class Match(StrEnum):
    """In which way results match the query that was typed."""

    ALL_WORDS = "all words"
    NO_PHRASE = "no phrase"  # all words, but not as the phrase
    ANY_WORD = "any word"  # some of the words, as nothing has all of them
    STOP_WORDS = "stop words"  # nothing was searched for: there are only stop words and signs


@dataclass(frozen=True)
class Group:
    """The best rows of a group, and how many rows match in all."""

    rows: list[Any]
    total: int


@dataclass(frozen=True)
class Results:
    """What was found, by group. `query` is the one that found it, with its synonyms; it is less strict than the typed one unless all words match."""

    query: Query
    groups: dict[str, Group] = field(default_factory=dict)
    match: Match = Match.ALL_WORDS
    suggestion: Query | None = None  # offered where nothing has all of the words, and never searched for unasked
    synonyms: bool = True  # whether synonyms of the query's words were searched for too

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups.values())


def find(query: Query, *, synonyms: bool = True) -> Results:
    """Return what the query finds, or else what it finds when it is read in less strict ways, each of which excludes what the query excludes.

    `synonyms`: whether synonyms of the words are searched for too. Of the words of a phrase they never are."""
    typed = with_synonyms(query) if synonyms else query
    of_looser = synonyms and not query.has_phrase
    results = _results(typed, Match.ALL_WORDS, synonyms=synonyms)
    if results.total:
        return results
    if query.has_only_stop_words():
        return Results(query, match=Match.STOP_WORDS)
    if query.has_phrase:
        results = _results(typed.without_phrases(), Match.NO_PHRASE, synonyms=of_looser)
        if results.total:
            return results
    suggestion = _suggestion(query, synonyms=synonyms)
    if (any_word := typed.any_word()) is not None:
        results = _results(any_word, Match.ANY_WORD, synonyms=of_looser)
        if results.total:
            return replace(results, suggestion=suggestion)
    return Results(typed, suggestion=suggestion, synonyms=synonyms)


def _results(query: Query, match: Match, *, synonyms: bool) -> Results:
    searched = with_synonyms(query) if synonyms and not query.has_synonyms else query
    return Results(searched, _groups(searched), match, synonyms=synonyms)


def _suggestion(query: Query, *, synonyms: bool) -> Query | None:
    """Return the query with its misspelt words corrected, if that finds something."""
    if (suggestion := corrected(query)) is None:
        return None
    searched = with_synonyms(suggestion) if synonyms else suggestion
    return suggestion if any(group(name, searched).exists() for name in GROUP_SIZES) else None


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
