"""Withholding finds passages by their index: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0021_seal")]

    operations = [migrations.RunSQL(SQL)]
