"""The paragraphs that the public may read become a table: see the SQL beside this file, which fills it too. The other paragraphs are not searched."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0007_revision")]

    operations = [
        migrations.RunSQL("DROP VIEW public.dara_publicparagraph"),
        migrations.DeleteModel("PublicParagraph"),  # the view's, which is not managed
        migrations.RemoveIndex("paragraph", "paragraph_search"),
        migrations.RemoveField("paragraph", "search"),
        migrations.CreateModel(
            "PublicParagraph",
            fields=[
                ("id", models.BigIntegerField(help_text="That of the paragraph.", primary_key=True, serialize=False)),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="public_paragraphs",
                        to="dara.source",
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="From 1.")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("body", models.TextField()),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("body", config="public.dara_english", weight="A"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "ordering": ["source_id", "number"],
                "constraints": [models.UniqueConstraint(fields=("source", "number"), name="publicparagraph_source_number")],
            },
        ),
        migrations.RunSQL(SQL),
        migrations.AddIndex(
            "publicparagraph",
            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="publicparagraph_search"),
        ),
    ]
