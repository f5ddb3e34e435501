"""Import, verification and export take as many queries for many records as for a few, and write each row once."""

import io
from unittest.mock import patch

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dara.archive.exporting import export_package
from dara.archive.importing import import_package
from dara.archive.verification import failures
from dara.management.commands import import_archive
from dara.models import EVENTS, Statement, StatementAbout, StatementTopic
from tests.archive.conftest import TEXT, SmallPackage

pytestmark = pytest.mark.django_db


def with_more_sources(package: SmallPackage, number: int) -> SmallPackage:
    """The package with that many more documents, a statement in each."""
    for n in range(number):
        name = f"documents/more-{n}.txt"
        package.documents[name] = f"{TEXT}\nNumber {n}.\n".encode()
        package.records["sources"].append(
            {"key": f"more{n:04}", "document": name, "sha256": "", "kind": "news article", "title": f"Story {n}"}
        )
        package.records["statements"].append(
            package["stm22222"]
            | {"key": f"said{n:04}", "source": f"more{n:04}", "speaker_as_named": "Smith", "about": ["bob-jones"]}
        )
    return package


@pytest.fixture
def queries(tmp_path):
    """A function that imports a package with some more sources, verifies and exports the archive, and returns the number of queries of each."""

    def run(more: int) -> list[int]:
        folder = with_more_sources(SmallPackage(tmp_path / f"with-{more}"), more).write()
        counts = []
        undo = transaction.savepoint()
        for do in (
            lambda: import_package(folder),
            lambda: import_package(folder),  # nothing has changed
            lambda: list(failures()),
            lambda: export_package(tmp_path / f"whole-{more}"),
            lambda: export_package(tmp_path / f"public-{more}", public=True),
        ):
            with (
                CaptureQueriesContext(connection) as captured,
                patch("dara.archive.exporting.snapshot"),
                patch("dara.archive.exporting.sealed_snapshot"),
                patch("dara.archive.verification.snapshot"),
            ):
                do()
            counts.append(len([each for each in captured if "SAVEPOINT" not in each["sql"]]))
        transaction.savepoint_rollback(undo)
        return counts

    return run


def test_the_number_of_queries_does_not_grow(queries):
    assert queries(1) == queries(6)


def test_each_statement_is_written_once(package):
    """The names that it is found by are there before it is."""
    folder = with_more_sources(package, 3).write()
    before = _written()
    import_package(folder)
    assert [now - then for now, then in zip(_written(), before, strict=True)] == [6, 0]
    assert Statement.objects.defer(None).get(key="said0000").found_by.startswith("Ann Smith\x1eBob Jones\x1e“Bail is broken,”")


def _written() -> tuple[int, int]:
    """How many statements this transaction has inserted and updated, or those of the session before it, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_ins, n_tup_upd FROM pg_catalog.pg_stat_xact_user_tables WHERE relname = 'dara_statement'")
        return cursor.fetchone()


def test_the_history_says_which_command_has_brought_a_row(package):
    with pghistory.context(command="import_archive"):
        import_package(package.write())
    for model in (Statement, StatementAbout, StatementTopic):
        events = EVENTS[model].objects.values_list("pgh_label", "pgh_context__command")
        assert set(events) == {("insert", "import_archive")}


def test_a_long_import_says_how_far_it_is():
    out = io.StringIO()
    out.write = lambda line, write=out.write: write(f"{line}\n")
    with patch.object(import_archive.time, "monotonic", side_effect=[0, 1, 2, 4, 8]):
        progress = import_archive.Progress(out)
        progress("sources", 10, 10)
        progress("statements", 10, 1000)
        progress("statements", 110, 1000)
        progress("statements", 1000, 1000)
    assert out.getvalue().splitlines() == [
        "… 110 of 1,000 statements, about 18 s more for these",
        "… 1,000 of 1,000 statements",
    ]
