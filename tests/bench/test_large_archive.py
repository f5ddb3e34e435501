"""The generator of large archives: it makes the same again, the database takes it, and both outputs hold the same records."""

from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from bench.large_archive import Archive, files, filling
from dara.archive.importing import import_package
from dara.archive.verification import failures
from dara.models import Source, Statement
from dara.models.record_format import KINDS, values_of

SIZE = 400


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "package"
    files.write(Archive(SIZE), folder)
    return folder


def all_records() -> dict[str, list]:
    """The values of all records in the database, by kind."""
    return {name: sorted((values_of(kind, row) for row in kind.rows()), key=repr) for name, kind in KINDS.items()}


@pytest.mark.long_form
def test_it_makes_the_same_archive_again(package, tmp_path):
    files.write(Archive(SIZE), tmp_path / "again")
    paths = sorted(path.relative_to(package) for path in package.rglob("*.*"))
    assert [path.name for path in paths].count("statements.jsonl") == 1
    for path in paths:
        assert (package / path).read_bytes() == (tmp_path / "again" / path).read_bytes()


@pytest.mark.long_form
def test_another_seed_makes_another_archive():
    one, other = (next(Archive(SIZE, seed).sources()) for seed in (0, 1))
    assert one.text != other.text


@pytest.mark.long_form
def test_files_and_database_hold_the_same_records(db, package):
    with transaction.atomic():
        filling.fill(Archive(SIZE))
        filled = all_records()
        transaction.set_rollback(True)
    import_package(package)
    assert filled == all_records()


@pytest.mark.long_form
@pytest.mark.django_db(transaction=True)
def test_what_it_fills_is_verified_and_of_every_kind():
    filling.fill(Archive(SIZE))
    assert list(failures()) == []
    assert Statement.objects.count() == SIZE
    kinds = Counter(Statement.objects.values_list("kind", flat=True))
    assert set(kinds) == set(Statement.Kind)
    assert set(Source.objects.values_list("visibility", flat=True)) == set(Source.Visibility)
    assert Statement.objects.filter(within__isnull=False).exists()
    assert Counter(Statement.objects.values_list("passage__source", flat=True)).most_common(1)[0][1] == SIZE // 2
    assert all(KINDS[kind].rows().exists() for kind in ("groups", "utterances", "endorsements", "results", "facts", "withholdings"))


@pytest.mark.long_form
def test_only_an_empty_archive_is_filled(db, example_archive):
    with pytest.raises(ValueError, match="has sources already"):
        filling.fill(Archive(SIZE))
