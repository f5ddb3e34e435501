"""What cannot be read any more is no backup and no download: each command says so in a sentence, and leaves nothing by half."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from dara.archive.download_builds import state
from dara.archive.exporting import damage_is_told
from tests.archive.test_verification import INVALID, damaged, superuser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds")]
REPAIR = "`manage.py verify_archive` names all that is; docs/operations.md says how it is repaired from the newest sound backup."


def invalid(error: pytest.ExceptionInfo, before: str = "") -> str:
    """The table that a message calls damaged, and says all that it should of."""
    found = re.fullmatch(
        rf"{re.escape(before)}The archive is damaged: (?:{INVALID}) of relation (\w+)\. {re.escape(REPAIR)}", str(error.value)
    )
    assert found, error.value
    return found[1]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DARA_DATA_DIR = tmp_path / "data"


@pytest.mark.parametrize("table", ["dara_original", "dara_source", "dara_topicevent"])
def test_a_damaged_table_is_named_by_an_export_and_by_a_backup(table, cluster, tmp_path):
    with superuser() as raw:
        damaged(raw, cluster.data, table)
    exports, backups = tmp_path / "exports", tmp_path / "backups"
    with pytest.raises(CommandError) as export:
        call_command("export_archive", exports / "bag")
    assert invalid(export) == table
    assert not exports.exists() or list(exports.iterdir()) == []
    with pytest.raises(CommandError) as backup:
        call_command("back_up", backups)
    assert invalid(backup, "There is no new backup, and nothing was removed: ") == table


@pytest.mark.parametrize("table", ["dara_statement", "dara_publicparagraph", "dara_topicevent"])
def test_a_damaged_table_is_named_by_the_build_of_downloads(table, cluster):
    with superuser() as raw:
        damaged(raw, cluster.data, table)
    with pytest.raises(CommandError) as build:
        call_command("build_downloads")
    assert invalid(build) == table
    assert state().failure.why == str(build.value)  # for the dashboard


def test_long_values_are_named_by_their_table(cluster, tmp_path):
    with superuser() as raw:
        (values,) = raw.execute("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'dara_original'").fetchone()
        damaged(raw, cluster.data, values)
    with pytest.raises(CommandError) as export:
        call_command("export_archive", tmp_path / "bag")
    assert invalid(export) == "dara_original"


def test_a_table_without_its_file_is_damaged_and_a_server_that_is_away_is_not(cluster, tmp_path):
    with superuser() as raw:
        (path,) = raw.execute("SELECT pg_relation_filepath('dara_original')").fetchone()
        raw.execute("CHECKPOINT")
        file = cluster.data / path
        elsewhere = file.rename(file.with_name("elsewhere"))
    with pytest.raises(CommandError, match="The archive is damaged: could not open file dara_original: No such file"):
        call_command("export_archive", tmp_path / "bag")
    elsewhere.rename(file)
    with pytest.raises(OperationalError), damage_is_told(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())")
    connection.close()
