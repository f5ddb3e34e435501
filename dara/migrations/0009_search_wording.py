"""A column for the search for exact phrases in each table that is searched, and functions for misspelt words: see the SQL beside this file."""

from pathlib import Path

import django.contrib.postgres.search
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
COLUMNS = {
    "topic": ("name", "description"),
    "entity": ("name", "note"),
    "source": ("title", "author", "note"),
    "publicparagraph": ("body",),
    "statement": ("text", "found_by"),
    "endorsement": ("found_by",),
}


def wording(columns: tuple[str, ...]) -> models.GeneratedField:
    vector = django.contrib.postgres.search.SearchVectorField()
    return models.GeneratedField(
        db_persist=True,
        expression=models.Func(*columns, function="public.dara_wording", output_field=vector),
        output_field=vector,
    )


class Migration(migrations.Migration):
    dependencies = [("dara", "0008_public_paragraphs")]

    operations = [
        migrations.RunSQL(SQL),
        *(migrations.AddField(model, "wording", wording(columns)) for model, columns in COLUMNS.items()),
    ]
