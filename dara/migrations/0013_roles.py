"""The groups “curator” and “reviewer”: see dara.curation.groups."""

from django.db import migrations

from dara.curation.groups import give_permissions


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0012_history_kept"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(lambda apps, editor: give_permissions(apps, editor.connection.alias), migrations.RunPython.noop)
    ]
