"""How things are found: PostgreSQL's full-text search over generated columns, in a configuration that ignores accents (models/sql/search.sql).

Words are read in the syntax of web search (`websearch_to_tsquery`): all of them; "an exact phrase"; one or another; not -this. Full-text search
knows stems and leaves out small words, so what it finds for a phrase is read once more, to the letter. Words that find nothing are tried
again in looser ways (`attempts`); `Found.how` says in which, and so does the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorExact
from django.db import connection
from django.db.models import Exists, F, Func, Model, OuterRef, Q, QuerySet, TextField, Value
from rapidfuzz.distance import OSA, Levenshtein

from dara.models import Endorsement, Entity, PublicParagraph, Source, Statement, StatementAbout, Topic
from dara.models.fields import TEXT_SEARCH
from dara.models.translations import in_language
from dara.text.snippets import words_of

MAX_LENGTH = 2000  # characters of a search; the longest quotation held has a third of it
SHOWN = {"people": 6, "topics": 6, "statements": 10, "endorsements": 4, "paragraphs": 5, "sources": 4}  # hits of each group
MENDED = 5  # misspelt words that are looked up
SHORTEST_NAME = 4  # letters; shorter names are too alike to guess
SOME = 40  # words of which entries need only have some


# --- what is typed ----------------------------------------------------------------------------------

# A word, with the dash at its beginning. Signs that mean something to a tsquery part words.
TYPED = re.compile(r"(?P<negated>(?:(?<=\s)|^)-)?(?P<word>\w(?:[^\s()|&!<>:*\\]*\w)?)")


@dataclass(frozen=True)
class Term:
    """A word or a phrase that is looked for, or is not to be there."""

    text: str
    phrase: bool = False
    negated: bool = False

    def __str__(self) -> str:
        """As it is typed."""
        return "-" * self.negated + (f'"{self.text}"' if self.phrase else self.text)

    @property
    def is_or(self) -> bool:
        return not self.phrase and self.text.lower() == "or"


def terms(words: str) -> list[Term]:
    """What was typed, in order: words, "phrases", either after one “-” for “not”, the operator “or”, and nothing else.

    Curly quotation marks hold a phrase too, and a dash between words is no “not”."""
    read: list[Term] = []
    negated = False
    for nth, segment in enumerate(re.split('["“”„‟«»]', words)):
        if nth % 2:  # between two marks, or after the last one
            read += [Term(segment, phrase=True, negated=negated)] if re.search(r"\w", segment) else []
        else:
            read += [Term(word["word"], negated=bool(word["negated"])) for word in TYPED.finditer(segment)]
        negated = re.search(r"(?:^|\s)-$", segment) is not None
    return read


def typed(words: str) -> str:
    """The words as PostgreSQL should read them.

    What is left out says nothing to `websearch_to_tsquery`, but some of it (thirty dashes in a row) is more than it can bear."""
    return " ".join(map(str, terms(words)))


def query(words: str) -> SearchQuery:
    return SearchQuery(typed(words), config=TEXT_SEARCH, search_type="websearch")


def says_nothing(words: str) -> bool:
    """Whether there is nothing in the words to look for: small words alone (“we will not”), which stand everywhere, or signs."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode(websearch_to_tsquery('{TEXT_SEARCH}', %s)) = 0", [typed(words)])
        return cursor.fetchone()[0]


# --- what is found ----------------------------------------------------------------------------------

TEXTS: dict[type[Model], tuple[str, ...]] = {  # where a phrase may stand: in one of them, as a whole
    Entity: ("name", "note"),
    Topic: ("name", "description"),
    Statement: ("text", "passage__exact", "speaker__name"),
    Endorsement: ("passage__exact", "endorser__name", "candidate__name"),
    PublicParagraph: ("body",),
    Source: ("title", "author", "note"),
}


def finding(model: type[Model], words: str) -> Q:
    """What the words find of a model with a `search` column. A phrase is found word for word: only letters' case, accents and the
    signs between words do not matter. (One that is not to be there is left out in any form of its words.)"""
    read = terms(words)
    if not any(term.phrase and not term.negated for term in read):
        return Q(search=query(words))
    found = Q(pk__in=[])
    for alternative in _alternatives(read):
        one = Q(search=query(" ".join(map(str, alternative))))
        for term in alternative:
            if term.phrase and not term.negated:
                one &= _word_for_word(model, term.text)
        found |= one
    return found


