"""The project's settings, with a migration more than this release has."""

from dara.settings import *  # noqa: F403  # all of them, as they are
from dara.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.next_release"]
