"""Fewer indexes to keep with each row, and a cheaper function of search: see the SQL beside this file."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0017_result_area")]

    operations = [
        migrations.AlterField(
            "paragraph",
            "source",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="paragraphs", to="dara.source"
            ),
        ),
        migrations.AlterField(
            "passage",
            "source",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="passages", to="dara.source"
            ),
        ),
        migrations.AlterField(
            "statementabout",
            "statement",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="dara.statement"),
        ),
        migrations.AlterField(
            "statementtopic",
            "statement",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="dara.statement"),
        ),
        migrations.RunSQL(SQL),
    ]
