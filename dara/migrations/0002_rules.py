"""The rules of the database: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0001_tables")]

    # There is no way back: without these rules the tables hold claims, not evidence.
    operations = [migrations.RunSQL(SQL)]
