"""Who may do what at the desk: groups of Django's, made by a migration; a superuser puts users into them.

Nobody here deletes a record: it is withdrawn, which leaves a tombstone."""

from collections.abc import Mapping
from typing import Any

LOOK = ("view",)
EDIT = ("view", "add", "change")
ALL = (*EDIT, "delete")

# model → what may be done to it; of all others of the archive everybody at the desk may look
CURATOR: Mapping[str, tuple[str, ...]] = {
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
}
REVIEWER: Mapping[str, tuple[str, ...]] = {"draft": ("view", "change")}
ROLES = {"curator": CURATOR, "reviewer": REVIEWER}


def give_permissions(apps: Any, using: str) -> None:
    """Make the groups, or bring them up to date with the models that there are. `apps`: a migration's, or Django's own.

    Permissions of models that do not exist yet are made first: Django makes them only when all migrations are done."""
    Group, Permission, ContentType = (
        apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    for role, rights in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=role)
        permissions = []
        for model in apps.get_app_config("dara").get_models():
            name = model._meta.model_name
            content_type, _ = ContentType.objects.using(using).get_or_create(app_label="dara", model=name)
            for action in rights.get(name, LOOK):
                permissions.append(
                    Permission.objects.using(using).get_or_create(
                        content_type=content_type,
                        codename=f"{action}_{name}",
                        defaults={"name": f"Can {action} {model._meta.verbose_name_raw}"},
                    )[0]
                )
        group.permissions.set(permissions)
