"""The area of a count: the column, its history, its rule, and its place in the log of corrections, see the SQL beside this file."""

from pathlib import Path

from django.db import migrations

import dara.models.elections

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("dara", "0016_uploads")]

    operations = [
        migrations.AddField(model_name="electionresult", name="area", field=dara.models.elections.AreaField()),
        migrations.AddField(model_name="electionresultevent", name="area", field=dara.models.elections.AreaField()),
        migrations.RunSQL(SQL),  # there is no way back: the history would lose the column
    ]
