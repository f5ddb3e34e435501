"""Validation goes on in another thread while the records before are saved: so it may not ask the database."""

import threading
from unittest.mock import patch

import pytest
from django.db import connection

from dara.archive import importing
from dara.archive.importing import import_package
from dara.archive.record_validation import RecordValidator
from dara.models import Statement

pytestmark = pytest.mark.django_db


def refused(execute, sql, *rest):
    raise AssertionError(f"The database was asked: {sql}")


@pytest.fixture
def threads():
    """The threads that validate. If one of them asks the database, it fails."""
    found = set()
    validate = RecordValidator.validate

    def watched(self, *args):
        found.add(threading.current_thread())
        with connection.execute_wrapper(refused):
            return validate(self, *args)

    with patch.object(RecordValidator, "validate", watched):
        yield found


def test_another_thread_validates_without_the_database(package, threads):
    import_package(package.write())
    assert threads
    assert threading.current_thread() not in threads


def test_names_and_texts_that_only_the_archive_has_are_looked_up_before(package, threads):
    statements = package.records.pop("statements")
    import_package(package.write())
    package.records = {kind: [] for kind in package.records} | {"statements": statements}
    assert import_package(package.write()).counts["statements"]["created"] == len(statements)


@pytest.mark.parametrize("name", ["FIRST", "CHUNK", "DOCUMENTS", "TEXTS"])
def test_small_chunks_bring_the_same(package, name):
    with patch.object(importing, "FIRST", 1), patch.object(importing, name, 1):
        report = import_package(package.write())
    assert sum(counts["created"] for counts in report.counts.values()) == 13
    assert Statement.objects.get(key="stm44444").within_id == "stm33333"
