"""manage.py reset_second_factor"""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from dara.admin.second_factor import reset


class Command(BaseCommand):
    help = (
        "Take away a user's authenticator app, passkeys and recovery codes, who then logs in with the password and sets up others."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username: str, **options):
        user = get_user_model()._default_manager.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        removed = reset(user)
        self.stdout.write(
            f"Taken away: {', '.join(removed) or 'nothing; there was none'}. {username} logs in with the password alone, once."
        )
