"""Who may do what in the admin: groups of Django's, which a migration creates and to which a superuser adds users.

No group may delete a record: a record is withdrawn, which leaves a tombstone."""

from collections.abc import Mapping
from typing import Any

VIEW = ("view",)
EDIT = ("view", "add", "change")
ALL = (*EDIT, "delete")

# The name of a model → what members of the group may do to its rows. All groups may view the rows of every model.
CURATOR: Mapping[str, tuple[str, ...]] = {
    "source": EDIT,
    "entity": ALL,
    "topic": ALL,
    "synonymgroup": ALL,
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
    "pendingupload": ALL,
}
REVIEWER: Mapping[str, tuple[str, ...]] = {"draft": ("view", "change")}
GROUPS = {"curator": CURATOR, "reviewer": REVIEWER}


def give_permissions(apps: Any, using: str) -> None:
    """Create the groups, or update them for the models that there are now. `apps`: a migration's, or Django's own.

    Permissions that do not exist yet are created here: Django creates those of new models only after all migrations."""
    Group, Permission, ContentType = (
        apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    for name, actions in GROUPS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        permissions = []
        for model in apps.get_app_config("dara").get_models():
            model_name = model._meta.model_name
            if not model._meta.default_permissions:  # what the database alone writes, and nobody looks at
                continue
            content_type, _ = ContentType.objects.using(using).get_or_create(app_label="dara", model=model_name)
            for action in actions.get(model_name, VIEW):
                permissions.append(
                    Permission.objects.using(using).get_or_create(
                        content_type=content_type,
                        codename=f"{action}_{model_name}",
                        defaults={"name": f"Can {action} {model._meta.verbose_name_raw}"},
                    )[0]
                )
        group.permissions.set(permissions)
