"""Corrections say why, and a merger is told as a merger: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0017_result_area")]

    operations = [migrations.RunSQL(SQL)]
