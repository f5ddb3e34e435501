"""An index for timelines: the latest dated statements that concern somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dara", "0010_lists")]

    operations = [
        migrations.AddIndex(
            model_name="concerned",
            index=models.Index(
                condition=models.Q(("is_first", True)), fields=["entity", "place_by_date"], name="concerned_by_date"
            ),
        ),
    ]
