"""The seeds as a test set: their texts, and the drafts that their curated records call for (seeds/README.md)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable

from dara.ingest import canonical_text
from dara.local import defaults
from tests.drafting import scoring

SEEDS = defaults.CHECKOUT / "seeds"


def load() -> list[scoring.Text]:
    """The seed documents, each with its statements, endorsements and results. Reports are not drafted."""
    shared = tomllib.loads((SEEDS / "records" / "entities.toml").read_text(encoding="utf-8"))["entities"]
    return [_read(path.stem, shared) for path in sorted((SEEDS / "documents").glob("*.txt"))]


def _read(stem: str, shared: list[dict]) -> scoring.Text:
    records = tomllib.loads((SEEDS / "records" / f"{stem}.toml").read_text(encoding="utf-8"))
    body = canonical_text.extract((SEEDS / "documents" / f"{stem}.txt").read_bytes()).body
    names = _names([*shared, *records.get("groups", [])], records)
    drafted = [
        *(each for each in records.get("statements", []) if each["kind"] != "report"),
        *({"kind": "endorsement"} | each for each in records.get("endorsements", [])),
        *({"kind": "result"} | each for each in records.get("results", [])),
    ]
    return scoring.Text(
        name=stem,
        body=body,
        expected=tuple(scoring.expect(body, _spelled(each, names)) for each in drafted),
        published_on=records["sources"][0].get("published_on"),
    )


def _spelled(record: dict, names: dict[str, list[str]]) -> dict:
    """The record with names in the place of slugs."""
    return record | {role: names[record[role]] for role in ("speaker", "endorser", "candidate") if role in record}


def _names(entities: Iterable[dict], records: dict) -> dict[str, list[str]]:
    """The right names of each slug: its own, and for an organization also what this document calls it, unless that is a part
    of its name (“The Times”): a program that reads one document cannot know more."""
    names = defaultdict(list, {each["slug"]: [each["name"]] for each in entities})
    persons = {each["slug"] for each in entities if each.get("kind") == "person"}
    for record in (*records.get("statements", []), *records.get("endorsements", [])):
        for role in ("speaker", "endorser"):
            slug, as_named = record.get(role), record.get(f"{role}_as_named")
            if slug and as_named and slug not in persons and not _words(as_named) < _words(names[slug][0]):
                names[slug].append(as_named)
    return names


def _words(name: str) -> set[str]:
    return set(name.casefold().replace(".", "").split()) - {"the"}
