"""How things are found: PostgreSQL's full-text search over generated columns, in a configuration that ignores accents (migrations 0003 to 0005).

Words are read in the syntax of web search (`websearch_to_tsquery`): all of them; "an exact phrase"; one or another; not -this. Words that find
nothing are tried again with misspelt names mended, and then for entries that have some of them; `Found.how` says so, and so does the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from rapidfuzz.distance import OSA

from dara.hits import words_of
from dara.models import Endorsement, Entity, PublicParagraph, Source, Statement, Topic
from dara.models.fields import TEXT_SEARCH
from dara.models.translations import in_language

MAX_LENGTH = 2000  # characters of a search; the longest quotation held has a third of it
SHOWN = {"people": 6, "topics": 6, "statements": 10, "endorsements": 4, "paragraphs": 5, "sources": 4}  # hits of each group
MENDED = 5  # misspelt words that are looked up
SHORTEST_NAME = 4  # letters; shorter names are too alike to guess
SOME = 40  # words of which entries need only have some

# A word, with the dash at its beginning. Signs that mean something to a tsquery part words.
TYPED = re.compile(r"(?P<negated>(?:(?<=\s)|^)-)?(?P<word>\w(?:[^\s()|&!<>:*\\]*\w)?)")


def typed(words: str) -> str:
    """The words as PostgreSQL should read them: words, "phrases", either after one “-” for “not”, and nothing else.

    Curly quotation marks hold a phrase too, and a dash between words is no “not”. What is left out says nothing to `websearch_to_tsquery`, but
    some of it (thirty dashes in a row) is more than it can bear."""
    read: list[str] = []
    negated = False
    for nth, segment in enumerate(re.split('["“”„‟«»]', words)):
        if nth % 2:  # between two marks, or after the last one
            read += [f'{"-" * negated}"{segment}"'] if re.search(r"\w", segment) else []
        else:
            read += [f"{'-' * bool(word['negated'])}{word['word']}" for word in TYPED.finditer(segment)]
        negated = re.search(r"(?:^|\s)-$", segment) is not None
    return " ".join(read)


def query(words: str) -> SearchQuery:
    return SearchQuery(typed(words), config=TEXT_SEARCH, search_type="websearch")


def matching(rows: QuerySet, words: str) -> QuerySet:
    """The rows of a model with a `search` column that the words find; of sources, those too whose readable text or publisher they find."""
    found: Any = Q(search=query(words))
    if rows.model is Source:
        paragraphs = PublicParagraph.objects.filter(source=OuterRef("pk"), search=query(words))
        found |= Q(publisher__search=query(words)) | Exists(paragraphs)
    return rows.filter(found)


def by_relevance(rows: QuerySet, words: str) -> QuerySet:
    """Best match first: a row's own words weigh more than what else it is found by, and the shorter text more than the longer."""
    rank = SearchRank(F("search"), query(words), normalization=1)  # divided by 1 + log(length)
    return rows.annotate(rank=rank).order_by("-rank", "pk")


def best_paragraphs(sources: Iterable[Source], words: str) -> dict[str, PublicParagraph]:
    """Of each source, by its key, the readable paragraph that the words find best."""
    found = PublicParagraph.objects.filter(source__in=[source.pk for source in sources], search=query(words))
    ranked = found.annotate(rank=SearchRank(F("search"), query(words), normalization=1)).order_by("source", "-rank", "number")
    return {paragraph.source_id: paragraph for paragraph in ranked.distinct("source")}


@dataclass(frozen=True)
class Hits:
    """The best hits of a group, and how many there are in all."""

    rows: list[Any]
    held: int


@dataclass(frozen=True)
class Found:
    """What words find, by group. `words`: as they were read in the end. `how`: “all” of those typed; “mended”, with a misspelt name
    corrected; “some” of them, as nothing has all."""

    words: str
    groups: dict[str, Hits]
    how: str = "all"

    @property
    def held(self) -> int:
        return sum(hits.held for hits in self.groups.values())


def group(name: str, words: str) -> QuerySet:
    """All hits of a group, the best first."""
    rows: QuerySet = {
        "people": Entity.objects.with_page(),
        "topics": Topic.objects.all(),
        "statements": Statement.objects.for_lists(),
        "endorsements": Endorsement.objects.for_lists(),
        "paragraphs": PublicParagraph.objects.select_related("source__publisher"),
        "sources": Source.objects.for_lists(),
    }[name]
    return by_relevance(rows.filter(search=query(words)), words)


