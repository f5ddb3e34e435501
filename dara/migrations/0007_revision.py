"""The revision of what the public can read: its table, and the triggers that write it, see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models
from django.db.models.functions import Now

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0006_synonyms")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                ("began", models.DateTimeField(db_default=Now())),
                ("changes", models.BigIntegerField(default=1)),
                ("removals", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "dara_revision", "default_permissions": ()},
        ),
        migrations.RunSQL(SQL),
    ]
