"""Documents of several formats: which extractor made a text, with what, and what was noticed. What is held already is found by its bytes, text, address."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = """
ALTER TABLE public.dara_sourcetext DROP CONSTRAINT dara_sourcetext_is_of_its_sources_extractor;
DROP TRIGGER dara_extractor_stays ON public.dara_source;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0006_two_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="extractor",
            field=models.CharField(
                db_default="text v1",
                default="text v1",
                help_text="What made its text: name and version, e.g. “html v1”.",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="made_with",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The libraries that decide the text, with their versions.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="remarks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                default=list,
                help_text="What was noticed as it was made, for curators.",
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="sourcetext",
            name="extractor",
            field=models.CharField(help_text="Name and version, e.g. “text v1”.", max_length=40),
        ),
        migrations.AddIndex(
            model_name="source",
            index=django.contrib.postgres.indexes.HashIndex(fields=["url"], name="source_url"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["sha256"], name="source_sha256"),
        ),
        migrations.AddIndex(
            model_name="sourcetext",
            index=models.Index(django.db.models.functions.text.MD5("body"), name="sourcetext_body_md5"),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(fields=("key", "extractor"), name="source_key_extractor"),
        ),
        migrations.RunSQL(SQL, REVERSE),
    ]
