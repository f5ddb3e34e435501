"""What `/data/` offers to download, as its last making left it (`manage.py build_downloads`, dara/archive/downloads.py).

    downloads/manifest.json     what is offered now, and in which folder it stands
    downloads/<snapshot>/       the files of one snapshot of the database

The manifest is replaced in one step, so a reader has all files of one snapshot or all of another."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext_noop

from dara.models import Withholding

BAG, SQLITE, DATA_PACKAGE = "dara-bag.zip", "dara.sqlite", "dara-datapackage.zip"
CONTENT_TYPES = {BAG: "application/zip", SQLITE: "application/vnd.sqlite3", DATA_PACKAGE: "application/zip"}
MANIFEST = "manifest.json"
SPREADSHEET_RULE = gettext_noop(
    "Spreadsheets run a cell that begins with =, +, -, @, a tab or a line break as a formula. A text that begins so, also behind apostrophes "
    "of its own, has one apostrophe put before it; take that one away to have the exact text. Numbers are left alone."
)


def folder() -> Path:
    return settings.DARA_DATA_DIR / "downloads"


def made_at() -> int:
    """When the files that are offered were made, in nanoseconds since 1970; 0 before the first."""
    try:
        return (folder() / MANIFEST).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@dataclass(frozen=True)
class Download:
    """A file that is offered: its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """The files of one moment of the database. `counts`: rows by table. `state`: what tells one state of the archive from another.

    `withheld`: the keys of the withholdings that they honour."""

    made: datetime
    newest_version: datetime
    counts: dict[str, int]
    files: dict[str, Download]
    folder: str
    state: str
    withheld: list[str] = field(default_factory=list)

    @classmethod
    def offered(cls) -> Self | None:
        """The one that the public may have; None before the first, and while words are withheld that it may still hold."""
        made = cls.current()
        outdated = made is not None and Withholding.objects.exclude(pk__in=made.withheld).exists()
        return None if outdated else made

    @classmethod
    def current(cls) -> Self | None:
        """The one that was made last; None before the first."""
        try:
            manifest = (folder() / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return cls.from_json(json.loads(manifest))

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        times = {name: datetime.fromisoformat(values[name]) for name in ("made", "newest_version")}
        files = {name: Download(name, **facts) for name, facts in values["files"].items()}
        return cls(**values | times | {"files": files})

    def to_json(self) -> dict[str, Any]:
        return {
            "made": self.made.isoformat(),
            "newest_version": self.newest_version.isoformat(),
            "counts": self.counts,
            "files": {name: {"bytes": each.bytes, "sha256": each.sha256} for name, each in self.files.items()},
            "folder": self.folder,
            "state": self.state,
            "withheld": self.withheld,
        }

    def path(self, name: str) -> Path:
        """Where one of its files stands. Raises KeyError for a name that is none of them."""
        return folder() / self.folder / self.files[name].name
