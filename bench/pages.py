"""The pages that are measured, by kind: some addresses of each, as an archive of the generator has them; and what is searched for."""

import functools
import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

import psycopg

from bench.client import Client
from bench.large_archive import Archive
from bench.large_archive.people import SURNAMES
from bench.large_archive.sources import key
from bench.large_archive.vocabulary import EVERYWHERE, Vocabulary
from dara.local import postgres

MANY = 5  # addresses of a kind, where it has several
CANDIDATES = [f"/candidates/candidate-{n}/" for n in range(MANY)]
TOPICS = [f"/topics/issue-{n}/" for n in range(1, MANY + 1)]
ALIKE = {  # the same addresses in an archive of any size
    "home": ["/"],
    "topics": ["/topics/"],
    "topic": TOPICS,
    "candidates": ["/candidates/"],
    "candidate": CANDIDATES,
    "compare": ["/compare/?c=candidate-0&c=candidate-1", "/compare/?c=candidate-2&c=candidate-3&c=candidate-4"],
    "compare, a topic": ["/compare/?c=candidate-0&c=candidate-1&t=issue-3"],
    "source, long": [f"/sources/{key('sources', 0)}/"],
    "statements, first page": ["/statements/"],
    "statements, a topic": ["/statements/?topic=issue-3", "/statements/?topic=issue-7"],
    "endorsements, first page": ["/endorsements/"],
    "sources, first page": ["/sources/"],
    "voices, first page": ["/voices/"],
    "voice": [f"/voices/voice-{n}/" for n in range(24, 24 + MANY)],
    "elections": ["/elections/"],
    "election": ["/elections/2020-november/"],
    "office": ["/office/"],
    "corrections": ["/corrections/"],
    "feed of statements": ["/feeds/statements.atom"],
    "feed of a candidate": [f"/feeds{address[:-1]}.atom" for address in CANDIDATES],
    "feed of a topic": [f"/feeds{address[:-1]}.atom" for address in TOPICS],
    "sitemap": ["/sitemap.xml"],
    "sitemap of statements": ["/sitemap-statements.xml"],
    "API, statements": ["/api/v1/statements/"],
    "API, statements of a candidate": ["/api/v1/statements/?speaker=candidate-1"],
    "CSV of statements, first byte": ["/statements.csv"],
    "CSV of a topic, first byte": ["/statements.csv?topic=issue-3"],
}
LAST = ("/statements/", "/statements/?topic=issue-3", "/topics/issue-3/", "/endorsements/", "/sources/", "/voices/")
STOP_WORDS = frozenset(  # those of PostgreSQL's English dictionary, which no search finds by themselves, among the common words
    [
        "about",
        "they",
        "will",
        "from",
        "when",
        "there",
        "were",
        "been",
        "some",
        "here",
        "where",
        "then",
        "very",
        "more",
        "only",
        "because",
        "them",
        "should",
        "over",
        "these",
        "into",
        "their",
        "down",
        "than",
        "after",
        "those",
        "other",
        "doing",
        "before",
        "does",
        "which",
        "being",
        "through",
        "same",
        "most",
        "such",
        "until",
        "both",
        "each",
        "having",
        "under",
        "once",
        "while",
        "against",
        "between",
        "yourself",
        "myself",
        "again",
        "during",
    ]
)
NOTHING = ("xyloquartz", "brumvelder", "quintathorpe", "zzyxval")  # in no dictionary, and near no name


def addresses(cluster: postgres.Cluster, client: Client) -> dict[str, list[str]]:
    """The addresses of each kind of page in one archive, with those that depend on its size."""
    found = dict(ALIKE)
    with psycopg.connect(cluster.url()) as connection:
        for name in ("statement", "endorsement", "electionresult", "source"):
            # the keys have no order that means anything
            rows = connection.execute(
                f"SELECT key FROM dara_{name} WHERE key <> %s ORDER BY key LIMIT %s", [key("sources", 0), MANY]
            )
            name = name.removeprefix("election")
            found[name] = [f"/{name}s/{each}/" for (each,) in rows]
    for path in LAST:
        last = re.search(rb"Page \d+ of (\d+)", client.get(path, **{"Accept-Encoding": "identity"}).body)
        if last:
            found[f"last page of {path}"] = [f"{path}{'&' if '?' in path else '?'}page={last[1].decode()}"]
    for kind, texts in queries().items():
        found[f"search: {kind}"] = [f"/search/?q={quote_plus(text)}" for text in texts]
    word = queries()["common"][0]
    return found | {"statements, a common word": [f"/statements/?q={word}"], "sources, a common word": [f"/sources/?q={word}"]}


@functools.cache
def queries() -> dict[str, list[str]]:
    """What is searched for, by kind; the same in an archive of any size."""
    vocabulary = Archive(0).vocabulary
    words = vocabulary.words
    common = [word for word in words[30:600] if len(word) > 3 and word not in STOP_WORDS]
    rare = words[8_000 : 8_000 + MANY * 4_000 : 4_000]
    pairs = [f"{one} {other}" for one, other in _neighbours(vocabulary, common)]
    common = ["attorney", "county", *common]
    pairs = [*EVERYWHERE[:4:2], *pairs]
    return {
        "rare": rare,
        "common": common[:MANY],
        "two words": pairs[:MANY],
        "phrase of common words": [f'"{pair}"' for pair in pairs[:MANY]],
        "or": [f"{one} or {other}" for one, other in zip(rare, common, strict=False)],
        "misspelt": [f"{name[:2]}{name[3]}{name[2]}{name[4:]}" for name in SURNAMES[::9] if len(name) > 5 and name[2] != name[3]][
            :MANY
        ],
        "nothing": [*NOTHING],
    }


def _neighbours(vocabulary: Vocabulary, words: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of these words that often stand beside one another."""
    wanted = set(words)
    return (
        (one, other)
        for one in itertools.islice(words, 300)
        for other in vocabulary.followers[one]
        if other in wanted and other != one
    )
