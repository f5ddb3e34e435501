"""The configuration of text search: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
# The extensions stay: somebody else may use them by now.
REVERSE = "DROP FUNCTION public.dara_plain(text); DROP TEXT SEARCH CONFIGURATION public.dara_english;"


class Migration(migrations.Migration):
    dependencies = [("dara", "0002_evidence")]

    operations = [migrations.RunSQL(SQL, REVERSE)]
