"""The words of texts are read in less time: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0022_withhold_by_index")]

    operations = [migrations.RunSQL(SQL)]
