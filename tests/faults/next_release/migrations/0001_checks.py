"""What changes tables that pages read: whoever does so has them for itself alone."""

from django.db import migrations

TABLES = ("statement", "source", "publicparagraph", "topic")
ADD = "ALTER TABLE public.dara_{} ADD CONSTRAINT drill CHECK (true);"
REMOVE = "ALTER TABLE public.dara_{} DROP CONSTRAINT drill;"


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(ADD.format(table), REMOVE.format(table)) for table in TABLES]
