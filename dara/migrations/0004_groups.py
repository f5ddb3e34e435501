"""The groups “curator” and “reviewer”, with the permissions that they had when this migration was written."""

from django.db import migrations

EDIT = ("view", "add", "change")
ALL = (*EDIT, "delete")
# What a group may do to a model; it may view all others.
GROUPS = {
    "curator": {
        "source": EDIT,
        "entity": ALL,
        "topic": ALL,
        "race": ALL,
        "election": ALL,
        "candidacy": ALL,
        "utterance": ALL,
        "statement": EDIT,
        "endorsement": EDIT,
        "electionresult": EDIT,
        "candidacyfact": EDIT,
        "tombstone": EDIT,
        "withholding": ALL,
        "reply": ALL,
        "redirect": EDIT,
        "importconflict": ALL,
        "draft": ("view", "change"),
    },
    "reviewer": {"draft": ("view", "change")},
}


def create_groups(apps, schema_editor) -> None:
    """Create the groups. Their permissions are created here too: Django creates those of new models only after all migrations."""
    Group, Permission, ContentType = (
        apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    using = schema_editor.connection.alias
    for name, actions in GROUPS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        permissions = []
        for model in apps.get_app_config("dara").get_models():
            model_name = model._meta.model_name
            content_type, _ = ContentType.objects.using(using).get_or_create(app_label="dara", model=model_name)
            for action in actions.get(model_name, ("view",)):
                permission, _ = Permission.objects.using(using).get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model_name}",
                    defaults={"name": f"Can {action} {model._meta.verbose_name_raw}"},
                )
                permissions.append(permission)
        group.permissions.set(permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0003_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
