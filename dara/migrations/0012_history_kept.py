"""The history, kept by the database: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0011_history")]

    # There is no way back: what happened would be forgotten.
    operations = [migrations.RunSQL(SQL)]
