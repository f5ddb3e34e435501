"""What is in the downloads."""

import csv
import io
import sqlite3
import zipfile
from contextlib import closing

from dara.models.downloads import BAG, DATA_PACKAGE, SQLITE, Snapshot


def tables(built: Snapshot) -> dict[str, list[dict[str, str]]]:
    """The rows of the CSVs."""
    with zipfile.ZipFile(built.path(DATA_PACKAGE)) as package:
        texts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".csv")}
    return {name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def query(built: Snapshot, sql: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{built.path(SQLITE)}?mode=ro", uri=True)) as database:
        return database.execute(sql, values).fetchall()


def everything(built: Snapshot) -> dict[str, bytes]:
    """The bytes of all files, those inside of the zips too."""
    found = {SQLITE: built.path(SQLITE).read_bytes()}
    for name in (BAG, DATA_PACKAGE):
        with zipfile.ZipFile(built.path(name)) as package:
            assert package.testzip() is None
            found |= {f"{name}/{member}": package.read(member) for member in package.namelist()}
    return found
