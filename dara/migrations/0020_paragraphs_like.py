"""The paragraphs that a quotation may be in: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0019_cheaper_writes")]

    operations = [migrations.RunSQL(SQL)]