def find(words: str) -> Found:
    """What the words find; where that is nothing, with misspelt names mended; where that is nothing too, what has some of them."""
    found = Found(words, _groups(words))
    if not found.held and (mended := mend(words)):
        found = Found(mended, _groups(mended), how="mended")
    if not found.held:
        some = dict.fromkeys(word for word in words_of(found.words) if word.lower() != "or")
        if len(some) > 1:
            any_of = " or ".join(list(some)[:SOME])
            found = Found(any_of, _groups(any_of), how="some")
    return found


def _groups(words: str) -> dict[str, Hits]:
    groups = {}
    for name, shown in SHOWN.items():
        rows = list(group(name, words)[: shown + 1])
        groups[name] = Hits(rows[:shown], group(name, words).order_by().count() if len(rows) > shown else len(rows))
    return groups


# --- misspelt names ---------------------------------------------------------------------------------

UNKNOWN = f"""
SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place)
WHERE NOT EXISTS (SELECT FROM dara_entity WHERE search @@ plainto_tsquery('{TEXT_SEARCH}', word))
    AND NOT EXISTS (SELECT FROM dara_statement WHERE search @@ plainto_tsquery('{TEXT_SEARCH}', word))
    AND NOT EXISTS (SELECT FROM dara_publicparagraph WHERE search @@ plainto_tsquery('{TEXT_SEARCH}', word))
ORDER BY place
"""

# The names that hold something like the word, the nearest first, by their trigrams (pg_trgm, through its index).
NEAREST = """
(SELECT name FROM dara_entity WHERE kind <> 'group' ORDER BY public.dara_plain(name) OPERATOR(public.<->>) public.dara_plain(%(word)s) LIMIT 20)
UNION ALL
(SELECT name FROM dara_topic ORDER BY public.dara_plain(name) OPERATOR(public.<->>) public.dara_plain(%(word)s) LIMIT 20)
"""


def mend(words: str) -> str | None:
    """The words with those that stand nowhere replaced by the name that is most like each: “Chemerinksy” → “Chemerinsky”.

    None where nothing is like enough: one slip in a short name, two in one of six letters or more."""
    candidates = [word for word in dict.fromkeys(words_of(words)) if len(word) >= SHORTEST_NAME]
    mended = words
    for word in _unknown(candidates)[:MENDED]:
        if (name := _nearest(word)) is not None:
            mended = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", name, mended)
    return mended if mended != words else None


def _unknown(words: list[str]) -> list[str]:
    """The words that find nothing at all, in their order."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [words])
        return [word for (word,) in cursor.fetchall()]


def _nearest(word: str) -> str | None:
    """The word of a name that is most like this one, as the name has it."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"word": word})
        names = dict.fromkeys(part for (name,) in cursor.fetchall() for part in words_of(name) if len(part) >= SHORTEST_NAME)
        cursor.execute(
            "SELECT public.dara_plain(part) FROM unnest(%s::text[]) WITH ORDINALITY AS p (part, place) ORDER BY place",
            [[word, *names]],
        )
        plain, *plain_names = (part for (part,) in cursor.fetchall())
    slips = {name: OSA.distance(plain, other) for name, other in zip(names, plain_names, strict=True)}
    best = min(slips, key=slips.__getitem__, default=None)
    return best if best is not None and slips[best] <= (1 if len(word) < 6 else 2) else None


# --- what is marked ---------------------------------------------------------------------------------

MARKED = f"""
SELECT word FROM unnest(%s::text[]) AS word
WHERE tsvector_to_array(to_tsvector('{TEXT_SEARCH}', word)) && tsvector_to_array(to_tsvector('{TEXT_SEARCH}', %s))
"""


def mark(rows: Iterable[Any], words: str) -> None:
    """Tell each row which of the words that it shows were looked for, by their stems: `row.wanted`. One question for a page."""
    rows = list(rows)
    looked_for = re.sub(r'(?<!\S)-("[^"]*"?|\S+)', " ", typed(words))  # what is not to be there is not marked
    shown = {word for row in rows for text in _texts(row) for word in words_of(text)}
    wanted: frozenset[str] = frozenset()
    if shown:
        with connection.cursor() as cursor:
            cursor.execute(MARKED, [sorted(shown), looked_for])
            wanted = frozenset(word for (word,) in cursor.fetchall())
    for row in rows:
        row.wanted = wanted


def _texts(row: Any) -> list[str]:
    """The texts of a hit in which words are marked."""
    match row:
        case Statement():
            return [*row.pieces, row.passage.exact, *(entity.name for entity in row.about.all())]
        case Endorsement():
            return [row.passage.exact]
        case Source():
            paragraph = getattr(row, "paragraph", None)
            return [row.title, paragraph.body if paragraph else ""]
        case PublicParagraph():
            return [row.body]
        case Topic():
            return [str(row), in_language(row, "description")]
    return [str(row)]
