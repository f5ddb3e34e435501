"""An import that is interrupted leaves only whole documents."""

import io
from unittest.mock import patch

import pytest
from django.core.management import call_command

from dara.models import Original, Paragraph, Source, SourceText


@pytest.mark.django_db(transaction=True)
def test_what_is_stopped_between_original_and_text_is_not_there(tmp_path):
    (tmp_path / "a.txt").write_text("The first document.\n")
    (tmp_path / "b.txt").write_text("The second document.\n")

    def stopped(text, **arguments):
        if "second" in text.body:
            raise KeyboardInterrupt
        save(text, **arguments)

    save = SourceText.save
    with patch.object(SourceText, "save", stopped), pytest.raises(KeyboardInterrupt):
        call_command("import_archive", tmp_path, stdout=io.StringIO())
    assert [model.objects.count() for model in (Source, Original, SourceText, Paragraph)] == [1, 1, 1, 1]
    call_command("import_archive", tmp_path, stdout=io.StringIO())
    assert Source.objects.count() == SourceText.objects.count() == 2
