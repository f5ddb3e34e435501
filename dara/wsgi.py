"""The application that granian serves, for either site (DARA_SITE)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dara.settings")
# A serving process keeps connections open and shares them between its threads; commands and tests open their own.
os.environ.setdefault("DARA_POOL", "8")

application = get_wsgi_application()
