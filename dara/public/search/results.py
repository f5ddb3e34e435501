"""What a query finds, by group, the best matches first.

PostgreSQL's full-text search reads generated columns in a configuration that ignores accents. It stems words and skips stop
words, so a phrase is compared once more, word for word, with a column that has them all. A query that finds nothing is tried again in less strict ways
(`find`); `Results.match` says in which way the results were found, and so does the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, Func, Model, Q, QuerySet, TextField, Value, When

from dara.models import Endorsement, Entity, PublicParagraph, Source, Statement, Topic
from dara.public.search.query import Query
from dara.public.search.rare_words import rare_words
from dara.public.search.suggestions import corrected
from dara.public.search.synonyms import with_synonyms
from dara.text.search_words import search_words

# How many rows of each group a page of results shows.
GROUP_SIZES = {"people": 6, "topics": 6, "statements": 10, "endorsements": 4, "paragraphs": 5, "sources": 4}

# All rows that each group may have.
GROUPS: dict[str, QuerySet] = {
    "people": Entity.objects.with_page(),
    "topics": Topic.objects.all(),
    "statements": Statement.objects.for_lists(),
    "endorsements": Endorsement.objects.for_lists(),
    "paragraphs": PublicParagraph.objects.select_related("source__publisher"),
    "sources": Source.objects.for_lists(),
}
MAX_COUNTED = 1000  # rows of a group; of more, results only say that there are more
MAX_RANKED = 2_000  # rows of a group; which of more than so many is the best would say little, and grow with the archive

# --- which rows match -------------------------------------------------------------------------------


def matches(model: type[Model], query: Query) -> Q:
    """Return the condition for the rows of a model with a `search` column that match a query.

    A phrase matches word for word; only case, accents and the signs between words are ignored. An excluded phrase excludes its
    words in any grammatical form."""
    if not query.has_phrase:
        return Q(search=query.tsquery)
    condition = Q(pk__in=[])
    for alternative in query.alternatives():
        # what has the phrase has its words, for which the index is asked
        one = Q(search=alternative.without_phrases().tsquery)
        for term in alternative.terms:
            if term.is_required_phrase:
                words = Func(Value(search_words(term.text)), function="public.dara_plain", output_field=TextField())
                one &= Q(wording=SearchQuery(words, config="simple", search_type="phrase"))
        condition |= one
    return condition


def matching(rows: QuerySet, query: Query) -> QuerySet:
    """Return the rows that match. A source also matches by its publisher, and by the paragraphs that the public may read."""
    if rows.model is not Source:
        return rows.filter(matches(rows.model, query))
    publishers = Entity.objects.filter(matches(Entity, query)).values("pk")
    paragraphs = PublicParagraph.objects.filter(matches(PublicParagraph, query)).order_by().values("source")
    sources = Source.objects.filter(matches(Source, query)).values("pk")
    return rows.filter(pk__in=sources.union(Source.objects.filter(publisher__in=publishers).values("pk"), paragraphs))


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
    """The best rows of a group, and how many rows match in all: at most MAX_COUNTED, of which `has_more` says whether that is not all."""

    rows: list[Any] = field(default_factory=list)
    total: int = 0
    has_more: bool = False


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
        results = _results(query.without_phrases(), Match.NO_PHRASE, synonyms=of_looser)
        if results.total:
            return results
    suggestion = _suggestion(query, synonyms=synonyms)
    if (any_word := typed.any_word(rare_words(typed.words))) is not None:
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
    return suggestion if any(best.keys for best in _best_keys(searched, dict.fromkeys(GROUP_SIZES, 1)).values()) else None


def _groups(query: Query) -> dict[str, Group]:
    best = _best_keys(query, GROUP_SIZES)
    return {name: Group(best[name].rows(), best[name].total, best[name].has_more) for name in GROUP_SIZES}


# --- the best rows of a group -----------------------------------------------------------------------


@dataclass(frozen=True)
class Best(Sequence):
    """The best rows of a group, which are read as they are asked for. `found` is how many rows match, if not more than MAX_RANKED."""

    name: str
    keys: list[Any]
    found: int

    @property
    def total(self) -> int:
        return min(self.found, MAX_COUNTED)

    @property
    def has_more(self) -> bool:
        return self.found > MAX_COUNTED

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, places: Any) -> Any:
        return self.rows(self.keys[places]) if isinstance(places, slice) else self.rows([self.keys[places]])[0]

    def rows(self, keys: list[Any] | None = None) -> list[Any]:
        keys = self.keys if keys is None else keys
        found = GROUPS[self.name].in_bulk(keys) if keys else {}
        return [found[key] for key in keys]


def best(name: str, query: Query) -> Best:
    """Return the rows of a group that match best, no more than MAX_COUNTED."""
    return _best_keys(query, {name: MAX_COUNTED})[name]


def _best_keys(query: Query, sizes: dict[str, int]) -> dict[str, Best]:
    """Return so many of the best rows of each group. Asks the database once, which reads and ranks keys only."""
    parts, parameters = [], []
    for name, size in sizes.items():
        rows = GROUPS[name].order_by()
        found = ranked(rows.filter(matches(rows.model, query)), query).values_list("pk", "as_typed", "rank")
        try:
            sql, values = found[:MAX_RANKED].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(BEST_KEYS.format(matching=sql))
        parameters += [name, *values, size]
    keys: dict[str, list[Any]] = {name: [] for name in sizes}
    totals = dict.fromkeys(sizes, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for name, _place, key, total in sorted(cursor.fetchall()):
                keys[name].append(GROUPS[name].model._meta.pk.to_python(key))
                totals[name] = total
    return {name: Best(name, keys[name], totals[name]) for name in sizes}


# Own SQL, so that one question ranks the rows of all groups, and orders what it has ranked.
BEST_KEYS = """
(SELECT %s::text AS name, row_number() OVER (ORDER BY as_typed DESC, rank DESC, pk) AS place, pk::text, count(*) OVER () AS total
FROM ({matching}) AS matching (pk, as_typed, rank) ORDER BY place LIMIT %s)"""
