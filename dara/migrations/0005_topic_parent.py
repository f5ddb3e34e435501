"""A topic may stand below another: the column, its history, and the rule, see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0004_groups")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="The topic that it is a part of, if any; that one is a part of no other.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subtopics",
                to="dara.topic",
            ),
        ),
        migrations.AddField(
            model_name="topicevent",
            name="parent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="dara.topic",
            ),
        ),
        migrations.RunSQL(SQL),  # there is no way back: the history would lose the column
    ]
