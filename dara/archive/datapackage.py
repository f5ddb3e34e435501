"""What the public may see as a Frictionless Data Package (tabular): a CSV file for each table, and `datapackage.json`, which describes them.

It is of version 1, which every tool reads. The CSV files are as RFC 4180 says, in UTF-8; what is not stated is left empty."""

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from dara.archive.tables import TABLES, Column, Table
from dara.models.downloads import SPREADSHEET_RULE
from dara.text.spreadsheet_cells import cell

RIGHTS = "The licence covers the archive’s own metadata and code, not the texts of third parties, which belong to their authors and publishers."


def write(folder: Path, about: Mapping[str, str]) -> None:
    """Write the data package to the new folder. `about` has title, description, snapshot and newest_version."""
    folder.mkdir()
    resources = [_resource(table, _write_csv(table, folder / f"{table.name}.csv")) for table in TABLES]
    descriptor = {
        "profile": "tabular-data-package",
        "name": "dara",
        "title": about["title"],
        "description": f"{about['description']} {RIGHTS} {SPREADSHEET_RULE}",
        "homepage": settings.DARA_BASE_URL,
        "created": about["snapshot"],
        "version": about["newest_version"],
        "licenses": [{"name": "MIT", "path": "https://opensource.org/license/mit", "title": f"MIT License. {RIGHTS}"}],
        "sources": [{"title": about["title"], "path": settings.DARA_BASE_URL}],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_csv(table: Table, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in table.columns)
        writer.writerows([cell(value) for value in row] for row in table.rows())
    return path


def _resource(table: Table, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "title": table.title,
        "description": table.description,
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [_foreign_key(table, column) for column in table.columns if column.refers_to],
            "missingValues": [""],
        },
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if table.primary_key == (column.name,):
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = column.pattern
    described = {"name": column.name, "type": column.type, "description": column.description}
    return described | ({"constraints": constraints} if constraints else {})


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    """The reference of a column. The specification names the table itself by an empty text."""
    other = next(other for other in TABLES if other.name == column.refers_to)
    resource = "" if other is table else other.name
    return {"fields": column.name, "reference": {"resource": resource, "fields": other.primary_key[0]}}
