"""The Django app."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as of_admin
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate


class CurationConfig(of_admin.AdminConfig):
    """Django's admin, with the curators' site in the place of its own."""

    default = False
    default_site = "dara.admin.site.CurationSite"

    def ready(self) -> None:
        super().ready()
        import_module("dara.admin.registration")


class DaraConfig(AppConfig):
    default = True
    name = "dara"
    verbose_name = "Archive"

    def ready(self) -> None:
        from dara.checks import check_databases, check_door

        checks.register(check_databases, checks.Tags.database)
        checks.register(check_door, checks.Tags.security, deploy=True)
        post_migrate.connect(_apply_public_rights, sender=self)


def _apply_public_rights(*, using: str, **kwargs: Any) -> None:
    """A new table is closed to the public role, and a changed list takes effect, with the migrate that brings it.

    Where the role does not exist yet the command public_role makes it and gives it its rights.
    """
    from dara.models import grants

    connection = connections[using]
    if grants.role_exists(connection):
        grants.apply(connection)