def _alternatives(read: list[Term]) -> list[list[Term]]:
    """The terms between one “or” and the next."""
    found: list[list[Term]] = [[]]
    for term in read:
        if term.is_or:
            found.append([])
        else:
            found[-1].append(term)
    return [alternative for alternative in found if alternative]


def _word_for_word(model: type[Model], phrase: str) -> Q:
    found = Q()
    for text in TEXTS[model]:
        found |= Q(_holds(text, phrase))
    if model is Statement:
        found |= Q(Exists(StatementAbout.objects.filter(_holds("entity__name", phrase), statement=OuterRef("pk"))))
    return found


def _holds(text: str, phrase: str) -> SearchVectorExact:
    """By the configuration that knows neither stems nor small words. No index has it: it reads what full-text search has found."""
    words, wanted = (Func(each, function="public.dara_plain", output_field=TextField()) for each in (F(text), Value(phrase)))
    return SearchVectorExact(SearchVector(words, config="simple"), SearchQuery(wanted, config="simple", search_type="phrase"))


def matching(rows: QuerySet, words: str) -> QuerySet:
    """The rows of a model with a `search` column that the words find; of sources, those too whose readable text or publisher they find."""
    found: Any = finding(rows.model, words)
    if rows.model is Source:
        paragraphs = PublicParagraph.objects.filter(finding(PublicParagraph, words), source=OuterRef("pk"))
        publishers = Entity.objects.filter(finding(Entity, words), pk=OuterRef("publisher"))
        found |= Exists(publishers) | Exists(paragraphs)
    return rows.filter(found)


def by_relevance(rows: QuerySet, words: str) -> QuerySet:
    """Best match first: a row's own words weigh more than what else it is found by, and the shorter text more than the longer."""
    rank = SearchRank(F("search"), query(words), normalization=1)  # divided by 1 + log(length)
    return rows.annotate(rank=rank).order_by("-rank", "pk")


def best_paragraphs(sources: Iterable[Source], words: str) -> dict[str, PublicParagraph]:
    """Of each source, by its key, the readable paragraph that the words find best."""
    found = PublicParagraph.objects.filter(finding(PublicParagraph, words), source__in=[source.pk for source in sources])
    ranked = found.annotate(rank=SearchRank(F("search"), query(words), normalization=1)).order_by("source", "-rank", "number")
    return {paragraph.source_id: paragraph for paragraph in ranked.distinct("source")}


@dataclass(frozen=True)
class Hits:
    """The best hits of a group, and how many there are in all."""

    rows: list[Any]
    held: int


@dataclass(frozen=True)
class Found:
    """What words find, by group. `words`: as they were read in the end. `how`: “all” of those typed; “apart”, all, but not as the phrase;
    “mended”, with misspelt words corrected; “some” of them, as nothing has all; “nothing” to look for, small words and signs alone."""

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
    return by_relevance(rows.filter(finding(rows.model, words)), words)


def find(words: str) -> Found:
    """What the words find; where that is nothing, what the first looser way finds."""
    for how, tried in attempts(words):
        found = Found(tried, _groups(tried), how)
        if found.held:
            return found
        if how == "all" and says_nothing(words):
            return Found(words, {}, how="nothing")
    return Found(words, {})


def attempts(words: str) -> Iterator[tuple[str, str]]:
    """Ways to read the words, the strictest first: (how, words). What is not to be there is so in each of them."""
    yield "all", words
    if any(term.phrase and not term.negated for term in terms(words)):
        yield "apart", apart(words)
    if mended := mend(words):
        yield "mended", mended
    if some := some_of(words):
        yield "some", some


def apart(words: str) -> str:
    """The words without the quotation marks that hold phrases together."""
    return " ".join(" ".join(_parts(term.text)) if term.phrase and not term.negated else str(term) for term in terms(words))


def some_of(words: str) -> str:
    """Any of the words that were typed, without those that are not to be there: “a -x or b -x”. "" where there are no two."""
    read = terms(words)
    wanted = dict.fromkeys(word for term in read if not term.negated and not term.is_or for word in words_of(term.text))
    excluded = "".join(f" {term}" for term in read if term.negated)
    any_of = ""
    for word in list(wanted)[:SOME]:
        longer = f"{any_of} or {word}{excluded}" if any_of else f"{word}{excluded}"
        if len(longer) > MAX_LENGTH:  # it stands in addresses
            break
        any_of = longer
    return any_of if len(wanted) > 1 else ""


