"""What lists are sorted by, and whom statements concern: columns, a table, their indexes, and the rules that keep them, see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Concat

LATEST_FIRST, RULES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("-- (the columns are added here)\n")


def date(name: str) -> models.Func:
    return models.Func(models.F(name), function="public.dara_latest_first", output_field=models.TextField())


class Migration(migrations.Migration):
    dependencies = [("dara", "0009_search_wording")]

    operations = [
        migrations.RunSQL(LATEST_FIRST),
        migrations.AddField(
            model_name="source",
            name="place",
            field=models.GeneratedField(
                db_persist=True, expression=Concat(date("published_on"), "key"), output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="place",
            field=models.TextField(
                db_collation="C",
                default="",
                editable=False,
                help_text="What lists are sorted by: source, place in its text. By the database.",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="place_by_date",
            field=models.GeneratedField(
                db_persist=True, expression=Concat(date("said_on"), "place"), output_field=models.TextField(db_collation="C")
            ),
        ),
        migrations.CreateModel(
            name="Concerned",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "statement", "entity", "topic", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="concerned",
                        to="dara.statement",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                ("topic", models.BigIntegerField(help_text="The id of a topic; 0 for a statement without topics.")),
                (
                    "is_first",
                    models.BooleanField(
                        help_text="Whether the topic is the statement's first. Each statement and entity have one such row."
                    ),
                ),
                ("closeness", models.SmallIntegerField()),
                (
                    "whose",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(closeness=0, then=0), models.When(closeness__lt=3, then=1), default=2),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                ("place", models.TextField(db_collation="C")),
                ("place_by_date", models.TextField(db_collation="C")),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(RULES),  # and the rows of an archive that is there
        migrations.AddIndex(model_name="source", index=models.Index(fields=["place"], name="source_by_place")),
        migrations.AddIndex(model_name="source", index=models.Index(fields=["title", "key"], name="source_by_title")),
        migrations.AddIndex(
            model_name="statement", index=models.Index(fields=["place"], include=("key",), name="statement_by_place")
        ),
        migrations.AddIndex(
            model_name="statement", index=models.Index(fields=["place_by_date"], include=("key",), name="statement_by_date")
        ),
        migrations.AddIndex(model_name="statement", index=models.Index(fields=["-version", "place"], name="statement_by_version")),
        migrations.AddIndex(
            model_name="concerned",
            index=models.Index(
                condition=models.Q(("is_first", True)),
                fields=["entity", "topic", "whose", "place"],
                name="concerned_by_whose_words",
            ),
        ),
        migrations.AddIndex(
            model_name="concerned",
            index=models.Index(fields=["topic", "entity", "closeness", "place_by_date"], name="concerned_by_closeness"),
        ),
    ]
