"""Two languages: translations of the archive's own words, and the language of each document. What a topic is found by holds its Spanish words, too."""

from pathlib import Path

import dara.models.fields
import dara.models.translations
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.fields.json
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = "DROP FUNCTION public.dara_is_translations(jsonb) CASCADE;"  # and the constraints that call it


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0005_kept_by_the_database"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidacyfact",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="electionresult",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="race",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="language",
            field=dara.models.fields.LanguageField(
                db_collation="C",
                db_default="en",
                default="en",
                help_text="Of the document: “en”, “es”, “zh-Hant” (BCP 47).",
                max_length=35,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "A language is a tag of BCP 47: “en”, “es”, “zh-Hant”."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="tombstone",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.AddField(
            model_name="utterance",
            name="translations",
            field=dara.models.translations.TranslationsField(
                blank=True, db_default={}, default=dict, help_text="Our own words in other languages: language → field → words."
            ),
        ),
        migrations.RemoveIndex(model_name="topic", name="topic_search"),
        migrations.RemoveField(model_name="topic", name="search"),  # the expression of a generated column cannot be changed
        migrations.AddField(
            model_name="topic",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.SearchVector(
                        "name",
                        django.db.models.fields.json.KeyTextTransform(
                            "name", django.db.models.fields.json.KeyTextTransform("es", "translations")
                        ),
                        config="public.dara_english",
                        weight="A",
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector(
                        "description",
                        django.db.models.fields.json.KeyTextTransform(
                            "description", django.db.models.fields.json.KeyTextTransform("es", "translations")
                        ),
                        config="public.dara_english",
                        weight="B",
                    ),
                    django.contrib.postgres.search.SearchConfig("public.dara_english"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="topic_search"),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
                name="source_language_is_a_tag",
                violation_error_message="A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.",
            ),
        ),
        migrations.RunSQL(SQL, REVERSE),
    ]
