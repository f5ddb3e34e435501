"""Which addresses are of the same page: two functions, and an index in place of the one of addresses, see the SQL beside this file."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dara", "0013_proposed_changes")]

    operations = [
        migrations.RunSQL(
            [
                "SET CONSTRAINTS ALL IMMEDIATE",  # an archive that is being filled has pending events of triggers
                Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            ]
        ),
        migrations.RemoveIndex(model_name="source", name="source_url"),
    ]
