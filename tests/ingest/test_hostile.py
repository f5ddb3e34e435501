"""Hostile and broken files in a folder are each imported or refused with a sentence, and none is stored in part."""

import io
import re

import pytest
from django.core.management import call_command
from django.db.models import Count

from dara.archive.verification import failures
from dara.models import Original, Source, SourceText
from tests.ingest import hostile

FAULTS_OF_OURS = ("Traceback", "UnicodeEncodeError", "dara/")


@pytest.mark.timeout(900)  # for more of them
@pytest.mark.django_db(transaction=True)
def test_hostile_files_are_imported_or_refused(tmp_path, long):
    number = hostile.drop(tmp_path, 500 if long else 60)
    said = io.StringIO()
    call_command("import_archive", tmp_path, stdout=said, stderr=said)
    lines = said.getvalue().split("\n")
    reported = [line for line in lines if re.match("(created|later capture|seen before|refused): ", line)]
    assert len(reported) == number
    for line in reported:
        assert line.isprintable(), line
        assert not any(fault in line for fault in FAULTS_OF_OURS), line
        if line.startswith("refused: "):
            assert re.search(r": [^:].{9,}[.?]$", line), line
    assert {line.split(":")[0] for line in reported} >= {"created", "refused"}

    for model in (Original, SourceText):
        assert model.objects.count() == Source.objects.count()
    assert not Source.objects.annotate(held=Count("paragraphs")).filter(held=0).exists()
    assert list(failures()) == []


def test_the_files_are_the_same_each_time(tmp_path):
    folders = [tmp_path / "one", tmp_path / "other"]
    held = []
    for folder in folders:
        folder.mkdir()
        hostile.drop(folder, 60)
        held.append({path.relative_to(folder): path.read_bytes() for path in folder.glob("0*/*")})
    assert held[0] == held[1]
