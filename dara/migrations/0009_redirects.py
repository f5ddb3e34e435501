"""What was merged into what, and where files and archive conflict; the rules of redirects are in the SQL beside this file."""

from pathlib import Path

import django.utils.timezone
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
REVERSE = "DROP FUNCTION public.dara_redirect_leads_on() CASCADE; DROP FUNCTION public.dara_name_was_not_merged() CASCADE;"  # and their triggers


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0008_takedown"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(db_collation="C", help_text="As in the record files.", max_length=20)),
                ("key", models.CharField(db_collation="C", help_text="Its key or slug.", max_length=160)),
                ("form", models.JSONField(help_text="The canonical form that the files give it.")),
                (
                    "since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When an import first brought this form.", verbose_name="since"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="importconflict_kind_key")],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topics", "Topic"),
                            ("entities", "Person or organization"),
                            ("groups", "Group, as one source describes it"),
                            ("statements", "Statement"),
                            ("endorsements", "Endorsement"),
                            ("results", "Result"),
                            ("facts", "Candidacy fact"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("old", models.CharField(db_collation="C", help_text="The key or slug that it had.", max_length=100)),
                (
                    "new",
                    models.CharField(db_collation="C", help_text="The key or slug of what it was merged into.", max_length=100),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "new"], name="redirect_by_new")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old__regex", "^[-a-zA-Z0-9_]+$")),
                        name="redirect_old_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new__regex", "^[-a-zA-Z0-9_]+$")),
                        name="redirect_new_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.UniqueConstraint(fields=("kind", "old"), name="redirect_kind_old"),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="redirect_leads_elsewhere",
                        violation_error_message="A redirect leads to something else than itself.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, REVERSE),
    ]
