"""Archives that are exported, emptied and read back."""

import filecmp
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connection

from dara.archive.exporting import export_package
from dara.archive.importing import import_package
from dara.archive.verification import failures


def empty_the_archive() -> None:
    tables = ", ".join(model._meta.db_table for model in apps.get_app_config("dara").get_models() if model._meta.managed)
    with connection.cursor():
        info = connection.connection.info
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user="postgres") as superuser:
        superuser.execute("SET session_replication_role = replica")  # the guards refuse it to everybody else
        superuser.execute(f"TRUNCATE {tables}")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same(one: Path, other: Path) -> None:
    """Byte-identical, apart from the bag's own date (and the checksum of the file that holds it)."""
    dated = {"bag-info.txt", "tagmanifest-sha256.txt"}
    left, right = files(one), files(other)
    assert left.keys() == right.keys()
    assert {name for name in left if left[name] != right[name]} <= dated
    assert filecmp.cmp(one / "manifest-sha256.txt", other / "manifest-sha256.txt", shallow=False)


def comes_back_the_same(folder: Path) -> None:
    """Export the archive to `one`, import that into an empty one, which verifies, and export it again to `two`: the same bytes."""
    export_package(folder / "one")
    empty_the_archive()
    import_package(folder / "one")
    assert list(failures()) == []
    export_package(folder / "two")
    same(folder / "one", folder / "two")
