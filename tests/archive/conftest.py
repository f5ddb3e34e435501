"""Small packages to import, change and spoil."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

TEXT = "Ann Smith announced on Friday that she is running.\n\n“Bail is broken,” Smith said. “We can do better.”\n\nBob Jones, too, said “we can do better” twice.\n\nShe has 53.72% and 0 votes, more than 790,000 ballots are out, and $642,252.29 went in.\n"

RECORDS: dict[str, list[dict[str, Any]]] = {
    "topics": [{"slug": "bail", "name": "Bail", "position": 1}],
    "entities": [
        {"slug": "ann-smith", "name": "Ann Smith", "sort_name": "Smith, Ann", "kind": "person"},
        {"slug": "bob-jones", "name": "Bob Jones", "sort_name": "Jones, Bob", "kind": "person"},
    ],
    "races": [{"slug": "2030", "name": "2030 race"}],
    "sources": [
        {"key": "src22222", "document": "documents/a.txt", "sha256": "", "kind": "news article", "title": "A story"},
    ],
    "groups": [{"slug": "everybody", "name": "everybody", "source": "src22222"}],
    "elections": [
        {
            "slug": "2030-june",
            "race": "2030",
            "name": "June 2030",
            "source": "src22222",
            "passage": "Ann Smith announced on Friday that she is running.",
        }
    ],
    "candidacies": [{"candidate": "ann-smith", "race": "2030"}],
    "statements": [
        {
            "key": "stm22222",
            "kind": "quote",
            "source": "src22222",
            "passage": "“Bail is broken,” Smith said. “We can do better.”",
            "pieces": ["Bail is broken", "We can do better."],
            "speaker": "ann-smith",
            "topics": ["bail"],
        },
        {
            "key": "stm33333",
            "kind": "paraphrase",
            "source": "src22222",
            "passage": "Bob Jones, too, said “we can do better” twice.",
            "speaker": "bob-jones",
            "about": ["ann-smith"],
        },
        {
            "key": "stm44444",
            "kind": "quote",
            "source": "src22222",
            "passage": "“we can do better”",
            "pieces": ["we can do better"],
            "speaker": "bob-jones",
            "within": "stm33333",
        },
    ],
    "endorsements": [
        {
            "key": "end22222",
            "source": "src22222",
            "passage": "Bob Jones, too, said “we can do better” twice.",
            "endorser": "bob-jones",
            "candidate": "ann-smith",
            "race": "2030",
            "stance": "supports",
            "verb": "said",
        }
    ],
    "facts": [
        {
            "key": "fct22222",
            "source": "src22222",
            "passage": "Ann Smith announced on Friday that she is running.",
            "candidate": "ann-smith",
            "race": "2030",
            "kind": "running",
        }
    ],
}


class SmallPackage:
    """A package in a folder: change `records` (by kind) or `documents` (by name), then `write()`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.records = copy.deepcopy(RECORDS)
        self.documents = {"documents/a.txt": TEXT.encode()}

    def __getitem__(self, key: str) -> dict[str, Any]:
        """The record with that key or slug."""
        return next(r for records in self.records.values() for r in records if key in (r.get("key"), r.get("slug")))

    def write(self) -> Path:
        """Write all of it, checksums filled in where they are empty; the folder."""
        for name, content in self.documents.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for source in (*self.records["sources"], *self.records.get("uploads", ())):
            if not source["sha256"] and source["document"] in self.documents:
                source["sha256"] = hashlib.sha256(self.documents[source["document"]]).hexdigest()
        for kind, records in self.records.items():
            path = self.folder / "records" / f"{kind}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
        return self.folder


@pytest.fixture
def package(tmp_path) -> SmallPackage:
    return SmallPackage(tmp_path / "package")
