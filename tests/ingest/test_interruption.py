"""An import that is interrupted leaves only whole documents."""

import io
from unittest.mock import patch

import pytest
from django.core.management import call_command

from dara.ingest import store
from dara.models import Original, Paragraph, Source, SourceText
from dara.models.copying import copy_rows


@pytest.mark.django_db(transaction=True)
def test_what_is_stopped_between_original_and_text_is_not_there(tmp_path):
    (tmp_path / "a.txt").write_text("The first document.\n")
    (tmp_path / "b.txt").write_text("The second document.\n")

    def stopped(model, rows):
        rows = list(rows)
        if model is SourceText and "second" in rows[0]["body"]:
            raise KeyboardInterrupt
        copy_rows(model, rows)

    with patch.object(store, "copy_rows", stopped), pytest.raises(KeyboardInterrupt):
        call_command("import_archive", tmp_path, stdout=io.StringIO())
    assert [model.objects.count() for model in (Source, Original, SourceText, Paragraph)] == [1, 1, 1, 1]
    call_command("import_archive", tmp_path, stdout=io.StringIO())
    assert Source.objects.count() == SourceText.objects.count() == 2