def _groups(words: str) -> dict[str, Hits]:
    groups = {}
    for name, shown in SHOWN.items():
        rows = list(group(name, words)[: shown + 1])
        groups[name] = Hits(rows[:shown], group(name, words).order_by().count() if len(rows) > shown else len(rows))
    return groups


# --- misspelt words ---------------------------------------------------------------------------------

UNKNOWN = f"""
SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place), plainto_tsquery('{TEXT_SEARCH}', word) AS wanted
WHERE numnode(wanted) > 0
    AND NOT EXISTS (SELECT FROM dara_entity WHERE search @@ wanted)
    AND NOT EXISTS (SELECT FROM dara_statement WHERE search @@ wanted)
    AND NOT EXISTS (SELECT FROM dara_publicparagraph WHERE search @@ wanted)
ORDER BY place
"""

# The names that hold something like the word, the nearest first, by their trigrams (pg_trgm, through its index).
NEAREST = """
(SELECT name FROM dara_entity WHERE kind <> 'group' ORDER BY public.dara_plain(name) OPERATOR(public.<->>) public.dara_plain(%(word)s) LIMIT 20)
UNION ALL
(SELECT name FROM dara_topic ORDER BY public.dara_plain(name) OPERATOR(public.<->>) public.dara_plain(%(word)s) LIMIT 20)
"""

# What the words that are spelt well find, to be read for the one that is not.
BESIDE = f"""
(SELECT text || E'\\n' || found_by FROM dara_statement WHERE search @@ plainto_tsquery('{TEXT_SEARCH}', %(words)s) LIMIT 50)
UNION ALL
(SELECT body FROM dara_publicparagraph WHERE search @@ plainto_tsquery('{TEXT_SEARCH}', %(words)s) LIMIT 50)
"""


def mend(words: str) -> str | None:
    """The words with those that stand nowhere replaced by the word that is most like each, of a name, a topic, or of what the other words
    find: “Chemerinksy” → “Chemerinsky”, “cash bial” → “cash bail”.

    None where nothing is like enough: one slip in a short word, two in one of six letters or more."""
    read = [part for term in terms(words) if not term.negated and not term.is_or for part in _parts(term.text)]
    unknown = _unknown([part for part in dict.fromkeys(read) if len(part) >= SHORTEST_NAME])
    known = " ".join(part for part in read if part not in unknown)
    mended = words
    for word in unknown[:MENDED]:
        if (nearest := _nearest(word, known)) is not None:
            mended = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", nearest, mended)
    return mended if words != mended and len(mended) <= MAX_LENGTH else None


def _parts(text: str) -> list[str]:
    """The words of a text, and of one with hyphens its parts: “Black Lives Matter-LA” has “Matter”."""
    return [part for word in words_of(text) for part in re.split("[‐‑-]", word)]


def _unknown(words: list[str]) -> list[str]:
    """The words that find nothing at all, in their order."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [words])
        return [word for (word,) in cursor.fetchall()]


def _nearest(word: str, known: str) -> str | None:
    """The word that is most like this one, as it is written there: two letters that changed places are likelier than another letter, and of
    equals, one that stands beside the other words."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"word": word})
        names = [name for (name,) in cursor.fetchall()]
        beside: set[str] = set()
        if known:
            cursor.execute(BESIDE, {"words": known})
            beside = {part for (text,) in cursor.fetchall() for part in _parts(text)}
        of_names = (part for name in names for part in _parts(name))
        meant = [part for part in dict.fromkeys([*of_names, *sorted(beside, key=str.swapcase)]) if len(part) >= SHORTEST_NAME]
        cursor.execute(
            "SELECT public.dara_plain(part) FROM unnest(%s::text[]) WITH ORDINALITY AS p (part, place) ORDER BY place",
            [[word, *meant]],
        )
        plain, *others = (part for (part,) in cursor.fetchall())
    slips = {part: OSA.distance(plain, other) for part, other in zip(meant, others, strict=True)}
    changed = {part: Levenshtein.distance(plain, other) for part, other in zip(meant, others, strict=True)}  # 2 for a transposition
    best = min(meant, key=lambda part: (slips[part], -changed[part], part not in beside), default=None)
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
            return [str(row), paragraph.body if paragraph else ""]
        case PublicParagraph():
            return [row.body]
        case Topic():
            return [str(row), in_language(row, "description")]
    return [str(row)]
