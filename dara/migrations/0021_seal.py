"""The seal of the history, and notes on what changes the bases of imports; see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0020_paragraphs_like"),
    ]

    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),  # an archive that is being filled has pending events of triggers
        migrations.CreateModel(
            name="BaseChange",
            fields=[
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField()),
                ("pgh_label", models.TextField(help_text="“insert”, “update” or “delete”.")),
                ("pgh_context", models.JSONField(null=True)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("kind", models.CharField(db_collation="C", max_length=20)),
                ("number", models.BigIntegerField(help_text="By how many bases there are more.")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=0, help_text="By how much the sum of dara_base_number() is more.", max_digits=40
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SealHead",
            fields=[
                ("size", models.BigIntegerField(help_text="The number of leaves.", primary_key=True, serialize=False)),
                ("root", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                (
                    "below",
                    models.BigIntegerField(
                        help_text="No transaction with a lower number was under way on this server; null if another server sealed it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "get_latest_by": "size",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SealLeaf",
            fields=[
                ("place", models.BigIntegerField(help_text="In the tree, from 0.", primary_key=True, serialize=False)),
                (
                    "event",
                    models.BigIntegerField(help_text="The event's pgh_id, which is unique over all tables of events.", unique=True),
                ),
                (
                    "name",
                    models.CharField(
                        db_collation="C", help_text="Of the table of events: “statement” for dara_statementevent.", max_length=40
                    ),
                ),
                ("salt", models.BinaryField(max_length=16, null=True)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(SQL),
    ]
