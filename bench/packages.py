"""Generate archive packages of any size: sources with paragraphs, and statements quoted from them. The same arguments make the same package."""

import hashlib
import json
import random
from pathlib import Path

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
WORDS = [
    "bail",
    "court",
    "charge",
    "city",
    "county",
    "crime",
    "defense",
    "jail",
    "judge",
    "justice",
    "law",
    "office",
    "police",
    "trial",
    "victim",
    "vote",
    "witness",
    "year",
    "Gascón",
    "señor",
    "“said”",
    "–",
    "5%",
]


def _key(number: int) -> str:
    letters = []
    for _ in range(8):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)


def write_package(folder: Path, statements: int, *, per_source: int = 1000) -> None:
    """Write a package with that many statements, `per_source` of them from each source. A paragraph has about 200 characters."""
    chance = random.Random(statements)
    records = folder / "records"
    records.mkdir(parents=True)
    (folder / "documents").mkdir()
    topics = [{"slug": f"topic-{n}", "name": f"Topic {n}", "position": n} for n in range(1, 19)]
    entities = [
        {"slug": f"speaker-{n}", "name": f"Speaker {n}", "sort_name": f"Speaker {n:03}", "kind": "person"} for n in range(200)
    ]
    _write(records / "topics.jsonl", topics)
    _write(records / "entities.jsonl", entities)
    sources = []
    with (records / "statements.jsonl").open("w", encoding="utf-8") as out:
        for first in range(0, statements, per_source):
            number = first // per_source
            quotes = [f"{' '.join(chance.choices(WORDS, k=12))} {n}" for n in range(first, min(first + per_source, statements))]
            paragraphs = [f"{' '.join(chance.choices(WORDS, k=20))} “{quote},” said somebody." for quote in quotes]
            document = "\n\n".join(paragraphs).encode()
            name = f"documents/{number:05}.txt"
            (folder / name).write_bytes(document)
            source = _key(1_000_000_000 + number)
            sources.append(
                {
                    "key": source,
                    "document": name,
                    "sha256": hashlib.sha256(document).hexdigest(),
                    "kind": "news article",
                    "title": f"Generated {number}",
                }
            )
            for n, quote in enumerate(quotes, first):
                statement = {
                    "key": _key(n),
                    "kind": "quote",
                    "source": source,
                    "passage": f"“{quote},” said somebody.",
                    "pieces": [quote],
                    "speaker": f"speaker-{n % 200}",
                    "about": [f"speaker-{(n + 1) % 200}"],
                    "topics": [f"topic-{n % 18 + 1}"],
                    "said_on": f"{2000 + n % 25}-{n % 12 + 1:02}",
                }
                out.write(json.dumps(statement, ensure_ascii=False) + "\n")
    _write(records / "sources.jsonl", sources)


def _write(path: Path, records: list[dict]) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
