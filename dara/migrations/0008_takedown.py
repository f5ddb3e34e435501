"""Words withheld from the public, and replies: the tables, and their rules in the SQL beside this file."""

from pathlib import Path

import dara.models.fields
import dara.models.translations
import datetime
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0007_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sources", "Source"),
                            ("statements", "Statement"),
                            ("endorsements", "Endorsement"),
                            ("results", "Result"),
                            ("facts", "Candidacy fact"),
                        ],
                        help_text="Of what it answers.",
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(db_collation="C", help_text="Of what it answers.", max_length=8)),
                (
                    "source",
                    models.ForeignKey(
                        help_text="The reply.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "kind", "key"), name="reply_once", violation_error_message="This reply is held already."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="reply_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^[0-9a-z]{8}$", "A key is 8 small letters and digits.")],
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        blank=True, help_text="In Unicode code points, from 0; empty: the whole text.", null=True
                    ),
                ),
                ("end", models.PositiveIntegerField(blank=True, help_text="Exclusive.", null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("error", "Error"),
                            ("rights", "Rights"),
                            ("privacy", "Privacy"),
                            ("safety", "Safety"),
                            ("legal", "Legal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("withheld_on", models.DateField(default=datetime.date.today)),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="In the archive's words, for the public; without repeating what is withheld."
                    ),
                ),
                (
                    "translations",
                    dara.models.translations.TranslationsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="Our own words in other languages: language → field → words.",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="withholdings", to="dara.source"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="withholding_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__isnull", True), ("start__isnull", True)),
                            models.Q(("end__isnull", False), ("start__isnull", False), ("start__lt", models.F("end"))),
                            _connector="OR",
                        ),
                        name="withholding_is_a_span_or_all",
                        violation_error_message="Give both start and end, the start before the end, or neither for the whole text.",
                    ),
                    models.UniqueConstraint(
                        fields=("source", "start", "end"),
                        name="withholding_once",
                        nulls_distinct=False,
                        violation_error_message="These very words are withheld already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL),  # there is no way back: what is withheld would be shown
    ]
