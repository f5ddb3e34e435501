"""Makes the administrator of a local run."""

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management.base import BaseCommand

from dara.local.defaults import admin_password_file, kept_secret

NAME = "admin"


class Command(BaseCommand):
    help = (
        f"Makes the user {NAME!r} with a random password, kept in the data folder (admin-password), unless there is one. "
        "A kept password that no longer logs in is removed. For local runs; in production use createsuperuser."
    )

    def handle(self, **options) -> None:
        users = get_user_model().objects
        file = admin_password_file(settings.DARA_DATA_DIR)
        if users.filter(username=NAME).exists():
            self._say(options, f"User {NAME} found.")
            if file.exists():
                user = authenticate(username=NAME, password=file.read_text().strip())
                if not user or not user.is_staff:
                    file.unlink()
            return
        # The file comes first: killed in between, the next run finds the same password.
        users.create_superuser(NAME, password=kept_secret(file, 15))
        self._say(options, f"User {NAME} made.")

    def _say(self, options: dict, text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
