"""An index for timelines, and a trigger for all texts that are stored together: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0014_addresses")]

    operations = [
        migrations.AddIndex(
            model_name="concerned",
            index=models.Index(
                condition=models.Q(("is_first", True)), fields=["entity", "place_by_date"], name="concerned_by_date"
            ),
        ),
        migrations.RunSQL(SQL),
    ]
