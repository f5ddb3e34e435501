"""Brings a database and the static files up to date: what `make run` does between starting the database and the sites."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = (
    ("Migrating", ["migrate", "--verbosity=0"]),
    ("Giving the public role its rights", ["public_role", "--verbosity=0"]),
    ("Importing seeds/", ["import_archive"]),  # its counts, its progress and its problems are shown
    ("Collecting static files", ["collectstatic", "--noinput", "--verbosity=0"]),
    ("Making sure of a user for the admin", ["ensure_admin", "--verbosity=0"]),
)


class Command(BaseCommand):
    help = "Migrates, gives the public role its rights, imports seeds/, collects static files, makes a local user. For local runs."
    requires_system_checks = ()  # each step has its own

    def handle(self, **options) -> None:
        for title, command in STEPS:
            self.stdout.write(f"{title} …")
            self.stdout.flush()
            call_command(*command, skip_checks=False)  # what is wrong with the database is said before it is touched
