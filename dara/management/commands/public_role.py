"""Gives the public site's database role its rights, and makes it where it may."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from dara.local import postgres
from dara.local.secret_keys import weak_password
from dara.models import grants


class Command(BaseCommand):
    help = (
        "Gives the public site's database role (DARA_PUBLIC_ROLE, with DARA_PUBLIC_PASSWORD where one is needed) "
        "the right to read what the public may see, nothing else. Makes the role where it is missing and we may make roles; "
        "else says what to ask for. Safe to run again."
    )

    def handle(self, **options) -> None:
        password = os.environ.get("DARA_PUBLIC_PASSWORD", "")
        if weakness := weak_password("DARA_PUBLIC_PASSWORD", password):
            raise CommandError(weakness)
        try:
            made = grants.create(connection, password)
            applied = grants.apply(connection)
        except grants.PublicRoleError as error:
            raise CommandError(str(error)) from error
        if applied.missing:
            raise CommandError(f"Not in the database: {', '.join(applied.missing)}. Run `migrate` first.")
        if applied.settings:
            self.stderr.write(
                f"The public role has settings that only an administrator may take away: {', '.join(applied.settings)}"
            )
        if applied.unlimited:
            self.stderr.write(
                f"The public role may open any number of connections; ask an administrator for: "
                f"ALTER ROLE {settings.DARA_PUBLIC_ROLE} CONNECTION LIMIT {postgres.PUBLIC_CONNECTIONS}"
            )
        if applied.locks:
            self.stderr.write(
                "The public role may take advisory locks, with which it could keep imports and curators waiting; "
                "docs/settings.md says what to ask an administrator for."
            )
        if options["verbosity"]:
            self.stdout.write(f"Public role {'made' if made else 'found'}: it may read {len(applied.readable)} tables.")
