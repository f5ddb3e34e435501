"""Makes the administrator of a local run."""

from django.conf import settings
from django.contrib.auth import get_user_model
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
        user = users.filter(username=NAME).first()
        if user:
            self._say(options, f"User {NAME} found.")
            if file.exists() and not (user.is_active and user.is_staff and user.check_password(file.read_text().strip())):
                file.unlink()
            return
        # The file comes first: killed in between, the next run finds the same password.
        users.create_superuser(NAME, password=kept_secret(file, 15))
        self._say(options, f"User {NAME} made.")

    def _say(self, options: dict, text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
